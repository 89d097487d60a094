"""How near a node is to all others: closeness, harmonic closeness, farness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from contrared.network.measures.lengths import lengths
from contrared.network.simple import SimpleGraph

Values = NDArray[np.float64]

#: Words of 64 sources that are spread over the graph at once.
WORDS = 16
#: From this depth on, spreading all sources at once costs more than one search for each.
DEEP = 64


@dataclass(frozen=True)
class Distances:
    """What is summed over the distances from all other nodes to each node.

    Attributes:
        total: Sum of the distances from those that reach it, shape (nodes,).
        inverse: Sum of 1 / distance.
        reached: Number of others that reach it.
    """

    total: Values
    inverse: Values
    reached: NDArray[np.int64]


def closeness(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Closeness (Freeman, Soc. Networks 1, 215, 1978) as Wasserman and Faust (1994) extend it to disconnected graphs.

    With r others that reach the node over a summed distance s, (r / s) * (r / (n - 1)); 0 where none does. In a
    directed graph the distance is that towards the node, as in NetworkX. O(n m / 1024) words unless ``weighted``, then
    O(n (m + n log n)).
    """
    found = distances(graph, weighted)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = found.reached / found.total * (found.reached / (graph.order - 1))
    return np.where(found.reached > 0, values, 0.0)


def harmonic(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Harmonic closeness: sum of 1 / distance, unreached nodes add nothing (Boldi & Vigna, Internet Math. 10, 2014).

    Not normalised, as in NetworkX; towards the node in a directed graph. Cost as ``closeness``.
    """
    return distances(graph, weighted).inverse


def farness(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Sum of the distances to all others, as UCINET prints it: a pair without a path counts n.

    Towards the node in a directed graph. Cost as ``closeness``.
    """
    found = distances(graph, weighted)
    return found.total + graph.order * (graph.order - 1 - found.reached)


def closeness_percent(graph: SimpleGraph, weighted: bool = False) -> Values:
    """UCINET's nCloseness: 100 (n - 1) / farness; 0 in a graph of one node."""
    far = farness(graph, weighted)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(far > 0, 100.0 * (graph.order - 1) / far, 0.0)


def distances(graph: SimpleGraph, weighted: bool = False) -> Distances:
    """Sums over all distances towards each node; with ``weighted`` an edge is 1 / weight long."""
    if weighted:
        measured = lengths(graph)
        found = _searched(measured.matrix(graph))
        return Distances(found.total / measured.unit, found.inverse * measured.unit, found.reached)
    matrix = graph.out if not graph.directed else csr_array(graph.out.T)
    counts = _counted(matrix)
    if counts is None:
        return _searched(graph.out.astype(np.float64))
    total, inverse = np.zeros(graph.order), np.zeros(graph.order)
    for distance, count in enumerate(counts, 1):
        total += distance * count
        inverse += count / distance
    return Distances(total, inverse, sum(counts, np.zeros(graph.order, np.int64)))


def _counted(inward: csr_array) -> list[NDArray[np.int64]] | None:
    """How many nodes lie at distance 1, 2, ... before each node; None where the graph is too deep for this way.

    All nodes are sources at once, one bit each: a step is an OR over the neighbours (Then et al., PVLDB 8, 449, 2014).
    Whole numbers only, so nothing depends on an order.
    """
    order = inward.shape[0]
    linked = np.flatnonzero(np.diff(inward.indptr))
    starts = inward.indptr[linked]
    counts: list[NDArray[np.int64]] = []
    for seen in _sources(order):
        front = seen.copy()
        for depth in range(order):
            spread = np.zeros_like(seen)
            if len(linked):
                spread[linked] = np.bitwise_or.reduceat(front[inward.indices], starts, axis=0)
            front = spread & ~seen
            found = np.bitwise_count(front).sum(axis=1, dtype=np.int64)
            if not found.any():
                break
            if depth == DEEP:
                return None
            seen |= front
            if depth == len(counts):
                counts.append(np.zeros(order, np.int64))
            counts[depth] += found
    return counts


def _sources(order: int) -> Iterator[NDArray[np.uint64]]:
    """Bits of the sources, 64 a word, in shape (nodes, words): each node is one bit of its own row."""
    for first in range(0, order, 64 * WORDS):
        nodes = np.arange(first, min(order, first + 64 * WORDS))
        bits = np.zeros((order, -(-len(nodes) // 64)), np.uint64)
        bits[nodes, (nodes - first) // 64] = np.uint64(1) << ((nodes - first) % 64).astype(np.uint64)
        yield bits


def _searched(matrix: csr_array) -> Distances:
    """The same sums by one search from each node, a few at a time; whole lengths, so the sums are exact."""
    order = matrix.shape[0]
    total, inverse, reached = np.zeros(order), np.zeros(order), np.zeros(order, np.int64)
    step = max(1, 2**22 // max(order, 1))
    for first in range(0, order, step):
        found = dijkstra(matrix, indices=np.arange(first, min(order, first + step)))
        there = np.isfinite(found) & (found > 0)
        total += np.where(there, found, 0.0).sum(axis=0)
        inverse += np.divide(1.0, found, out=np.zeros_like(found), where=there).sum(axis=0)
        reached += there.sum(axis=0)
    return Distances(total, inverse, reached)
