from __future__ import annotations

import csv

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network.disruption import example, keyplayers
from contrared.network.disruption.balls import UNREACHED, distances
from contrared.network.disruption.influence import collective_influence
from contrared.network.disruption.keyplayers import key_players
from contrared.network.disruption.objective import GOALS, Goal, objective
from contrared.network.simple import SimpleGraph, simple
from contrared.network.treatment import NetworkError

from ...conftest import SHARED
from . import oracle


def named(net: nx.Graph) -> nx.Graph:
    """Without lone nodes, which an edge list does not have, and with names whose order is that of their numbers."""
    net = net.subgraph([node for node in net if net.degree[node]])
    return nx.relabel_nodes(net, {node: f"n{node:03d}" for node in net})


NETWORKS = {
    "krackhardt's kite": named(nx.krackhardt_kite_graph()),
    "karate": named(nx.karate_club_graph()),
    "two cliques and a bridge": named(nx.barbell_graph(5, 1)),
    "ring": named(nx.cycle_graph(8)),
    "in pieces": named(nx.disjoint_union_all([nx.path_graph(5), nx.star_graph(4), nx.complete_graph(3)])),
    "sparse": named(nx.gnm_random_graph(14, 15, seed=4)),
}


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph:
    order = draw(st.integers(4, 9))
    pairs = [(u, v) for u in range(order) for v in range(u)]
    net = nx.Graph(draw(st.lists(st.sampled_from(pairs), min_size=3, max_size=len(pairs), unique=True)))
    return named(net)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("name", sorted(NETWORKS))
@pytest.mark.slow
def test_exact_is_the_best_of_all_sets_with_every_tie(name: str, k: int, goal: Goal) -> None:
    net = NETWORKS[name]
    top, sets = oracle.best(net, goal, k, sorted(net))
    found = key_players(oracle.read(net), k, goal, method="exact")
    assert found.value == pytest.approx(top, abs=1e-9)
    assert found.nodes == sets[0]
    assert found.others_count == len(sets) - 1
    assert found.others == tuple(sets[1:21])
    assert found.optimal
    assert found.others_complete


@given(networks(), st.sampled_from(GOALS), st.data())
@settings(max_examples=150, deadline=None)
def test_extension_is_the_value_of_the_set(net: nx.Graph, goal: Goal, data: st.DataObject) -> None:
    graph = oracle.read(net)
    names = graph.ids.to_pylist()
    size = data.draw(st.integers(0, graph.order - 2))
    base = data.draw(st.permutations(range(graph.order)))[:size]
    rest = np.array(sorted(set(range(graph.order)) - set(base)), np.intp)
    measure = objective(graph, goal, np.arange(graph.order), 2)
    empty = "reach" in goal and not base
    wanted_base = 0.0 if empty else oracle.value(net, goal, [names[i] for i in base])
    assert measure.value(base) == pytest.approx(wanted_base, abs=1e-9)
    if graph.order - size > 2:
        wanted = [oracle.value(net, goal, [names[i] for i in (*base, v)]) for v in rest.tolist()]
        assert measure.extend(base, rest) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_greedy_is_never_better_than_the_best_and_keeps_its_promises(name: str, goal: Goal) -> None:
    graph = oracle.read(NETWORKS[name])
    best = key_players(graph, 2, goal, method="exact")
    found = key_players(graph, 2, goal, method="greedy")
    assert found.value <= best.value <= found.bound
    assert found.value == pytest.approx(oracle.value(NETWORKS[name], goal, found.nodes), abs=1e-9)
    if "reach" in goal:
        assert found.value >= (1 - 1 / np.e) * best.value
    if found.optimal:
        assert found.value == best.value
    for other in found.others:
        assert oracle.value(NETWORKS[name], goal, other) == pytest.approx(found.value, abs=1e-9)
    assert found.value == best.value, "with exchanges and restarts these small ones are solved"


def test_by_hand() -> None:
    """A path of five: without the middle two pairs of two are left, 2 of 6 pairs; without nobody all pairs."""
    path = example.graph(["a b", "b c", "c d", "d e"])
    found = key_players(path, 1, "fragmentation")
    assert (found.nodes, found.value, found.before) == (("c",), round(1 - 2 / 6, 12), 0.0)
    found = key_players(path, 1, "distance_fragmentation")
    assert (found.nodes, found.value) == (("c",), round(1 - 2 / 6, 12))
    assert found.before == pytest.approx(1 - (4 + 3 / 2 + 2 / 3 + 1 / 4) / 10)
    assert key_players(path, 1, "distance_reach").value == pytest.approx((1 + 1 + 1 + 0.5 + 0.5) / 5)
    assert key_players(path, 1, "m_reach", m=1).value == pytest.approx(3 / 5)
    assert key_players(path, 1, "m_reach", m=2).nodes == ("c",)


def test_equal_sets_are_told() -> None:
    ring = oracle.read(NETWORKS["ring"])
    found = key_players(ring, 1)
    assert found.others_count == 7
    assert "7 other sets" in found.caution
    assert "nothing yet of what happens afterwards" in found.caution
    assert len(found.table().rows) == 8


