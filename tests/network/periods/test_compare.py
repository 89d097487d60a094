"""Two networks compared: differences, intervals, brokers, groups, roles."""

from __future__ import annotations

import json
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import NetworkError, SimpleGraph, canonical_json, simple
from contrared.network.measures.communities import communities
from contrared.network.periods import compare
from contrared.network.periods.matched import matched
from contrared.network.periods.shape import centralisation, reciprocity, shape_of
from tests.network.worlds.graphs import Edge, graph, graphs, network, oracle

CLIQUES = [*combinations(range(4), 2), *combinations(range(4, 8), 2)]


def ties(edges: list[Edge], probability: float | None = None) -> list[dict[str, object]]:
    return [{"source": a, "target": b, "probability": probability} for a, b in edges]


def test_nothing_changes_between_a_network_and_itself() -> None:
    one = network(9, ties([*CLIQUES, (3, 4)], 0.9))
    found = compare(one, one, samples=60)
    assert (found.nodes_came, found.nodes_went, found.ties_came, found.ties_went) == ((), (), (), ())
    assert not any(moved.real or any(change.real for change in moved.changes) for moved in found.moved)
    assert found.emerging == found.roles == ()
    assert all(match.jaccard == 1.0 for match in found.groups)
    assert found.earlier == found.later


def test_a_broker_who_emerges_and_the_change_that_is_more_than_the_interval() -> None:
    earlier = network(9, ties([*CLIQUES, (3, 4)], 1.0))
    later = network(9, ties([*CLIQUES, (0, 8), (8, 5), (0, 5)], 1.0))
    found = compare(earlier, later, samples=20, top=3, measures=("degree",))
    assert found.nodes_came == ()
    assert found.ties_came == (("n000", "n005"), ("n000", "n008"), ("n005", "n008"))
    assert found.ties_went == (("n003", "n004"),)
    assert [(one.id, one.earlier, one.later, one.probability) for one in found.emerging] == [
        ("n000", 3, 1, 1.0),
        ("n005", 3, 1, 1.0),
    ]
    moved = {one.id: one for one in found.moved}
    degree = moved["n003"].changes[0]
    assert (degree.measure, degree.earlier, degree.later, degree.real) == ("degree", 4.0, 3.0, True)
    assert (degree.difference.value, degree.difference.low, degree.difference.high) == (-1.0, -1.0, -1.0)
    assert not moved["n001"].changes[0].real
    assert {one.id for one in found.moved[:4]} == {"n000", "n003", "n004", "n005"}
    assert found.table({"n000": "Zero"}, limit=4).rows[0][0] == "Zero"
    assert found.brokers().rows[0] == ("n000", "3", "1", "1.00")
    assert {row[0]: row[2] for row in found.shapes().rows}["Ties"] == "15"


def test_the_same_change_on_a_doubtful_record_is_none_and_the_broker_is_not_shown() -> None:
    earlier = network(9, ties([*CLIQUES, (3, 4)], 0.4))
    later = network(9, ties([*CLIQUES, (0, 8), (8, 5), (0, 5)], 0.4))
    found = compare(earlier, later, samples=200, top=3)
    assert found.emerging == ()
    assert not any(moved.real for moved in found.moved)
    for moved in found.moved:
        for change in moved.changes:
            spread = change.difference
            assert spread.low is not None
            assert spread.high is not None
            assert spread.value is not None
            assert spread.low <= spread.value <= spread.high


def test_nodes_of_one_network_only_stand_last_in_the_other() -> None:
    path = [(0, 1), (1, 2), (2, 3), (3, 4)]
    earlier, later = network(4, ties(path[:3], 1.0)), network(5, ties([*path, (4, 0)], 1.0))
    found = compare(earlier, later, samples=5, by="degree", measures=())
    assert found.nodes_came == ("n004",)
    assert {one.id: (one.earlier, one.later) for one in found.moved}["n000"] == (3, 1)
    assert ("n004", None, 1, 1.0) in [(one.id, one.earlier, one.later, one.probability) for one in found.emerging]
    row = next(row for row in found.brokers().rows if row[0] == "n004")
    assert row[1] == "not there"


def test_protected_persons_are_nowhere() -> None:
    path = network(5, ties([(0, 1), (1, 2), (2, 3), (3, 4), (4, 4)]))
    found = compare(path, network(5, ties([(0, 1), (2, 4)])), samples=5, protected={"n004"})
    assert "n004" not in canonical_json(found) + str(found.table()) + str(found.shapes())
    assert found.earlier.nodes == 4


