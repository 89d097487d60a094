"""Matching encounters against the register of the missing and trafficked, apart from every ordinary screening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contrared.govern import Desk
from contrared.govern.rights.channel import contacts, register, seen
from contrared.match.subjects import Subject, met_subject
from contrared.match.turned import Turned

Row = dict[str, Any]


def met(desk: Desk, subject: Subject) -> list[str]:
    """Match somebody whom the node has just met.

    Returns:
        Whom to call; that is all whoever met them is told.
    """
    _keep(desk, [subject], register(desk))
    return contacts(desk, subject.id)


def looked_for(desk: Desk, sought: Mapping[str, Any]) -> int:
    """Match somebody who was just entered against every encounter on record; the number of sightings."""
    _, rows = desk.memory.everybody()
    return len(_keep(desk, [met_subject(row) for row in rows], [sought]))


def _keep(desk: Desk, subjects: Iterable[Subject], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    entries = [Subject(row["id"], "sought", row["label"], tuple(row["queries"]), row["authority"]) for row in rows]
    turned = Turned(entries)
    best: dict[tuple[str, str], float] = {}
    for subject in subjects:
        for query in subject.queries:
            for alike in turned.alike(query):
                pair = (alike.subject.id, subject.id)
                best[pair] = max(best.get(pair, 0.0), alike.score)
    return seen(desk, [(sought, met_id, score) for (sought, met_id), score in sorted(best.items())])
