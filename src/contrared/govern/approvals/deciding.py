"""Approving and refusing, as another person than whoever asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from contrared.govern.approvals.counting import counting
from contrared.govern.approvals.request import Request
from contrared.govern.approvals.rows import expire, found, held, moved
from contrared.govern.approvals.seat import Seat, unlocked
from contrared.govern.approvals.signing import message
from contrared.govern.approvals.states import LIVE, State
from contrared.model import InputError, NodeError, PolicyError
from contrared.store.tables import approvals


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, and the id of its key."""

    key: str
    signature: bytes


def approve(seat: Seat, request_id: str) -> Request:
    """Approve exactly what was asked for, signed.

    Returns:
        The request; ``approved`` once as many have as must.

    Raises:
        InputError: there is no such request that waits.
        PolicyError: the requester or the same person again approves, or one who is locked or may not.
        NodeError: what stands in the ledger is not what was asked for, or the signature does not hold.
    """
    expire(seat)
    with seat.ledger.reading() as connection:
        request = found(connection, request_id)
    signed = None if request is None else sign(seat, request)
    with seat.ledger.begin() as connection:
        return approve_within(connection, seat, held(connection, request_id, (State.PENDING,)), signed)


def sign(seat: Seat, request: Request) -> Signed:
    """Sign a request; outside of a transaction, since a session notes in one of its own that it was used.

    Raises:
        PolicyError: the person's key is not open here.
    """
    me = seat.person.id
    return Signed(*seat.signing.sign(me, message(request.id, request.hash, request.expires_at, me)))


def approve_within(connection: Connection, seat: Seat, request: Request, signed: Signed | None) -> Request:
    """As :func:`approve`, of a request that this transaction holds, signed before it began."""
    _another(connection, seat, request)
    me = seat.person.id
    mine = (approvals.c.request_id == request.id) & (approvals.c.approver == me)
    if connection.execute(select(approvals.c.at).where(mine)).first() is not None:
        raise PolicyError("you approved this already", where=request.id, do="ask somebody else")
    if not request.whole:
        raise NodeError(
            "what stands in the ledger is not what was asked for",
            where=request.id,
            do="refuse it, and look who changed it with `contrared audit tail` and `contrared oversight`",
        )
    said = message(request.id, request.hash, request.expires_at, me)
    if signed is None or not seat.signing.verify(me, signed.key, said, signed.signature):
        raise NodeError("the signature made here does not hold", where=request.id, do="look at it again, and approve")
    values = {"request_id": request.id, "approver": me, "at": seat.now(), "hash": request.hash}
    connection.execute(
        insert(approvals).values(**values, expires_at=request.expires_at, key_id=signed.key, signature=signed.signature)
    )
    told = {"id": request.id, "act": request.draft.act.value, "hash": request.hash, "key": signed.key}
    seat.note(connection, "approve", told, request.draft.legal_basis)
    who = counting(connection, seat, request)
    if len(who) >= request.draft.needed:
        moved(connection, seat, request, State.APPROVED, told={"approvers": list(who)})
    after = found(connection, request.id)
    assert after is not None
    return after


def refuse(seat: Seat, request_id: str, why: str) -> None:
    """Refuse what was asked for, or what was approved and is not used yet.

    Raises:
        InputError: no reason is given, or there is no such request.
        PolicyError: the requester refuses, or one who is locked or may not.
    """
    expire(seat)
    with seat.ledger.begin() as connection:
        refuse_within(connection, seat, held(connection, request_id, LIVE), why)


def refuse_within(connection: Connection, seat: Seat, request: Request, why: str) -> None:
    """As :func:`refuse`, of a request that this transaction holds."""
    if not why.strip():
        raise InputError("refusing needs a reason", where="--why", do="say why")
    _another(connection, seat, request)
    moved(connection, seat, request, State.REFUSED, why.strip())


def _another(connection: Connection, seat: Seat, request: Request) -> None:
    """Whether the person of this seat may decide on what another asked for.

    Raises:
        PolicyError: it is the requester, they are locked, or policy does not permit it.
    """
    if request.draft.by == seat.person.id:
        raise PolicyError("the second person cannot be the first", where=request.id, do="ask somebody else")
    if unlocked(connection, seat.person.id) is None:
        raise PolicyError(f"user {seat.person.id!r} is locked", do="ask the node's administrator")
    seat.permitted(request.draft.act.permission)
    if not seat.reads(request.draft.scope.handling):
        raise PolicyError("you may not read what is to be approved", where=request.id, do="ask somebody who may")
