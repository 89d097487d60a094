"""What hangs together, and the nodes and edges on which it hangs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from contrared.network.simple import SimpleGraph


@dataclass(frozen=True)
class Components:
    """Components of a graph.

    Attributes:
        labels: Number of each node's component, shape (nodes,); 0 is the largest, equal ones by their first node.
        sizes: Number of nodes of each component.
    """

    labels: NDArray[np.int32]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CutPoints:
    """What a network falls apart without.

    Attributes:
        nodes: Numbers of the articulation points, ascending: without one of them its component is more than one.
        edges: Bridges as pairs of numbers, the smaller first, sorted.
    """

    nodes: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]


def undirected(graph: SimpleGraph) -> SimpleGraph:
    """The graph with direction forgotten; weights of edges both ways are summed, their probability joined.

    Either of two ties suffices: 1 - (1 - p)(1 - q), and where one states no probability none is stated.
    """
    if not graph.directed:
        return graph
    low, high = np.minimum(graph.source, graph.target), np.maximum(graph.source, graph.target)
    keys, place = np.unique(low.astype(np.int64) * graph.order + high, return_inverse=True)
    weight = np.bincount(place, graph.weight, minlength=len(keys)).astype(np.float64)
    missing = np.ones(len(keys))
    np.multiply.at(missing, place, 1.0 - graph.probability)
    ends = (keys // max(graph.order, 1)).astype(np.int32), (keys % max(graph.order, 1)).astype(np.int32)
    return SimpleGraph(graph.ids, *ends, weight, 1.0 - missing, treatments=graph.treatments)


def components(graph: SimpleGraph, *, strong: bool = False) -> Components:
    """Connected components; of a directed graph the weak ones unless ``strong``. O(n + m)."""
    if not graph.order:
        return Components(np.zeros(0, np.int32), ())
    _, found = connected_components(graph.out, directed=graph.directed, connection="strong" if strong else "weak")
    return Components(*numbered(found))


def numbered(labels: NDArray[np.int32]) -> tuple[NDArray[np.int32], tuple[int, ...]]:
    """Labels numbered anew, largest group first, then by its first node; and the sizes. O(n log n)."""
    _, first, place, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    by = np.lexsort((first, -sizes))
    rank = np.empty(len(by), np.int32)
    rank[by] = np.arange(len(by), dtype=np.int32)
    return rank[place], tuple(sizes[by].tolist())


def cut_points(graph: SimpleGraph) -> CutPoints:
    """Articulation points and bridges, direction forgotten (Hopcroft & Tarjan, Commun. ACM 16, 372, 1973). O(n + m)."""
    if not graph.size:
        return CutPoints((), ())
    import networkit as nk  # takes more than a second

    # The algorithm does not keep its graph alive: it needs a name here.
    network = undirected(graph).networkit()
    blocks = nk.components.BiconnectedComponents(network).run().getComponents()
    within = np.bincount(np.concatenate([np.asarray(block) for block in blocks]), minlength=graph.order)
    # A block of two nodes is an edge on no cycle.
    edges = sorted((min(block), max(block)) for block in blocks if len(block) == 2)
    return CutPoints(tuple(np.flatnonzero(within > 1).tolist()), tuple(edges))
