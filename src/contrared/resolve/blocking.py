"""Which pairs are worth comparing: those that share a rare key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from contrared.match import Profile, Rarity, comparable

#: A key shared by more parties than this is no key; rarer combinations catch what it would have.
LARGEST_BLOCK = 40
#: Most tokens of a name that are combined in pairs, the rarest first.
COMBINED = 5
#: A single token is a key where at most this many parties bear it.
LONE_TOKEN = 8
#: Kinds of keys by which two entries of one list are compared, which the list itself keeps apart.
STRICT = frozenset({"whole", "dated", "identifier"})
Key = tuple[str, ...]


def keys(profile: Profile, rarity: Rarity) -> Iterator[Key]:
    """Blocking keys of one party.

    The whole name; pairs of name-token skeletons; a lone rare skeleton; a skeleton with a date of birth; identifiers;
    contacts; quoted references.
    """
    for form in (*profile.names, *profile.weak):
        codes = sorted(set(form.skeletons), key=lambda code: (-rarity.bits(code), code))
        for pair in combinations(codes[:COMBINED], 2):
            yield ("names", *sorted(pair))
        yield ("whole", form.key)
        for code in codes[:COMBINED]:
            if rarity.counts.get(code, 0) <= LONE_TOKEN and len(code) > 2:
                yield ("token", code)
            for date in profile.dates:
                if len(date) == 10:
                    yield ("dated", code, date)
        if len(codes) > 2:
            yield ("three", *sorted(codes[:3]))
    for kind, value in profile.identifiers:
        yield ("identifier", kind, value)
    for contact in profile.contacts:
        yield ("contact", contact)
    for reference in profile.reference:
        yield ("reference", reference)


def pairs(
    profiles: Sequence[Profile], rarity: Rarity, *, within: frozenset[str] = frozenset()
) -> list[tuple[int, int]]:
    """Pairs of positions to compare, sorted, each once.

    Two parties of one dataset, which that list keeps apart, are compared only by a key of a :data:`STRICT` kind,
    unless the dataset is named in ``within``.
    """
    blocks: dict[Key, list[int]] = {}
    for position, profile in enumerate(profiles):
        for key in set(keys(profile, rarity)):
            blocks.setdefault(key, []).append(position)
    found: set[tuple[int, int]] = set()
    for key, members in blocks.items():
        if not 2 <= len(members) <= LARGEST_BLOCK:
            continue
        for pair in combinations(members, 2):
            if pair in found:
                continue
            a, b = profiles[pair[0]], profiles[pair[1]]
            if (a.dataset != b.dataset or key[0] in STRICT or a.dataset in within) and comparable(a, b):
                found.add(pair)
    return sorted(found)
