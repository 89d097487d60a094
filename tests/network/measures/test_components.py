"""Components, articulation points and bridges against NetworkX."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from contrared.network import SimpleGraph
from contrared.network.measures import components, cut_points, undirected
from tests.network.measures.graphs import graphs, oracle_of


@settings(deadline=None)
@given(graphs(12))
def test_components_largest_first(graph: SimpleGraph) -> None:
    other = oracle_of(graph)
    for strong in (False, True) if graph.directed else (False,):
        if graph.directed:
            parts = (nx.strongly_connected_components if strong else nx.weakly_connected_components)(other)
        else:
            parts = nx.connected_components(other)
        expected = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
        found = components(graph, strong=strong)
        assert [np.flatnonzero(found.labels == place).tolist() for place in range(len(found.sizes))] == expected
        assert list(found.sizes) == [len(part) for part in expected]


@settings(deadline=None)
@given(graphs(12))
def test_cut_points(graph: SimpleGraph) -> None:
    other = oracle_of(graph).to_undirected()
    found = cut_points(graph)
    assert list(found.nodes) == sorted(nx.articulation_points(other))
    assert list(found.edges) == sorted((min(edge), max(edge)) for edge in nx.bridges(other))


@given(graphs())
def test_direction_forgotten(graph: SimpleGraph) -> None:
    found = undirected(graph)
    assert not found.directed
    assert found.weight.sum() == pytest.approx(graph.weight.sum())
    pairs = {(min(a, b), max(a, b)) for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True)}
    assert list(zip(found.source.tolist(), found.target.tolist(), strict=True)) == sorted(pairs)
