"""Mode 1 of RFC 9497: the holder proves that it answered under the key it stated."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from contrared.share.oprf.group import (
    OprfError,
    check_element,
    check_scalar,
    invert_all,
    multiply,
    multiply_base,
    reduce,
)
from contrared.share.oprf.proof import prove, verify
from contrared.share.oprf.sodium import IDENTITY, WIDE
from contrared.share.oprf.suite import VOPRF, KeyPair, Suite

Randomness = Callable[[int], bytes]
SUITE = Suite(VOPRF)


def scalar_from(randomness: Randomness) -> bytes:
    """A scalar other than zero, uniform where the bytes are."""
    while (scalar := reduce(randomness(WIDE))) == IDENTITY:
        pass
    return scalar


def blind_with(suite: Suite, inputs: Sequence[bytes], blinds: Sequence[bytes]) -> list[bytes]:
    """The element that goes to the holder for each input.

    Raises:
        OprfError: As many blinds as inputs are needed, at least one, none of them zero.
    """
    if not inputs or len(inputs) != len(blinds):
        raise OprfError(f"{len(blinds)} blinds for {len(inputs)} inputs")
    return [multiply(scalar, suite.hash_to_group(data)) for data, scalar in zip(inputs, blinds, strict=True)]


def blind(inputs: Sequence[bytes], randomness: Randomness = os.urandom) -> tuple[list[bytes], list[bytes]]:
    """Blind inputs: the elements tell whoever sees them nothing about the inputs.

    Args:
        inputs: What is asked about, at least one.
        randomness: Gives so many random bytes; anything but the operating system's only where the outcome must be
            computed again, as in an audited question.

    Returns:
        Blinds (secret; needed to finalise) and elements (to send).

    Raises:
        OprfError: No input.
    """
    blinds = [scalar_from(randomness) for _ in inputs]
    return blinds, blind_with(SUITE, inputs, blinds)


def evaluate_alone(pair: KeyPair, elements: Sequence[bytes]) -> list[bytes]:
    """Each element under the key, without a proof.

    Raises:
        OprfError: No element, or one that is malformed or the identity.
    """
    if not elements:
        raise OprfError("no element is asked")
    return [multiply(pair.secret, check_element(element)) for element in elements]


def evaluate(
    pair: KeyPair, elements: Sequence[bytes], randomness: Randomness = os.urandom
) -> tuple[list[bytes], bytes]:
    """What the holder answers: each element under its key, and one proof for all.

    Raises:
        OprfError: No element, or one that is malformed or the identity. Nothing is answered then.
    """
    evaluated = evaluate_alone(pair, elements)
    return evaluated, prove(SUITE, pair, elements, evaluated, scalar_from(randomness))


def unblind(blinds: Sequence[bytes], evaluated: Sequence[bytes]) -> list[bytes]:
    """The evaluated elements without their blinds, by one inversion for all.

    Raises:
        OprfError: A blind is zero or an element malformed.
    """
    return [multiply(inverse, element) for inverse, element in zip(invert_all(blinds), evaluated, strict=True)]


def finalize(
    inputs: Sequence[bytes],
    blinds: Sequence[bytes],
    elements: Sequence[bytes],
    evaluated: Sequence[bytes],
    proof: bytes,
    public: bytes,
) -> list[bytes]:
    """What each input comes to under the holder's key, 64 bytes each, once the proof holds.

    Args:
        inputs: As given to `blind`.
        blinds: As returned by it.
        elements: As returned by it.
        evaluated: The holder's answer.
        proof: Its proof.
        public: The key of the manifest, not one the answer brings along.

    Raises:
        OprfError: A count, an element or the proof is wrong.
    """
    if not len(inputs) == len(blinds) == len(elements) == len(evaluated):
        raise OprfError(f"{len(evaluated)} elements answer {len(elements)}")
    for element in evaluated:
        check_element(element)
    verify(SUITE, public, elements, evaluated, proof)
    return [SUITE.output(data, element) for data, element in zip(inputs, unblind(blinds, evaluated), strict=True)]


def outputs(pair: KeyPair, inputs: Sequence[bytes]) -> list[bytes]:
    """What each input comes to, computed by the holder of the key itself.

    Raises:
        OprfError: An input maps to the identity, which does not happen by chance.
    """
    return [SUITE.output(data, multiply(pair.secret, SUITE.hash_to_group(data))) for data in inputs]


def generate(randomness: Randomness = os.urandom) -> KeyPair:
    """A fresh key pair; there is one for each holder, partner, category and epoch."""
    return SUITE.derive_key_pair(randomness(32), b"")


def restore(secret: bytes) -> KeyPair:
    """The key pair of a secret that was kept.

    Raises:
        OprfError: Zero, or not below the order of the group.
    """
    return KeyPair(check_scalar(secret), multiply_base(secret))
