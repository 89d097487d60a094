"""The protection channel: finding the missing and the trafficked, for authorities for victims and for nobody else.

An authority enters whom it looks for into a register of its own. No list, watchlist, hit or alert comes of it; whoever
meets the person is told only whom to contact. The authority's desk learns that there was a sighting, and where only
when a named person releases it. Never towards the country an asylum seeker fled.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.rights.marks import marks
from contrared.govern.rights.pen import Pen, required
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import InputError, PolicyError, may_tell
from contrared.store.ledger import now
from contrared.store.tables import encounters, sightings, sought

Row = dict[str, Any]


class Sought(StrEnum):
    """Why somebody is looked for."""

    MISSING = "missing"
    TRAFFICKED = "trafficked"


class Channel:
    """The register in the hands of somebody of an authority for victims.

    Raises:
        PolicyError: this person may not see who is protected, or is of no authority.
    """

    def __init__(self, desk: Desk) -> None:
        self._pen = Pen(desk, SEE_PROTECTED)
        self._desk = desk
        self.authority = desk.person.agency or desk.person.id

    def seek(
        self,
        kind: Sought,
        label: str,
        queries: Sequence[Mapping[str, Any]],
        *,
        contact: str,
        country: str,
        legal_basis: str,
    ) -> Row:
        """Enter somebody into the register.

        Args:
            kind: Why they are looked for.
            label: What people know them by.
            queries: What is known of them, as screening asks.
            contact: Whom an officer who meets them is told to call; says nothing of why.
            country: Country of the authority, two letters.
            legal_basis: Law, report or order.

        Raises:
            InputError: something is not said.
        """
        if not queries:
            raise InputError("nothing tells the person", do="give a name or a number")
        row: Row = {
            "id": f"sgt-{secrets.token_hex(6)}",
            "kind": kind.value,
            "authority": self.authority,
            "country": required(country, "--country", "an authority is of a country").lower(),
            "label": label,
            "queries": [dict(query) for query in queries],
            "contact": required(contact, "--contact", "whom to call must be said"),
            "legal_basis": required(legal_basis, "--legal-basis", "looking for somebody needs a legal basis"),
            "by": self._pen.person.id,
            "at": now(),
        }
        with self._pen.stroke("sought", {"sought": row["id"], "kind": row["kind"]}, legal_basis) as connection:
            connection.execute(insert(sought).values(**row))
        return row

    def all(self) -> list[Row]:
        """Whom this authority looks for, oldest first, with ``sightings``: where, only once it was released."""
        self._desk.record("sought", {"list": True})
        wanted = select(sought).where(sought.c.authority == self.authority).order_by(sought.c.at, sought.c.id)
        with self._desk.node.ledger.reading() as connection:
            rows = [dict(row) for row in connection.execute(wanted).mappings()]
            for row in rows:
                mine = select(sightings).where(sightings.c.sought_id == row["id"]).order_by(sightings.c.at)
                row["sightings"] = [_seen(connection, dict(s)) for s in connection.execute(mine).mappings().all()]
        return rows

    def end(self, sought_id: str, why: str) -> None:
        """Take somebody out of the register: found, or no longer looked for.

        Raises:
            InputError: this authority looks for nobody of that id, or no reason is given.
        """
        why = required(why, "--why", "ending a search needs a reason")
        with self._pen.stroke("sought ended", {"sought": sought_id, "why": why}) as connection:
            mine = sought.c.id == sought_id, sought.c.authority == self.authority, sought.c.ended_at.is_(None)
            ended = update(sought).where(*mine).values(ended_by=self._pen.person.id, ended_at=now(), ended_why=why)
            if not connection.execute(ended).rowcount:
                raise InputError(f"nobody is looked for under {sought_id!r}", do="see `contrared protection list`")

    def waiting(self) -> list[Row]:
        """Sightings that wait for a release by whoever recorded the encounter or sees who is protected, oldest first.

        They name the authority and the encounter, never whom the authority looks for.
        """
        wanted = (
            select(sightings.c.id, sightings.c.encounter_id, sightings.c.at, sought.c.authority, sought.c.country)
            .join(sought, sought.c.id == sightings.c.sought_id)
            .where(sightings.c.released_at.is_(None), sought.c.ended_at.is_(None))
            .order_by(sightings.c.at, sightings.c.id)
        )
        with self._desk.node.ledger.reading() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def release(self, sighting_id: str, why: str, own_country: str = "") -> Row:
        """Tell the authority where somebody was seen; by a named person, never by one who looks for them.

        Args:
            sighting_id: The sighting.
            why: The reason.
            own_country: Country of this node.

        Returns:
            ``authority, contact`` and the encounter that is told.

        Raises:
            InputError: no such sighting waits, or no reason is given.
            PolicyError: the authority would release to itself, or the person fled the country that would be told.
        """
        why = required(why, "--why", "a release needs a reason")
        held = marks(self._desk.node)
        with self._pen.stroke("sighting released", {"sighting": sighting_id, "why": why}) as connection:
            wanted = select(sightings, sought.c.authority, sought.c.country, sought.c.contact, sought.c.by)
            found = wanted.join(sought, sought.c.id == sightings.c.sought_id).where(
                sightings.c.id == sighting_id, sightings.c.released_at.is_(None), sought.c.ended_at.is_(None)
            )
            row = connection.execute(found).mappings().first()
            if row is None:
                raise InputError(f"no sighting {sighting_id!r} waits", do="see `contrared protection waiting`")
            if row["authority"] == self.authority or row["by"] == self._pen.person.id:
                raise PolicyError("whoever looks for somebody does not release to themselves", where=sighting_id)
            if not may_tell(held.get(row["encounter_id"], ()), row["country"], own_country, channel=True):
                raise PolicyError(
                    "nothing of an asylum seeker is told to the country they fled",
                    where=sighting_id,
                    do="tell the authority for refugees of your own country",
                )
            told = {"released_by": self._pen.person.id, "released_at": now(), "released_why": why}
            connection.execute(update(sightings).where(sightings.c.id == sighting_id).values(**told))
            return {"authority": row["authority"], **_encounter(connection, row["encounter_id"])}


def register(desk: Desk) -> list[Row]:
    """Everybody who is looked for, for matching only; what a person may be shown, :class:`Channel` says."""
    wanted = select(sought).where(sought.c.ended_at.is_(None)).order_by(sought.c.id)
    with desk.node.ledger.reading() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def numbers(desk: Desk) -> list[dict[str, str]]:
    """Everybody who was ever looked for, as numbers are made of it: kind, country, when, found or not; nobody named.

    Raises:
        PolicyError: this person may not see who is protected.
    """
    Pen(desk, SEE_PROTECTED)
    wanted = select(sought.c.kind, sought.c.country, sought.c.at, sought.c.ended_at).order_by(sought.c.id)
    with desk.node.ledger.reading() as connection:
        return [
            {"kind": row.kind, "country": row.country, "at": row.at, "state": "ended" if row.ended_at else "open"}
            for row in connection.execute(wanted)
        ]


def seen(desk: Desk, found: Sequence[tuple[str, str, float]]) -> list[Row]:
    """Keep sightings; those that are known stay as they are, and none is kept that may never be told.

    Args:
        desk: Desk of whoever recorded the encounter, or entered the person.
        found: Ids of the person looked for and of the encounter, with the score.

    Returns:
        The new ones.
    """
    held, rows = marks(desk.node), []
    if not found:
        return []
    with desk.node.ledger.begin() as connection:
        for sought_id, encounter_id, score in found:
            about = connection.execute(select(sought).where(sought.c.id == sought_id)).mappings().one()
            fled = {mark.fled for mark in held.get(encounter_id, ()) if mark.fled}
            pair = sightings.c.sought_id == sought_id, sightings.c.encounter_id == encounter_id
            known = connection.execute(select(sightings.c.id).where(*pair)).first()
            if known is not None or about["country"] in fled:
                continue
            row = {
                "id": f"see-{secrets.token_hex(6)}",
                "sought_id": sought_id,
                "encounter_id": encounter_id,
                "score": score,
                "at": now(),
            }
            connection.execute(insert(sightings).values(**row))
            rows.append({**row, "contact": about["contact"]})
        record.note(
            connection,
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action="sighting",
            what={"sightings": [row["id"] for row in rows]},
        )
    return rows


def contacts(desk: Desk, encounter_id: str) -> list[str]:
    """Whom to call about an encounter; all that an officer is ever told."""
    wanted = (
        select(sought.c.contact)
        .join(sightings, sightings.c.sought_id == sought.c.id)
        .where(sightings.c.encounter_id == encounter_id, sought.c.ended_at.is_(None))
        .order_by(sought.c.contact)
    )
    with desk.node.ledger.reading() as connection:
        return sorted(set(connection.execute(wanted).scalars()))


def _seen(connection: Connection, row: Row) -> Row:
    told = {key: row[key] for key in ("id", "at", "score")}
    released = {key: row[key] or "" for key in ("released_by", "released_at", "released_why")}
    where = _encounter(connection, row["encounter_id"]) if row["released_at"] else {}
    return {**told, **released, "encounter": where}


def _encounter(connection: Connection, encounter_id: str) -> Row:
    wanted = select(encounters.c.id, encounters.c.at, encounters.c.place, encounters.c.country, encounters.c.label)
    row = connection.execute(wanted.where(encounters.c.id == encounter_id)).mappings().one()
    return dict(row)
