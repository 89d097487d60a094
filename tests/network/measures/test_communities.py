"""Leiden of arrays and of edges, modularity and agreement against obvious references, stability over runs."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pyarrow.csv as csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import NetworkError, SimpleGraph
from contrared.network.finding import canonical_json
from contrared.network.measures import (
    adjusted_rand,
    communities,
    modularity,
    mutual_information,
    stable_communities,
)
from tests.conftest import SHARED
from tests.network.measures.graphs import graph_of, graphs, oracle_of, published

INFINITO = SHARED / "networks" / "esbm_infinito"
LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=25)


@settings(deadline=None)
@given(graphs(), st.data())
def test_modularity_as_networkx(graph: SimpleGraph, data: st.DataObject) -> None:
    if not graph.size:
        return
    labels = np.array([data.draw(st.integers(0, 2)) for _ in range(graph.order)], np.int32)
    parts = [part for part in (set(np.flatnonzero(labels == label).tolist()) for label in range(3)) if part]
    assert modularity(graph, labels) == pytest.approx(nx.community.modularity(oracle_of(graph), parts), abs=1e-12)


@given(LABELS)
def test_agreement_by_counting_pairs_and_probabilities(drawn: list[tuple[int, int]]) -> None:
    one, two = (np.array(side, np.int32) for side in zip(*drawn, strict=True))
    n = len(drawn)
    pairs = [(one[i] == one[j], two[i] == two[j]) for i in range(n) for j in range(i)]
    both, first, second = sum(a and b for a, b in pairs), sum(a for a, _ in pairs), sum(b for _, b in pairs)
    expected = first * second / len(pairs)
    if (first + second) / 2 != expected:
        assert adjusted_rand(one, two) == pytest.approx((both - expected) / ((first + second) / 2 - expected))
    joint = {pair: drawn.count(pair) / n for pair in set(drawn)}
    left = {a: sum(p for (x, _), p in joint.items() if x == a) for a, _ in joint}
    right = {b: sum(p for (_, x), p in joint.items() if x == b) for _, b in joint}
    shared = sum(p * np.log(p / left[a] / right[b]) for (a, b), p in joint.items())
    entropy = -sum(p * np.log(p) for side in (left, right) for p in side.values())
    assert mutual_information(one, two) == pytest.approx(2 * shared / entropy if entropy > 1e-12 else 1.0, abs=1e-9)
    assert mutual_information(one, one) == adjusted_rand(one, one) == 1.0


@settings(deadline=None, max_examples=40)
@given(graphs(), st.integers(1, 99))
def test_every_node_in_one_community_and_again_alike(graph: SimpleGraph, seed: int) -> None:
    found = communities(graph, seed=seed)
    assert sorted(node for group in found.groups for node in group) == graph.ids.to_pylist()
    assert communities(graph, seed=seed) == found
    assert [(-len(group), group) for group in found.groups] == sorted((-len(g), g) for g in found.groups)


def test_the_seed_changes_the_order_of_visits() -> None:
    graph = published(nx.gnp_random_graph(400, 0.02, seed=1))
    assert len({communities(graph, seed=seed).groups for seed in range(5)}) > 1


def test_a_look_with_two_threads_says_that_it_cannot_be_repeated() -> None:
    karate = published(nx.karate_club_graph())
    looked = communities(karate, threads=2)
    assert dict(looked.method.params)["repeatable"] == "no: the order of moves depends on timing"
    assert "repeatable" not in dict(communities(karate).method.params)


def test_cliques_hold_in_every_run_and_what_lies_between_does_not() -> None:
    """Two cliques of five, one node tied once to each, and a node alone."""
    cliques = [(a + c, b + c, 1.0) for c in (0, 5) for a in range(5) for b in range(a)]
    graph = graph_of(12, [*cliques, (10, 0, 1.0), (10, 5, 1.0)])
    found = stable_communities(graph, runs=12)
    assert [len(group) for group in found.communities.groups] == [6, 5, 1]
    member = dict(zip(graph.ids.to_pylist(), found.membership, strict=True))
    assert member["n000011"] == 1.0
    assert found.membership[10] <= min(found.membership[:10])
    assert min(found.held) > 0.5
    assert canonical_json(found) == canonical_json(stable_communities(graph, runs=12))


def test_doubtful_ties_make_communities_less_stable() -> None:
    karate = published(nx.karate_club_graph())
    doubtful = replace(karate, probability=np.full(karate.size, 0.5))
    sure = stable_communities(karate, runs=8, worlds=True)
    doubted = stable_communities(doubtful, runs=8, worlds=True)
    assert doubted.adjusted_rand < sure.adjusted_rand
    assert len(sure.modularities) == 8
    with pytest.raises(NetworkError, match="at least 2"):
        stable_communities(karate, runs=1)


@pytest.mark.skipif(not INFINITO.exists(), reason="shared data are not here")
def test_locali_of_infinito_are_found() -> None:
    """Meetings of the 'Ndrangheta in Operazione Infinito: communities beside the locale each attendant belongs to."""
    nodes, edges = (csv.read_csv(INFINITO / name).to_pydict() for name in ("nodes.csv", "edges.csv"))
    head, tail, *_ = edges
    names = next(iter(nodes.values()))
    number = {name: place for place, name in enumerate(names)}
    graph = graph_of(len(names), [(number[a], number[b], 1.0) for a, b in zip(edges[head], edges[tail], strict=True)])
    found = stable_communities(graph, runs=20)
    place = found.communities.of()
    labels = np.array([place[name] for name in graph.ids.to_pylist()], np.int32)
    locali = sorted(set(nodes["locale"]))
    truth = np.array([locali.index(name) for name in nodes["locale"]], np.int32)
    assert mutual_information(labels, truth) > 0.6
