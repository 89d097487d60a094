"""The asker after a hit: a person approves opening one record, says who it is about, and hears what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from contrared.govern.exchange import IN, Book, Row, Stroke
from contrared.model import InputError
from contrared.share.envelope import (
    Envelope,
    EnvelopeError,
    Fault,
    Fields,
    Kind,
    canonical,
    from_time,
    peek,
    seal_to,
    to_time,
)
from contrared.share.exchange.bodies import Open, Receipt, Sealed
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post
from contrared.share.exchange.receiving import Act, Taken, acting
from contrared.share.exchange.release import verified
from contrared.share.exchange.side import Side
from contrared.share.exchange.states import AT_ASKER, Asker, TransitionError, moved


class Refusal(StrEnum):
    """The closed list of why a request is refused; nothing else is told."""

    NOT_THE_SAME = "not-the-same"
    PURPOSE = "purpose"
    LEGAL_BASIS = "legal-basis"
    ORIGINATOR = "originator"
    OPERATIONAL = "operational"
    OTHER_CHANNEL = "other-channel"


def approve(side: Side, ask_id: str, handle: str) -> str:
    """Decide that a record of a hit may be opened: from here on the partner will learn whom it was asked about.

    Returns:
        Id of the thread.

    Raises:
        InputError: no such hit, or it was approved already.
        PolicyError: policy does not permit it.
    """
    side.permitted("ask")
    opening = _opening(side, ask_id, handle)
    with side.pen.stroke(opening["peer"]) as stroke:
        _move(stroke, opening["id"], Asker.APPROVED, approved_by=side.user)
        stroke.note("exchange approve", {"ask": ask_id, "thread": opening["id"], "handle": handle})
    found: str = opening["id"]
    return found


def open_record(side: Side, ask_id: str, handle: str, reason: str) -> str:
    """Tell the partner who is meant, sealed to it alone, and why; or answer what it asked back.

    Returns:
        Id of the thread.

    Raises:
        InputError: no reason, no such hit, it was not approved, or it was opened already.
        PolicyError: policy does not permit it.
    """
    side.permitted("ask")
    if not reason.strip():
        raise InputError("opening needs a reason", where="--reason", do="say why the partner should answer")
    opening = _opening(side, ask_id, handle)
    partner = side.partner(opening["peer"])
    expires = side.now() + side.terms.life
    with side.pen.stroke(partner.id) as stroke:
        asked = stroke.one(Book.ASKS, id=ask_id)
        assert asked is not None, "an opening belongs to a question"
        _move(
            stroke,
            opening["id"],
            Asker.OPENED,
            reason=reason,
            # What the holder decides at the last moment may be under way as long again.
            expires=to_time(expires + side.terms.life),
        )
        content = canonical({"subject": asked["subject"], "reason": reason})

        def body(bound: bytes) -> bytes:
            return Open(opening["id"], asked["message"], handle, seal_to(content, partner.seal_key, bound)).to_bytes()

        post(
            side,
            stroke,
            partner,
            Kind.OPEN,
            body,
            why=_why(stroke, asked),
            what={"ask": ask_id, "thread": opening["id"], "handle": handle, "approved_by": opening["approved_by"]},
            manifest=asked["manifest"],
            expires=expires,
        )
    side.pen.settle(stroke.line)
    found: str = opening["id"]
    return found


def take_receipt(side: Side, partner: Partner, row: Row, envelope: Envelope) -> Callable[[Stroke], None]:
    """The partner has the request, and says which line of its record tells of it.

    Raises:
        EnvelopeError: malformed, or the receipt does not open.
    """
    fields = Fields(envelope.body, "the receipt")
    fields.hex("re", 16)
    due, receipt = fields.time("due"), Receipt.read(fields.inner("receipt"))
    fields.done()
    header = peek(row["data"]).header
    if not receipt.tells(acting(side.peers.own().id), "exchange open", header.purpose, header.legal_basis):
        raise EnvelopeError(Fault.MALFORMED, "the receipt is for something else than this opening")

    def act(stroke: Stroke) -> None:
        stroke.note("exchange receipt", {"to": row["id"], "receipt": receipt.leaf, "due": to_time(due)})

    return act


def trouble(stroke: Stroke, row: Row, why: str) -> None:
    """The partner did not take the request: the thread says why, and runs out."""
    opened = Open.from_bytes(_body(row))
    stroke.change(Book.OPENINGS, {"id": opened.thread}, trouble=why)


def take_release(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A release comes in.

    Raises:
        EnvelopeError: malformed, signed by another, for another or in another thread, or nothing was opened.
    """
    sealed = Sealed.from_bytes(envelope.body)
    data = side.opened(sealed.sealed, envelope.header.bound)
    found = verified(data, partner.key)
    if (found.sender, found.recipient, found.thread) != (
        partner.id,
        side.peers.own().id,
        sealed.about,
    ) or found.corrects:
        raise EnvelopeError(Fault.MALFORMED, "the release is for another, or of another thread")

    def act(stroke: Stroke) -> Taken:
        opening = _arrives(stroke, partner, sealed.about, Kind.RELEASE)
        asked = stroke.one(Book.ASKS, id=opening["ask_id"])
        if asked is None or asked["message"] != found.ask:
            raise EnvelopeError(Fault.NO_ASK, "the release answers another question")
        stroke.change(Book.OPENINGS, {"id": opening["id"]}, release_id=found.id)
        stroke.add(
            Book.RELEASES,
            {
                "direction": IN,
                "id": found.id,
                "peer": partner.id,
                "thread": opening["id"],
                "state": str(Asker.RELEASED),
                "object": data,
                "kept_back": [],
                "expires": to_time(found.expires),
                "at": stroke.now(),
            },
        )
        return Taken(what={"release": found.id, "thread": opening["id"], "handling": found.handling})

    return act


