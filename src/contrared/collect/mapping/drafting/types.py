"""Columns that tell what a row is about: a person, a company, a ship."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from contrared.collect.mapping.drafting.headings import plain

#: A letter alone may mean anything; it counts only beside a word, or beside another letter of the list.
_ENOUGH = 0.98


def schemas_of(values: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The FollowTheMoney schema each value of a column means, with the values; empty where it is no such column."""
    found = {value: _known().get(plain(value)) for value in dict.fromkeys(values)}
    known = sum(found[value] is not None for value in values)
    if not values or known < _ENOUGH * len(values) or len(found) == len(values) > 1:
        return {}
    if all(len(value) == 1 for value in found) and len(found) < 2:
        return {}
    by_schema: dict[str, list[str]] = {}
    for value, schema in found.items():
        if schema is not None:
            by_schema.setdefault(schema, []).append(value)
    return {schema: tuple(sorted(said)) for schema, said in sorted(by_schema.items())}


@cache
def _known() -> dict[str, str]:
    data = tomllib.loads(files(__package__).joinpath("types.toml").read_text(encoding="utf-8"))
    return {word: schema for schema, words in data.items() for word in words}
