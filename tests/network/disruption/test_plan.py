from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network.disruption import example
from contrared.network.disruption.plan import Plan, plan
from contrared.network.treatment import NetworkError

from . import oracle
from .test_key_players import NETWORKS, NOBODY, ONE_WAY, networks

PATH = example.graph(["a b", "b c", "c d", "d e"])


def broken(net: nx.Graph, goal: str, chosen: tuple[str, ...]) -> float:
    """Share of all pairs that is lost, removed persons' pairs included."""
    n, left = len(net), len(net) - len(chosen)
    return 1 - (1 - oracle.value(net, goal, chosen)) * left * (left - 1) / (n * (n - 1))


def test_without_costs_the_plan_is_the_key_players_in_the_order_in_which_each_adds_most() -> None:
    found = plan(PATH, 2, objective="fragmentation")
    assert found.nodes == ("b", "d")
    assert (found.value, found.cost, found.optimal) == (1.0, 2.0, True)
    assert "nothing yet of what happens afterwards" in found.caution
    assert found.table().rows[-1][2:] == ("2", "1.000000", "0.000000")


@pytest.mark.parametrize("goal", ["fragmentation", "distance_fragmentation"])
@given(net=networks(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_with_costs_it_is_affordable_consistent_and_near_the_best(
    net: nx.Graph, data: st.DataObject, goal: str
) -> None:
    names = sorted(net)
    costs = {node: data.draw(st.sampled_from([0.5, 1.0, 2.0, 3.5])) for node in names}
    budget = data.draw(st.sampled_from([3.5, 5.0]))
    hidden = names[0]
    found = plan(oracle.read(net), budget, costs, goal, protected=[hidden])  # type: ignore[arg-type]
    assert hidden not in found.nodes
    assert hidden not in found.as_json()
    assert found.cost == pytest.approx(sum(costs[node] for node in found.nodes))
    assert found.cost <= budget + 1e-9
    assert len(net) - len(found.nodes) >= 2
    assert found.value == pytest.approx(oracle.value(net, goal, found.nodes), abs=1e-9)
    assert found.broken == pytest.approx(broken(net, goal, found.nodes), abs=1e-9)
    affordable = [
        members
        for k in range(1, len(net) - 1)
        for members in combinations(names[1:], k)
        if sum(costs[node] for node in members) <= budget
    ]
    best = max(broken(net, goal, members) for members in affordable)
    assert found.broken <= best + 1e-9
    assert found.broken >= max(broken(net, goal, (node,)) for node in names[1:] if costs[node] <= budget) - 1e-9


def test_a_dear_centre_is_passed_by() -> None:
    assert plan(PATH, 2, {"c": 3}).nodes == ("b", "d")
    assert plan(PATH, 1, {"b": 2, "d": 2}).nodes == ("c",)


@pytest.mark.parametrize(
    ("graph", "budget", "costs", "options", "said"),
    [
        (PATH, 0, None, {}, "below the cheapest node, which costs 1"),
        (PATH, 1, {"a": 2, "b": 2, "c": 2, "d": 2, "e": 2}, {}, "below the cheapest node, which costs 2"),
        (PATH, float("nan"), None, {}, "budget is nan"),
        (PATH, 9, None, {}, "has 5 nodes"),
        (PATH, 2, {"x": 1}, {}, "given for 'x'"),
        (PATH, 2, {"a": 0}, {}, "must be above 0"),
        (PATH, 2, {"a": float("inf")}, {}, "must be above 0"),
        (PATH, 2, None, {"protected": list("abcde")}, "no node of this network may be named"),
        (PATH, 2, None, {"objective": "m_reach"}, "cannot be planned"),
        (ONE_WAY, 1, {"a": 1}, {}, "read this one undirected"),
        (NOBODY, 1, {}, {}, "no nodes"),
    ],
)
def test_what_cannot_be_planned(
    graph: object, budget: float, costs: dict[str, float] | None, options: dict[str, object], said: str
) -> None:
    with pytest.raises(NetworkError, match=said):
        plan(graph, budget, costs, **options)  # type: ignore[arg-type]


def test_the_same_again() -> None:
    graph = oracle.read(NETWORKS["karate"])
    costs = {node: 1.0 + 0.5 * (place % 3) for place, node in enumerate(sorted(NETWORKS["karate"]))}
    first, second = (plan(graph, 6, costs, "fragmentation") for _ in range(2))
    assert isinstance(first, Plan)
    assert first.as_json() == second.as_json()
