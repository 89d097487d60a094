"""Graph, components and communities against NetworkX, and the same under any order."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import Edge, Graph, Layer, communities

NODES = [f"n{i:02}" for i in range(12)]
EDGES = st.lists(
    st.builds(
        lambda pair, layer, weight, number: Edge(*sorted(pair), layer, "", (f"s{number}",), weight=weight),
        st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True),
        st.sampled_from(list(Layer)),
        st.sampled_from([1.0, 0.5, 0.25]),
        st.integers(0, 999),
    ),
    max_size=30,
    unique_by=lambda edge: edge.key,
)


def oracle(graph: Graph) -> networkx.Graph:
    other = networkx.Graph()
    other.add_nodes_from(graph.nodes)
    other.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    return other


@given(EDGES)
@settings(max_examples=60, deadline=None)
def test_components_and_degrees_are_those_of_networkx(edges: list[Edge]) -> None:
    graph = Graph.of(edges, nodes=NODES)
    other = oracle(graph)
    found = graph.components()
    assert {frozenset(part) for part in found} == {frozenset(part) for part in networkx.connected_components(other)}
    assert list(found) == sorted(found, key=lambda part: (-len(part), part))
    assert graph.degrees().tolist() == [other.degree(node) for node in graph.nodes]
    for place, node in enumerate(graph.nodes):
        assert [graph.nodes[n] for n in graph.neighbours(place)] == sorted(other.neighbors(node))


@given(EDGES, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_matrix_is_symmetric_and_no_order_matters(edges: list[Edge], random: object) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    left, right = Graph.of(edges), Graph.of(shuffled)
    assert (left.nodes, left.edges) == (right.nodes, right.edges)
    assert np.array_equal(left.matrix.toarray(), right.matrix.toarray())
    assert np.array_equal(left.matrix.toarray(), left.matrix.toarray().T)
    if left.edges:
        assert left.matrix.sum() == pytest.approx(2 * sum(edge.weight for edge in left.edges))


def test_an_empty_graph() -> None:
    graph = Graph.of([])
    assert graph.components() == ()
    assert communities(graph).groups == ()


def test_layers_can_be_chosen() -> None:
    edges = [Edge("a", "b", Layer.REMARK, "", ("s1",)), Edge("b", "c", Layer.LINKED_TO, "", ("s2",))]
    assert Graph.of(edges, layers={Layer.LINKED_TO}).nodes == ("b", "c")


def cliques() -> list[Edge]:
    """Three cliques of five in a ring."""
    edges = []
    for clique in range(3):
        names = [f"c{clique}{i}" for i in range(5)]
        edges += [Edge(a, b, Layer.LINKED_TO, "", (a + b,)) for a in names for b in names if a < b]
    ring = (("c00", "c10"), ("c10", "c20"), ("c00", "c20"))
    return edges + [Edge(a, b, Layer.REMARK, "", (a + b,)) for a, b in ring]


def test_communities_of_cliques() -> None:
    found = communities(Graph.of(cliques()), seed=7)
    assert found.groups == tuple(tuple(f"c{clique}{i}" for i in range(5)) for clique in range(3))
    assert found.of()["c14"] == 1
    assert found.method.seed == 7
    assert {name for name, _ in found.method.versions} == {"networkit", "numpy", "scipy"}
    partition = [set(group) for group in found.groups]
    other = networkx.community.modularity(oracle(Graph.of(cliques())), partition)
    assert found.modularity == pytest.approx(other, abs=1e-6)


@given(EDGES, st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_communities_divide_the_nodes_within_components_and_again_alike(edges: list[Edge], seed: int) -> None:
    graph = Graph.of(edges, nodes=NODES)
    found = communities(graph, seed=seed)
    assert sorted(node for group in found.groups for node in group) == sorted(NODES)
    parts = [set(part) for part in graph.components()]
    assert all(any(set(group) <= part for part in parts) for group in found.groups)
    assert communities(Graph.of(edges[::-1], nodes=NODES), seed=seed) == found
