"""The holder decides: what would leave is drafted, approved by another exactly as it is, and only then released."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from contrared.govern import SourceClass
from contrared.govern.exchange import OUT, Book, Row, Stroke
from contrared.govern.rights.recipients import hand_in
from contrared.model import EvidentialStatus, Handling, InputError, PolicyError
from contrared.share.envelope import Kind, canonical, from_time, seal_to
from contrared.share.exchange.approving import Approving, Reach
from contrared.share.exchange.bodies import Sealed
from contrared.share.exchange.opening import Refusal
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post
from contrared.share.exchange.release import Draft, drafted, signed
from contrared.share.exchange.requests import header_of
from contrared.share.exchange.side import Side, new_id
from contrared.share.exchange.states import DECIDED, UNDECIDED, Holder, moved

_HASH_DOMAIN = b"contrared.org/exchange/draft/v1\n"


def draft(side: Side, request_id: str, wanted: Draft) -> str:
    """Draft exactly what would leave; the officer who does answers for it, and another approves its hash.

    Drafting anew makes a new hash, which nothing that was approved before covers.

    Returns:
        The hash.

    Raises:
        InputError: no such request, decided or expired already, waiting for an answer, or a draft that cannot be.
        PolicyError: policy does not permit it, or not for the handling of one of the statements.
    """
    side.permitted("answer")
    row = _open_request(side, request_id)
    for place, statement in enumerate(wanted.statements):
        if place not in wanted.kept_back:
            may_release(side, statement.handling)
    about = {
        "id": new_id("rel"),
        "from": side.peers.own().id,
        "to": row["peer"],
        "thread": row["id"],
        "ask": row["ask"],
        "corrects": "",
    }
    content, kept = drafted(wanted, about, side.now())
    digest = content_hash(content)
    with side.pen.stroke(row["peer"]) as stroke:
        fresh = _still_open(side, stroke, row)
        state = Holder(fresh["state"])
        if state is not Holder.APPROVED_1:
            state = moved(state, Holder.APPROVED_1)
        stroke.change(
            Book.REQUESTS,
            _key(row),
            state=str(state),
            draft={"object": content, "kept_back": [item.to_dict() for item in kept], "ids": leaving(wanted)},
            draft_hash=digest,
            drafted_by=side.user,
        )
        voids = {"voids": fresh["draft_hash"]} if fresh["draft_hash"] else {}
        stroke.note("exchange draft", {"request": row["id"], "hash": digest, "kept_back": len(kept), **voids})
    return digest


def release(side: Side, request_id: str, approving: Approving, emergency: str = "") -> str:
    """Release what was drafted, if somebody else approved exactly that.

    The approval is taken up, the object signed, the message made and the state moved in one transaction: nothing is
    released twice, and nothing that was not approved.

    Returns:
        Id of the release.

    Raises:
        PolicyError: it waits for somebody else; says what they must approve.
        InputError: no such request, nothing was drafted, or it was decided or is expired.
    """
    side.permitted("answer")
    row = _open_request(side, request_id)
    if row["draft"] is None or Holder(row["state"]) is not Holder.APPROVED_1:
        raise InputError("nothing was drafted yet", where=request_id, do="say what is to be released")
    partner = side.partner(row["peer"])
    content: Mapping[str, Any] = row["draft"]["object"]
    told = {"partner": partner.id, "request": row["id"], "release": content["id"], "hash": row["draft_hash"]}
    reach = Reach(partner.id, _category(side, row), content["handling"])
    permit = approving.demand(
        side.desk, told, subject=f"{row['peer']}/{row['id']}", reach=reach, legal_basis=content["legal_basis"],
        emergency=emergency,
    )  # fmt: skip
    data = signed(content, side.peers.own().key)
    with side.pen.stroke(row["peer"]) as stroke:
        fresh = _still_open(side, stroke, row)
        if fresh["draft_hash"] != row["draft_hash"] or content_hash(fresh["draft"]["object"]) != row["draft_hash"]:
            raise InputError("it was drafted anew in the meantime", where=request_id, do="look at it again")
        under = permit(stroke.connection)
        state = moved(Holder(fresh["state"]), Holder.APPROVED_2)
        state = moved(state, DECIDED[Kind.RELEASE, state])
        stroke.change(Book.REQUESTS, _key(row), state=str(state), decided_by=side.user, release_id=content["id"])
        stroke.add(
            Book.RELEASES,
            {
                "direction": OUT,
                "id": content["id"],
                "peer": row["peer"],
                "thread": row["id"],
                "state": str(state),
                "object": data,
                "kept_back": row["draft"]["kept_back"],
                "expires": content["expires"],
                "at": stroke.now(),
            },
        )
        handed(side, stroke, partner, content, row["record"], row["draft"].get("ids", []))
        what = {"release": content["id"], "request": row["id"], "hash": row["draft_hash"], "approval": under}
        _post(side, stroke, partner, Kind.RELEASE, row, data, {**what, "drafted_by": fresh["drafted_by"]})
    side.pen.settle(stroke.line)
    found: str = content["id"]
    return found


def refuse(side: Side, request_id: str, code: Refusal) -> None:
    """Refuse a request; the partner is told the code and nothing else.

    Raises:
        InputError: no such request, decided or expired already, or waiting for an answer.
        PolicyError: policy does not permit it.
    """
    side.permitted("answer")
    row = _open_request(side, request_id)
    partner = side.partner(row["peer"])
    with side.pen.stroke(row["peer"]) as stroke:
        fresh = _still_open(side, stroke, row)
        state = moved(Holder(fresh["state"]), DECIDED[Kind.REFUSE, Holder(fresh["state"])])
        stroke.change(Book.REQUESTS, _key(row), state=str(state), code=str(code), decided_by=side.user)
        body = canonical({"about": row["id"], "code": str(code)})
        what = {"request": row["id"], "code": str(code)}
        post(side, stroke, partner, Kind.REFUSE, lambda _: body, why=_why(stroke, row), what=what)
    side.pen.settle(stroke.line)


def ask_back(side: Side, request_id: str, question: str) -> None:
    """Ask the partner something before deciding; until it answers nothing can be decided.

    Raises:
        InputError: no question, no such request, drafted, decided or expired already, or waiting for an answer.
        PolicyError: policy does not permit it.
    """
    side.permitted("answer")
    if not question.strip():
        raise InputError("nothing is asked", do="say what you need to know")
    row = _open_request(side, request_id)
    partner = side.partner(row["peer"])
    with side.pen.stroke(row["peer"]) as stroke:
        fresh = _still_open(side, stroke, row)
        if (Kind.ASK_BACK, Holder(fresh["state"])) not in DECIDED:
            raise InputError(f"the request is {fresh['state']}", where=request_id, do="ask back before drafting")
        stroke.change(Book.REQUESTS, _key(row), asked_back=True)
        _post(side, stroke, partner, Kind.ASK_BACK, row, canonical({"question": question}), {"request": row["id"]})
    side.pen.settle(stroke.line)


def _post(
    side: Side, stroke: Stroke, partner: Partner, kind: Kind, row: Row, content: bytes, what: Mapping[str, Any]
) -> None:
    def body(bound: bytes) -> bytes:
        return Sealed(row["id"], seal_to(content, partner.seal_key, bound)).to_bytes()

    post(side, stroke, partner, kind, body, why=_why(stroke, row), what=what)


def may_release(side: Side, banner: str) -> None:
    """Whether the person at the desk may release what is held under a handling.

    Raises:
        PolicyError: policy does not permit it.
    """
    about = SourceClass(Handling.parse(banner), str(EvidentialStatus.INTELLIGENCE))
    decision = side.desk.policy.may(side.desk.person, "release", side.desk.purpose, about)
    if not decision.permitted:
        raise PolicyError(f"you may not release what is held under {banner}", where=side.user, do=decision.rule)


def leaving(wanted: Draft) -> list[str]:
    """Statements of the lake that a draft would let leave."""
    said = (item for place, item in enumerate(wanted.statements) if place not in wanted.kept_back)
    return sorted({statement for item in said for statement in item.ids})


def handed(
    side: Side, stroke: Stroke, partner: Partner, content: Mapping[str, Any], record: str, statements: list[str]
) -> None:
    """Enter who receives which statements, so that they can be told when one of them turns out false."""
    under = f"{content['id']} {content['handling']}"
    row = {"recipient": partner.id, "kind": "release", "under": under, "case_id": side.desk.case, "by": side.user}
    hand_in(stroke.connection, row, [(statement, record) for statement in statements])


def _open_request(side: Side, request_id: str) -> Row:
    with side.pen.reading() as read:
        rows = read.many(Book.REQUESTS, id=request_id)
    if len(rows) != 1:
        raise InputError("there is no such request", where=request_id, do="see `contrared inbox`")
    return _undecided(side, rows[0])


def _still_open(side: Side, stroke: Stroke, row: Row) -> Row:
    fresh = stroke.one(Book.REQUESTS, **_key(row))
    assert fresh is not None, "requests are never removed"
    return _undecided(side, fresh)


def _undecided(side: Side, row: Row) -> Row:
    state = Holder(row["state"])
    if state not in UNDECIDED:
        raise InputError(f"the request is {state} already", where=row["id"])
    if from_time(row["expires"]) <= side.now():
        raise InputError(f"the request ran out at {row['expires']}", where=row["id"], do="the partner may ask again")
    if row["asked_back"]:
        raise InputError("the partner has not answered what was asked back", where=row["id"], do="wait for it")
    return row


def _category(side: Side, row: Row) -> str:
    with side.pen.reading() as read:
        asked = read.one(Book.MESSAGES, peer=row["peer"], direction="in", id=row["ask"])
        assert asked is not None, "a request rests on a question that is kept"
        found = read.one(Book.MANIFESTS, peer=row["peer"], direction=OUT, digest=header_of(asked).manifest)
    return "" if found is None else str(found["category"])


def _why(stroke: Stroke, row: Row) -> Why:
    return Why(row["purpose"], row["legal_basis"], row["case_commitment"])


def content_hash(content: Mapping[str, Any]) -> str:
    """Hash of an object that would leave: what is approved."""
    return hashlib.sha256(_HASH_DOMAIN + canonical(content)).hexdigest()


def _key(row: Row) -> dict[str, str]:
    return {"id": row["id"], "peer": row["peer"]}
