"""Random and published graphs, ours and NetworkX's of the same edges."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from contrared.network import SimpleGraph

Edge = tuple[int, int, float]


def graph_of(order: int, edges: Iterable[Edge], directed: bool = False) -> SimpleGraph:
    """Our graph of edges between numbers, ids made so that they sort as the numbers do."""
    weights: dict[tuple[int, int], float] = {}
    for first, second, weight in edges:
        if first != second:
            weights[(first, second) if directed else (min(first, second), max(first, second))] = weight
    pairs = sorted(weights)
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return SimpleGraph(
        pa.array([f"n{number:06}" for number in range(order)], pa.string()),
        ends[:, 0].copy(),
        ends[:, 1].copy(),
        np.array([weights[pair] for pair in pairs], np.float64),
        np.full(len(pairs), np.nan),
        directed,
    )


def oracle_of(graph: SimpleGraph) -> Any:
    """NetworkX's graph of the same edges; ``length`` is 1 / weight, exactly."""
    found = nx.DiGraph() if graph.directed else nx.Graph()
    found.add_nodes_from(range(graph.order))
    for first, second, weight in zip(graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True):
        found.add_edge(first, second, weight=weight, length=1 / Fraction(weight).limit_denominator(1000))
    return found


def published(network: Any) -> SimpleGraph:
    """Our graph of one that NetworkX ships; nodes numbered in its order."""
    number = {node: place for place, node in enumerate(network)}
    edges = [(number[a], number[b], float(data.get("weight", 1.0))) for a, b, data in network.edges(data=True)]
    return graph_of(len(number), edges, network.is_directed())


@st.composite
def graphs(draw: st.DrawFn, most: int = 9, weights: tuple[float, ...] = (0.25, 0.3, 1.0, 2.0, 3.0)) -> SimpleGraph:
    """Small graphs of every kind: empty, one node, disconnected, directed."""
    order = draw(st.integers(0, most))
    ends = st.integers(0, max(order - 1, 0))
    edges = draw(st.lists(st.tuples(ends, ends, st.sampled_from(weights)), max_size=3 * order)) if order else []
    return graph_of(order, edges, draw(st.booleans()))
