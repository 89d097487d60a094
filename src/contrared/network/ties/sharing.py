"""Ties between parties that hold the same thing: all pairs of holders, weighted by how rare the thing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from contrared.network.edge import Edge, Layer


def pairs(layer: Layer, kind: str, holders: Mapping[str, frozenset[str]]) -> Iterator[Edge]:
    """One edge for each two holders.

    The weight is 1/(n-1) for n holders, so that a party does not gain by sharing with many what tells little
    (Newman, Phys. Rev. E 64, 016132, 2001). O(n²); callers cap n.

    Args:
        layer: Layer of the edges.
        kind: What is shared.
        holders: Canonical id of each holder, and the statements that say it holds the thing.
    """
    weight = 1.0 / (len(holders) - 1) if len(holders) > 1 else 0.0
    for left, right in combinations(sorted(holders), 2):
        yield Edge(left, right, layer, kind, tuple(sorted(holders[left] | holders[right])), weight=weight)