def take_refusal(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A refusal comes in.

    Raises:
        EnvelopeError: malformed, of a code that is not on the list, or nothing was opened.
    """
    fields = Fields(envelope.body, "the refusal")
    about, code = fields.id("about"), fields.text("code", 20)
    fields.done()
    if code not in set(Refusal):
        raise EnvelopeError(Fault.MALFORMED, f"{code!r} is no code of refusal")

    def act(stroke: Stroke) -> Taken:
        opening = _arrives(stroke, partner, about, Kind.REFUSE)
        stroke.change(Book.OPENINGS, {"id": opening["id"]}, code=code)
        return Taken(what={"thread": opening["id"], "code": code})

    return act


def take_question(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """The partner asks back before it decides.

    Raises:
        EnvelopeError: malformed, or nothing was opened.
    """
    sealed = Sealed.from_bytes(envelope.body)
    fields = Fields(side.opened(sealed.sealed, envelope.header.bound), "what was asked back")
    question = fields.text("question", 2000, lines=True)
    fields.done()

    def act(stroke: Stroke) -> Taken:
        opening = _arrives(stroke, partner, sealed.about, Kind.ASK_BACK)
        stroke.change(Book.OPENINGS, {"id": opening["id"]}, question=question)
        return Taken(what={"thread": opening["id"]})

    return act


def expire_openings(side: Side) -> list[str]:
    """End threads whose time is over; ids of those."""
    with side.pen.reading() as read:
        rows = read.many(Book.OPENINGS, state=str(Asker.OPENED))
    gone = [row for row in rows if from_time(row["expires"]) < side.now()]
    for row in gone:
        with side.pen.stroke(row["peer"]) as stroke:
            _move(stroke, row["id"], Asker.EXPIRED)
            stroke.note("exchange expired", {"thread": row["id"]})
    return [row["id"] for row in gone]


def _arrives(stroke: Stroke, partner: Partner, thread: str, kind: Kind) -> Row:
    """The thread a message is about, moved on as its kind says."""
    row = stroke.one(Book.OPENINGS, id=thread, peer=partner.id)
    if row is None:
        raise EnvelopeError(Fault.NO_ASK, f"nothing of {partner.id} was opened under {thread}")
    wanted = AT_ASKER.get((kind, Asker(row["state"])))
    if wanted is None:
        raise EnvelopeError(Fault.STATE, f"{kind} where the thread is {row['state']}")
    stroke.change(Book.OPENINGS, {"id": thread}, state=str(moved(Asker(row["state"]), wanted)))
    return row


def _opening(side: Side, ask_id: str, handle: str) -> Row:
    with side.pen.reading() as read:
        row = read.one(Book.OPENINGS, ask_id=ask_id, handle=handle)
    if row is None:
        raise InputError("there is no such hit", where=f"{ask_id} {handle}", do="only what hit can be opened")
    return row


def _move(stroke: Stroke, thread: str, wanted: Asker, **values: str) -> None:
    row = stroke.one(Book.OPENINGS, id=thread)
    assert row is not None, "threads are never removed"
    try:
        state = moved(Asker(row["state"]), wanted)
    except TransitionError as exc:
        raise InputError(f"it is {row['state']} and cannot become {wanted}", where=thread) from exc
    stroke.change(Book.OPENINGS, {"id": thread}, state=str(state), **values)


def _why(stroke: Stroke, asked: Row) -> Why:
    """Purpose, basis and commitment as the question stated them."""
    message = stroke.one(Book.MESSAGES, id=asked["message"], direction="out")
    assert message is not None, "a question is kept with its message"
    header = peek(message["data"]).header
    return Why(header.purpose, header.legal_basis, header.case_commitment)


def _body(row: Row) -> bytes:
    return peek(row["data"]).body
