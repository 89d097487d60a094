"""Nested records as cells."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from contrared.collect.characters import without_controls
from contrared.collect.mapping.tables.table import SEVERAL


def flat(record: dict[str, Any]) -> dict[str, str]:
    """A record as texts by dotted name; plain values in a list are several values of one cell.

    Objects in a list are numbered from 0 among those of their kind, which is to say those that share a key: a list of
    names and addresses gives ``0.name`` and ``0.city`` whatever the order, and one of addresses alone ``0`` and ``1``.

    >>> flat({"name": "Ana", "at": {"city": "Lima"}, "alias": ["A", "B"], "n": 3.0})["at.city"]
    'Lima'
    """
    found: dict[str, str] = {}
    for name, value in _cells("", record):
        found[name] = f"{found[name]}{SEVERAL}{value}" if name in found else value
    return found


def _cells(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cells(f"{name}.{key}" if name else str(key), inner)
    elif isinstance(value, list):
        for at, inner in zip(_places(value), value, strict=True):
            yield from _cells(f"{name}.{at}" if isinstance(inner, (dict, list)) else name, inner)
    else:
        text = plain(value)
        if text:
            yield name, text


def _places(items: list[Any]) -> list[int]:
    """Number of each object of a list among those it shares a key with: the first address is 0, wherever it stands.

    >>> _places([{"name": "Ana"}, {"street": "A", "city": "B"}, {"name": "Anita"}, {"city": "C"}])
    [0, 0, 1, 1]
    """
    before: list[tuple[set[str], int]] = []
    places = []
    for at, item in enumerate(items):
        if not isinstance(item, dict):
            places.append(at)
            continue
        keys = set(item)
        place = max((number + 1 for known, number in before if known & keys), default=0)
        before.append((keys, place))
        places.append(place)
    return places


def plain(value: Any) -> str:
    """One value as text: whole numbers without a point, days without a time of day, bytes in base 64."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return without_controls(str(value)).strip()
