"""Whom the node keeps an eye on: parties on watchlists and persons it met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk


@dataclass(frozen=True, slots=True)
class Subject:
    """A party that is watched, or a person in an encounter.

    Attributes:
        id: Id of the watched party or of the encounter.
        kind: ``watched`` or ``encounter``.
        label: What people know it by.
        queries: What is known of it, once for each kind of party it may be.
        where: Watchlist, or place and time of the encounter.
    """

    id: str
    kind: str
    label: str
    queries: tuple[Mapping[str, Any], ...]
    where: str


def subjects(desk: Desk) -> list[Subject]:
    """Everybody watched and every encounter on record, for screening; not what a person may be shown."""
    parties, met = desk.memory.everybody()
    found = [Subject(row["id"], "watched", row["label"], tuple(row["queries"]), row["list"]) for row in parties]
    return found + [met_subject(row) for row in met]


def met_subject(row: Mapping[str, Any]) -> Subject:
    """The person of an encounter."""
    where = f"{row['place']}, {row['at']}"
    return Subject(row["id"], "encounter", row["label"], tuple(row["queries"]), where)


def label_of(queries: Sequence[Mapping[str, Any]]) -> str:
    """What people know a party by: its first name, else its first number."""
    for query in queries:
        for prop in ("name", "idNumber", "passportNumber", "taxNumber", "registrationNumber", "imoNumber"):
            for value in query["properties"].get(prop, ()):
                return str(value)
    return "unnamed"
