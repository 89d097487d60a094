"""Asking: a blind question, and what its answer comes to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from contrared.govern.exchange import IN, Book, BudgetError, Row, Stroke
from contrared.govern.log.entry import commitment
from contrared.model import InputError, PolicyError
from contrared.share import keys
from contrared.share.envelope import Envelope, EnvelopeError, Fault, Kind, seal_to
from contrared.share.exchange.bodies import Answer, Ask
from contrared.share.exchange.manifests import Manifest, usable
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post
from contrared.share.exchange.receiving import acting
from contrared.share.exchange.side import Side, new_id
from contrared.share.exchange.states import Asker, moved
from contrared.share.exchange.subjects import told
from contrared.share.keys import Subject

if TYPE_CHECKING:
    from contrared.share.filters import Filter

CASE_DOMAIN = b"contrared.org/exchange/case/v1\n"
_SEED_DOMAIN = "contrared.org/exchange/seed/v1\n"
#: Answers, as the matching rule gives them.
_SAID = {"hit": Asker.HIT, "no_hit": Asker.NO_HIT, "not_comparable": Asker.NOT_COMPARABLE}


@dataclass(frozen=True, slots=True)
class InStream:
    """That a question goes out on the beat of a stream, and looks like every other of it.

    Attributes:
        id: Id of the stream.
        blocks: Blocks that every question of it has.
    """

    id: str
    blocks: int


def ask(
    side: Side,
    partner: Partner,
    subject: Subject,
    *,
    why: Why,
    case: str,
    category: str,
    stream: InStream | None = None,
) -> str:
    """Ask a partner whether it knows somebody; it learns that it was asked, not about whom, nor what came of it.

    The seed that the question was made from is sealed to the oversight body, and erased here once the answer is in.

    Args:
        side: This side.
        partner: Whom to ask.
        subject: Whom it is about.
        why: Purpose and legal basis; the partner is told them.
        case: Case of this node; the partner gets a commitment to it.
        category: Which kind of records.
        stream: Where it goes out on a beat: it may then be about nobody, has the size of all others of the stream and
            a commitment as they have, and does not count towards what the user asks in a day.

    Returns:
        Id of the question.

    Raises:
        InputError: purpose, legal basis or oversight body are missing; the subject is not comparable; the partner has
            published nothing to ask under.
        PolicyError: policy does not permit it, or the user asked as much as a day allows.
    """
    from contrared.share.questions import prepare

    side.permitted("ask")
    if not why.purpose.strip() or not why.legal_basis.strip():
        raise InputError("a question needs a purpose and a legal basis", do="say both")
    if not side.terms.oversight:
        raise InputError(
            "no oversight body is named, so the seed of a question could be sealed to nobody",
            where="node.toml",
            do="name it with `contrared audit escrow --key FILE`",
        )
    derived = keys.asked_keys(subject)
    if not derived.keys and stream is None:
        raise InputError(f"not comparable: {derived.why_not}", do="add a date of birth or the number of a document")
    with side.pen.reading() as read:
        found = usable(read, partner.id, category, side.now())
    if found is None:
        raise InputError(
            f"{partner.name} has published nothing to ask under", where=category, do="wait for its manifest"
        )
    manifest = found[0]
    made, seed, salt = new_id("ask"), os.urandom(32), os.urandom(32)
    blocks = stream.blocks if stream is not None else None
    prepared = prepare(subject, seed, keys.canary(manifest.canary).value, blocks)
    sealed = seal_to(seed, side.terms.oversight, seed_bound(made))
    body = Ask(category, prepared.elements, hashlib.sha256(sealed).hexdigest()).to_bytes()
    secrets = side.pen.vault.seal(made, prepared.secrets.to_bytes())
    committed = commitment(CASE_DOMAIN, salt, case.encode()).hex() if case or stream is not None else ""
    with side.pen.stroke(partner.id, purpose=why.purpose, case=case) as stroke:
        if stream is None:
            _debit(side, stroke)
        message = post(
            side,
            stroke,
            partner,
            Kind.ASK,
            lambda _: body,
            why=Why(why.purpose, why.legal_basis, committed),
            what={"ask": made, "seed_hash": hashlib.sha256(sealed).hexdigest(), "elements": len(prepared.elements)},
            manifest=manifest.digest,
        )
        stroke.add(
            Book.ASKS,
            {
                "id": made,
                "peer": partner.id,
                "message": message,
                "manifest": manifest.digest,
                "category": category,
                "state": str(moved(Asker.DRAFTED, Asker.SENT)),
                "by": side.user,
                "at": stroke.now(),
                "purpose": why.purpose,
                "legal_basis": why.legal_basis,
                "case_id": case,
                "case_salt": salt,
                "subject": told(subject),
                "secrets": secrets,
                "canary": manifest.canary,
                "seed_sealed": sealed,
                "elements": elements_hash(prepared.elements),
                "stream": stream.id if stream is not None else "",
            },
        )
    return made


def _debit(side: Side, stroke: Stroke) -> None:
    try:
        stroke.debit(f"user:{side.user}"[:64], "questions", _day(side), 1, side.terms.questions_a_day)
    except BudgetError as exc:
        raise PolicyError("you asked as many questions as a day allows", where=side.user, do="go on tomorrow") from exc


def take_answer(side: Side, partner: Partner, row: Row, envelope: Envelope) -> Callable[[Stroke], None]:
    """Verify an answer and match it against the partner's filter.

    Raises:
        EnvelopeError: it is not a valid answer: malformed, a proof that does not hold, no canary. Never a "no hit".
    """
    from contrared.share.questions import InvalidAnswerError, Secrets, conclude, prepare
    from contrared.share.questions.blocks import BLOCK

    answer = Answer.from_bytes(envelope.body)
    with side.pen.reading() as read:
        asked = read.one(Book.ASKS, message=row["id"])
        assert asked is not None, "a question is kept with its message"
        stated = read.one(Book.MANIFESTS, peer=partner.id, direction=IN, digest=asked["manifest"])
    assert stated is not None, "a question rests on a manifest that is kept"
    if not answer.receipt.tells(acting(side.peers.own().id), "exchange ask", asked["purpose"], asked["legal_basis"]):
        raise EnvelopeError(Fault.MALFORMED, "the receipt is for something else than this question")
    manifest = Manifest.from_bytes(stated["body"])
    if not side.pen.vault.has(asked["id"]) or not side.pen.has_file(stated["filter"]):
        raise EnvelopeError(Fault.STATE, "what the question was made from is gone: this node was handed over since")
    secrets = Secrets.from_bytes(side.pen.vault.open(asked["id"], asked["secrets"]))
    # Of a stream the number of blocks is fixed; an answer of another number is to another question, and proves nothing.
    blocks = len(answer.evaluated) // BLOCK if asked["stream"] else None
    try:
        prepared = prepare(secrets.subject, secrets.seed, secrets.canary, blocks)
    except InputError as exc:
        raise EnvelopeError(Fault.ELEMENT, str(exc)) from exc
    try:
        outcome = conclude(
            prepared, answer.evaluated, answer.proof, manifest.public, _filter(side.pen.file(stated["filter"]))
        )
    except InvalidAnswerError as exc:
        raise EnvelopeError(Fault.ELEMENT, str(exc)) from exc

    def act(stroke: Stroke) -> None:
        state = moved(moved(Asker(asked["state"]), Asker.ANSWERED), _SAID[outcome.state])
        stroke.change(Book.ASKS, {"id": asked["id"]}, state=str(state), rule=outcome.rule, secrets=None)
        opening = {"ask_id": asked["id"], "peer": partner.id, "state": str(state), "at": stroke.now()}
        stroke.add(
            Book.OPENINGS,
            *(
                {
                    **opening,
                    "id": new_id("opn"),
                    "handle": handle.hex(),
                    "kinds": list(kinds),
                    "bits": evidence.bits,
                    "false_hits": expected,
                }
                for (handle, kinds), evidence, expected in zip(
                    outcome.handles, outcome.evidence, outcome.false_hits, strict=True
                )
            ),
        )
        told = {"ask": asked["id"], "from": partner.id, "outcome": outcome.state, "receipt": answer.receipt.leaf}
        stroke.note("exchange answered", told, asked["legal_basis"])

    return act


def trouble(stroke: Stroke, row: Row, why: str) -> None:
    """A question that got no valid answer: it stays sent, says why, and its secrets go."""
    stroke.change(Book.ASKS, {"message": row["id"]}, trouble=why, secrets=None)


def erase(side: Side, message: str) -> None:
    """Destroy what opens the secrets of a question that is over."""
    with side.pen.reading() as read:
        row = read.one(Book.ASKS, message=message)
    if row is not None and row["secrets"] is None:
        side.pen.vault.destroy(row["id"])


def erase_left(side: Side) -> None:
    """Destroy what a kill left behind between an answer and its erasure, and of questions that never came about."""
    for name in side.pen.vault.names():
        if name.startswith("ask-"):
            with side.pen.reading() as read:
                row = read.one(Book.ASKS, id=name)
            if row is None or row["secrets"] is None:
                side.pen.vault.destroy(name)


def seed_bound(ask_id: str) -> bytes:
    """What the sealed seed of a question is bound to."""
    return f"{_SEED_DOMAIN}{ask_id}".encode()


def elements_hash(elements: tuple[bytes, ...]) -> str:
    """SHA-256 over the elements of a question in their order, in hex."""
    return hashlib.sha256(b"".join(elements)).hexdigest()


@lru_cache(maxsize=4)
def _filter(path: Path) -> Filter:
    from contrared.share.filters import Filter

    return Filter.from_bytes(path.read_bytes())


def _day(side: Side) -> str:
    return side.now().date().isoformat()
