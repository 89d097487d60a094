"""Sorted lookup tables in NumPy arrays: from a hash to the numbers filed under it."""

from __future__ import annotations

from collections.abc import Iterator
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
        found: set[int] = set()
        for start, stop in self._found(wanted):
            found.update(self.numbers[start:stop].tolist())
        return found

    def every(self, wanted: Hashes) -> Numbers:
        """As :meth:`under`, where many are awaited: an array, in which a number may stand several times."""
        parts = [self.numbers[start:stop] for start, stop in self._found(wanted)]
        return np.concatenate(parts) if parts else self.numbers[:0]

    def _found(self, wanted: Hashes) -> Iterator[tuple[int, int]]:
        """Where what is filed under each of these hashes begins and ends, for those under which something is."""
        keys, size = self.keys, len(self.keys)
        for start, key in zip(keys.searchsorted(wanted).tolist(), wanted, strict=True):
            if start < size and keys[start] == key:
                stop = start + 1
                if stop < size and keys[stop] == key:
                    stop = int(keys.searchsorted(key, "right"))
                yield start, stop
