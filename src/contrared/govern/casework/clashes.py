"""Deconfliction: two who work on the same party are told so, as far as each case lets others know of it.

================  ==================================================================
openness          what the lead of another case on the same party is told of it
================  ==================================================================
full              its id, title, lead and whom to call
contact           that somebody works on the party, and whom to call
sealed            nothing
================  ==================================================================

The lead of a sealed case is told of the other as far as that one lets them, and decides whether to call. Where both are
sealed neither is told; a notice without any name is left for whoever may see cases that are sealed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from contrared.govern.casework.book import Casebook
from contrared.govern.views import together
from contrared.store.ledger import now
from contrared.store.tables import case_notices

Row = dict[str, Any]
#: Whom a notice is for where neither case may know of the other.
SUPERVISORS = ""


class Openness(StrEnum):
    """What others may be told of a case."""

    FULL = "full"
    CONTACT = "contact"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Clash:
    """Another case on the same party."""

    entity_id: str
    other: Casebook


def told_of(case: Casebook) -> Row | None:
    """What may be told of a case to others; None where nothing may."""
    match Openness(case.openness):
        case Openness.FULL:
            return {"case": case.id, "title": case.title, "lead": case.lead, "contact": case.contact}
        case Openness.CONTACT:
            return {"contact": case.contact}
        case Openness.SEALED:
            return None


def clashes(connection: Connection, mine: Casebook, entity_id: str, others: Iterable[Casebook]) -> list[Clash]:
    """Open cases that are about the same party, under whatever id of it."""
    same = together(connection, [entity_id])[entity_id]
    return [
        Clash(subject.entity_id, other)
        for other in others
        if other.open and other.id != mine.id
        for subject in other.subjects
        if subject.entity_id in same
    ]


def tell(connection: Connection, mine: Casebook, entity_id: str, found: Iterable[Clash]) -> list[Row]:
    """Write what each side is told; the notices that were written."""
    rows = []
    for clash in found:
        of_other, of_mine = told_of(clash.other), told_of(mine)
        if of_other is not None:
            rows.append(_notice(mine.id, entity_id, clash.other.openness, of_other))
        if of_mine is not None:
            rows.append(_notice(clash.other.id, clash.entity_id, mine.openness, of_mine))
        if of_other is None and of_mine is None:
            both = {"cases": sorted([mine.id, clash.other.id])}
            rows.append(_notice(SUPERVISORS, entity_id, Openness.SEALED, both))
    if rows:
        connection.execute(insert(case_notices), rows)
    return rows


def notices(connection: Connection, case_ids: Iterable[str]) -> list[Row]:
    """Notices for some cases, those nobody has seen first, then the newest."""
    wanted = select(case_notices).where(case_notices.c.case_id.in_(sorted(case_ids)))
    rows = [dict(row) for row in connection.execute(wanted.order_by(case_notices.c.at.desc())).mappings()]
    return sorted(rows, key=lambda row: row["seen_at"] is not None)


def _notice(case_id: str, entity_id: str, level: str, told: Row) -> Row:
    return {
        "id": f"ntc-{secrets.token_hex(6)}",
        "case_id": case_id,
        "entity_id": entity_id,
        "level": str(level),
        "told": told,
        "at": now(),
        "seen_by": None,
        "seen_at": None,
    }
