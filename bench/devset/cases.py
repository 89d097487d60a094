"""All labelled cases, made once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import cache, clean, listed
from .case import Case
from .negatives import negatives
from .positives import positives
from .register import Register

#: Modules that ask or measure and make no case: a change there leaves the cases as they are.
ASKING = frozenset("endtoend kept matcher measures million pairwise peer queries records tables".split())


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
    makers = [path for path in here.glob("*.py") if path.stem not in ASKING]
    return cache.content_key([*makers, *here.glob("*.toml"), clean.PATH], listed.key())


def _make(register: Register) -> Iterator[cache.Record]:
    for case in (*positives(register), *negatives(register)):
        yield case.record()
