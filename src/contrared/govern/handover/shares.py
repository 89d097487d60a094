"""A secret split among n keepers so that any k of them can put it together and fewer learn nothing.

Shamir, How to share a secret, Comm. ACM 22, 612 (1979), byte by byte over GF(2^8) with the polynomial of AES.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

#: Most keepers: points of the field but zero.
MOST = 255


def _tables() -> tuple[list[int], list[int]]:
    powers, logs, value = [0] * 255, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logs[value] = value, exponent
        value ^= value << 1
        if value & 0x100:
            value ^= 0x11B
    return powers, logs


_POWERS, _LOGS = _tables()


def _times(left: int, right: int) -> int:
    return _POWERS[(_LOGS[left] + _LOGS[right]) % 255] if left and right else 0


def _over(left: int, right: int) -> int:
    return _POWERS[(_LOGS[left] - _LOGS[right]) % 255] if left else 0


def split(secret: bytes, keepers: int, needed: int, draw: Callable[[int], bytes] = secrets.token_bytes) -> list[bytes]:
    """Shares of a secret; the first byte of each is its point.

    Args:
        secret: What to split.
        keepers: Number of shares.
        needed: How many put it together.
        draw: Where coefficients come from: the operating system.

    Raises:
        ValueError: more are needed than there are, fewer than two, or there are more than 255.
    """
    if not 2 <= needed <= keepers <= MOST:
        raise ValueError(f"{needed} of {keepers} cannot be: at least two, at most all, and no more than {MOST} keepers")
    coefficients = [secret, *(draw(len(secret)) for _ in range(needed - 1))]
    found = []
    for point in range(1, keepers + 1):
        share = bytearray([point])
        for place in range(len(secret)):
            value = 0
            for part in reversed(coefficients):
                value = _times(value, point) ^ part[place]
            share.append(value)
        found.append(bytes(share))
    return found


def join(shares: Mapping[int, bytes] | list[bytes]) -> bytes:
    """The secret of shares. Too few, or wrong ones, give something else: whatever it opens must say so.

    Raises:
        ValueError: shares of different length, the same one twice, or none.
    """
    held = list(shares.values()) if isinstance(shares, Mapping) else list(shares)
    points = [share[0] for share in held]
    if not held or len(set(points)) < len(points) or 0 in points or len({len(share) for share in held}) > 1:
        raise ValueError("shares must be different ones of one secret")
    secret = bytearray()
    for place in range(1, len(held[0])):
        value = 0
        for one in held:
            weight = 1
            for other in points:
                if other != one[0]:
                    weight = _times(weight, _over(other, other ^ one[0]))
            value ^= _times(one[place], weight)
        secret.append(value)
    return bytes(secret)
