"""Pairs without a path, told in few sentences: parties that nothing joins to the same others are named together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Apart:
    """Parties of which none is joined to any of others.

    Attributes:
        parties: The parties.
        among: Whether no two of the parties themselves are joined either.
        others: The others; empty only where ``among``.
    """

    parties: tuple[str, ...]
    among: bool
    others: tuple[str, ...]


def apart(pairs: Iterable[tuple[str, str]]) -> list[Apart]:
    """Statements that together say of exactly these pairs, each once, that nothing joins them.

    Greedy: parties with the same others are taken together, the statement that covers most pairs first. O(n²)
    statements at worst; meant for the few dozen parties of a brief.

    Args:
        pairs: Pairs in either order, none of a party with itself.
    """
    near: dict[str, set[str]] = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found = []
    while any(near.values()):
        best = min(_candidates(near), key=lambda item: (-_covered(item), item.among, len(item.parties), item.parties))
        found.append(best)
        for party in best.parties:
            taken = set(best.others) | (set(best.parties) if best.among else set())
            for other in taken - {party}:
                near[party].discard(other)
                near[other].discard(party)
    return found


def _candidates(near: dict[str, set[str]]) -> list[Apart]:
    alike: dict[tuple[bool, frozenset[str]], list[str]] = {}
    for party in sorted(near):
        if near[party]:
            alike.setdefault((False, frozenset(near[party])), []).append(party)
            alike.setdefault((True, frozenset(near[party] | {party})), []).append(party)
    return [
        Apart(tuple(parties), among, tuple(sorted(others - set(parties))))
        for (among, others), parties in alike.items()
        if not among or len(parties) > 1
    ]


def _covered(item: Apart) -> int:
    count = len(item.parties)
    return count * len(item.others) + (count * (count - 1) // 2 if item.among else 0)
