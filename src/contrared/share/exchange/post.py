"""Sending: a message is made once, within the transaction of the act it tells of; its bytes never change after."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contrared.govern.exchange import OUT, Book, Row, Stroke
from contrared.share.envelope import Envelope, Fault, Header, Kind, canonical, peek, seal, to_time
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.side import Side

WAITING, DONE = "waiting", "done"
#: Faults after which the same message may come again and be taken then.
NOT_YET = frozenset({Fault.ORDER, Fault.CLOCK, Fault.BEHIND, Fault.RECIPIENT, Fault.CONFLICT})


@dataclass(frozen=True, slots=True)
class Why:
    """For which purpose, on which basis, and for which case (a salted commitment, or empty) a message is sent."""

    purpose: str
    legal_basis: str
    case_commitment: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that must still be delivered: to whom, its id, its place in the chain, its exact bytes."""

    peer: str
    id: str
    seq: int
    data: bytes


def post(
    side: Side,
    stroke: Stroke,
    partner: Partner,
    kind: Kind,
    body: Callable[[bytes], bytes],
    *,
    why: Why,
    what: Mapping[str, Any],
    manifest: str = "",
    file: str = "",
    expires: datetime | None = None,
) -> str:
    """Make a message and let it wait for delivery.

    Args:
        side: This side.
        stroke: The transaction it belongs to.
        partner: For whom.
        kind: Its kind.
        body: Makes the body, given what sealed contents are bound to.
        why: Why it is sent.
        what: What the line in the record says of it.
        manifest: Manifest it rests on.
        file: Name of a file that is its body, so that the ledger need not hold it again.
        expires: Until when it may be taken; as the terms say unless given.

    Returns:
        Its id.
    """
    own, now = side.peers.own(), side.now()
    seq, prev = stroke.chain(partner.id, OUT)
    header = Header(
        type=kind,
        sender=own.id,
        recipient=partner.id,
        id=secrets.token_hex(16),
        seq=seq + 1,
        prev=prev,
        manifest=manifest,
        created=to_time(now),
        expires=to_time(now + side.terms.life if expires is None else expires),
        purpose=why.purpose,
        legal_basis=why.legal_basis,
        case_commitment=why.case_commitment,
        body_hash="",
    )
    content = body(header.bound)
    data = seal(header, content, own.key, side.pen.checkpoint())
    digest = _digest(data)
    stroke.note(f"exchange {kind}", {**what, "to": partner.id, "message": header.id, "header": digest}, why.legal_basis)
    stroke.advance(partner.id, OUT, seq + 1, digest)
    stroke.add(
        Book.MESSAGES,
        {
            "peer": partner.id,
            "direction": OUT,
            "id": header.id,
            "kind": str(kind),
            "seq": seq + 1,
            "digest": digest,
            "data": data[: len(data) - len(content)] if file else data,
            "body": file,
            "reply": None,
            "state": WAITING,
            "fault": "",
            "line": stroke.line,
            "at": stroke.now(),
        },
    )
    return header.id


def waiting(side: Side) -> list[Outgoing]:
    """Messages that must still be delivered, in the order of each chain, once the log holds what they tell of.

    Those for partners that were revoked are left out. A manifest, and what comes after it for the same partner, waits
    for the witnesses whom the node names: what a partner is to rest its questions on is cosigned before it is used.

    Raises:
        NodeError: the log does not take them in.
    """
    with side.pen.reading() as read:
        rows = read.many(Book.MESSAGES, direction=OUT, state=WAITING)
    rows = [row for row in rows if (peer := side.peers.get(row["peer"])) is not None and peer.active]
    if rows:
        side.pen.settle(max(row["line"] for row in rows))
    found, held = [], set()
    for row in sorted(rows, key=lambda each: (each["peer"], each["seq"])):
        if row["kind"] == Kind.MANIFEST and not side.pen.cosigned(row["line"]):
            held.add(row["peer"])
        if row["peer"] not in held:
            found.append(Outgoing(row["peer"], row["id"], row["seq"], _whole(side, row)))
    return found


def answer(side: Side, asked: Envelope, kind: Kind, told: Mapping[str, Any]) -> bytes:
    """The answer to a message: it bears the number and the digest of what it answers, and so answers nothing else."""
    own, now, header = side.peers.own(), side.now(), asked.header
    made = Header(
        type=kind,
        sender=own.id,
        recipient=header.sender,
        id=secrets.token_hex(16),
        seq=header.seq,
        prev=header.digest,
        manifest=header.manifest,
        created=to_time(now),
        expires=to_time(now + side.terms.life),
        purpose=header.purpose,
        legal_basis=header.legal_basis,
        case_commitment=header.case_commitment,
        body_hash="",
    )
    return seal(made, canonical({"re": header.id, **told}), own.key, side.pen.checkpoint())


def _whole(side: Side, row: Row) -> bytes:
    data: bytes = row["data"]
    return data + side.pen.file(row["body"]).read_bytes() if row["body"] else data


def _digest(data: bytes) -> str:
    return peek(data).header.digest
