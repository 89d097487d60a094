"""Every measure against NetworkX, on random graphs of every kind and on published ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import SimpleGraph
from contrared.network.measures import MEASURES
from tests.network.measures.graphs import graph_of, graphs, oracle_of, published

Oracle = Callable[[Any, bool], Mapping[int, float]]


def _weight(weighted: bool) -> str | None:
    return "weight" if weighted else None


def _length(weighted: bool) -> str | None:
    return "length" if weighted else None


def _farness(network: Any, weighted: bool) -> Mapping[int, float]:
    found = dict.fromkeys(network, 0.0)
    for source in network:
        reached = nx.single_source_dijkstra_path_length(network, source, weight=_length(weighted) or (lambda *_: 1))
        for node in network:
            found[node] += reached.get(node, len(network))
    return found


def _constraint(network: Any, weighted: bool) -> Mapping[int, float]:
    return {
        node: sum(
            nx.local_constraint(network, node, other, _weight(weighted))
            for other in set(nx.all_neighbors(network, node))
        )
        if network.degree(node)
        else np.nan
        for node in network
    }


def _effective_size(network: Any, weighted: bool) -> Mapping[int, float]:
    if not network.is_directed() and not weighted:
        return dict(nx.effective_size(network, nodes=list(network)))
    # By Burt's formula: of all nodes at once NetworkX 3.6 divides by the greatest weight of the wrong node, and node
    # by node it takes one with ties inwards only for isolated.
    one_way = nx.to_numpy_array(network, weight=_weight(weighted)) if len(network) else np.zeros((0, 0))
    mutual = one_way + one_way.T
    found = {}
    for node in network:
        around = np.flatnonzero(mutual[node])
        share = mutual[node] / max(mutual[node].sum(), 1e-300)
        found[node] = (
            sum(1 - share @ (mutual[other] / mutual[other].max()) for other in around) if len(around) else np.nan
        )
    return found


def _sides(directed: str) -> Oracle:
    def degree(network: Any, weighted: bool) -> Mapping[int, float]:
        return dict(getattr(network, directed if network.is_directed() else "degree")())

    return degree


def _strength(side: str) -> Oracle:
    def strength(network: Any, weighted: bool) -> Mapping[int, float]:
        return dict(getattr(network, side if network.is_directed() else "degree")(weight="weight"))

    return strength


#: The obvious way to each measure. Eigenvector centrality has tests of its own.
ORACLES: dict[str, Oracle] = {
    "degree": _sides("degree"),
    "in_degree": _sides("in_degree"),
    "out_degree": _sides("out_degree"),
    "degree_centrality": lambda g, w: nx.degree_centrality(g),
    "strength": _strength("degree"),
    "in_strength": _strength("in_degree"),
    "out_strength": _strength("out_degree"),
    "closeness": lambda g, w: nx.closeness_centrality(g, distance=_length(w)),
    "closeness_percent": lambda g, w: {n: 100 * (len(g) - 1) / f if f else 0.0 for n, f in _farness(g, w).items()},
    "farness": _farness,
    "harmonic": lambda g, w: nx.harmonic_centrality(g, distance=_length(w)),
    "betweenness": lambda g, w: nx.betweenness_centrality(g, weight=_length(w)),
    "betweenness_raw": lambda g, w: nx.betweenness_centrality(g, weight=_length(w), normalized=False),
    "betweenness_percent": lambda g, w: {
        n: 100 * v for n, v in nx.betweenness_centrality(g, weight=_length(w)).items()
    },
    "pagerank": lambda g, w: nx.pagerank(g, tol=1e-15, max_iter=10_000) if len(g) else {},
    "core": lambda g, w: nx.core_number(g),
    "clustering": lambda g, w: nx.clustering(g, weight=_weight(w)) if len(g) else {},
    "constraint": _constraint,
    "effective_size": _effective_size,
}


def check(name: str, graph: SimpleGraph, weighted: bool) -> None:
    found = MEASURES[name].compute(graph, weighted)
    expected = ORACLES[name](oracle_of(graph), weighted)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, [float(expected[node]) for node in range(graph.order)], rtol=1e-9, atol=1e-12)


def test_every_measure_has_an_oracle() -> None:
    assert {*ORACLES, "eigenvector"} == set(MEASURES)
    assert all(measure.name == name and measure.citation for name, measure in MEASURES.items())


@pytest.mark.parametrize("name", sorted(ORACLES))
@settings(max_examples=60, deadline=None)
@given(graph=graphs(), weighted=st.booleans())
def test_random_graphs(name: str, graph: SimpleGraph, weighted: bool) -> None:
    check(name, graph, weighted)


PUBLISHED = {
    "karate": nx.karate_club_graph(),
    "families": nx.florentine_families_graph(),
    "women": nx.davis_southern_women_graph(),
    "miserables": nx.les_miserables_graph(),
    "krackhardt": nx.krackhardt_kite_graph(),
    "directed": nx.gnp_random_graph(60, 0.05, seed=3, directed=True),
    "sparse": nx.gnp_random_graph(120, 0.012, seed=4),
    "long": nx.path_graph(90),
    "tree": nx.balanced_tree(3, 4),
}


@pytest.mark.parametrize("network", sorted(PUBLISHED))
@pytest.mark.parametrize("name", sorted(ORACLES))
@pytest.mark.parametrize("weighted", [False, True])
def test_published_graphs(name: str, network: str, weighted: bool) -> None:
    graph = published(PUBLISHED[network])
    check(name, graph, weighted)


def test_printed_digits_of_the_kite() -> None:
    """Krackhardt's kite, Adm. Sci. Q. 35, 342 (1990), as in its published tables: degree, closeness, betweenness."""
    graph = published(PUBLISHED["krackhardt"])
    assert MEASURES["degree"].compute(graph).tolist() == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    printed = [f"{value:.3f}" for value in MEASURES["closeness"].compute(graph)]
    assert printed == ["0.529", "0.529", "0.500", "0.600", "0.500", "0.643", "0.643", "0.600", "0.429", "0.310"]
    raw = [f"{value:.3f}" for value in MEASURES["betweenness_raw"].compute(graph)]
    assert raw == ["0.833", "0.833", "0.000", "3.667", "0.000", "8.333", "8.333", "14.000", "8.000", "0.000"]
    assert MEASURES["farness"].compute(graph).tolist() == [17, 17, 18, 15, 18, 14, 14, 15, 21, 29]


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_no_node_and_one_node(name: str) -> None:
    assert MEASURES[name].compute(graph_of(0, [])).shape == (0,)
    assert MEASURES[name].compute(graph_of(1, [])).shape == (1,)
