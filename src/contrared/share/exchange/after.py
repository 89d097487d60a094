"""After a release: recalling it, narrowing how it may be handled, correcting it, and what came of it.

A recipient cannot be forced to forget. What both sides can prove is that it was told, and when: recall, narrowing and
correction are on record on both sides, and the recipient's node shows them with the release from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from contrared.govern.exchange import IN, OUT, Book, Row, Stroke
from contrared.model import Handling, InputError
from contrared.model.handling import strictest
from contrared.share.envelope import Kind, canonical, seal_to
from contrared.share.exchange.approving import Approving, Reach
from contrared.share.exchange.bodies import Sealed
from contrared.share.exchange.deciding import content_hash, handed, leaving, may_release
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post
from contrared.share.exchange.release import Draft, drafted, signed, verified
from contrared.share.exchange.side import Side, new_id
from contrared.share.exchange.states import DECIDED, Holder, TransitionError, moved


class Found(StrEnum):
    """The closed list of what came of a release."""

    FOUND = "found"
    RELEASED = "released"
    FALSE_HIT = "false-hit"


def recall(side: Side, release_id: str, why: str) -> None:
    """Call a release back: it rests on an error, or may not be used any more.

    Raises:
        InputError: no reason, no such release, or it was recalled already.
        PolicyError: policy does not permit it.
    """
    _change(side, release_id, Kind.RECALL, why, {"why": why})


def narrow(side: Side, release_id: str, handling: str, why: str) -> None:
    """Narrow how a release may be handled.

    Raises:
        InputError: no reason, no such release, recalled or narrowed already, or the handling is not stricter.
        PolicyError: policy does not permit it.
    """
    row = _release(side, OUT, release_id)
    now = verified(row["object"], side.peers.own().key.public_key()).handling
    _stricter(handling, now)
    _change(side, release_id, Kind.NARROW, why, {"why": why, "handling": Handling.parse(handling).banner})


def correct(side: Side, release_id: str, wanted: Draft, why: str, approving: Approving, emergency: str = "") -> str:
    """Correct a release by another, signed object that says which it corrects; approved by another like a release.

    Args:
        side: This side.
        release_id: What is corrected.
        wanted: What is to be said instead.
        why: What was wrong.
        approving: Says whether somebody else approved exactly this.
        emergency: Why it cannot wait, where it cannot.

    Returns:
        Id of the correction.

    Raises:
        InputError: no reason, no such release, it was recalled, or a draft that cannot be.
        PolicyError: it waits for somebody else, or policy does not permit it.
    """
    side.permitted("answer")
    row, partner = _changeable(side, release_id, why)
    for place, statement in enumerate(wanted.statements):
        if place not in wanted.kept_back:
            may_release(side, statement.handling)
    before = verified(row["object"], side.peers.own().key.public_key())
    about = {"from": before.sender, "to": before.recipient, "thread": before.thread, "ask": before.ask}
    content, kept = drafted(wanted, {"id": new_id("rel"), **about, "corrects": release_id}, side.now())
    # What somebody approves must not change when it is asked for again: ids, times and salts are drawn at its making.
    stable = {key: value for key, value in content.items() if key not in ("id", "created", "statements")}
    told = {"corrects": release_id, "why": why, "object": stable, "statements": _said(wanted)}
    permit = approving.demand(
        side.desk,
        told,
        subject=f"{row['peer']}/{release_id}",
        reach=Reach(partner.id, "", content["handling"]),
        legal_basis=content["legal_basis"],
        emergency=emergency,
    )
    data = signed(content, side.peers.own().key)
    with side.pen.stroke(row["peer"]) as stroke:
        if Holder(_same(stroke, row)["state"]) is Holder.RECALLED:
            raise InputError("it was recalled in the meantime", where=release_id)
        under = permit(stroke.connection)
        stroke.add(
            Book.RELEASES,
            {
                "direction": OUT,
                "id": content["id"],
                "peer": row["peer"],
                "thread": row["thread"],
                "state": str(Holder.RELEASED),
                "object": data,
                "kept_back": [item.to_dict() for item in kept],
                "why": why,
                "expires": content["expires"],
                "at": stroke.now(),
            },
        )
        request = stroke.one(Book.REQUESTS, id=row["thread"], peer=row["peer"])
        assert request is not None, "a release rests on a request"
        handed(side, stroke, partner, content, request["record"], leaving(wanted))
        what = {"release": release_id, "correction": content["id"], "hash": content_hash(content), "approval": under}
        _post(side, stroke, partner, Kind.CORRECT, row, data, what)
    side.pen.settle(stroke.line)
    found: str = content["id"]
    return found


def outcome(side: Side, release_id: str, found: Found) -> None:
    """Tell whoever released what came of it.

    Raises:
        InputError: no such release came in.
        PolicyError: policy does not permit it.
    """
    side.permitted("ask")
    row = _release(side, IN, release_id)
    partner = side.partner(row["peer"])
    with side.pen.stroke(partner.id) as stroke:
        stroke.change(Book.RELEASES, {"direction": IN, "id": release_id}, outcome=str(found))
        content = canonical({"outcome": str(found)})
        _post(side, stroke, partner, Kind.OUTCOME, row, content, {"release": release_id, "outcome": str(found)})
    side.pen.settle(stroke.line)


def _change(side: Side, release_id: str, kind: Kind, why: str, content: Mapping[str, Any]) -> None:
    side.permitted("answer")
    row, partner = _changeable(side, release_id, why)
    with side.pen.stroke(row["peer"]) as stroke:
        present = Holder(_same(stroke, row)["state"])
        wanted = DECIDED.get((kind, present))
        try:
            state = moved(present, wanted if wanted is not None else Holder.RECEIVED)
        except TransitionError as exc:
            raise InputError(f"the release is {present} already", where=release_id) from exc
        stroke.change(Book.RELEASES, {"direction": OUT, "id": release_id}, state=str(state), why=why)
        stroke.change(Book.REQUESTS, {"peer": row["peer"], "release_id": release_id}, state=str(state))
        _post(side, stroke, partner, kind, row, canonical(content), {"release": release_id, "state": str(state)})
    side.pen.settle(stroke.line)


def _changeable(side: Side, release_id: str, why: str) -> tuple[Row, Partner]:
    if not why.strip():
        raise InputError("it needs a reason", where="--why", do="say why")
    row = _release(side, OUT, release_id)
    if Holder(row["state"]) is Holder.RECALLED:
        raise InputError("the release is recalled already", where=release_id)
    return row, side.partner(row["peer"])


def _release(side: Side, direction: str, release_id: str) -> Row:
    with side.pen.reading() as read:
        row = read.one(Book.RELEASES, direction=direction, id=release_id)
    if row is None:
        raise InputError("there is no such release", where=release_id, do="see `contrared inbox`")
    return row


def _same(stroke: Stroke, row: Row) -> Row:
    fresh = stroke.one(Book.RELEASES, direction=row["direction"], id=row["id"])
    assert fresh is not None, "releases are never removed"
    return fresh


def _post(
    side: Side, stroke: Stroke, partner: Partner, kind: Kind, row: Row, content: bytes, what: Mapping[str, Any]
) -> None:
    why = _why(stroke, row)

    def body(bound: bytes) -> bytes:
        return Sealed(row["id"], seal_to(content, partner.seal_key, bound)).to_bytes()

    post(side, stroke, partner, kind, body, why=why, what=what)


def _why(stroke: Stroke, row: Row) -> Why:
    """Purpose and basis of the request or the question that the release belongs to."""
    if row["direction"] == OUT:
        request = stroke.one(Book.REQUESTS, id=row["thread"], peer=row["peer"])
        assert request is not None, "a release rests on a request"
        return Why(request["purpose"], request["legal_basis"], request["case_commitment"])
    opening = stroke.one(Book.OPENINGS, id=row["thread"])
    assert opening is not None, "a release rests on an opening"
    asked = stroke.one(Book.ASKS, id=opening["ask_id"])
    assert asked is not None, "an opening belongs to a question"
    return Why(asked["purpose"], asked["legal_basis"])


def _said(wanted: Draft) -> list[dict[str, Any]]:
    return [
        {**statement.to_dict(), "kept_back": place in wanted.kept_back}
        for place, statement in enumerate(wanted.statements)
    ]


def _stricter(wanted: str, now: str) -> None:
    if Handling.parse(wanted) == Handling.parse(now) or together(wanted, now) != Handling.parse(wanted):
        raise InputError(f"{wanted} is not stricter than {now}", do="name a stricter TLP, H-code, or a further caveat")


def together(one: str, two: str) -> Handling:
    """Two handlings as one that is freer than neither."""
    found = strictest((Handling.parse(one), Handling.parse(two)))
    return Handling(found.tlp, found.code, tuple(sorted(found.caveats)), found.releasable_to)
