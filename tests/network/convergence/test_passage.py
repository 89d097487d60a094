"""Credit for joining two groups, against all shortest paths written out."""

from __future__ import annotations

from itertools import pairwise

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network.convergence.between import Between
from contrared.network.convergence.passage import passage
from tests.network.convergence.networks import Tie, between, network

NODES = "abcdefghij"


def slow(ties: Between, max_hops: int) -> tuple[dict[int, float], int, int]:
    """Every pair, every shortest path, one after the other."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(ties.order))
    for u, v, strength in zip(ties.source.tolist(), ties.target.tolist(), ties.strength.tolist(), strict=True):
        strength *= float(ties.passing[u] * ties.passing[v])
        graph.add_edge(u, v, strength=max(strength, graph.get_edge_data(u, v, {"strength": 0})["strength"]))
    credit = dict.fromkeys(range(ties.order), 0.0)
    joined = direct = 0
    members = {int(n) for n in np.flatnonzero(ties.in_a ^ ties.in_b)}
    for a in ties.ends_a.tolist():
        for b in ties.ends_b.tolist():
            if graph.has_edge(a, b):
                direct += 1
                continue
            free = graph.subgraph((set(graph) - members) | {a, b})
            if not networkx.has_path(free, a, b):
                continue
            paths = list(networkx.all_shortest_paths(free, a, b))
            hops = len(paths[0]) - 1
            if hops > max_hops:
                continue
            joined += 1
            strengths = [np.prod([free[u][v]["strength"] for u, v in pairwise(path)]) for path in paths]
            for path, strength in zip(paths, strengths, strict=True):
                for node in path[1:-1]:
                    credit[node] += min(1.0, sum(strengths)) * strength / sum(strengths) / (hops - 1)
    return credit, joined, direct


TIES_DRAWN = st.lists(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from(["family", "address"]),
        st.sampled_from([1.0, 0.5, 0.25]),
    ),
    max_size=25,
)


@given(TIES_DRAWN, st.integers(2, 6), st.sampled_from(["", "c", "ce"]), st.sampled_from(["", "i", "hi"]))
@settings(max_examples=150, deadline=None)
def test_as_all_paths_written_out(drawn: list[Tie], max_hops: int, dual: str, things: str) -> None:
    ties = between(drawn, "ab" + dual, "jg" + dual, things=things)
    found = passage(ties, max_hops=max_hops)
    credit, joined, direct = slow(ties, max_hops)
    assert found.credit.tolist() == pytest.approx(list(credit.values()), abs=1e-8)
    assert (found.joined, found.direct) == (joined, direct)
    assert found.weight == pytest.approx(float(found.credit.sum()), abs=1e-7)


def test_a_pair_counts_once_and_is_shared_by_those_in_between() -> None:
    ties = between([("a", "x", "family"), ("x", "y", "family"), ("y", "j", "family"), ("y", "z", "family")], "a", "j")
    assert passage(ties).credit.tolist() == [0, 0, 0.5, 0.5, 0]
    assert passage(ties, max_hops=2).joined == 0


def test_an_address_of_three_hundred_joins_by_one_299th_however_it_is_written() -> None:
    as_ties = between([("a", "x", "address", 1 / 299), ("x", "j", "family")], "a", "j")
    assert passage(as_ties).weight == pytest.approx(1 / 299)
    spokes: list[Tie] = [(f"n{i}", "p", "address") for i in range(298)]
    as_node = between([("a", "p", "address"), ("p", "j", "address"), *spokes], "a", "j", things="p")
    assert passage(as_node).weight == pytest.approx(1 / 299)
    calls = between([("a", "x", "communication", 500.0), ("x", "j", "payment", 0.001)], "a", "j")
    assert passage(calls).weight == 1.0


def test_probabilities_of_parallel_ties_and_loops() -> None:
    ties = between([("a", "x", "l", 1.0, 0.5), ("x", "a", "l", 1.0, 0.5), ("x", "x", "l"), ("x", "j", "m")], "a", "j")
    assert ties.probability.tolist() == [0.75, 1.0]
    assert network([("a", "x", "l")]).layers == ("l",)
