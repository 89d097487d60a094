"""The proof that many elements were all evaluated under one key (RFC 9497, section 2.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence

from contrared.share.oprf.group import (
    OprfError,
    add,
    check_element,
    check_scalar,
    multiply,
    multiply_base,
    scalar_difference,
    scalar_product,
)
from contrared.share.oprf.sodium import SIZE
from contrared.share.oprf.suite import KeyPair, Suite, lengthened

#: Bytes of a proof: challenge and response.
PROOF_SIZE = 2 * SIZE
#: Most elements of one proof: their number is written in two bytes.
MOST = 0xFFFF


def prove(
    suite: Suite, pair: KeyPair, asked: Sequence[bytes], evaluated: Sequence[bytes], random_scalar: bytes
) -> bytes:
    """A proof that ``evaluated[i] = secret · asked[i]`` for every i.

    Args:
        suite: Mode it is made in.
        pair: The key.
        asked: Elements.
        evaluated: As many elements.
        random_scalar: Fresh for every proof; used twice, it gives the secret away.

    Raises:
        OprfError: None, or too many.
    """
    composite = _sum(_weights(suite, pair.public, asked, evaluated), asked)
    image = multiply(pair.secret, composite)
    commitments = multiply_base(random_scalar), multiply(random_scalar, composite)
    challenge = _challenge(suite, pair.public, composite, image, *commitments)
    return challenge + scalar_difference(random_scalar, scalar_product(challenge, pair.secret))


def verify(suite: Suite, public: bytes, asked: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes) -> None:
    """Check a proof.

    Raises:
        OprfError: The proof does not hold for these elements in this order under this key, or is malformed.
    """
    if len(proof) != PROOF_SIZE:
        raise OprfError(f"a proof has {PROOF_SIZE} bytes, not {len(proof)}")
    challenge, response = check_scalar(proof[:SIZE]), check_scalar(proof[SIZE:])
    check_element(public)
    weights = list(_weights(suite, public, asked, evaluated))
    composite, image = _sum(weights, asked), _sum(weights, evaluated)
    base_side = add(multiply_base(response), multiply(challenge, public))
    other_side = add(multiply(response, composite), multiply(challenge, image))
    if not hmac.compare_digest(_challenge(suite, public, composite, image, base_side, other_side), challenge):
        raise OprfError("the proof does not hold: these elements were not all evaluated under the stated key")


def _weights(suite: Suite, public: bytes, asked: Sequence[bytes], evaluated: Sequence[bytes]) -> Iterator[bytes]:
    """The weight of each pair of elements, which nobody can know before all of them stand."""
    if not asked or len(asked) != len(evaluated) or len(asked) > MOST:
        raise OprfError(f"{len(evaluated)} elements answer {len(asked)}")
    seed = hashlib.sha512(lengthened(public) + lengthened(b"Seed-" + suite.context)).digest()
    head = lengthened(seed)
    for at, (one, other) in enumerate(zip(asked, evaluated, strict=True)):
        yield suite.hash_to_scalar(head + at.to_bytes(2, "big") + lengthened(one) + lengthened(other) + b"Composite")


def _sum(weights: Iterator[bytes] | list[bytes], elements: Sequence[bytes]) -> bytes:
    products = map(multiply, weights, elements)
    total = next(products)
    for product in products:
        total = add(total, product)
    return total


def _challenge(suite: Suite, *elements: bytes) -> bytes:
    return suite.hash_to_scalar(b"".join(map(lengthened, elements)) + b"Challenge")
