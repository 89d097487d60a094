"""Reading what waits: each person what policy lets them decide on, and what they asked for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from contrared.govern.approvals.acts import Act
from contrared.govern.approvals.counting import Approval, approvals_of
from contrared.govern.approvals.request import Request
from contrared.govern.approvals.rows import chosen, expire, found
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.states import LIVE
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import InputError
from contrared.store.tables import approval_requests as requests
from contrared.store.tables import protection


def listed(seat: Seat, *, everything: bool = False, act: Act | None = None) -> list[Request]:
    """Requests that this person may know of, oldest first; those that something can still come of unless asked.

    What has lapsed meanwhile is marked so first.
    """
    expire(seat)
    conditions: list[ColumnElement[bool]] = (
        [] if everything else [requests.c.state.in_([state.value for state in LIVE])]
    )
    if act is not None:
        conditions.append(requests.c.act == act.value)
    with seat.ledger.reading() as connection:
        rows = chosen(connection, *conditions)
    closed = _closed(seat) if rows else frozenset()
    return [request for request in rows if _open(seat, request, closed)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as one person may see it.

    Attributes:
        request: The request.
        approvals: All that was approved of it, with why it does not count where it does not.
        content: Exactly what is to be done; None for whoever only oversees.
    """

    request: Request
    approvals: tuple[Approval, ...]
    content: dict[str, Any] | None


def shown(seat: Seat, request_id: str) -> Shown:
    """A request with all that was said of it.

    Raises:
        InputError: there is none that this person may know of.
    """
    expire(seat)
    closed = _closed(seat)
    with seat.ledger.begin() as connection:
        request = found(connection, request_id)
        if request is None or not _open(seat, request, closed):
            raise InputError(f"there is no request {request_id!r}", do="see `contrared approvals list --all`")
        seat.note(connection, "approval read", {"id": request_id})
        content = request.draft.content if _decides(seat, request, closed) else None
        return Shown(request, tuple(approvals_of(connection, seat, request)), content)


def said_of(seat: Seat, request: Request) -> tuple[Approval, ...]:
    """All that was approved of a request that was listed."""
    with seat.ledger.reading() as connection:
        return tuple(approvals_of(connection, seat, request))


def _open(seat: Seat, request: Request, closed: frozenset[str]) -> bool:
    """Whether a person may know of a request: whoever decides on it, and whoever oversees the node."""
    return _decides(seat, request, closed) or seat.may("audit")


def _decides(seat: Seat, request: Request, closed: frozenset[str]) -> bool:
    """Whether a request is a person's own, or one they may decide on and read."""
    if request.draft.by == seat.person.id:
        return True
    scope = request.draft.scope
    concerned = {*scope.datasets, *request.draft.content.get("persons", ())}
    reads = seat.reads(scope.handling) and not closed.intersection(concerned)
    return reads and seat.may(request.draft.act.permission)


def _closed(seat: Seat) -> frozenset[str]:
    """Datasets and protected persons that the person of a seat may not know of."""
    if seat.may(SEE_PROTECTED):
        return seat.closed()
    wanted = select(protection.c.entity_id).where(protection.c.lifted_at.is_(None))
    with seat.ledger.reading() as connection:
        return seat.closed() | frozenset(connection.execute(wanted).scalars())
