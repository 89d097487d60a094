"""Asking for an act to be approved, changing what was asked for, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.counting import counting
from contrared.govern.approvals.request import Draft, Request, settled
from contrared.govern.approvals.rows import chosen, expire, held, keep, moved
from contrared.govern.approvals.scope import Scope
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.states import LIVE, State
from contrared.model import InputError, PolicyError
from contrared.store.tables import approval_requests as requests


def drafted(
    seat: Seat,
    act: Act,
    content: Mapping[str, Any],
    *,
    subject: str = "",
    scope: Scope | None = None,
    legal_basis: str = "",
    approvers: int | None = None,
) -> Draft:
    """What the person of a seat wants to do.

    Raises:
        InputError: the content is no JSON value.
    """
    return Draft(
        act=act,
        subject=subject,
        content=settled(content),
        scope=scope or Scope(),
        by=seat.person.id,
        purpose=seat.purpose,
        case=seat.case,
        legal_basis=legal_basis.strip(),
        needed=act.approvers(seat.settings) if approvers is None else approvers,
    )


def ask(connection: Connection, seat: Seat, draft: Draft, expires_at: str | None = None) -> Request:
    """Ask for an act to be approved; what the same person asked before about the same subject is voided.

    Asking the same thing twice gives the request that stands already.
    """
    live = requests.c.state.in_([state.value for state in LIVE])
    mine = (requests.c.by == draft.by, requests.c.act == draft.act.value, live, requests.c.expires_at > seat.now())
    for known in chosen(connection, *mine, requests.c.hash == draft.hash):
        if known.whole and (known.state is State.PENDING or len(counting(connection, seat, known)) >= draft.needed):
            return known
        moved(connection, seat, known, State.VOIDED, "what was approved does not hold any more")
    replaced = None
    for known in chosen(connection, *mine, requests.c.subject == draft.subject) if draft.subject else ():
        moved(connection, seat, known, State.VOIDED, "asked again with other content")
        replaced = known.id
    until = expires_at or seat.in_hours(seat.settings.expires_after_hours)
    return keep(connection, seat, draft, until, replaces=replaced)


def edit(seat: Seat, request_id: str, content: Mapping[str, Any]) -> Request:
    """Change what was asked for: a new request, and the old one with its approvals is void.

    Raises:
        InputError: there is no such request that waits or is approved, or the content is no JSON value.
        PolicyError: somebody else asked.
    """
    expire(seat)
    with seat.ledger.begin() as connection:
        before = _own(connection, seat, request_id)
        moved(connection, seat, before, State.VOIDED, "edited")
        draft = drafted(
            seat,
            before.draft.act,
            content,
            subject=before.draft.subject,
            scope=before.draft.scope,
            legal_basis=before.draft.legal_basis,
        )
        return keep(connection, seat, draft, seat.in_hours(seat.settings.expires_after_hours), replaces=before.id)


def withdraw(seat: Seat, request_id: str, why: str) -> None:
    """Take back what one asked for.

    Raises:
        InputError: no reason is given, or there is no such request that waits or is approved.
        PolicyError: somebody else asked.
    """
    if not why.strip():
        raise InputError("withdrawing a request needs a reason", where="--why", do="say why")
    expire(seat)
    with seat.ledger.begin() as connection:
        withdraw_within(connection, seat, _own(connection, seat, request_id), why)


def withdraw_within(connection: Connection, seat: Seat, request: Request, why: str) -> None:
    """As :func:`withdraw`, of a request that this transaction holds."""
    moved(connection, seat, request, State.WITHDRAWN, why.strip())


def _own(connection: Connection, seat: Seat, request_id: str) -> Request:
    request = held(connection, request_id, LIVE)
    if request.draft.by != seat.person.id:
        raise PolicyError("only whoever asked can change or withdraw it", where=request_id, do="refuse it instead")
    return request
