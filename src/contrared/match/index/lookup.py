"""Sorted lookup tables in NumPy arrays: from a hash to the numbers filed under it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrared.match.index.hashing import Hashes

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Hashes in ascending order beside the numbers filed under them.

    Attributes:
        keys: Hashes, ascending, shape (n,).
        numbers: Number filed under each, shape (n,).
    """

    keys: Hashes
    numbers: Numbers

    @classmethod
    def of(cls, keys: Hashes, numbers: Numbers) -> Lookup:
        """File each number under its key; the same pair twice is filed once."""
        order = np.lexsort((numbers, keys))
        keys, numbers = keys[order], numbers[order]
        if len(keys):
            fresh = np.ones(len(keys), dtype=bool)
            fresh[1:] = (keys[1:] != keys[:-1]) | (numbers[1:] != numbers[:-1])
            keys, numbers = keys[fresh], numbers[fresh]
        return cls(keys, numbers)

    def under(self, wanted: Hashes) -> set[int]:
        """Numbers filed under any of these hashes."""
        keys, numbers, size = self.keys, self.numbers, len(self.keys)
        found: set[int] = set()
        for start, key in zip(keys.searchsorted(wanted).tolist(), wanted, strict=True):
            if start < size and keys[start] == key:
                stop = start + 1
                while stop < size and keys[stop] == key:
                    stop += 1
                found.update(numbers[start:stop].tolist())
        return found
