"""Taking in what partners send: each message has its effect once, and is answered with the same bytes for ever after.

A message of a partner is taken in its order. One that cannot be taken yet (something before it is missing, a clock is
wrong) is answered with an error that is not kept, so that it may come again. One that was taken and is wrong is
answered with an error that is kept. Whoever is not a partner gets no answer at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contrared.govern.exchange import IN, Book, Row, Stroke
from contrared.model import InputError
from contrared.share.envelope import ANSWERED_BY, Envelope, EnvelopeError, Fault, Kind, open_envelope, peek
from contrared.share.exchange.gossip import heard
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import DONE, answer
from contrared.share.exchange.side import Side


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a message in comes to.

    Attributes:
        told: Fields of the answer, beside which message it answers.
        what: What the line in the record says.
        receipt: Whether the line itself, opened, is part of the answer.
        stored: Name of the file that holds the body, where the ledger need not.
        fault: What is wrong with it, where it has its effect all the same.
    """

    told: Mapping[str, Any] = field(default_factory=dict)
    what: Mapping[str, Any] = field(default_factory=dict)
    receipt: bool = False
    stored: str = ""
    fault: Fault | None = None


#: Number of a chain that begins anew with whatever comes next (:func:`contrared.share.exchange.rejoining.rejoin`).
ANY = -1

#: The second step of taking a message in, within the transaction. What is slow or reads the holdings comes before it.
Act = Callable[[Stroke], Taken]
#: The first step: looks at a message and gives the second.
Handler = Callable[[Side, Partner, Envelope], Act]


def receive(side: Side, messages: Sequence[bytes], handlers: Mapping[Kind, Handler]) -> list[bytes]:
    """Take messages in, one after another; their answers go out together, once the log holds what they tell of.

    Args:
        side: This side.
        messages: The envelopes, each chain in its order.
        handlers: What to do with each kind.

    Returns:
        The envelope that answers each; empty where whoever sent it is owed none.

    Raises:
        NodeError: this node cannot work now (disk full, log stopped); the partner sends the same again later.
    """
    answered = [_received(side, data, handlers) for data in messages]
    if line := max((line for _, line in answered), default=0):
        side.pen.settle(line)
    return [reply for reply, _ in answered]


def _received(side: Side, data: bytes, handlers: Mapping[Kind, Handler]) -> tuple[bytes, int]:
    """The answer to a message, and the line of the record that must be in the log before it goes out."""
    try:
        envelope = open_envelope(data, side.key_of)
    except EnvelopeError as exc:
        _dropped(side, data, exc)
        return b"", 0
    partner = side.peers.get(envelope.header.sender)
    if partner is None or envelope.header.type not in ANSWERED_BY:
        return b"", 0
    try:
        envelope.header.check(side.peers.own().id, side.now())
    except EnvelopeError as exc:
        if exc.fault is not Fault.EXPIRED:
            return _error(side, envelope, exc.fault), 0
    try:
        heard(side, partner, envelope.checkpoint)
        row = _taken(side, partner, envelope, handlers[envelope.header.type])
    except _RevokedError:
        return b"", 0
    except _NotYetError as exc:
        line = 0 if exc.held is None else _both(side, partner, envelope, exc)
        return _error(side, envelope, exc.fault, exc.told), line
    return row["reply"], row["line"]


class _RevokedError(Exception):
    """The partner was revoked while its message was looked at."""


class _NotYetError(Exception):
    """A message that is not taken now."""

    def __init__(self, fault: Fault, told: Mapping[str, Any] | None = None, held: Row | None = None) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.told = told or {}
        self.held = held


def _taken(side: Side, partner: Partner, envelope: Envelope, handler: Handler) -> Row:
    with side.pen.reading() as read:
        known = _standing(read, envelope)
    if known is None:
        try:
            envelope.header.check(side.peers.own().id, side.now())
            known = _kept(side, partner, envelope, handler(side, partner, envelope))
        except EnvelopeError as exc:
            known = _kept(side, partner, envelope, _refusal(exc.fault, exc.what), exc.fault)
        except InputError as exc:
            known = _kept(side, partner, envelope, _refusal(Fault.MALFORMED, exc.what), Fault.MALFORMED)
    if known["digest"] != envelope.header.digest:
        raise _NotYetError(Fault.CONFLICT, held=known)
    return known


