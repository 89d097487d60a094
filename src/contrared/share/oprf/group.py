"""Elements and scalars of ristretto255 (RFC 9496) as 32 bytes each, as they travel; nothing malformed passes."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from ctypes import create_string_buffer

from contrared.share.oprf.sodium import IDENTITY, SIZE, WIDE, raw


class OprfError(Exception):
    """Bytes that are no element, no scalar, or no proof: whoever sent them errs or cheats.

    It never means "no hit": a question that ends in it is asked anew or the peer is called.
    """


def check_element(element: bytes) -> bytes:
    """The element itself.

    Raises:
        OprfError: Not 32 bytes, not the one encoding of an element, or the identity.
    """
    if len(element) != SIZE:
        raise OprfError(f"an element has {SIZE} bytes, not {len(element)}")
    if element == IDENTITY:
        raise OprfError("the identity is no element that can be asked or answered")
    # libsodium 1.0.18 leaves the highest bit out of account, so one element would have two encodings.
    if element[-1] & 0x80 or raw("crypto_core_ristretto255_is_valid_point")(element) != 1:
        raise OprfError("the bytes are not the canonical encoding of an element")
    return element


def check_scalar(scalar: bytes) -> bytes:
    """The scalar itself, compared in constant time.

    Raises:
        OprfError: Not 32 bytes, zero, or not below the order of the group.
    """
    if len(scalar) != SIZE:
        raise OprfError(f"a scalar has {SIZE} bytes, not {len(scalar)}")
    if hmac.compare_digest(scalar, IDENTITY):
        raise OprfError("the scalar is zero")
    if not hmac.compare_digest(reduce(scalar + bytes(WIDE - SIZE)), scalar):
        raise OprfError("the scalar is not below the order of the group")
    return scalar


def element_of(hashed: bytes) -> bytes:
    """The element that 64 uniform bytes map to."""
    out = create_string_buffer(SIZE)
    raw("crypto_core_ristretto255_from_hash")(out, hashed)
    return out.raw


def multiply(scalar: bytes, element: bytes) -> bytes:
    """``scalar · element``.

    Raises:
        OprfError: The element is not valid, or the product is the identity.
    """
    out = create_string_buffer(SIZE)
    if raw("crypto_scalarmult_ristretto255")(out, scalar, element) != 0:
        raise OprfError("the bytes are not the canonical encoding of an element, or lead to the identity")
    return out.raw


def multiply_base(scalar: bytes) -> bytes:
    """``scalar · B`` for the generator B.

    Raises:
        OprfError: The scalar is zero.
    """
    out = create_string_buffer(SIZE)
    if raw("crypto_scalarmult_ristretto255_base")(out, scalar) != 0:
        raise OprfError("the scalar is zero")
    return out.raw


def add(left: bytes, right: bytes) -> bytes:
    """The sum of two elements.

    Raises:
        OprfError: One is not valid.
    """
    out = create_string_buffer(SIZE)
    if raw("crypto_core_ristretto255_add")(out, left, right) != 0:
        raise OprfError("the bytes are not the canonical encoding of an element")
    return out.raw


def reduce(wide: bytes) -> bytes:
    """64 bytes, little-endian, modulo the order of the group."""
    out = create_string_buffer(SIZE)
    raw("crypto_core_ristretto255_scalar_reduce")(out, wide)
    return out.raw


def scalar_product(left: bytes, right: bytes) -> bytes:
    """The product of two scalars."""
    out = create_string_buffer(SIZE)
    raw("crypto_core_ristretto255_scalar_mul")(out, left, right)
    return out.raw


def scalar_difference(left: bytes, right: bytes) -> bytes:
    """``left - right``."""
    out = create_string_buffer(SIZE)
    raw("crypto_core_ristretto255_scalar_sub")(out, left, right)
    return out.raw


def scalar_sum(left: bytes, right: bytes) -> bytes:
    """``left + right``."""
    out = create_string_buffer(SIZE)
    raw("crypto_core_ristretto255_scalar_add")(out, left, right)
    return out.raw


def invert(scalar: bytes) -> bytes:
    """The inverse of a scalar.

    Raises:
        OprfError: The scalar is zero.
    """
    out = create_string_buffer(SIZE)
    if raw("crypto_core_ristretto255_scalar_invert")(out, scalar) != 0:
        raise OprfError("the scalar is zero")
    return out.raw


def invert_all(scalars: Sequence[bytes]) -> list[bytes]:
    """The inverse of each scalar by one inversion and three products a scalar.

    P. L. Montgomery, "Speeding the Pollard and elliptic curve methods of factorization", 1987, section 10.3.1.

    Raises:
        OprfError: One of them is zero.
    """
    if not scalars:
        return []
    running = [scalars[0]]
    for scalar in scalars[1:]:
        running.append(scalar_product(running[-1], scalar))
    rest = invert(running[-1])
    inverses = [b""] * len(scalars)
    for at in range(len(scalars) - 1, 0, -1):
        inverses[at] = scalar_product(rest, running[at - 1])
        rest = scalar_product(rest, scalars[at])
    inverses[0] = rest
    return inverses
