"""Ego networks and paths against NetworkX's, hubs and limits said."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError
from contrared.network.between import shortest_paths
from contrared.network.finding import canonical_json
from contrared.network.multilayer import TIES
from contrared.network.nearby import ego

Tie = tuple[int, int, str, float | None, bool]

TIES_DRAWN = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 7),
        st.sampled_from(["phone", "family"]),
        st.sampled_from([None, 0.25, 0.5, 1.0]),
        st.booleans(),
    ),
    max_size=20,
)


def network_of(ties: list[Tie], order: int = 8) -> Multilayer:
    rows = [
        {
            "source": one,
            "target": two,
            "layer": layer,
            "weight": 1.0,
            "probability": probability,
            "directed": directed,
            "start": "",
            "end": "",
            "evidence": f"e{place} f{place}",
        }
        for place, (one, two, layer, probability, directed) in enumerate(ties)
    ]
    ids = [f"n{number:07}" for number in range(order)]
    return Multilayer(pa.table({"id": ids, "label": ids}), pa.Table.from_pylist(rows, schema=TIES))


def star(leaves: int) -> Multilayer:
    """0 in the middle of leaves 1..n, and n + 1 tied to leaf 1."""
    return network_of(
        [*((0, leaf, "phone", None, False) for leaf in range(1, leaves + 1)), (1, leaves + 1, "phone", None, False)],
        leaves + 2,
    )


def oracle(ties: list[Tie], directed: bool, order: int = 8) -> Any:
    found = nx.DiGraph() if directed else nx.Graph()
    found.add_nodes_from(range(order))
    missing: dict[tuple[int, int], float] = {}
    for one, two, _, probability, one_way in ties:
        for a, b in [(one, two)] if one_way and directed else [(one, two), (two, one)]:
            if a != b:
                found.add_edge(a, b)
                missing[a, b] = missing.get((a, b), 1.0) * (1 - (1.0 if probability is None else probability))
    nx.set_edge_attributes(found, {edge: 1 - missing[edge] for edge in found.edges}, "probability")
    return found


@settings(deadline=None)
@given(TIES_DRAWN, st.integers(0, 4))
def test_ego_holds_all_within_reach_and_every_tie_among_them(ties: list[Tie], hops: int) -> None:
    network = network_of(ties)
    found = ego(network, "n0000003", hops)
    expected = nx.single_source_shortest_path_length(oracle(ties, False), 3, cutoff=hops)
    distance = dict(zip(found.nodes["id"].to_pylist(), found.nodes["distance"].to_pylist(), strict=True))
    assert distance == {f"n{node:07}": steps for node, steps in sorted(expected.items())}
    kept = [row for row in network.ties.to_pylist() if {row["source"], row["target"]} <= set(expected)]
    ids = found.nodes["id"].to_pylist()
    again = [
        row | {"source": int(ids[row["source"]][1:]), "target": int(ids[row["target"]][1:])}
        for row in found.ties.to_pylist()
    ]
    assert again == kept
    assert found.ties.schema == TIES
    assert found.treatments == ()


def test_a_hub_is_shown_but_not_followed_and_said() -> None:
    found = ego(star(40), "n0000001", hub=39)
    assert found.nodes["id"].to_pylist() == ["n0000000", "n0000001", "n0000041"]
    assert [str(treatment) for treatment in found.treatments] == [
        "1 x hub: shown but not followed: it would bring in all its neighbours (first: n0000000 with 40 ties)"
    ]
    assert len(ego(star(40), "n0000001", hub=40).nodes) == 42
    assert len(ego(star(40), "n0000000", 1, hub=3).nodes) == 41


def test_what_is_beyond_the_limit_is_counted() -> None:
    found = ego(star(40), "n0000000", limit=11)
    assert found.nodes["id"].to_pylist() == [f"n{number:07}" for number in range(11)]
    assert [(t.what, t.count) for t in found.treatments] == [("node beyond the limit", 30)]
    # Two ties to the middle go before one.
    doubled = network_of([(0, 1, "phone", None, False), (0, 2, "phone", None, False), (2, 0, "family", None, True)])
    assert ego(doubled, "n0000000", limit=2).nodes["id"].to_pylist() == ["n0000000", "n0000002"]


@settings(deadline=None)
@given(TIES_DRAWN, st.booleans(), st.integers(1, 30), st.sampled_from([None, 0, 1, 2]))
def test_paths_in_order_of_steps_then_of_ids(ties: list[Tie], directed: bool, k: int, detour: int | None) -> None:
    other = oracle(ties, directed)
    simple = sorted((len(path), path) for path in nx.all_simple_paths(other, 0, 7))
    bounded = [path for length, path in simple if detour is None or length <= simple[0][0] + detour]
    found = shortest_paths(network_of(ties), "n0000000", "n0000007", k, directed=directed, detour=detour)
    assert [[int(node[1:]) for node in path.nodes] for path in found.paths] == bounded[:k]
    assert found.complete == (len(bounded) <= k)


@settings(deadline=None)
@given(TIES_DRAWN, st.booleans())
def test_most_probable_paths_first(ties: list[Tie], directed: bool) -> None:
    ties = [(one, two, layer, 1.0 if p is None else p, way) for one, two, layer, p, way in ties]
    other = oracle(ties, directed)

    def probability(path: list[int]) -> float:
        product = 1.0
        for one, two in nx.utils.pairwise(path):
            product *= other.edges[one, two]["probability"]
        return product

    simple = sorted((-round(probability(path), 9), len(path), path) for path in nx.all_simple_paths(other, 0, 7))
    found = shortest_paths(network_of(ties), "n0000000", "n0000007", 6, by="probability", directed=directed)
    assert [[int(node[1:]) for node in path.nodes] for path in found.paths] == [path for _, _, path in simple[:6]]
    assert [path.probability for path in found.paths] == pytest.approx([-p for p, _, _ in simple[:6]])


def test_every_step_names_its_ties_and_their_evidence() -> None:
    ties: list[Tie] = [(0, 1, "phone", 0.5, False), (1, 2, "phone", None, True), (1, 0, "family", 0.5, True)]
    path = shortest_paths(network_of(ties), "n0000000", "n0000002").paths[0]
    assert [[(tie.layer, tie.evidence) for tie in step] for step in path.steps] == [
        [("phone", ("e0", "f0")), ("family", ("e2", "f2"))],
        [("phone", ("e1", "f1"))],
    ]
    assert path.probability == 0.75
    one_way = shortest_paths(network_of(ties), "n0000000", "n0000002", directed=True)
    assert [[tie.layer for tie in step] for step in one_way.paths[0].steps] == [["phone"], ["phone"]]
    assert canonical_json(one_way) == canonical_json(
        shortest_paths(network_of(ties), "n0000000", "n0000002", directed=True)
    )


def test_no_way_and_no_sense() -> None:
    network = network_of([(0, 1, "phone", None, True)])
    assert shortest_paths(network, "n0000000", "n0000007").paths == ()
    assert shortest_paths(network, "n0000001", "n0000000", directed=True).paths == ()
    assert shortest_paths(network, "n0000001", "n0000000").paths[0].probability is None
    for bad in (lambda: shortest_paths(network, "n0000001", "n0000001"), lambda: ego(network, "n0000001", -1)):
        with pytest.raises(NetworkError):
            bad()
    with pytest.raises(NetworkError, match="no node 'x'"):
        ego(network, "x")
