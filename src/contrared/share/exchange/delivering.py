"""What came back for a message: held against exactly that message, and taken up once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contrared.govern.exchange import OUT, Book, Row, Stroke
from contrared.model import InputError
from contrared.share.envelope import ANSWERED_BY, Envelope, EnvelopeError, Fault, Fields, Kind, open_envelope
from contrared.share.exchange.gossip import heard
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import DONE, NOT_YET
from contrared.share.exchange.side import Side

#: Takes an answer up: looks at it first, then acts within the transaction.
Uptake = Callable[[Side, Partner, Row, Envelope], Callable[[Stroke], None]]
#: Takes up that a message was refused as wrong.
Trouble = Callable[[Stroke, Row, str], None]


def delivered(
    side: Side, message_id: str, reply: bytes, uptakes: Mapping[Kind, Uptake], troubles: Mapping[Kind, Trouble]
) -> None:
    """Take up the answer to a message.

    An answer that says "not yet" leaves the message waiting. One that is signed by the partner, belongs to the message
    and is wrong all the same ends it as an error, and is kept as evidence.

    Raises:
        InputError: no such message was sent.
        EnvelopeError: this is no answer of the partner to this message; nothing happened.
    """
    with side.pen.reading() as read:
        row = next(iter(read.many(Book.MESSAGES, direction=OUT, id=message_id)), None)
    if row is None:
        raise InputError("no such message was sent", where=message_id)
    if row["state"] == DONE:
        return
    envelope = open_envelope(reply, side.key_of)
    _belongs(side, row, envelope)
    partner = side.partner(row["peer"])
    heard(side, partner, envelope.checkpoint)
    if envelope.header.type is Kind.ERROR:
        _refused(side, row, envelope, reply, troubles)
        return
    fault, why = "", ""
    try:
        act = uptakes.get(Kind(row["kind"]), _acknowledged)(side, partner, row, envelope)
    except EnvelopeError as exc:
        fault, why = str(exc.fault), exc.what
    with side.pen.stroke(row["peer"]) as stroke:
        if not _still(stroke, row):
            return
        if fault:
            troubles.get(Kind(row["kind"]), _passed)(stroke, row, f"invalid answer: {why}")
            stroke.note("exchange invalid answer", {"to": row["id"], "from": row["peer"], "why": why})
        else:
            act(stroke)
        _done(stroke, row, reply, "invalid" if fault else "")


def _belongs(side: Side, row: Row, envelope: Envelope) -> None:
    """Whether an answer is that of the partner to this very message; how old it is does not matter."""
    header = envelope.header
    wanted = (row["peer"], side.peers.own().id, row["seq"], row["digest"])
    if (header.sender, header.recipient, header.seq, header.prev) != wanted:
        raise EnvelopeError(Fault.MALFORMED, "this answers another message")
    if header.type not in (ANSWERED_BY[Kind(row["kind"])], Kind.ERROR):
        raise EnvelopeError(Fault.MALFORMED, f"{header.type} does not answer {row['kind']}")
    fields = Fields(envelope.body, "the answer")
    if fields.hex("re", 16) != row["id"]:
        raise EnvelopeError(Fault.MALFORMED, "this answers another message")


def _refused(side: Side, row: Row, envelope: Envelope, reply: bytes, troubles: Mapping[Kind, Trouble]) -> None:
    told = Fields(envelope.body, "the error").text("code", 20)
    fault = Fault(told) if told in set(Fault) else Fault.MALFORMED
    with side.pen.stroke(row["peer"]) as stroke:
        if not _still(stroke, row):
            return
        if fault in NOT_YET:
            # Kept as it is: whoever sets the chain right needs what the partner signed of where it stands.
            stroke.change(Book.MESSAGES, _key(row), fault=str(fault), reply=reply)
            if row["fault"] != str(fault):
                stroke.note("exchange not yet", {"to": row["id"], "from": row["peer"], "fault": str(fault)})
            return
        troubles.get(Kind(row["kind"]), _passed)(stroke, row, f"refused: {fault}")
        stroke.note("exchange refused", {"to": row["id"], "from": row["peer"], "fault": str(fault)})
        _done(stroke, row, reply, str(fault))


def _done(stroke: Stroke, row: Row, reply: bytes, fault: str) -> None:
    stroke.change(Book.MESSAGES, _key(row), state=DONE, reply=reply, fault=fault)


def _still(stroke: Stroke, row: Row) -> bool:
    found = stroke.one(Book.MESSAGES, **_key(row))
    return found is not None and found["state"] != DONE


def _key(row: Row) -> dict[str, str]:
    return {"peer": row["peer"], "direction": OUT, "id": row["id"]}


def _acknowledged(side: Side, partner: Partner, row: Row, envelope: Envelope) -> Callable[[Stroke], None]:
    return lambda stroke: _noted(stroke, row)


def _noted(stroke: Stroke, row: Row) -> None:
    stroke.note("exchange acknowledged", {"to": row["id"], "from": row["peer"]})


def _passed(stroke: Stroke, row: Row, why: str) -> None:
    """A message whose refusal changes nothing here."""
