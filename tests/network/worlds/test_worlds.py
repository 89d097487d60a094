"""Worlds: what is drawn, how often, where unseen ties fall, and their measures against NetworkX."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import NetworkError, SimpleGraph
from contrared.network.measures.measure import MEASURES
from contrared.network.worlds import unseen
from contrared.network.worlds.draw import Model, without_edges, world_of
from contrared.network.worlds.kernels import betweenness, closeness, degrees, measured
from contrared.network.worlds.unseen import Unseen
from tests.network.worlds.graphs import edges_of, graph, graphs, oracle


@settings(deadline=None)
@given(graphs())
def test_every_world_is_measured_as_networkx_would(recorded: SimpleGraph) -> None:
    batch = Model(recorded, seed=3).batch(0, 4)
    found = {"d": degrees(batch), "c": closeness(batch), "b": betweenness(batch)}
    for number in range(4):
        there = oracle(world_of(batch, number, recorded))
        nodes = range(recorded.order)
        assert found["d"][number].tolist() == [there.degree(node) for node in nodes]
        near, between = nx.closeness_centrality(there), nx.betweenness_centrality(there)
        np.testing.assert_allclose(found["c"][number], [near[node] for node in nodes], rtol=1e-13)
        np.testing.assert_allclose(found["b"][number], [between[node] for node in nodes], rtol=1e-11, atol=1e-14)


def test_many_nodes_take_several_words_and_long_paths_many_steps() -> None:
    path = graph(200, [(i, i + 1) for i in range(199)])
    found = closeness(without_edges(path, np.zeros((2, 199), bool)))
    expected = nx.closeness_centrality(oracle(path))
    np.testing.assert_allclose(found, [[expected[i] for i in range(200)]] * 2, rtol=1e-13)


@settings(deadline=None, max_examples=30)
@given(graphs(), st.integers(0, 5))
def test_a_world_depends_on_the_seed_and_its_number_only(recorded: SimpleGraph, seed: int) -> None:
    model = Model(recorded, seed=seed)
    whole = model.batch(0, 6)
    parts = [model.batch(0, 1), model.batch(1, 4), model.batch(4, 6)]
    apart = [edges_of(part, number) for part in parts for number in range(len(part))]
    assert [edges_of(whole, number) for number in range(6)] == apart
    for name in ("degree", "closeness", "betweenness"):
        joined = np.concatenate([measured(part, name, recorded) for part in parts])
        assert np.array_equal(measured(whole, name, recorded), joined)


def test_ties_exist_as_often_as_their_probability_says_and_as_many_are_unseen_as_wrong() -> None:
    ring = [(i, (i + 1) % 12) for i in range(12)]
    sure = [0.1 if edge[0] % 2 else 0.8 for edge in ring]
    recorded = graph(12, ring, sure)
    batch = Model(recorded, seed=5).batch(0, 4000)
    counted = Counter(edge for world in range(4000) for edge in edges_of(batch, world))
    known = dict(
        zip(zip(recorded.source.tolist(), recorded.target.tolist(), strict=True), recorded.probability, strict=True)
    )
    for edge, probability in known.items():
        assert counted[edge] / 4000 == pytest.approx(probability, abs=0.03)
    new = sum(count for edge, count in counted.items() if edge not in known) / 4000
    assert new == pytest.approx(sum(1 - p for p in sure), rel=0.03)
    for world in range(50):
        edges = edges_of(batch, world)
        assert len(set(edges)) == len(edges)
        assert all(first < second for first, second in edges)


def test_nothing_uncertain_leaves_one_world() -> None:
    model = Model(graph(4, [(0, 1), (1, 2)], 1.0))
    assert model.certain
    assert edges_of(model.batch(7, 8), 0) == [(0, 1), (1, 2)]
    assert not Model(graph(4, [(0, 1)], 1.0), missing=0.5).certain
    assert not Model(graph(4, [(0, 1)])).certain
    assert Model(graph(4, [(0, 1)]), unstated=1.0).certain


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("listed", [True, False])
def test_unseen_ties_fall_where_the_weight_says(listed: bool, directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen, "LISTED", 1_000 if listed else 0)
    edges = [(0, 1), (0, 2), (0, 3), (1, 2), (3, 4), (5, 6)]
    recorded = graph(8, edges, directed=directed)
    there = oracle(recorded)
    either = there.to_undirected() if directed else there

    def weight(a: int, b: int) -> float:
        out = there.out_degree(a) if directed else there.degree(a)
        into = there.in_degree(b) if directed else there.degree(b)
        return (out + 1) * (into + 1) * (1 + len(set(either[a]) & set(either[b])))

    pairs = [(a, b) for a in range(8) for b in range(8) if (a != b if directed else a < b) and not there.has_edge(a, b)]
    total = sum(weight(*pair) for pair in pairs)
    generator = np.random.default_rng(1)
    drawer, runs = Unseen(recorded), 6000
    assert drawer.pairs == len(pairs)
    counted = Counter((int(a[0]), int(b[0])) for a, b in (drawer.draw(1, generator) for _ in range(runs)))
    assert set(counted) <= set(pairs)
    for pair in pairs:
        expected = weight(*pair) / total
        assert counted[pair] / runs == pytest.approx(expected, abs=4 * (expected / runs) ** 0.5)


@pytest.mark.parametrize("listed", [True, False])
def test_all_pairs_and_no_pairs(listed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen, "LISTED", 1_000 if listed else 0)
    complete = graph(5, [(a, b) for a in range(5) for b in range(a)])
    assert Unseen(complete).pairs == 0
    assert not len(Unseen(complete).draw(3, np.random.default_rng(1))[0])
    assert Model(complete).unseen == 0.0
    first, second = Unseen(graph(4, [(0, 1)])).draw(99, np.random.default_rng(1))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert not len(Unseen(graph(0, [])).draw(1, np.random.default_rng(1))[0])
    many = graph(40, [(0, i) for i in range(1, 40)])
    first, second = Unseen(many).draw(600, np.random.default_rng(1))
    assert len(set(zip(first.tolist(), second.tolist(), strict=True))) == 600
    assert first.min() > 0


def test_other_measures_go_world_by_world() -> None:
    recorded = graph(6, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5)], 0.5)
    batch = Model(recorded).batch(0, 5)
    for name in ("clustering", "core", "pagerank"):
        expected = [MEASURES[name].compute(world_of(batch, number, recorded), False) for number in range(5)]
        assert np.array_equal(measured(batch, name, recorded), np.array(expected), equal_nan=True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"unstated": 0.0}, "in \\(0, 1\\]"),
        ({"unstated": 1.1}, "1.1"),
        ({"missing": -0.1}, "0 or more"),
        ({"seed": -1}, "seed"),
    ],
)
def test_parameters_out_of_range_are_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        Model(graph(3, [(0, 1)]), **wrong)  # type: ignore[arg-type]
