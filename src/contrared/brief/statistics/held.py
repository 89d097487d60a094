"""Cases to count: what the node holds of encounters, hits and protection, or a file of cases of another register."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from contrared.govern import Desk
from contrared.govern.rights.channel import numbers
from contrared.model import InputError

Row = dict[str, str]


class Kind(StrEnum):
    """What is counted."""

    ENCOUNTERS = "encounters"
    HITS = "hits"
    TRAFFICKING = "trafficking"
    FILE = "file"


#: Properties each kind may be counted by, beside ``month`` and ``year``; those of a file are its columns.
PROPERTIES = {
    Kind.ENCOUNTERS: ("country", "place", "nationality"),
    Kind.HITS: ("dataset", "kind", "state"),
    Kind.TRAFFICKING: ("kind", "country", "state"),
}
#: Columns of a file that may hold the date of a case.
DATES = ("at", "date", "fecha", "data")


def cases(desk: Desk, kind: Kind, *, since: str = "", until: str = "") -> list[Row]:
    """Cases the node holds that policy opens to this desk, without names.

    Args:
        desk: The desk.
        kind: What is counted.
        since: First day, month or year, ISO.
        until: Last one, within.

    Raises:
        PolicyError: this person may not read the memory of screening, or may not see who is protected.
    """
    if kind is Kind.ENCOUNTERS:
        met = ({**row, "nationality": _nationality(row)} for row in desk.memory.encounters())
        found = (_row(row, PROPERTIES[kind], row["at"]) for row in met)
    elif kind is Kind.HITS:
        alerts = desk.memory.alerts(everything=True)
        found = (_row(row, PROPERTIES[kind], row["raised_at"]) for row in alerts)
    else:
        found = (_row(row, PROPERTIES[Kind.TRAFFICKING], row["at"]) for row in numbers(desk))
    return list(within(found, since, until))


def cases_of(path: Path, *, since: str = "", until: str = "") -> list[Row]:
    """Cases of a CSV file, one a row, with the names of the properties in the first.

    Raises:
        InputError: it cannot be read, or a row has other cells than the first.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            told = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise InputError(f"cannot be read ({exc})", where=str(path), do="give a CSV file in UTF-8") from exc
    found = []
    for number, row in enumerate(told, 2):
        if None in row or None in row.values():
            raise InputError("has other cells than the first row", where=f"{path}, row {number}", do="correct it")
        date = next((row[name] for name in DATES if name in row), "")
        found.append({**_row(row, tuple(row), date)})
    return list(within(found, since, until))


def within(rows: Iterable[Row], since: str, until: str) -> Iterator[Row]:
    """Rows of a time; those without a date only where no time is asked for."""
    for row in rows:
        day = row["day"]
        if since and (not day or day < since):
            continue
        if until and (not day or day[: len(until)] > until):
            continue
        yield row


def checked(rows: Iterable[Mapping[str, str]], by: Iterable[str]) -> None:
    """See that every property asked for is one of the cases.

    Raises:
        InputError: one is not.
    """
    first = next(iter(rows), None)
    if first is None:
        raise InputError("there is nothing to count", do="choose another time or kind")
    able = sorted(set(first) - {"day"})
    if missing := [name for name in by if name not in able]:
        raise InputError(f"{', '.join(missing)} is nothing to count by", where="--by", do=f"use {', '.join(able)}")


def _row(row: Mapping[str, object], properties: Iterable[str], date: object) -> Row:
    day = str(date)[:10]
    own = {name: str(row.get(name) or "") for name in properties}
    return {**own, "day": day, "month": day[:7] if len(day) >= 7 else "", "year": day[:4]}


def _nationality(row: Mapping[str, object]) -> str:
    queries = row["queries"]
    assert isinstance(queries, list)
    told = {value for query in queries for value in query["properties"].get("nationality", ())}
    told = told or {value for query in queries for value in query["properties"].get("country", ())}
    return "several" if len(told) > 1 else next(iter(told), "")
