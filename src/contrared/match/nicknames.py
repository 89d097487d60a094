"""Short and pet forms of given names, by group; the table is our own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_NONE: frozenset[int] = frozenset()


@cache
def _groups() -> dict[str, frozenset[int]]:
    table = tomllib.loads((files("contrared.match") / "nicknames.toml").read_text(encoding="utf-8"))
    found: dict[str, set[int]] = {}
    lines = [line for text in table.values() for line in text.strip().splitlines()]
    for number, line in enumerate(lines):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def nickname_groups(token: str) -> frozenset[int]:
    """Numbers of the groups a given name belongs to; empty where none.

    >>> nickname_groups("pepe") & nickname_groups("jose") != frozenset()
    True
    """
    return _groups().get(token, _NONE)


@cache
def _bearers() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for name, numbers in _groups().items():
        for number in numbers:
            found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items()}


def same_bearer(token: str) -> set[str]:
    """Other names that a bearer of this given name may go by.

    >>> "jose" in same_bearer("pepe")
    True
    """
    return {name for number in nickname_groups(token) for name in _bearers()[number]} - {token}
