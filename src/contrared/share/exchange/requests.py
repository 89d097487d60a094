"""The holder when a record is opened: is it one the partner can have hit, is it the same person, and who decides."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from contrared.govern.exchange import IN, OUT, Book, Row, Stroke
from contrared.share import keys
from contrared.share.envelope import Envelope, EnvelopeError, Fault, Fields, Header, Kind, from_time, to_time
from contrared.share.exchange.bodies import Open
from contrared.share.exchange.holdings import Holdings
from contrared.share.exchange.manifests import Manifest
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.receiving import Act, Handler, Taken
from contrared.share.exchange.side import Side
from contrared.share.exchange.states import AT_HOLDER, UNDECIDED, Holder, moved
from contrared.share.exchange.subjects import entity, read, told
from contrared.share.keys import Subject
from contrared.share.questions.evidence import KEYS_A_RECORD

#: Records of one question that may be opened.
MOST_OPENED = 8


def take_open(holdings: Holdings) -> Handler:
    """What to do with an opening.

    The identity is scored in the clear against the record of the handle, and nothing else is looked up: whoever opens
    learns nothing here, and the officer who decides sees score and reasons.

    Args:
        holdings: Where records come from.
    """

    def handler(side: Side, partner: Partner, envelope: Envelope) -> Act:
        opened = Open.from_bytes(envelope.body)
        fields = Fields(side.opened(opened.sealed, envelope.header.bound), "the identity")
        subject, reason = read(fields.inner("subject")), fields.text("reason", 2000, lines=True)
        fields.done()
        record, records = _record(side, partner, envelope, opened)
        held = holdings.record(partner, record)
        if held is None:
            raise EnvelopeError(Fault.HANDLE, "a record that may not be confirmed to this partner any more")
        if not _hits(subject, held.subject, records):
            raise EnvelopeError(Fault.NO_HIT, "the identity does not hit that record by the rule of questions")
        score, reasons = _score(held.party, subject)
        due = min(side.now() + side.terms.decide_within, from_time(envelope.header.expires))

        def act(stroke: Stroke) -> Taken:
            row = stroke.one(Book.REQUESTS, id=opened.thread, peer=partner.id)
            values = {"identity": told(subject), "reason": reason, "score": score, "reasons": reasons}
            if row is None:
                _begin(stroke, partner, envelope.header, opened, record, values, due)
            else:
                _answered(side, stroke, row, opened, values)
                due_then = from_time(row["expires"])
                return _taken(opened, record, due_then)
            return _taken(opened, record, due)

        return act

    return handler


def expire_requests(side: Side) -> list[str]:
    """End requests whose time is over before anybody decided; ids of those."""
    with side.pen.reading() as reading:
        rows = reading.many(Book.REQUESTS, state=tuple(map(str, UNDECIDED)))
    gone = [row for row in rows if from_time(row["expires"]) <= side.now()]
    for row in gone:
        with side.pen.stroke(row["peer"]) as stroke:
            fresh = stroke.one(Book.REQUESTS, id=row["id"], peer=row["peer"])
            if fresh is not None and Holder(fresh["state"]) in UNDECIDED:
                state = moved(Holder(fresh["state"]), Holder.EXPIRED)
                stroke.change(Book.REQUESTS, {"id": row["id"], "peer": row["peer"]}, state=str(state))
                stroke.note("exchange expired", {"request": row["id"], "of": row["peer"]})
    return [row["id"] for row in gone]


def header_of(row: Row) -> Header:
    """Header of a message that came in, from what is kept of it."""
    data: bytes = row["data"]
    return Header.from_bytes(data[4 : 4 + int.from_bytes(data[:4], "big")])


def _record(side: Side, partner: Partner, envelope: Envelope, opened: Open) -> tuple[str, float]:
    """The record that a handle means under the manifest of the question it is opened for, and among how many."""
    with side.pen.reading() as reading:
        asked = reading.one(Book.MESSAGES, peer=partner.id, direction=IN, id=opened.ask)
        if asked is None or asked["kind"] != str(Kind.ASK) or asked["fault"]:
            raise EnvelopeError(Fault.NO_ASK, "no question of this partner was answered under that id")
        header = header_of(asked)
        if header.manifest != envelope.header.manifest:
            raise EnvelopeError(Fault.HANDLE, "opened under another manifest than the question rests on")
        if header.purpose != envelope.header.purpose or header.case_commitment != envelope.header.case_commitment:
            raise EnvelopeError(Fault.POLICY, "opened for another purpose or case than the question was asked for")
        published = reading.one(Book.MANIFESTS, peer=partner.id, direction=OUT, digest=header.manifest)
        row = reading.one(Book.HANDLES, manifest=header.manifest, handle=opened.handle)
        others = reading.many(Book.REQUESTS, peer=partner.id, ask=opened.ask)
    if published is None or row is None:
        raise EnvelopeError(Fault.HANDLE, "a handle of another question, another epoch or another partner")
    if any(other["handle"] == opened.handle and other["id"] != opened.thread for other in others):
        raise EnvelopeError(Fault.STATE, "this record is opened already, in another thread")
    if len({other["id"] for other in others} | {opened.thread}) > MOST_OPENED:
        raise EnvelopeError(Fault.BUDGET, f"more than {MOST_OPENED} records of one question")
    return row["record"], Manifest.from_bytes(published["body"]).size_class / KEYS_A_RECORD


def _begin(
    stroke: Stroke,
    partner: Partner,
    header: Header,
    opened: Open,
    record: str,
    values: dict[str, Any],
    due: datetime,
) -> None:
    state = AT_HOLDER[None]
    for then in (Holder.SCORED, Holder.PENDING):
        state = moved(state, then)
    stroke.add(
        Book.REQUESTS,
        {
            "id": opened.thread,
            "peer": partner.id,
            "ask": opened.ask,
            "handle": opened.handle,
            "record": record,
            "state": str(state),
            "purpose": header.purpose,
            "legal_basis": header.legal_basis,
            "case_commitment": header.case_commitment,
            "draft": None,
            "asked_back": False,
            "received_at": stroke.now(),
            "expires": to_time(due),
            **values,
        },
    )


def _answered(side: Side, stroke: Stroke, row: Row, opened: Open, values: dict[str, Any]) -> None:
    """The partner answers what was asked back."""
    if (row["ask"], row["handle"]) != (opened.ask, opened.handle):
        raise EnvelopeError(Fault.HANDLE, "a thread is about one record")
    if AT_HOLDER.get(Holder(row["state"])) is None or not row["asked_back"] or from_time(row["expires"]) <= side.now():
        raise EnvelopeError(Fault.STATE, f"opened again where the request is {row['state']} and nothing was asked back")
    stroke.change(Book.REQUESTS, {"id": row["id"], "peer": row["peer"]}, asked_back=False, **values)


def _taken(opened: Open, record: str, due: datetime) -> Taken:
    what = {"thread": opened.thread, "ask": opened.ask, "handle": opened.handle, "record": record}
    return Taken({"due": to_time(due)}, what, receipt=True)


def _hits(asked: Subject, held: Subject, records: float) -> bool:
    """Whether an identity can have hit a record at all, by the rule of questions."""
    from contrared.share.questions import evidence, needed

    there = {key.value for key in keys.held_keys(held).keys}
    matched = [key for key in keys.asked_keys(asked).keys if key.value in there]
    return evidence(asked, matched).bits >= needed(records)


def _score(party: Any, subject: Subject) -> tuple[float, list[dict[str, Any]]]:
    from contrared.match import compare

    found = compare(party, entity(subject))
    return found.score, [asdict(reason) for reason in found.reasons]
