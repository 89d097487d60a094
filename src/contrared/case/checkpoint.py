"""A checkpoint of the demo: synthetic travellers recorded, screened against the real lists, alerts raised."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from contrared.govern import Desk
from contrared.match.encounter import Met, record
from contrared.match.question import Known
from contrared.match.screening import opened
from contrared.match.subjects import Subject
from contrared.match.watching import look
from contrared.model.mrz import parse, person


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What happened at the checkpoint.

    Attributes:
        title: What it shows; it says that the travellers are synthetic.
        met: The encounters, in the order of arrival.
        alerts: Alerts raised, as rows.
        asked: Lists asked, and parties on them.
    """

    title: str
    met: tuple[Subject, ...]
    alerts: tuple[dict[str, Any], ...]
    asked: tuple[int, int]


def arrivals(desk: Desk, path: Path) -> Checkpoint:
    """Record and screen the travellers of a file; those recorded by an earlier run are not recorded again.

    Args:
        desk: The desk at the checkpoint; its lists are loaded and indexed.
        path: ``travellers.toml``.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {(row["at"], row["label"]): row for row in desk.memory.encounters()}
    met: list[Subject] = []
    fresh: list[Subject] = []
    for traveller in table["traveller"]:
        arrival = _met(table, traveller, met)
        row = arrival.row()
        held = known.get((row["at"], row["label"]))
        if held is None:
            subject = record(desk, arrival)
            fresh.append(subject)
        else:
            subject = Subject(held["id"], "encounter", held["label"], tuple(held["queries"]), held["place"])
        met.append(subject)
    lists = opened(desk)
    look(desk, [subject for subject in fresh if subject.queries], lists)
    ids = {subject.id for subject in met}
    alerts = [row for row in desk.memory.alerts(everything=True) if row["subject_id"] in ids]
    parties = sum(asked.entities for asked in lists.asked)
    return Checkpoint(table["title"], tuple(met), tuple(alerts), (len(lists.asked), parties))


def _met(table: dict[str, Any], traveller: dict[str, Any], before: list[Subject]) -> Met:
    queries: list[dict[str, Any]] = []
    if "mrz" in traveller:
        seen = datetime.fromisoformat(traveller["at"]).date()
        queries = [{"id": "", "schema": "Person", "properties": person(parse(traveller["mrz"], reference=seen))}]
    elif "name" in traveller:
        queries = Known(
            names=(traveller["name"],),
            schema="Person",
            born=traveller.get("born", ""),
            countries=tuple(traveller.get("nationality", ())),
            documents=tuple(traveller.get("document", ())),
        ).queries()
    return Met(
        queries=queries,
        at=traveller["at"],
        place=table["place"],
        country=table["country"],
        references=tuple(traveller.get("reference", ())),
        companions=(before[traveller["with"] - 1].id,) if "with" in traveller else (),
        note=traveller.get("note", ""),
    )
