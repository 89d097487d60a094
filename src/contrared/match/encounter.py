"""Recording whom the node met, and following one person across encounters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from contrared.govern import Desk
from contrared.match.question import checked_country
from contrared.match.subjects import Subject, label_of, met_subject
from contrared.match.turned import Alike, Turned
from contrared.model import Handling, InputError, Protection

#: Kinds of references to what is kept elsewhere; the picture or template itself never enters the ledger.
REFERENCES = ("photo", "fingerprint", "iris", "face-template", "scan", "other")
#: Age below which a person is marked as a minor when recorded.
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Met:
    """An encounter to record.

    Attributes:
        queries: What is known of the person; may be empty where nothing but references is.
        at: When, ISO 8601 with an offset.
        place: Where.
        country: Country of the place, code or name.
        references: ``kind=where it is kept``.
        companions: Ids of encounters of those who travelled along.
        note: Free text.
        handling: Handling banner.
        route: Whence and whither, as the person or the officer says.
    """

    queries: Sequence[Mapping[str, Any]]
    at: str
    place: str
    country: str
    references: Sequence[str] = ()
    companions: Sequence[str] = ()
    note: str = ""
    handling: str = "TLP:AMBER"
    route: str = ""

    def row(self) -> dict[str, Any]:
        """The row of the ledger.

        Raises:
            InputError: no time with an offset, no place or country, an unknown kind of reference, or nothing that tells
                the person.
        """
        if not self.place.strip():
            raise InputError("an encounter needs its place", where="--place", do="say where")
        references = [_reference(text) for text in self.references]
        if not self.queries and not references and not self.note.strip():
            raise InputError(
                "nothing tells the person",
                do="give a name, a number, a reference such as --reference photo=…, or --note",
            )
        return {
            "at": _moment(self.at),
            "place": self.place.strip(),
            "country": checked_country(self.country),
            "label": label_of(self.queries) if self.queries else "without documents",
            "queries": [dict(query) for query in self.queries],
            "references": references,
            "companions": list(self.companions),
            "note": self.note.strip(),
            "handling": Handling.parse(self.handling).banner,
            "route": self.route.strip(),
        }


def record(desk: Desk, met: Met) -> Subject:
    """Record an encounter; a minor is marked as protected.

    Raises:
        InputError: something that must be said is not, or a companion is not on record.
    """
    memory = desk.memory
    row = met.row()
    known = {item["id"] for item in memory.encounters()}
    if missing := sorted(set(row["companions"]) - known):
        raise InputError(
            f"{', '.join(missing)} is no encounter on record", where="--with", do="see `contrared encounters`"
        )
    marks = {Protection.MINOR: f"under {OF_AGE} at the encounter"} if _minor(row) else {}
    return met_subject(memory.encounter(row, marks))


def followed(desk: Desk, queries: Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, Any], Alike]]:
    """Encounters of whom may be the person asked for, in the order of time, with the score and reasons of each.

    Protected persons are found only by those who need to see them.
    """
    rows = desk.memory.encounters()
    turned = Turned(met_subject(row) for row in rows)
    best: dict[str, Alike] = {}
    for query in queries:
        for alike in turned.alike(query):
            known = best.get(alike.subject.id)
            if known is None or alike.log_odds > known.log_odds:
                best[alike.subject.id] = alike
    return [(row, best[row["id"]]) for row in rows if row["id"] in best]


def by_reference(desk: Desk, text: str) -> list[dict[str, Any]]:
    """Encounters that hold this reference, ``kind=where``, or one to a file of the same content."""
    wanted = _reference(text)
    return [
        row
        for row in desk.memory.encounters()
        if any(
            held["ref"] == wanted["ref"] or (wanted["sha256"] and held["sha256"] == wanted["sha256"])
            for held in row["references"]
        )
    ]


def _reference(text: str) -> dict[str, str]:
    kind, parted, where = text.partition("=")
    if not parted or kind not in REFERENCES or not where.strip():
        raise InputError(
            f"{text!r} is no reference",
            where="--reference",
            do=f"write KIND=WHERE, KIND one of {', '.join(REFERENCES)}",
        )
    path = Path(where)
    digest = ""
    if path.is_file():
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"kind": kind, "ref": where.strip(), "sha256": digest}


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as exc:
        raise InputError(f"{text!r} is no time", where="--at", do="write 2026-11-26T08:15-05:00") from exc
    if moment.tzinfo is None:
        raise InputError(f"{text!r} has no offset from UTC", where="--at", do="write 2026-11-26T08:15-05:00")
    return moment.isoformat()


def _minor(row: Mapping[str, Any]) -> bool:
    met = datetime.fromisoformat(row["at"]).date()
    for query in row["queries"]:
        for born in query["properties"].get("birthDate", ()):
            if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", born):
                said = [int(part) for part in born.split("-")]
                year, month, day = said + [12, 31][len(said) - 1 :]  # as young as it may be
                if (met.year - year) - ((met.month, met.day) < (month, day)) < OF_AGE:
                    return True
    return False