def test_protected_persons_are_in_no_set() -> None:
    net = NETWORKS["karate"]
    hidden = ["n000", "n033", "n032"]
    top, sets = oracle.best(net, "fragmentation", 2, sorted(set(net) - set(hidden)))
    for method in ("exact", "greedy"):
        found = key_players(oracle.read(net), 2, method=method, protected=[*hidden, "nobody"])
        assert not {node for members in (found.nodes, *found.others) for node in members} & set(hidden)
        assert not any(node in found.as_json() for node in hidden)
        assert found.value == pytest.approx(top, abs=1e-9)
    assert found.nodes == sets[0]


def test_same_answer_again_and_whatever_the_order_of_the_input() -> None:
    net = NETWORKS["karate"]
    ties = [f"{u} {v}" for u, v in net.edges]
    first = key_players(example.graph(ties), 4, "distance_fragmentation", method="greedy").as_json()
    assert key_players(example.graph(ties[::-1]), 4, "distance_fragmentation", method="greedy").as_json() == first


STAR = example.graph(["a b", "a c", "a d"])
ONE_WAY = simple(example.network(["a b", "b c"]), directed=True)
NOBODY = SimpleGraph(STAR.ids[:0], STAR.source[:0], STAR.target[:0], STAR.weight[:0], STAR.probability[:0])


@pytest.mark.parametrize(
    ("graph", "k", "options", "said"),
    [
        (STAR, 0, {}, "at least one key player"),
        (STAR, 5, {}, "this network has 4 nodes"),
        (STAR, 4, {}, "leaves nothing to fragment"),
        (STAR, 3, {"objective": "distance_fragmentation"}, "leaves nothing to fragment"),
        (STAR, 2, {"protected": ["a", "b", "c"]}, "has 1 nodes that may be named"),
        (STAR, 1, {"objective": "m_reach", "m": 0}, "at least one step"),
        (STAR, 1, {"objective": "kingpin"}, "unknown objective"),
        (ONE_WAY, 1, {}, "read this one undirected"),
        (NOBODY, 1, {}, "no nodes"),
    ],
)
def test_what_cannot_be_answered(graph: SimpleGraph, k: int, options: dict[str, object], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        key_players(graph, k, **options)  # type: ignore[arg-type]


def test_too_many_sets_and_too_many_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    karate = oracle.read(NETWORKS["karate"])
    with pytest.raises(NetworkError, match="sets to compare"):
        key_players(karate, 12, method="exact")
    monkeypatch.setitem(keyplayers.LARGEST, "m_reach", 30)
    with pytest.raises(NetworkError, match="take the objective fragmentation"):
        key_players(karate, 1, "m_reach")
    monkeypatch.setitem(keyplayers.WHOLE, "distance_reach", 10)
    monkeypatch.setattr(keyplayers, "CANDIDATES", 5)
    found = key_players(karate, 2, "distance_reach")
    assert not found.optimal
    assert not found.others_complete
    assert ("candidates", "5 by degree") in found.method.params


def test_no_ties_at_all() -> None:
    lone = SimpleGraph(STAR.ids, STAR.source[:0], STAR.target[:0], STAR.weight[:0], STAR.probability[:0])
    found = key_players(lone, 1, "distance_fragmentation")
    assert (found.value, found.before, found.nodes, found.others_count) == (1.0, 1.0, ("a",), 3)
    assert key_players(lone, 2, "distance_reach").value == 0.5


@given(networks())
@settings(max_examples=50, deadline=None)
def test_distances(net: nx.Graph) -> None:
    graph = oracle.read(net)
    names = graph.ids.to_pylist()
    lengths = dict(nx.all_pairs_shortest_path_length(net))
    wanted = [[lengths[u].get(v, UNREACHED) for v in names] for u in names]
    assert distances(graph, np.arange(graph.order)).tolist() == wanted


@given(networks(), st.integers(1, 3))
@settings(max_examples=50, deadline=None)
def test_collective_influence(net: nx.Graph, radius: int) -> None:
    wanted = []
    for node in sorted(net):
        edge = [v for v, d in nx.single_source_shortest_path_length(net, node, radius).items() if d == radius]
        wanted.append((net.degree[node] - 1) * sum(net.degree[v] - 1 for v in edge))
    assert collective_influence(oracle.read(net), radius).tolist() == wanted


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
def test_infinito_falls_apart_where_a_greedy_start_alone_does_not_see_it() -> None:
    with (SHARED / "networks/esbm_infinito/edges.csv").open() as file:
        graph = example.graph([f"{row['source']} {row['target']}" for row in csv.DictReader(file)])
    found = key_players(graph, 5, "distance_fragmentation")
    assert found.nodes == ("17", "21", "3", "40", "57")
    assert key_players(graph, 5, "fragmentation").nodes == found.nodes
    assert found.value == pytest.approx(0.594179, abs=1e-6)
