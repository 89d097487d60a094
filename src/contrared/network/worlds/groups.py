"""Groups of a simple graph, numbered by their first node."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures.threads import networkit_threads
from contrared.network.simple import SimpleGraph


def leiden(graph: SimpleGraph, seed: int = 1) -> NDArray[np.int64]:
    """Group of each node by modularity (Leiden: Traag, Waltman & van Eck, Sci. Rep. 9, 5233, 2019).

    Weights are left aside, directions too. One thread and a fixed seed: equal graphs give equal groups. Groups are
    numbered by their first node. O(m) an iteration.
    """
    if not graph.size:
        return np.arange(graph.order)
    import networkit as nk  # takes more than a second

    low, high = np.minimum(graph.source, graph.target), np.maximum(graph.source, graph.target)
    pairs = np.unique(low.astype(np.int64) * graph.order + high)
    ends = ((pairs // graph.order).astype(np.uint64), (pairs % graph.order).astype(np.uint64))
    with networkit_threads(1):
        nk.engineering.setSeed(seed, False)
        network = nk.GraphFromCoo(ends, n=graph.order)
        run = nk.community.ParallelLeiden(network, iterations=3, randomize=False)
        run.run()
        found = np.array(run.getPartition().getVector(), np.int64)
    _, first, group = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[group].astype(np.int64)


def modularity(graph: SimpleGraph, group: NDArray[np.int64]) -> float:
    """Newman's modularity of a division, weights and directions left aside; 0 for a graph without edges. O(n + m)."""
    if not graph.size:
        return 0.0
    low, high = np.minimum(graph.source, graph.target), np.maximum(graph.source, graph.target)
    pairs = np.unique(low.astype(np.int64) * graph.order + high)
    first, second = group[pairs // graph.order], group[pairs % graph.order]
    edges = len(pairs)
    ends = np.bincount(np.concatenate((first, second)))
    return float((first == second).sum() / edges - ((ends / (2 * edges)) ** 2).sum())
