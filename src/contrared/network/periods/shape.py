"""The shape of a whole network in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from contrared.network.measures.communities import communities
from contrared.network.measures.measure import MEASURES
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph

#: Measures whose centralisation is given.
CENTRALISED = ("degree", "betweenness")


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures of a network, read undirected.

    Attributes:
        nodes: Number of nodes.
        ties: Number of pairs tied.
        density: Share of all pairs that are tied; None below two nodes.
        components: Number of connected components.
        largest: Nodes of the largest component.
        groups: Number of Leiden groups.
        modularity: Modularity of the groups, weights counted.
        degree_centralisation: Freeman's centralisation by degree, 1 for a star; None below three nodes.
        betweenness_centralisation: The same by betweenness.
        reciprocity: Share of directed ties that also run back; None without directed ties.
    """

    nodes: int
    ties: int
    density: float | None
    components: int
    largest: int
    groups: int
    modularity: float
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    reciprocity: float | None


def shape_of(network: Multilayer, graph: SimpleGraph, seed: int = 1) -> Shape:
    """Figures of a network; ``graph`` is its undirected reading. O(n m) for the betweenness."""
    count, label = connected_components(graph.out, directed=False) if graph.order else (0, np.zeros(0, int))
    divided = communities(graph, seed=seed)
    pairs = graph.order * (graph.order - 1) / 2
    central = {
        name: float(centralisation(MEASURES[name].compute(graph, False)[None, :], name)[0]) if graph.order > 2 else None
        for name in CENTRALISED
    }
    return Shape(
        graph.order,
        graph.size,
        graph.size / pairs if pairs else None,
        int(count),
        int(np.bincount(label).max()) if graph.order else 0,
        len(divided.groups),
        divided.modularity,
        central["degree"],
        central["betweenness"],
        reciprocity(network),
    )


def centralisation(values: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Freeman's centralisation (Soc. Networks 1, 215, 1978) of undirected graphs by degree or normalised betweenness.

    Sum of the distances to the greatest value, as a share of that sum in a star.

    Args:
        values: Values of the nodes, shape (worlds, nodes), three nodes or more.
        name: ``degree`` (counts) or ``betweenness`` (normalised).
    """
    n = values.shape[1]
    most = {"degree": (n - 1) * (n - 2), "betweenness": n - 1}[name]
    found: NDArray[np.float64] = (values.max(axis=1, keepdims=True) - values).sum(axis=1) / most
    return found


def reciprocity(network: Multilayer) -> float | None:
    """Share of the directed pairs that also run back, among ties stated as directed; loops aside."""
    one_way = network.ties["directed"].to_numpy().astype(bool) & (network.source != network.target)
    if not one_way.any():
        return None
    n = max(1, len(network.ids))
    there = np.unique(network.source[one_way].astype(np.int64) * n + network.target[one_way])
    back = there % n * n + there // n
    return float(np.isin(back, there, assume_unique=True).mean())


def pairs_of(graph: SimpleGraph) -> set[tuple[str, str]]:
    """Pairs of ids that are tied."""
    ids = graph.ids.to_pylist()
    return {(ids[a], ids[b]) for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True)}
