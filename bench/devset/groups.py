"""Which entries of different lists are one party, and the half of the split each party falls into.

Vessels quote the UN reference of their owner, so theirs does not count. Beyond UN references, entries of *different*
lists are one party when they share a telling identifier and a word of a name, or a whole name that no other entry of
either list bears, with birth years that allow it. Within one list nothing is joined: the list says they are two.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .keys import key, words
from .listed import Listed

IDENTIFIERS = ("imoNumber", "passportNumber", "idNumber", "taxNumber", "registrationNumber", "innCode", "leiCode")
FEWEST_LETTERS = 8


def half_of(canonical: str) -> str:
    """``dev`` or ``test``; the same rule as the bench of UN and UK, so that its test half stays unseen here too."""
    return "dev" if hashlib.sha256(canonical.encode()).digest()[0] % 2 == 0 else "test"


def grouped(entries: Sequence[Listed]) -> dict[str, str]:
    """Canonical id of each entry: the UK's where there is one, else the least."""
    parent = {entry.id: entry.id for entry in entries}
    by_id = {entry.id: entry for entry in entries}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in _pairs(entries):
        a, b = by_id[left], by_id[right]
        if a.dataset != b.dataset and a.kind == b.kind:
            first, second = sorted((root(left), root(right)))
            parent[second] = first
    members: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        members[root(entry.id)].append(entry.id)
    found: dict[str, str] = {}
    for group in members.values():
        british = sorted(member for member in group if member.startswith("uk-"))
        canonical = british[0] if british else min(group)
        found.update(dict.fromkeys(group, canonical))
    return found


def years(entry: Listed) -> frozenset[int]:
    """Years of birth or foundation an entry states."""
    stated = [*entry.properties.get("birthDate", ()), *entry.properties.get("incorporationDate", ())]
    return frozenset(int(value[:4]) for value in stated)


def may_agree(left: Iterable[int], right: Iterable[int]) -> bool:
    """Whether years allow one party: unknown on a side, or no more than one year apart."""
    a, b = set(left), set(right)
    return not a or not b or any(abs(x - y) <= 1 for x in a for y in b)


def _pairs(entries: Sequence[Listed]) -> Iterable[tuple[str, str]]:
    by_reference: dict[str, list[Listed]] = defaultdict(list)
    by_number: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for entry in entries:
        if entry.kind != "vessel":
            for reference in entry.references:
                by_reference[reference].append(entry)
        for prop in IDENTIFIERS:
            for value in entry.properties.get(prop, ()):
                plain = "".join(c for c in value.upper() if c.isalnum()).removeprefix("IMO")
                if len(plain) >= 7:
                    by_number[(prop, plain)].append(entry)
        for whole in {key(name) for name in entry.names}:
            if len(whole) >= FEWEST_LETTERS and " " in whole:
                by_name[(entry.kind, whole)].append(entry)
    for same in by_reference.values():
        yield from _every(same)
    for same in by_number.values():
        yield from ((a, b) for a, b in _every(same) if _shared_word(a, b, entries_by_id(same)))
    for same in by_name.values():
        per_list: dict[str, int] = defaultdict(int)
        for entry in same:
            per_list[entry.dataset] += 1
        alone = [entry for entry in same if per_list[entry.dataset] == 1]
        by_id = entries_by_id(alone)
        yield from ((a, b) for a, b in _every(alone) if may_agree(years(by_id[a]), years(by_id[b])))


def entries_by_id(entries: Iterable[Listed]) -> dict[str, Listed]:
    """Entries by their id."""
    return {entry.id: entry for entry in entries}


def _every(same: Sequence[Listed]) -> list[tuple[str, str]]:
    return [(a.id, b.id) for i, a in enumerate(same) for b in same[i + 1 :] if a.dataset != b.dataset]


def _shared_word(left: str, right: str, by_id: dict[str, Listed]) -> bool:
    said = [{word for name in by_id[i].names for word in words(name) if len(word) > 3} for i in (left, right)]
    return bool(said[0] & said[1])
