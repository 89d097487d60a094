"""A question as blocks of elements: keys, canary and dummies, in an order and under blinds that follow from one seed.

The seed is 32 fresh random bytes. Whoever has it and the subject computes every element again, and so proves what was
asked; it is sealed to the oversight body and erased here once the question is finalised. HKDF of RFC 5869 with SHA-512
gives blinds, dummies and order; its input is the seed with the subject as it was written. That blinds follow from a
seed is our own addition to RFC 9497, not reviewed by a cryptographer: the seed must be as secret as the blinds, and
serve one question.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from contrared.model import InputError
from contrared.share.keys import Key, Subject, asked_keys
from contrared.share.oprf.group import reduce
from contrared.share.oprf.verifiable import SUITE, blind_with
from contrared.share.questions.secrets import SEED, Secrets

#: Elements of a block, and most blocks of a question.
BLOCK, MOST_BLOCKS = 40, 4

_SALT = b"contrared-question-1"


@dataclass(frozen=True, slots=True)
class Laid:
    """Everything of a question before it is blinded, in the order in which it goes out.

    Attributes:
        inputs: What stands at each place.
        blinds: Blind of each.
        keys: Key of each; None for a dummy.
        left_out: Keys for which four blocks had no place, the least telling.
        why_not: Why the subject is not comparable; then all but the canary are dummies.
    """

    inputs: tuple[bytes, ...] = field(repr=False)
    blinds: tuple[bytes, ...] = field(repr=False)
    keys: tuple[Key | None, ...] = field(repr=False)
    left_out: int
    why_not: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question ready to be sent.

    Attributes:
        seed: Its seed, for the oversight body alone.
        elements: 40, 80, 120 or 160 elements that all look alike.
        secrets: What is needed to understand the answer.
        left_out: Keys that were not asked for want of place; said to whoever asks.
        why_not: ``""``, or why the subject is not comparable. Such a question may go out all the same: the holder then
            does not learn even that.
    """

    seed: bytes = field(repr=False)
    elements: tuple[bytes, ...]
    secrets: Secrets = field(repr=False)
    left_out: int = 0
    why_not: str = ""


def prepare(subject: Subject, seed: bytes, canary: bytes, blocks: int | None = None) -> Prepared:
    """Make a question; the same from the same input.

    Args:
        subject: Who is asked about.
        seed: 32 bytes from ``os.urandom``, for this question only.
        canary: Value of the canary's key, from the holder's manifest.
        blocks: So many blocks, whatever the subject needs; as many as it needs unless given.

    Raises:
        InputError: The seed does not have 32 bytes, the canary is empty, a date is none, or no question has so many
            blocks.
    """
    laid = lay(subject, seed, canary, blocks)
    elements = blind_with(SUITE, laid.inputs, laid.blinds)
    return Prepared(seed, tuple(elements), Secrets(seed, canary, subject), laid.left_out, laid.why_not)


def recompute(seed: bytes, subject: Subject, canary: bytes, blocks: int | None = None) -> tuple[bytes, ...]:
    """For oversight: the elements that a question about this subject from this seed must have had.

    Raises:
        InputError: As `prepare`.
    """
    return prepare(subject, seed, canary, blocks).elements


def lay(subject: Subject, seed: bytes, canary: bytes, blocks: int | None = None) -> Laid:
    """Keys, canary and dummies in their order.

    Raises:
        InputError: As `prepare`.
    """
    if len(seed) != SEED or not canary:
        raise InputError("a question needs a seed of 32 bytes and the canary of the manifest", where="question")
    if blocks is not None and not 1 <= blocks <= MOST_BLOCKS:
        raise InputError(f"a question has 1 to {MOST_BLOCKS} blocks", where="question", do="choose among them")
    derived = asked_keys(subject)
    keys = [Key("CAN", canary), *derived.keys][: BLOCK * (blocks or MOST_BLOCKS)]
    size = BLOCK * (blocks or -(-len(keys) // BLOCK))
    # The whole question goes in, not the seed alone: another spelling that has the same codes is another question.
    secret = hmac.digest(_SALT, Secrets(seed, canary, subject).to_bytes(), "sha512")
    places: list[tuple[bytes, Key | None]] = [(key.value, key) for key in keys]
    places += [(_drawn(secret, b"dummy", at), None) for at in range(len(keys), size)]
    order = sorted(range(size), key=lambda at: _drawn(secret, b"order", at))
    return Laid(
        tuple(places[at][0] for at in order),
        tuple(reduce(_drawn(secret, b"blind", at)) for at in range(size)),
        tuple(places[at][1] for at in order),
        1 + len(derived.keys) - len(keys),
        derived.why_not,
    )


def _drawn(secret: bytes, what: bytes, number: int) -> bytes:
    """64 bytes for one purpose: one block of the second step of HKDF."""
    return hmac.digest(secret, what + number.to_bytes(2, "big") + b"\1", "sha512")
