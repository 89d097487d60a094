"""What another room keeps waiting for a second person, bound by its hash to what the first person saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.asking import ask, drafted, withdraw_within
from contrared.govern.approvals.counting import counting
from contrared.govern.approvals.deciding import Signed, approve_within, refuse_within, sign
from contrared.govern.approvals.request import Request, settled
from contrared.govern.approvals.rows import chosen, held, moved
from contrared.govern.approvals.scope import Scope
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.states import LIVE, State
from contrared.store.tables import approval_requests as requests

_LIVE = [state.value for state in LIVE]


class Bound(StrEnum):
    """What came of a second person's yes."""

    DONE = "done"
    MORE = "more must approve"
    CHANGED = "changed"
    UNASKED = "unasked"


def bind(connection: Connection, seat: Seat, act: Act, subject: str, content: Mapping[str, Any], scope: Scope) -> None:
    """Ask for what was put to wait, in the same transaction."""
    ask(connection, seat, drafted(seat, act, content, subject=subject, scope=scope))


def signed_for(seat: Seat, subject: str) -> Signed | None:
    """Sign what waits under a subject, before the transaction of :func:`seconded`; None where nothing is to be signed.

    Raises:
        PolicyError: the person's key is not open here.
    """
    with seat.ledger.reading() as connection:
        request = _live(connection, subject)
    if request is None or request.state is not State.PENDING or request.draft.by == seat.person.id:
        return None
    return sign(seat, request)


def seconded(
    connection: Connection, seat: Seat, subject: str, content: Mapping[str, Any], signed: Signed | None
) -> Bound:
    """Approve what waits under a subject, and take it up once as many have approved as must.

    Args:
        connection: The transaction in which the act takes effect.
        seat: The second person's.
        subject: What it is about.
        content: What waits, as it stands now; where that is no longer what was asked for, the request is voided.
        signed: What :func:`signed_for` gave.

    Raises:
        PolicyError: the person asked themselves, approved already, is locked or may not.
    """
    request = _live(connection, subject)
    if request is None:
        return Bound.UNASKED
    request = held(connection, request.id, LIVE)
    if not request.whole or replace(request.draft, content=settled(content)).hash != request.hash:
        moved(connection, seat, request, State.VOIDED, "what waits has changed since")
        return Bound.CHANGED
    if request.state is State.PENDING:
        request = approve_within(connection, seat, request, signed)
    who = counting(connection, seat, request)
    if len(who) < request.draft.needed:
        return Bound.MORE
    moved(connection, seat, request, State.USED, told={"approvers": list(who)})
    return Bound.DONE


def end(connection: Connection, seat: Seat, subject: str, why: str) -> None:
    """Refuse what waits under a subject, or withdraw it where the person of the seat asked for it."""
    request = _live(connection, subject)
    if request is None:
        return
    if request.draft.by == seat.person.id:
        withdraw_within(connection, seat, request, why)
    else:
        refuse_within(connection, seat, request, why)


def lapsed(connection: Connection) -> list[str]:
    """Subjects of which something that was asked for has expired, and nothing is asked for any more."""
    acts = requests.c.act.in_([act.value for act in Act if act.permission == "confirm"])
    live = {request.draft.subject for request in chosen(connection, acts, requests.c.state.in_(_LIVE))}
    late = chosen(connection, acts, requests.c.state == State.EXPIRED.value)
    return sorted({request.draft.subject for request in late} - live)


def _live(connection: Connection, subject: str) -> Request | None:
    return next(iter(chosen(connection, requests.c.subject == subject, requests.c.state.in_(_LIVE))), None)
