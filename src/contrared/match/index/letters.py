"""Letters that a token is made of, as bits: two tokens few edits apart have most of theirs in common."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint64]

#: Letters are told apart by so many bits of their code points; those that share them count as one.
_BITS = 5
#: Letters in which two tokens one edit apart may differ: one is put in another's place.
_AN_EDIT = 2


def letters(token: str) -> int:
    """A bit for each letter that stands in a token, and a further one where it stands there twice or more.

    >>> letters("abba") == letters("baab"), letters("abba").bit_count(), letters("ab").bit_count()
    (True, 4, 2)
    """
    once = twice = 0
    for letter in token:
        bit = 1 << (ord(letter) & ((1 << _BITS) - 1))
        twice |= once & bit
        once |= bit
    return once | twice << (1 << _BITS)


def letters_of(tokens: Iterable[str]) -> Letters:
    """The letters of many tokens, shape (n,)."""
    return np.fromiter((letters(token) for token in tokens), dtype=np.uint64)


def near(token: str, others: Letters, lengths: NDArray[np.uint8], edits: int) -> NDArray[np.bool_]:
    """Which tokens can be so few edits away, shape (n,): never false for one that is, seldom true for another.

    An edit that replaces a letter changes two counts of letters, one that inserts or drops a letter one count, one
    that swaps neighbours none (optimal string alignment); counts above two are not told apart, which only makes tokens
    look nearer.

    Args:
        token: A token.
        others: Letters of the others, shape (n,).
        lengths: Their lengths, cut off at 255, shape (n,).
        edits: Edits at most.
    """
    apart: NDArray[np.int16] = np.abs(lengths.astype(np.int16) - min(255, len(token)))
    close: NDArray[np.bool_] = np.bitwise_count(others ^ np.uint64(letters(token))) + apart <= _AN_EDIT * edits
    return close