def test_the_same_bytes_and_no_nan() -> None:
    earlier, later = network(9, ties(CLIQUES)), network(9, ties([*CLIQUES[2:], (0, 8)]))
    options = {"measures": ("constraint", "degree"), "samples": 15}
    first, second = (canonical_json(compare(earlier, later, **options)) for _ in range(2))  # type: ignore[arg-type]
    assert first == second
    json.loads(first, parse_constant=lambda found: pytest.fail(f"{found} is no JSON"))


def test_shares_out_of_range_are_refused() -> None:
    one = network(3, ties([(0, 1)]))
    with pytest.raises(NetworkError, match="between 0 and 1"):
        compare(one, one, sure=80)


GROUPS = st.lists(st.integers(0, 3), min_size=1, max_size=7)


def _groups(labels: list[int]) -> list[tuple[str, ...]]:
    return [tuple(str(i) for i, one in enumerate(labels) if one == label) for label in sorted(set(labels))]


@given(GROUPS, GROUPS)
def test_groups_are_matched_as_well_as_by_trying_all(one: list[int], other: list[int]) -> None:
    earlier, later = _groups(one), _groups(other)

    def alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
        return len(set(a) & set(b)) / len(set(a) | set(b))

    short, long = sorted((earlier, later), key=len)
    best = max(
        sum(alike(a, b) for a, b in zip(short, chosen, strict=True)) for chosen in permutations(long, len(short))
    )
    found = matched(earlier, later)
    assert sum(match.jaccard for match in found) == pytest.approx(best)
    assert sorted(match.earlier for match in found if match.earlier) == sorted(earlier)
    assert sorted(match.later for match in found if match.later) == sorted(later)
    assert all((match.jaccard > 0) == bool(match.earlier and match.later) for match in found)


def test_a_hub_is_one_and_a_role_that_changed_is_told() -> None:
    star = [(0, i) for i in range(1, 9)]
    earlier = network(9, ties(star, 1.0))
    later = network(9, ties([*CLIQUES, (0, 8)], 1.0))
    found = compare(earlier, later, samples=5)
    told = {one.id: (one.earlier, one.later, one.held) for one in found.roles}
    assert told["n000"] == ("provincial hub", "ultra-peripheral", 1.0)


@settings(deadline=None, max_examples=50)
@given(graphs())
def test_figures_of_a_network_against_networkx(drawn: SimpleGraph) -> None:
    edges = list(zip(drawn.source.tolist(), drawn.target.tolist(), strict=True))
    layered = network(drawn.order, [{"source": a, "target": b, "directed": drawn.directed} for a, b in edges])
    one = simple(layered)
    there = oracle(one)
    found = shape_of(layered, one)
    assert (found.nodes, found.ties) == (there.number_of_nodes(), there.number_of_edges())
    assert found.density == pytest.approx(nx.density(there))
    parts = [len(part) for part in nx.connected_components(there)]
    assert (found.components, found.largest) == (len(parts), max(parts))
    sets = [{int(member[1:]) for member in group} for group in communities(one).groups]
    expected = nx.community.modularity(there, sets, weight=None) if edges else 0.0
    assert found.groups == len(sets)
    if not any(one.weight != 1):
        assert found.modularity == pytest.approx(expected, abs=1e-6)
    if drawn.directed and edges:
        assert reciprocity(layered) == pytest.approx(nx.overall_reciprocity(oracle(drawn)))
    else:
        assert found.reciprocity is None


def test_a_star_is_central_and_a_ring_is_not() -> None:
    star = network(6, ties([(0, i) for i in range(1, 6)]))
    ring = network(6, ties([(i, (i + 1) % 6) for i in range(6)]))
    for one, expected in ((star, 1.0), (ring, 0.0)):
        found = shape_of(one, simple(one))
        assert found.degree_centralisation == pytest.approx(expected)
        assert found.betweenness_centralisation == pytest.approx(expected, abs=1e-12)
    assert centralisation(np.array([[2.0, 1.0, 1.0]]), "degree").tolist() == [1.0]
    assert shape_of(network(2, ties([(0, 1)])), graph(2, [(0, 1)])).degree_centralisation is None
