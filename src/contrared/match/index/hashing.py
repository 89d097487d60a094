"""Stable 64-bit hashes of short texts, and texts with one letter left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

#: Texts shorter than this have no neighbours: too many would be theirs.
SHORTEST = 3


def hashed(text: str) -> int:
    """A hash that is the same in every process and on every machine (BLAKE2b, 64 bits)."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def hashes(texts: Iterable[str]) -> Hashes:
    """Hashes of many texts, shape (n,)."""
    return np.fromiter((hashed(text) for text in texts), dtype=np.uint64)


@lru_cache(maxsize=1 << 15)
def asked(text: str) -> Hashes:
    """The hash of a text, as a lookup asks for it: shape (1,)."""
    return np.array([hashed(text)], dtype=np.uint64)


@lru_cache(maxsize=1 << 15)
def neighbourhood(token: str) -> Hashes:
    """Hashes of a token and of every text that lacks one of its letters, ascending; kept, for each list asks anew."""
    return np.sort(hashes(shortened(token)))


def shortened(token: str) -> set[str]:
    """The token, and every text that is the token without one letter.

    Two tokens one edit apart share one of these (deletion neighbourhood: Mor & Fraenkel 1982; Bocek, Hunt & Stiller
    2007); so do some two edits apart.

    >>> sorted(shortened("abc"))
    ['ab', 'abc', 'ac', 'bc']
    """
    if len(token) < SHORTEST:
        return {token}
    return {token, *(token[:at] + token[at + 1 :] for at in range(len(token)))}
