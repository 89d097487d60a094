"""Setting a chain right after one side was restored from an older backup: an act of a person, on record."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.govern.exchange import IN, OUT, Book, Row, Stroke
from contrared.model import InputError
from contrared.share.envelope import Fault, Fields, peek
from contrared.share.exchange.post import DONE, WAITING
from contrared.share.exchange.receiving import ANY
from contrared.share.exchange.side import Side


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What was set right: where the outgoing chain stands now, and messages that were given up."""

    seq: int
    given_up: tuple[str, ...]


def rejoin(side: Side, peer: str, why: str) -> Rejoined:
    """Go on with a partner where the partner says this node stands, and take whatever it sends next as the next.

    Messages that wait are given up, since the partner took others under their numbers: what they told must be said
    anew. What was decided since the backup and went out is with the partner; ask for it. Numbers may be given out again
    after that; the line on record says from where.

    Args:
        side: This side.
        peer: The partner.
        why: What happened.

    Raises:
        InputError: no reason, or nothing shows that the chains differ.
        PolicyError: policy does not permit it.
    """
    side.permitted("administer")
    if not why.strip():
        raise InputError("it needs a reason", where="--why", do="say what happened")
    side.partner(peer)
    with side.pen.stroke(peer) as stroke:
        waiting = stroke.many(Book.MESSAGES, peer=peer, direction=OUT, state=WAITING)
        told = [row for row in waiting if row["fault"] in (str(Fault.BEHIND), str(Fault.ORDER))]
        if not told:
            raise InputError("the partner did not say that the chains differ", where=peer, do="deliver messages first")
        seq, prev = _stands(told[-1])
        for row in waiting:
            _give_up(stroke, row)
        stroke.advance(peer, OUT, seq, prev)
        stroke.advance(peer, IN, ANY, "")
        given_up = tuple(row["id"] for row in waiting)
        stroke.note("exchange rejoined", {"with": peer, "seq": seq, "given_up": list(given_up), "why": why})
    return Rejoined(seq, given_up)


def _stands(row: Row) -> tuple[int, str]:
    """Where the partner says the chain stands, from what it signed."""
    fields = Fields(peek(row["reply"]).body, "the error")
    return fields.number("seq"), fields.hex("prev", 32, empty=True)


def _give_up(stroke: Stroke, row: Row) -> None:
    key = {"peer": row["peer"], "direction": OUT, "id": row["id"]}
    stroke.change(Book.MESSAGES, key, state=DONE, fault="given up")
    stroke.change(Book.ASKS, {"message": row["id"]}, trouble="given up", secrets=None)
