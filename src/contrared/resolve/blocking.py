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
#: Keys by single tokens and by identifiers are shared by more parties only by chance.
Key = tuple[str, ...]


def keys(profile: Profile, rarity: Rarity) -> Iterator[Key]:
    """Blocking keys of one party.

    Pairs of name-token skeletons; a lone rare skeleton; a skeleton with a date of birth; identifiers; contacts;
    quoted references.
    """
    for form in (*profile.names, *profile.weak):
        codes = sorted(set(form.skeletons), key=lambda code: (-rarity.bits(code), code))
        for pair in combinations(codes[:COMBINED], 2):
            yield ("names", *sorted(pair))
        if len(form.tokens) == 1:
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

    Two parties of one dataset are compared only where the dataset is named in ``within``: a list keeps its own
    entries apart.
    """
    blocks: dict[Key, list[int]] = {}
    for position, profile in enumerate(profiles):
        for key in set(keys(profile, rarity)):
            blocks.setdefault(key, []).append(position)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        if not 2 <= len(members) <= LARGEST_BLOCK:
            continue
        for left, right in combinations(members, 2):
            if (left, right) in found:
                continue
            a, b = profiles[left], profiles[right]
            if (a.dataset != b.dataset or a.dataset in within) and comparable(a, b):
                found.add((left, right))
    return sorted(found)
