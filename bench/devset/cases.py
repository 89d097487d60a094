"""All labelled cases, made once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import cache, clean, listed
from .case import Case
from .negatives import negatives
from .positives import positives
from .register import Register


def cases(register: Register, half: str) -> list[Case]:
    """Cases of a half, in a fixed order."""
    return [
        case
        for record in cache.lines("cases", key(), lambda: _make(register))
        if (case := Case.of(record)).half == half
    ]


def key() -> str:
    """Key of the cached cases: changes with the parties, the clean persons and the code here."""
    here = Path(__file__).parent
    return cache.content_key([*here.glob("*.py"), *here.glob("*.toml"), clean.PATH], listed.key())


def _make(register: Register) -> Iterator[cache.Record]:
    for case in (*positives(register), *negatives(register)):
        yield case.record()
