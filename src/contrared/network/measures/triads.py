"""What closed triads say of a node: clustering, constraint, effective size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph

Values = NDArray[np.float64]
Places = NDArray[np.int64]

#: Pairs of neighbours looked at in one go.
CHUNK = 2**22


class Pairs:
    """The joined pairs of a graph, direction forgotten, and the triangles among them.

    Attributes:
        low: Number of each pair's node of lower rank (degree, then number), shape (pairs,).
        high: Number of the other.
        mutual: Weight of the pair, both directions together.
        ways: Number of edges between them: 2 for a pair tied both ways in a directed graph.
    """

    def __init__(self, graph: SimpleGraph, weight: Values) -> None:
        n = graph.order
        first, second = np.minimum(graph.source, graph.target), np.maximum(graph.source, graph.target)
        key, place = np.unique(first.astype(np.int64) * n + second, return_inverse=True)
        self.order = n
        self.ways: Values = np.bincount(place, minlength=len(key)).astype(np.float64)
        self.mutual: Values = np.bincount(place, weight, minlength=len(key)).astype(np.float64)
        ends = np.stack([key // max(n, 1), key % max(n, 1)])
        degree = np.bincount(ends.ravel(), minlength=n)
        rank = np.empty(n, np.int64)
        rank[np.argsort(degree, kind="stable")] = np.arange(n)
        turned = rank[ends[0]] > rank[ends[1]]
        self.low, self.high = np.where(turned, ends[::-1], ends)
        # By the lower end's number, then the rank of the higher: candidates of a triangle lie side by side.
        by = np.lexsort((rank[self.high], self.low))
        self.low, self.high, self.ways, self.mutual = self.low[by], self.high[by], self.ways[by], self.mutual[by]
        self.rank = rank
        self.degree = degree

    def triangles(self) -> Iterator[tuple[Places, Places, Places]]:
        """Pairs (places) that close a triangle, each once, in chunks: lowest-middle, lowest-highest, middle-highest.

        Each pair of a node's higher-ranked neighbours is looked up; ranking by degree keeps their number below
        O(m^1.5) whatever the hubs (Latapy, Theor. Comput. Sci. 407, 458, 2008).
        """
        n, m = self.order, len(self.low)
        keys = self.low * n + self.rank[self.high]
        ends = np.searchsorted(self.low, self.low, side="right")
        later = ends - np.arange(m) - 1
        before = np.concatenate(([0], np.cumsum(later)))
        first = 0
        while first < m:
            last = max(first + 1, int(np.searchsorted(before, before[first] + CHUNK, side="right")) - 1)
            counts = later[first:last]
            one = np.repeat(np.arange(first, last), counts)
            two = one + 1 + np.arange(len(one)) - (before[one] - before[first])
            wanted = self.high[one] * n + self.rank[self.high[two]]
            third = np.searchsorted(keys, wanted)
            third[third == m] = 0
            closed = keys[third] == wanted
            yield one[closed], two[closed], third[closed]
            first = last

    def at_nodes(self, per_pair: Values) -> Values:
        """Sum over the pairs of each node."""
        found: Values = np.bincount(self.low, per_pair, minlength=self.order).astype(np.float64)
        return found + np.bincount(self.high, per_pair, minlength=self.order)


def clustering(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Local clustering: share of a node's pairs of neighbours that are tied (Watts & Strogatz, Nature 393, 440, 1998).

    As in NetworkX: with ``weighted`` the geometric mean of the weights of a triangle, greatest weight 1 (Onnela et al.,
    Phys. Rev. E 71, 065103, 2005); directed as Fagiolo, Phys. Rev. E 76, 026107 (2007). 0 with fewer than two
    neighbours. O(m^1.5).
    """
    one = np.ones(graph.size)
    weight = np.cbrt(graph.weight / graph.weight.max()) if weighted and graph.size else one
    pairs = Pairs(graph, weight)
    closed = np.zeros(graph.order)
    for first, second, third in pairs.triangles():
        product = pairs.mutual[first] * pairs.mutual[second] * pairs.mutual[third]
        for corner in (pairs.low[first], pairs.high[first], pairs.high[second]):
            closed += np.bincount(corner, product, minlength=graph.order)
    ties = pairs.at_nodes(pairs.ways)
    possible = ties * (ties - 1)
    if graph.directed:
        possible = 2.0 * (possible - 2.0 * pairs.at_nodes((pairs.ways == 2).astype(np.float64)))
    return np.divide(2.0 * closed, possible, out=np.zeros(graph.order), where=possible > 0)


def constraint(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Burt's constraint: how far a node's ties lead back to one another (Structural Holes, 1992).

    With p the share of a node's mutual weight that a neighbour has, sum over neighbours j of (p_ij + sum_q p_iq p_qj)².
    NaN for a node without neighbours, as in NetworkX; low means brokerage. O(m^1.5).
    """
    pairs = Pairs(graph, graph.weight if weighted else np.ones(graph.size))
    total = pairs.at_nodes(pairs.mutual)
    through = np.zeros(len(pairs.low))
    for first, second, third in pairs.triangles():
        lowest, middle, highest = pairs.low[first], pairs.high[first], pairs.high[second]
        weight = pairs.mutual
        for pair, one, two, between in (
            (first, second, third, highest),
            (second, first, third, middle),
            (third, first, second, lowest),
        ):
            through += np.bincount(pair, weight[one] * weight[two] / total[between], minlength=len(through))
    invested = np.square(pairs.mutual + through)
    values = np.bincount(pairs.low, invested / np.square(total[pairs.low]), minlength=graph.order)
    values = values + np.bincount(pairs.high, invested / np.square(total[pairs.high]), minlength=graph.order)
    return np.where(pairs.degree > 0, values, np.nan)


def effective_size(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Burt's effective size: neighbours less the redundancy among them (Structural Holes, 1992).

    Sum over neighbours j of 1 - sum_q p_iq m_jq, m_jq the mutual weight of j and q over j's greatest. Without weights
    or direction it is n - 2t/n of Borgatti (Connections 20, 35, 1997). NaN for a node without neighbours. O(m^1.5).
    """
    pairs = Pairs(graph, graph.weight if weighted else np.ones(graph.size))
    total = pairs.at_nodes(pairs.mutual)
    greatest = np.zeros(graph.order)
    np.maximum.at(greatest, pairs.low, pairs.mutual)
    np.maximum.at(greatest, pairs.high, pairs.mutual)
    redundant = np.zeros(graph.order)
    for first, second, third in pairs.triangles():
        lowest, middle, highest = pairs.low[first], pairs.high[first], pairs.high[second]
        for node, one, left, two, right, opposite in (
            (lowest, first, middle, second, highest, third),
            (middle, first, lowest, third, highest, second),
            (highest, second, lowest, third, middle, first),
        ):
            # To reach the right through the left, and the left through the right, along the pair between the two.
            weight = pairs.mutual
            shared = weight[opposite] * (weight[one] / greatest[right] + weight[two] / greatest[left]) / total[node]
            redundant += np.bincount(node, shared, minlength=graph.order)
    return np.where(pairs.degree > 0, pairs.degree - redundant, np.nan)
