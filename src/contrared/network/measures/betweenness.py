"""Share of the shortest paths that run through a node."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures.brandes import Arcs, dependencies
from contrared.network.measures.lengths import lengths
from contrared.network.measures.threads import networkit_threads
from contrared.network.simple import SimpleGraph

Values = NDArray[np.float64]

#: Numbers held in one table of a batch of sources.
TABLE = 2**21


def betweenness(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Betweenness (Freeman, Sociometry 40, 35, 1977), exact: share of all pairs' shortest paths through a node.

    Normalised as in NetworkX by the number of pairs that do not hold the node; endpoints do not count. With
    ``weighted`` an edge is 1 / weight long. O(n m); weighted O(n (m + n log n)). Sums are taken in a fixed order,
    whatever the number of threads.
    """
    n = graph.order
    values = _ordered_pairs(graph, weighted)
    return values / ((n - 1) * (n - 2)) if n > 2 else values


def betweenness_raw(graph: SimpleGraph, weighted: bool = False) -> Values:
    """The same not normalised: UCINET's Freeman betweenness. In an undirected graph a pair counts once."""
    values = _ordered_pairs(graph, weighted)
    return values if graph.directed else values / 2.0


def betweenness_percent(graph: SimpleGraph, weighted: bool = False) -> Values:
    """UCINET's nBetweenness: 100 times the normalised betweenness."""
    return 100.0 * betweenness(graph, weighted)


def batches(sources: NDArray[np.int64], order: int, widest: int = 64) -> list[NDArray[np.int64]]:
    """Sources parted for counting at once; depends on nothing but their number and that of the nodes."""
    width = min(widest, max(8, TABLE // max(order, 1)))
    return [sources[first : first + width] for first in range(0, len(sources), width)]


def in_order(arcs: Arcs, parts: list[NDArray[np.int64]]) -> Iterator[Values]:
    """Dependencies of each batch of sources, in order, counted by as many threads as there are processors."""
    workers = min(os.cpu_count() or 1, len(parts))
    if workers <= 1:
        yield from (dependencies(arcs, part) for part in parts)
        return
    with ThreadPoolExecutor(workers) as pool:
        for first in range(0, len(parts), workers):
            yield from pool.map(lambda part: dependencies(arcs, part), parts[first : first + workers])


def _ordered_pairs(graph: SimpleGraph, weighted: bool) -> Values:
    if weighted and graph.size:
        return _measured(graph)
    values = np.zeros(graph.order)
    for found in in_order(Arcs.of(graph), batches(np.arange(graph.order), graph.order)):
        values += found.sum(axis=1)
    return values


def _measured(graph: SimpleGraph) -> Values:
    """By NetworKit's Dijkstra on whole lengths, one thread: with more the order of its sums depends on timing."""
    import networkit as nk  # takes more than a second

    network = replace(graph, weight=lengths(graph).values).networkit(weighted=True)
    with networkit_threads(1):
        return np.array(nk.centrality.Betweenness(network, normalized=False).run().scores(), np.float64)
