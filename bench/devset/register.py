"""The listed parties as the makers of cases ask for them: groups, halves, names already borne, the nearest name."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from .groups import entries_by_id, grouped, half_of, may_agree, years
from .keys import key
from .listed import Listed, listed
from .traditions import of_listed

#: From this likeness of keys (0–100) on, two names count as nearly the same.
NEARLY = 90
_CHUNK = 512


class Register:
    """Listed parties and their bookkeeping.

    Args:
        entries: The parties; those of the lists unless given.
    """

    def __init__(self, entries: Sequence[Listed] | None = None) -> None:
        self.entries = listed() if entries is None else list(entries)
        self.by_id = entries_by_id(self.entries)
        self.canonical = grouped(self.entries)

    @cached_property
    def members(self) -> dict[str, list[Listed]]:
        """Entries of each party."""
        found: dict[str, list[Listed]] = defaultdict(list)
        for entry in self.entries:
            found[self.canonical[entry.id]].append(entry)
        return found

    @cached_property
    def bearers(self) -> dict[str, list[Listed]]:
        """Entries that bear a name, by its key."""
        found: dict[str, list[Listed]] = defaultdict(list)
        for entry in self.entries:
            for whole in sorted({key(name) for name in entry.names}):
                found[whole].append(entry)
        return found

    def half(self, entry: Listed) -> str:
        """Half its party falls into."""
        return half_of(self.canonical[entry.id])

    def tradition(self, entry: Listed) -> str:
        """Naming tradition of a person; the kind of any other party."""
        return of_listed(entry.properties) if entry.kind == "person" else entry.kind

    def acceptable(self, entry: Listed) -> frozenset[str]:
        """Entries that answer a query for this one: its party's, on whatever list."""
        return frozenset(member.id for member in self.members[self.canonical[entry.id]])

    def taken(self, name: str, born: Sequence[int], *, besides: str = "") -> bool:
        """Whether a party (besides one) bears exactly this name and may be born in such a year."""
        return any(
            may_agree(years(entry), born)
            for entry in self.bearers.get(key(name), ())
            if self.canonical[entry.id] != besides
        )

    def nearest(self, kind: str, names: Sequence[str]) -> list[tuple[Listed, float]]:
        """For each name the entry of a kind whose name is most alike, and how alike (0–100)."""
        keys, owners = self._keys(kind)
        found: list[tuple[Listed, float]] = []
        for start in range(0, len(names), _CHUNK):
            asked = [key(name) for name in names[start : start + _CHUNK]]
            scores = process.cdist(asked, keys, scorer=fuzz.ratio, dtype=np.float32)
            best = scores.argmax(axis=1)
            found.extend((owners[at], float(scores[row, at])) for row, at in enumerate(best))
        return found

    def _keys(self, kind: str) -> tuple[list[str], list[Listed]]:
        pairs = sorted(
            {(whole, entry.id) for whole, entries in self.bearers.items() for entry in entries if entry.kind == kind}
        )
        return [whole for whole, _ in pairs], [self.by_id[owner] for _, owner in pairs]


def draw(entries: Sequence[Listed], most: int, salt: str) -> list[Listed]:
    """At most so many entries, chosen by a hash of their ids, so that others joining the list change little."""

    def place(entry: Listed) -> bytes:
        return hashlib.sha256(f"{salt}:{entry.id}".encode()).digest()

    return sorted(sorted(entries, key=place)[:most], key=lambda entry: entry.id)
