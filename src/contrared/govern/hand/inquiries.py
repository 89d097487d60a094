"""Inquiries as they are kept: asked under an order, due on a day, and every event of them on record.

Who asks whom about whom is known to whoever may read intelligence marked TLP:AMBER, and to whoever asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from contrared.govern.desk import Desk
from contrared.govern.hand.inquiry import WAITING, Event, Happened, Inquiry, Kind, following, state_after
from contrared.govern.masking import masked_ids
from contrared.govern.rights.pen import Pen, required
from contrared.govern.sight import Sight
from contrared.model import InputError
from contrared.model.protection import MASKED
from contrared.store.ledger import now
from contrared.store.tables import inquiries, inquiry_events

Row = dict[str, Any]
#: How an inquiry is held.
HANDLING = "TLP:AMBER"


@dataclass(frozen=True, slots=True)
class Due:
    """An inquiry that waits for a reply, and how many days are left; below zero where it is overdue."""

    inquiry: Inquiry
    days: int


def ask(
    desk: Desk,
    *,
    addressee: str,
    kind: str,
    asked: str,
    order: str,
    legal_basis: str,
    due: str,
    about: Sequence[str] = (),
) -> Inquiry:
    """Keep a question, for the case of the desk.

    Args:
        desk: The desk of whoever asks.
        addressee: To whom.
        kind: bank, registry, court or other.
        asked: The question.
        order: Order it is asked under, with its number.
        legal_basis: Law.
        due: Deadline, ``YYYY-MM-DD``, today or later.
        about: Entities that are held, whom it asks about.

    Raises:
        InputError: something is not said, the deadline is no day or has passed, or somebody is not held.
        PolicyError: this person may not write.
    """
    pen = Pen(desk, "write")
    row: Row = {
        "id": f"inq-{secrets.token_hex(6)}",
        "case_id": desk.case,
        "addressee": required(addressee, "--to", "an inquiry is put to somebody"),
        "kind": str(_kind(kind)),
        "asked": required(asked, "--ask", "an inquiry asks something"),
        "legal_order": required(order, "--order", "an inquiry is made under an order or a request with a number"),
        "legal_basis": required(legal_basis, "--legal-basis", "an inquiry needs a legal basis"),
        "about": list(dict.fromkeys(about)),
        "due": deadline(due, now()[:10]),
        "by": desk.person.id,
        "at": now(),
    }
    held = desk.extent.held(about)
    if missing := [each for each in row["about"] if each not in held]:
        raise InputError(
            f"the node holds nothing about {', '.join(missing)}", where="--about", do="see `contrared screen`"
        )
    what = {"inquiry": row["id"], "kind": row["kind"], "due": row["due"], "entity_ids": row["about"]}
    with pen.stroke("inquiry", what, row["legal_basis"]) as connection:
        connection.execute(insert(inquiries).values(**row))
    return _of(row, [])


def held(desk: Desk) -> list[Inquiry]:
    """Inquiries that this person may know of, of the case of the desk where it has one; the next that is due first.

    Where one asks about somebody protected, neither whom nor what is told, unless policy lets this person see them.
    """
    found = _open_to(desk)
    desk.record("inquiries", {"inquiries": [each.id for each in found][:100]})
    return sorted(found, key=lambda each: (each.state not in WAITING, each.due, each.id))


def one(desk: Desk, inquiry_id: str) -> Inquiry:
    """An inquiry by its id.

    Raises:
        InputError: there is none, or none open to this person.
    """
    found = next((each for each in _open_to(desk) if each.id == inquiry_id), None)
    if found is None:
        raise InputError(f"no inquiry {inquiry_id!r}", do="see `contrared inquiry list`")
    desk.record("inquiry shown", {"inquiry": found.id})
    return found


def due(desk: Desk, today: date, days: int) -> list[Due]:
    """Inquiries that wait for a reply and are overdue or fall due within some days, the one longest overdue first.

    Args:
        desk: The desk.
        today: The day from which is counted.
        days: How many days are looked ahead.
    """
    last = (today + timedelta(days=days)).isoformat()
    return [
        Due(each, (date.fromisoformat(each.due) - today).days)
        for each in held(desk)
        if each.state in WAITING and each.due <= last
    ]


def refuse(desk: Desk, inquiry_id: str, why: str) -> Inquiry:
    """Keep that whoever was asked refuses, wholly or for the rest.

    Raises:
        InputError: no such inquiry, it waits for no reply, or no reason is given.
        PolicyError: this person may not write.
    """
    return _happens(desk, inquiry_id, Event.REFUSED, required(why, "--why", "say on what ground it is refused"))


def remind(desk: Desk, inquiry_id: str, why: str) -> Inquiry:
    """Keep that whoever was asked was reminded.

    Raises:
        InputError: no such inquiry, it waits for no reply, or how is not said.
        PolicyError: this person may not write.
    """
    return _happens(desk, inquiry_id, Event.REMINDED, required(why, "--why", "say how they were reminded"))


def extend(desk: Desk, inquiry_id: str, until: str, why: str) -> Inquiry:
    """Give more time.

    Args:
        desk: The desk.
        inquiry_id: The inquiry.
        until: The new deadline, after the one that stands.
        why: Reason.

    Raises:
        InputError: no such inquiry, it waits for no reply, the day is not after the deadline, or no reason is given.
        PolicyError: this person may not write.
    """
    why = required(why, "--why", "more time needs a reason")
    before = one(desk, inquiry_id)
    until = deadline(until, max(now()[:10], before.due), "--until")
    if until == before.due:
        raise InputError(f"it is due on {until} already", where="--until", do="give a later day")
    return _happens(desk, inquiry_id, Event.EXTENDED, why, {"due": until})


def close(desk: Desk, inquiry_id: str, why: str) -> Inquiry:
    """Close an inquiry, answered or not; nothing follows.

    Raises:
        InputError: no such inquiry, it is closed already, or no reason is given.
        PolicyError: this person may not write.
    """
    return _happens(desk, inquiry_id, Event.CLOSED, required(why, "--why", "say why nothing more is waited for"))


def replied(desk: Desk, inquiry_id: str, event: Event, why: str, became: Row) -> Inquiry:
    """Keep that a reply came in.

    Args:
        desk: The desk.
        inquiry_id: The inquiry.
        event: Whether it is the whole reply or a part.
        why: What came.
        became: ``dataset``, ``version`` and ``sources`` that it became.

    Raises:
        InputError: no such inquiry, or it waits for no reply.
        PolicyError: this person may not write.
    """
    return _happens(desk, inquiry_id, event, why, became)


def deadline(value: str, earliest: str, where: str = "--due") -> str:
    """A deadline.

    Raises:
        InputError: it is no day, or before the earliest that it may be.
    """
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as exc:
        raise InputError(f"{value!r} is not a day", where=where, do="write YYYY-MM-DD") from exc
    if day.isoformat() < earliest:
        raise InputError(f"{day.isoformat()} is before {earliest}", where=where, do="give a day that is to come")
    return day.isoformat()


# -- inside -------------------------------------------------------------------------------------------------------


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind.strip().lower())
    except ValueError as exc:
        raise InputError(f"{kind!r} is nobody who is asked", where="--kind", do="use " + ", ".join(Kind)) from exc


def _happens(desk: Desk, inquiry_id: str, event: Event, why: str, became: Row | None = None) -> Inquiry:
    pen = Pen(desk, "write")
    found = one(desk, inquiry_id)
    row: Row = {"dataset": "", "version": "", "sources": [], "due": found.due, **(became or {})}
    row |= {"inquiry_id": found.id, "event": str(event), "why": why.strip(), "by": desk.person.id, "at": now()}
    what = {"inquiry": found.id, "event": str(event), "dataset": row["dataset"], "due": row["due"]}
    with pen.stroke("inquiry event", what, found.legal_basis) as connection:
        # Looked at again within the transaction: two may write of one inquiry.
        events = _events(connection, [found.id]).get(found.id, [])
        following(state_after(each.event for each in events), event, found.id)
        connection.execute(insert(inquiry_events).values(**row))
    return one(desk, inquiry_id)


def _open_to(desk: Desk) -> list[Inquiry]:
    sight = Sight(desk.person, desk.purpose, desk.policy)
    extent, hidden = desk.extent, masked_ids(desk)
    wanted = select(inquiries)
    if desk.case:
        wanted = wanted.where(inquiries.c.case_id.in_((desk.case, "")))
    with desk.node.ledger.reading() as connection:
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
        rows = [
            row
            for row in rows
            if row["by"] == desk.person.id
            or (sight.reads({**row, "handling": HANDLING}) and not extent.touched_by(row["at"], row["about"]))
        ]
        events = _events(connection, [row["id"] for row in rows])
    found = [_of(row, events.get(row["id"], [])) for row in rows]
    return [replace(each, asked=MASKED, about=()) if hidden.intersection(each.about) else each for each in found]


def _events(connection: Connection, ids: Sequence[str]) -> dict[str, list[Happened]]:
    told: dict[str, list[Happened]] = {}
    wanted = select(inquiry_events).where(inquiry_events.c.inquiry_id.in_(ids)).order_by(inquiry_events.c.id)
    for row in connection.execute(wanted).mappings():
        values = {key: row[key] for key in ("dataset", "version", "due", "why", "by", "at")}
        happened = Happened(Event(row["event"]), sources=tuple(row["sources"]), **values)
        told.setdefault(row["inquiry_id"], []).append(happened)
    return told


def _of(row: Row, happened: Sequence[Happened]) -> Inquiry:
    return Inquiry(
        **{key: row[key] for key in ("id", "case_id", "addressee", "asked", "legal_basis", "by", "at")},
        kind=Kind(row["kind"]),
        order=row["legal_order"],
        about=tuple(row["about"]),
        first_due=row["due"],
        happened=tuple(happened),
    )
