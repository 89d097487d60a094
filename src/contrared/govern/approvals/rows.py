"""Rows of requests: kept, found, moved from one state to the next, each move with its line in the record."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern.approvals.request import Draft, Request
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.states import LIVE, State, before
from contrared.model import InputError, PolicyError
from contrared.store.tables import approval_requests as requests
from contrared.store.tables import approvals

PERSONS, STANDING, EMERGENCY = "persons", "standing", "emergency"
#: Names of the acts on record.
LINES = {
    State.APPROVED: "approved",
    State.USED: "approval used",
    State.REFUSED: "approval refused",
    State.EXPIRED: "approval expired",
    State.VOIDED: "approval voided",
    State.WITHDRAWN: "approval withdrawn",
}


def new_id() -> str:
    """A random id of a request, ``apr-15c7b21ebf78``."""
    return f"apr-{secrets.token_hex(6)}"


def keep(connection: Connection, seat: Seat, draft: Draft, expires_at: str, **values: Any) -> Request:
    """Keep a request, with its line in the record."""
    row = {
        "id": new_id(),
        "act": draft.act.value,
        "subject": draft.subject,
        "content": draft.content,
        "scope": draft.scope.to_dict(),
        "hash": draft.hash,
        "by": draft.by,
        "at": seat.now(),
        "purpose": draft.purpose,
        "case_id": draft.case,
        "legal_basis": draft.legal_basis,
        "needed": draft.needed,
        "expires_at": expires_at,
        "state": State.PENDING.value,
        "way": PERSONS,
        "standing_id": None,
        "replaces": None,
        "uses": 0,
        "used_at": None,
        "ended_by": None,
        "ended_at": None,
        "ended_why": None,
        **values,
    }
    connection.execute(insert(requests).values(**row))
    told = {key: row[key] for key in ("id", "act", "subject", "hash", "needed", "expires_at", "way", "replaces")}
    action = "approval asked" if row["way"] == PERSONS else f"{row['way']} used"
    seat.note(connection, action, {**told, "standing": row["standing_id"]}, draft.legal_basis)
    return Request.from_row(row)


def found(connection: Connection, request_id: str) -> Request | None:
    """A request by its id."""
    row = connection.execute(select(requests).where(requests.c.id == request_id)).mappings().first()
    return None if row is None else Request.from_row(dict(row))


def chosen(connection: Connection, *conditions: Any) -> list[Request]:
    """Requests that fit all conditions, oldest first."""
    wanted = select(requests).where(*conditions).order_by(requests.c.at, requests.c.id)
    return [Request.from_row(dict(row)) for row in connection.execute(wanted).mappings()]


def held(connection: Connection, request_id: str, states: Sequence[State]) -> Request:
    """A request in one of these states, which nobody else changes until this transaction ends.

    Raises:
        InputError: it is in another state, or there is none.
    """
    names = [state.value for state in states]
    wanted = (requests.c.id == request_id) & requests.c.state.in_(names)
    # An update that changes nothing takes the row (PostgreSQL) or the ledger (SQLite) for this transaction.
    taken = connection.execute(update(requests).where(wanted).values(uses=requests.c.uses)).rowcount
    request = found(connection, request_id)
    if request is None:
        raise InputError(f"there is no request {request_id!r}", do="see `contrared approvals list`")
    if not taken:
        raise InputError(f"{request_id} is {request.state}", do="see `contrared approvals list`")
    return request


def moved(
    connection: Connection,
    seat: Seat,
    request: Request,
    state: State,
    why: str = "",
    told: Mapping[str, Any] | None = None,
) -> None:
    """Move a request to another state, once, with its line in the record; what ends it voids its approvals.

    Raises:
        PolicyError: it cannot go there from where it is, or somebody else was first.
    """
    now = seat.now()
    values: dict[str, Any] = {"state": state.value}
    if state is State.USED:
        values["used_at"] = now
    elif state is not State.APPROVED:
        values |= {"ended_by": seat.person.id, "ended_at": now, "ended_why": why}
    froms = [each.value for each in before(state)]
    wanted = (requests.c.id == request.id) & requests.c.state.in_(froms)
    if state is not State.EXPIRED:
        wanted &= requests.c.expires_at > now
    if connection.execute(update(requests).where(wanted).values(**values)).rowcount != 1:
        raise PolicyError(f"cannot be {state} any more", where=request.id, do="see `contrared approvals show`")
    if state not in (State.APPROVED, State.USED):
        standing = (approvals.c.request_id == request.id) & approvals.c.voided_at.is_(None)
        connection.execute(update(approvals).where(standing).values(voided_at=now, voided_why=f"{state}: {why}"))
    said = {"id": request.id, "act": request.draft.act.value, "hash": request.hash, **({"why": why} if why else {})}
    seat.note(connection, LINES[state], {**said, **(told or {})}, request.draft.legal_basis)


def expire(seat: Seat) -> list[Request]:
    """Let lapse what nobody approved or used in time; a transaction of its own.

    Returns:
        What lapsed.
    """
    late = (requests.c.state.in_([state.value for state in LIVE]), requests.c.expires_at <= seat.now())
    with seat.ledger.reading() as connection:
        if not chosen(connection, *late):
            return []
    with seat.ledger.begin() as connection:
        lapsed = []
        for request in chosen(connection, *late):
            moved(connection, seat, request, State.EXPIRED, f"until {request.expires_at}")
            lapsed.append(request)
    return lapsed
