"""How many ties a node has, and how strong they are together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph

Values = NDArray[np.float64]


def out_degree(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Number of edges that leave a node; of all its edges in an undirected graph. O(m)."""
    return _counts(graph, graph.source, graph.target)


def in_degree(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Number of edges that reach a node; of all its edges in an undirected graph. O(m)."""
    return _counts(graph, graph.target, graph.source)


def degree(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Number of neighbours. In a directed graph in-degree and out-degree together, as in NetworkX. O(m)."""
    return _counts(graph, graph.source, graph.target, both=True)


def degree_centrality(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Degree as a share of all others, degree / (n - 1); 1 in a graph of one node, as in NetworkX. O(m)."""
    if graph.order == 1:
        return np.ones(1)
    return degree(graph) / max(graph.order - 1, 1)


def out_strength(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Sum of the weights of the edges that leave a node; of all its edges in an undirected graph. O(m)."""
    return _counts(graph, graph.source, graph.target, weight=graph.weight)


def in_strength(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Sum of the weights of the edges that reach a node; of all its edges in an undirected graph. O(m)."""
    return _counts(graph, graph.target, graph.source, weight=graph.weight)


def strength(graph: SimpleGraph, weighted: bool = False) -> Values:
    """Sum of the weights of a node's edges (Barrat et al., PNAS 101, 3747, 2004), in and out together. O(m)."""
    return _counts(graph, graph.source, graph.target, weight=graph.weight, both=True)


def _counts(
    graph: SimpleGraph,
    first: NDArray[np.int32],
    second: NDArray[np.int32],
    *,
    weight: Values | None = None,
    both: bool = False,
) -> Values:
    """Sum over the edges at their first end, and at the second too where direction does not matter."""
    values = np.bincount(first, weight, minlength=graph.order).astype(np.float64)
    if both or not graph.directed:
        values += np.bincount(second, weight, minlength=graph.order)
    return values