def _kept(side: Side, partner: Partner, envelope: Envelope, act: Act, fault: Fault | None = None) -> Row:
    """Everything a message does, in one transaction: its effect, its line, its place in the chain and its answer."""
    header = envelope.header
    with side.pen.stroke(partner.id, user=acting(partner.id), purpose=header.purpose) as stroke:
        if (known := _standing(stroke, envelope)) is not None:
            return known
        if (now := side.peers.get(partner.id)) is None or not now.active:
            raise _RevokedError
        taken = act(stroke)
        fault = fault or taken.fault
        line = stroke.note(
            f"exchange {header.type}",
            {**taken.what, "from": partner.id, "message": header.id, "header": header.digest},
            header.legal_basis,
        )
        receipt = {"receipt": {"leaf": line.leaf.hex(), "frame": line.frame.decode()}} if taken.receipt else {}
        kind = Kind.ERROR if fault else ANSWERED_BY[header.type]
        reply = answer(side, envelope, kind, {**taken.told, **receipt})
        stroke.advance(partner.id, IN, header.seq, header.digest)
        row = {
            "peer": partner.id,
            "direction": IN,
            "id": header.id,
            "kind": str(header.type),
            "seq": header.seq,
            "digest": header.digest,
            "data": _evidence(envelope, taken.stored),
            "body": taken.stored,
            "reply": reply,
            "state": DONE,
            "fault": str(fault or ""),
            "line": stroke.line,
            "at": stroke.now(),
        }
        stroke.add(Book.MESSAGES, row)
    return row


def _standing(stroke: Stroke, envelope: Envelope) -> Row | None:
    """The row of a message that was taken already; None for the one that comes next.

    Raises:
        _NotYetError: something before it is missing, or the partner sends a number again that it gave to another.
    """
    header = envelope.header
    known = stroke.one(Book.MESSAGES, peer=header.sender, direction=IN, id=header.id)
    if known is not None:
        return known
    seq, prev = stroke.chain(header.sender, IN)
    if seq == ANY:
        return None
    if header.seq > seq + 1:
        raise _NotYetError(Fault.ORDER, {"seq": seq, "prev": prev})
    if header.seq <= seq or header.prev != prev:
        held = stroke.many(Book.MESSAGES, peer=header.sender, direction=IN, seq=header.seq)
        raise _NotYetError(Fault.BEHIND, {"seq": seq, "prev": prev}, held[-1] if held else None)
    return None


def _both(side: Side, partner: Partner, envelope: Envelope, why: _NotYetError) -> int:
    """Two messages of one id or one number: both are kept, since both are signed; once, however often they come."""
    digest, held = envelope.header.digest, why.held
    assert held is not None
    with side.pen.stroke(partner.id, user=acting(partner.id)) as stroke:
        if stroke.one(Book.CONFLICTS, peer=partner.id, digest=digest) is None:
            row = {"peer": partner.id, "digest": digest, "kind": str(why.fault), "held": held["data"]}
            stroke.add(Book.CONFLICTS, {**row, "other": _evidence(envelope, ""), "at": stroke.now()})
            told = {"from": partner.id, "message": held["id"], "header": digest, "fault": str(why.fault)}
            stroke.note("exchange conflict", told)
    return stroke.line


def acting(peer: str) -> str:
    """Who acts, in the record, where a message of a partner does."""
    return f"peer:{peer}"[:64]


def _refusal(fault: Fault, what: str) -> Act:
    return lambda _: Taken({"code": str(fault)}, {"fault": str(fault), "why": what})


def _error(side: Side, envelope: Envelope, fault: Fault, told: Mapping[str, Any] | None = None) -> bytes:
    return answer(side, envelope, Kind.ERROR, {"code": str(fault), **(told or {})})


def _dropped(side: Side, data: bytes, why: EnvelopeError) -> None:
    """A message in the name of a partner that was revoked, or wrongly signed, is noted; anything else is noise."""
    try:
        header = peek(data).header
    except EnvelopeError:
        return
    if side.peers.get(header.sender) is None:
        return
    with side.pen.stroke(header.sender, user=acting(header.sender)) as stroke:
        stroke.note("exchange dropped", {"from": header.sender, "message": header.id, "fault": str(why.fault)})


def _evidence(envelope: Envelope, stored: str) -> bytes:
    """What is kept of a message that came: header, signature and body; the body apart where a file holds it."""
    told = envelope.header.to_bytes()
    return len(told).to_bytes(4, "big") + told + envelope.signature + (b"" if stored else envelope.body)
