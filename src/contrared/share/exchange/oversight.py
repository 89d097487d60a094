"""Oversight: questions drawn at random, and computed again from the seed that only the oversight body opens.

A node says of each question whom it was about; the record holds the hash of its sealed seed; the partner's record
holds the same hash and the elements it was sent. With its private key the oversight body opens the seed, computes the
elements again and sees whether what was asked is what the node says was asked.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.govern.exchange import OUT, Book
from contrared.model import InputError
from contrared.share import keys
from contrared.share.envelope import EnvelopeError, open_sealed, peek
from contrared.share.exchange.asking import elements_hash, seed_bound
from contrared.share.exchange.bodies import Ask
from contrared.share.exchange.side import Side
from contrared.share.exchange.subjects import kept


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at one question gave.

    Attributes:
        ask: Its id.
        by: Who asked.
        peer: Whom.
        purpose: For which purpose.
        case: For which case.
        subject: Whom the node says it was about.
        sound: Whether it was about them.
        why: What is wrong, where something is.
    """

    ask: str
    by: str
    peer: str
    purpose: str
    case: str
    subject: dict[str, Any]
    sound: bool
    why: str = ""


def draw(side: Side, randomness: bytes, number: int) -> list[str]:
    """Questions drawn at random: those whose id, keyed by the randomness, comes first.

    The oversight body brings the randomness when the questions are on record already, so nobody at the node can choose
    which are drawn, and anybody can draw the same again.

    Args:
        side: This side.
        randomness: At least 16 bytes.
        number: How many.

    Raises:
        InputError: too little randomness.
    """
    if len(randomness) < 16:
        raise InputError("randomness of at least 16 bytes is needed", do="throw dice, or take it from the system")
    with side.pen.reading() as read:
        ids = [row["id"] for row in read.many(Book.ASKS)]
    side.desk.record("exchange drawn", {"questions": len(ids), "number": number, "randomness": randomness.hex()})
    return sorted(ids, key=lambda found: hmac.digest(randomness, found.encode(), "sha256"))[:number]


def look(side: Side, ask_ids: Sequence[str], private: X25519PrivateKey) -> list[Looked]:
    """Compute questions again and compare them with what was sent.

    Args:
        side: This side.
        ask_ids: Which questions.
        private: Key of the oversight body.

    Raises:
        InputError: there is no such question.
    """
    found = [_look(side, ask_id, private) for ask_id in ask_ids]
    wrong = [item.ask for item in found if not item.sound]
    side.desk.record("exchange recomputed", {"questions": list(ask_ids), "wrong": wrong})
    return found


def _look(side: Side, ask_id: str, private: X25519PrivateKey) -> Looked:
    with side.pen.reading() as read:
        row = read.one(Book.ASKS, id=ask_id)
        if row is None:
            raise InputError("there is no such question", where=ask_id)
        message = read.one(Book.MESSAGES, peer=row["peer"], direction=OUT, id=row["message"])
    why = "what was sent is gone" if message is None else _wrong(row, peek(message["data"]).body, private)
    return Looked(
        ask_id, row["by"], row["peer"], row["purpose"], row["case_id"], row["subject"], sound=not why, why=why
    )


def _wrong(row: dict[str, Any], body: bytes, private: X25519PrivateKey) -> str:
    from contrared.share.questions import recompute
    from contrared.share.questions.blocks import BLOCK

    sent = Ask.from_bytes(body)
    if sent.seed_hash != hashlib.sha256(row["seed_sealed"]).hexdigest():
        return "the sealed seed is not the one the partner was told of"
    if elements_hash(sent.elements) != row["elements"]:
        return "the elements kept are not those that were sent"
    try:
        seed = open_sealed(row["seed_sealed"], private, seed_bound(row["id"]))
    except EnvelopeError:
        return "the seed does not open with this key"
    blocks = len(sent.elements) // BLOCK
    if recompute(seed, kept(row["subject"]), keys.canary(row["canary"]).value, blocks) != sent.elements:
        return "something else was asked than the node says"
    return ""
