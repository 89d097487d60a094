"""The one call that a capability makes before it acts: a permit, or word of what must be approved first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from contrared.govern.approvals.acts import Act, act_of
from contrared.govern.approvals.asking import ask, drafted
from contrared.govern.approvals.counting import counting
from contrared.govern.approvals.request import Draft
from contrared.govern.approvals.rows import (
    EMERGENCY,
    PERSONS,
    STANDING,
    chosen,
    expire,
    held,
    keep,
    moved,
    new_id,
)
from contrared.govern.approvals.scope import Scope
from contrared.govern.approvals.seat import Seat
from contrared.govern.approvals.standing import covering, taken
from contrared.govern.approvals.states import State
from contrared.model import InputError, PolicyError
from contrared.store.tables import approval_requests as requests
from contrared.store.tables import approval_reviews as reviews

if TYPE_CHECKING:
    from contrared.govern.desk import Desk

#: The way of a permit where one person is enough.
ALONE = "alone"


class Waiting(PolicyError):  # noqa: N818 (it is an answer, and tells what to do)
    """The act waits for somebody else; nothing was done.

    Args:
        request_id: What they must approve.
        act: The act.
        approvers: How many must.
    """

    def __init__(self, request_id: str, act: str, approvers: int) -> None:
        self.request_id = request_id
        many = "somebody else" if approvers == 1 else f"{approvers} others"
        super().__init__(
            f"{act} waits for {many}: {request_id}",
            do=f"let them see `contrared approvals show {request_id}` and approve; then do the same again",
        )


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to do exactly one thing once; :func:`use` takes it up in the transaction of the act.

    Attributes:
        way: ``alone`` where one person is enough, else ``persons``, ``standing`` or ``emergency``.
        draft: What is permitted.
        request_id: The request that was approved, or that the use will be kept under; empty for ``alone``.
        standing_id: The standing approval, where there is one.
        reason: Of an emergency.
    """

    way: str
    draft: Draft
    seat: Seat = field(repr=False)
    request_id: str = ""
    standing_id: str = ""
    reason: str = ""


def demand(
    at: Desk | Seat,
    act: Act | str,
    content: Mapping[str, Any],
    *,
    subject: str = "",
    scope: Scope | None = None,
    legal_basis: str = "",
    emergency: str = "",
    approvers: int | None = None,
) -> Permit:
    """Leave to do exactly this, or word of what must be approved first. Call it outside of a transaction.

    Args:
        at: The desk of whoever acts.
        act: One of :class:`Act`.
        content: Exactly what is to be done, as a JSON value; name things by hashes and versions, not by what changes.
            Ids under ``persons`` hide it from whoever may not see that one of them is protected.
        subject: What it is about; asking with other content voids what was asked before about the same subject.
        scope: What it reaches, for standing approvals and for who may see the request.
        legal_basis: On which legal basis.
        emergency: Why it cannot wait for anybody, where it cannot; somebody else reviews it afterwards.
        approvers: How many must approve; as the settings say unless given.

    Raises:
        Waiting: somebody else must approve it first; a request was made, or stands.
        InputError: there is no such act, the content is no JSON value, or the act is none that can be urgent.
    """
    seat = at if isinstance(at, Seat) else Seat.of(at)
    draft = drafted(
        seat, act_of(act), content, subject=subject, scope=scope, legal_basis=legal_basis, approvers=approvers
    )
    if not seat.required:
        return Permit(ALONE, draft, seat)
    expire(seat)
    live = (requests.c.by == draft.by, requests.c.hash == draft.hash, requests.c.state == State.APPROVED.value)
    with seat.ledger.reading() as connection:
        for request in chosen(connection, *live):
            if request.whole and len(counting(connection, seat, request)) >= draft.needed:
                return Permit(PERSONS, draft, seat, request.id)
        standing = covering(connection, seat, draft)
    if standing is not None:
        return Permit(STANDING, draft, seat, new_id(), standing.id)
    if emergency.strip():
        if not draft.act.urgent:
            raise InputError(f"{draft.act} can wait", where="--emergency", do="let somebody else approve it")
        return Permit(EMERGENCY, draft, seat, new_id(), reason=emergency.strip())
    with seat.ledger.begin() as connection:
        request = ask(connection, seat, draft)
    raise Waiting(request.id, draft.act, draft.needed)


def beforehand(
    at: Desk | Seat,
    act: Act | str,
    content: Mapping[str, Any],
    *,
    subject: str = "",
    scope: Scope | None = None,
    legal_basis: str = "",
) -> Permit | None:
    """Leave to do exactly this under a standing approval; None where none covers it. Nobody is asked.

    Args:
        at: The desk of whoever acts.
        act: One of :class:`Act`.
        content: Exactly what is to be done, as a JSON value.
        subject: What it is about.
        scope: What it reaches.
        legal_basis: On which legal basis.

    Raises:
        InputError: there is no such act, or the content is no JSON value.
    """
    seat = at if isinstance(at, Seat) else Seat.of(at)
    draft = drafted(seat, act_of(act), content, subject=subject, scope=scope, legal_basis=legal_basis)
    expire(seat)
    with seat.ledger.reading() as connection:
        standing = covering(connection, seat, draft)
    return None if standing is None else Permit(STANDING, draft, seat, new_id(), standing.id)


def use(connection: Connection, permit: Permit) -> str:
    """Take a permit up, once, in the transaction of the act: both stand or fall together.

    Returns:
        Id of the request that the act is kept under; empty where one person is enough.

    Raises:
        PolicyError: it was used already, has expired, or what carried it holds no more.
    """
    if permit.way == ALONE:
        return ""
    if permit.way == PERSONS:
        _approved(connection, permit)
    else:
        _afterwards(connection, permit)
    return permit.request_id


def spend(permit: Permit, action: str, what: Mapping[str, Any]) -> str:
    """As :func:`use`, in a transaction of its own with the line of the act: for rooms that have no transaction.

    Raises:
        PolicyError: as :func:`use`.
    """
    with permit.seat.ledger.begin() as connection:
        request_id = use(connection, permit)
        under = {"approval": request_id, "approved": permit.way} if request_id else {}
        permit.seat.note(connection, action, {**what, **under}, permit.draft.legal_basis)
    return request_id


def _approved(connection: Connection, permit: Permit) -> None:
    try:
        request = held(connection, permit.request_id, (State.APPROVED,))
    except InputError as exc:
        raise PolicyError(exc.what, where=permit.request_id, do="ask again") from exc
    if request.draft != permit.draft or not request.whole:
        raise PolicyError("what was approved is something else", where=request.id, do="ask again")
    who = counting(connection, permit.seat, request)
    if len(who) < request.draft.needed:
        raise PolicyError("an approval does not hold any more", where=request.id, do="see `contrared approvals show`")
    moved(connection, permit.seat, request, State.USED, told={"approvers": list(who)})


def _afterwards(connection: Connection, permit: Permit) -> None:
    """Keep an act that nobody approved for itself, and have it reviewed."""
    seat, draft = permit.seat, permit.draft
    reason = taken(connection, seat, draft, permit.standing_id) if permit.standing_id else permit.reason
    now, due = seat.now(), seat.in_hours(seat.settings.review_within_hours)
    try:
        connection.execute(insert(reviews).values(request_id=permit.request_id, reason=reason, due_at=due))
    except IntegrityError as exc:
        raise PolicyError("was used already", where=permit.request_id, do="ask again") from exc
    keep(
        connection,
        seat,
        draft,
        now,
        id=permit.request_id,
        state=State.USED.value,
        way=permit.way,
        standing_id=permit.standing_id or None,
        used_at=now,
    )
