"""Eigenvector centrality where NetworkX has one answer, and what is decided where it has none."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contrared.network import SimpleGraph
from contrared.network.measures import MEASURES
from tests.network.measures.graphs import graph_of, graphs, oracle_of, published

eigenvector = MEASURES["eigenvector"].compute


@settings(max_examples=150, deadline=None)
@given(drawn=graphs(), weighted=st.booleans())
def test_connected_graphs_as_networkx(drawn: SimpleGraph, weighted: bool) -> None:
    assume(drawn.order > 2)
    ring = [(place, (place + 1) % drawn.order, 2.0) for place in range(drawn.order)]
    edges = zip(drawn.source.tolist(), drawn.target.tolist(), drawn.weight.tolist(), strict=True)
    graph = graph_of(drawn.order, [*ring, *edges], drawn.directed)
    other = oracle_of(graph)
    expected = nx.eigenvector_centrality_numpy(other, weight="weight" if weighted else None)
    np.testing.assert_allclose(eigenvector(graph, weighted), list(expected.values()), atol=1e-9)


@pytest.mark.parametrize("network", [nx.karate_club_graph(), nx.les_miserables_graph()])
def test_published_graphs(network: nx.Graph) -> None:
    graph = published(network)
    expected = nx.eigenvector_centrality_numpy(oracle_of(graph))
    np.testing.assert_allclose(eigenvector(graph), list(expected.values()), atol=1e-8)


def test_a_long_chain_as_its_sines() -> None:
    """The leading vector of a path is sin(pi i / (n + 1)): close eigenvalues, where NetworkX does not converge."""
    expected = np.sin(np.pi * np.arange(1, 401) / 401)
    found = eigenvector(published(nx.path_graph(400)))
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-8)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_disconnected_graphs_as_power_iteration_tends_to(graph: SimpleGraph) -> None:
    assume(not graph.directed and graph.order)
    matrix = graph.out.toarray().astype(float) + np.eye(graph.order)
    tended = np.linalg.matrix_power(matrix / np.linalg.norm(matrix, 2), 4096) @ np.ones(graph.order)
    found = eigenvector(graph)
    assert (found >= 0).all()
    assert np.square(found).sum() == pytest.approx(1)
    np.testing.assert_allclose(found, tended / np.linalg.norm(tended), atol=1e-6)


def test_what_a_cycle_leads_to_follows_it() -> None:
    """0 and 1 point at each other, 1 at 2, 2 at 3; 4 points at 0."""
    edges = [(0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (2, 3, 1.0), (4, 0, 1.0)]
    assert eigenvector(graph_of(5, edges, True)).tolist() == [0.5, 0.5, 0.5, 0.5, 0.0]


def test_no_answer_without_a_cycle_or_with_two() -> None:
    assert np.isnan(eigenvector(graph_of(3, [(0, 1, 1.0), (1, 2, 1.0)], True))).all()
    two = [(0, 1, 1.0), (1, 0, 1.0), (2, 3, 1.0), (3, 2, 1.0)]
    assert np.isnan(eigenvector(graph_of(4, two, True))).all()
