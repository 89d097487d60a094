"""Mode 2 of RFC 9497: key and a public label give the key of one use; for comparison, no question is asked in it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from contrared.share.oprf.group import (
    OprfError,
    add,
    check_element,
    check_scalar,
    invert,
    multiply,
    multiply_base,
    scalar_sum,
)
from contrared.share.oprf.proof import prove, verify
from contrared.share.oprf.suite import POPRF, KeyPair, Suite, lengthened
from contrared.share.oprf.verifiable import Randomness, scalar_from, unblind

SUITE = Suite(POPRF)


def _tweak(info: bytes) -> bytes:
    return SUITE.hash_to_scalar(b"Info" + lengthened(info))


def tweaked_key(public: bytes, info: bytes) -> bytes:
    """The public key of one label.

    Raises:
        OprfError: The key is malformed, or the label leads to the identity.
    """
    return check_element(add(multiply_base(_tweak(info)), check_element(public)))


def evaluate(
    pair: KeyPair, elements: Sequence[bytes], info: bytes, randomness: Randomness = os.urandom
) -> tuple[list[bytes], bytes]:
    """Each element under the key of the label, and one proof.

    Raises:
        OprfError: No element, a malformed one, or a label that leads to no key.
    """
    if not elements:
        raise OprfError("no element is asked")
    secret = check_scalar(scalar_sum(pair.secret, _tweak(info)))
    inverse = invert(secret)
    evaluated = [multiply(inverse, check_element(element)) for element in elements]
    # The statement proven is elements = secret · evaluated: the roles are changed against mode 1.
    tweaked = KeyPair(secret, multiply_base(secret))
    return evaluated, prove(SUITE, tweaked, evaluated, elements, scalar_from(randomness))


def finalize(
    inputs: Sequence[bytes],
    blinds: Sequence[bytes],
    elements: Sequence[bytes],
    evaluated: Sequence[bytes],
    proof: bytes,
    public: bytes,
    info: bytes,
) -> list[bytes]:
    """What each input comes to under key and label, once the proof holds.

    Raises:
        OprfError: A count, an element or the proof is wrong.
    """
    if not len(inputs) == len(blinds) == len(elements) == len(evaluated):
        raise OprfError(f"{len(evaluated)} elements answer {len(elements)}")
    for element in evaluated:
        check_element(element)
    verify(SUITE, tweaked_key(public, info), evaluated, elements, proof)
    return [SUITE.output(data, element, info) for data, element in zip(inputs, unblind(blinds, evaluated), strict=True)]
