"""The ranking: values, intervals, ranks, tiers, reasons, doubts, and who is not in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.network import NetworkError, SimpleGraph, canonical_json, simple
from contrared.network.worlds import rank
from contrared.network.worlds.order import above, among_first, ranks, tiers
from contrared.network.worlds.paths import Paths
from tests.network.worlds.graphs import graph, graphs, named, network, oracle

#: Two triangles joined by the bridge 2 - 6 - 3.
BARBELL = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 6), (3, 6)]


@settings(deadline=None, max_examples=40)
@given(graphs(), st.sampled_from(["degree", "closeness", "betweenness"]))
def test_the_values_are_those_of_the_record_and_lie_in_their_intervals(recorded: SimpleGraph, by: str) -> None:
    found = rank(recorded, by=by, samples=12, explain=3)
    there = oracle(recorded)
    near, between = nx.closeness_centrality(there), nx.betweenness_centrality(there)
    assert found.settings.measures == ("degree", "closeness", "betweenness")
    for one in found.standings:
        node = int(one.id[1:])
        expected = (there.degree(node), near[node], between[node])
        assert [v.value for v in one.values] == pytest.approx(expected, abs=1e-12)
        assert all(v.low is not None and v.high is not None and v.low <= v.value <= v.high for v in one.values)  # type: ignore[operator]
        assert one.rank_low <= one.rank <= one.rank_high
    keys = [(one.rank, one.id) for one in found.standings]
    assert keys == sorted(keys)
    assert sum(one.first for one in found.standings) == pytest.approx(min(5, recorded.order))


@settings(deadline=None, max_examples=25)
@given(graphs())
def test_where_all_is_certain_an_interval_is_its_value(recorded: SimpleGraph) -> None:
    sure = SimpleGraph(
        recorded.ids, recorded.source, recorded.target, recorded.weight, np.ones(recorded.size), recorded.directed
    )
    found = rank(sure, samples=5)
    for one in found.standings:
        assert all(v.low == v.value == v.high for v in one.values)
        assert one.rank_low == one.rank == one.rank_high
    assert found.error == found.unseen == 0.0


def test_the_shape_that_was_asked_for() -> None:
    found = rank(graph(7, BARBELL), samples=30, seed=4, measures=("degree", "constraint")).as_json()
    assert list(found) == ["method", "params", "ranking"]
    assert isinstance(found["method"], str)
    assert {"seed": 4, "samples": 30, "by": "betweenness", "unstated": 0.9, "missing": None}.items() <= found[
        "params"
    ].items()
    assert {"versions", "citation", "treatments"} <= set(found["params"])
    row = found["ranking"][0]
    assert row["id"] == "n006"
    for name in ("degree", "constraint", "betweenness"):
        assert {name, f"{name}_lo", f"{name}_hi"} <= set(row)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_no_value_is_none_and_stands_last() -> None:
    found = rank(graph(4, [(0, 1), (1, 2)], 1.0), by="constraint", measures=(), samples=5)
    assert (found.standings[-1].id, found.standings[-1].values[0].value) == ("n003", None)
    assert found.as_json()["ranking"][-1]["constraint_lo"] is None
    assert "NaN" not in canonical_json(found)


def test_ranks_against_an_obvious_reading() -> None:
    values = np.array([[3.0, 1.0, 3.0, np.nan, 0.0], [0.1 + 0.2, 0.3, 0.0, np.nan, np.nan]])
    assert ranks(values).tolist() == [[1, 3, 1, 5, 4], [1, 1, 3, 4, 4]]
    assert ranks(np.zeros((2, 3))).tolist() == [[1, 1, 1]] * 2
    assert among_first(ranks(values[:1]), 1).tolist() == [0.5, 0, 0.5, 0, 0]
    assert among_first(np.array([[1, 2, 2, 2, 5]]), 3) == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3, 0])
    assert above(np.array([[1, 2], [1, 1]])).tolist() == [[0.5, 0.75], [0.25, 0.5]]


@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=6), st.integers(1, 6))
def test_ranks_and_chances_by_counting(rows: list[list[int]], first: int) -> None:
    found = ranks(np.array(rows, float))
    assert found.tolist() == [[1 + sum(other > one for other in row) for one in row] for row in rows]
    chance = [0.0] * 5
    for row in rows:
        for node, value in enumerate(row):
            better, equal = sum(o > value for o in row), row.count(value)
            chance[node] += min(max(first - better, 0), equal) / equal / len(rows)
    assert among_first(found, first) == pytest.approx(chance)


def test_tiers_are_led_by_the_first_that_cannot_be_told_apart() -> None:
    assert tiers([1, 2, 3, 3, 5, 8], [1, 4, 7, 8, 9, 9]) == [1, 2, 2, 2, 3, 3]
    assert tiers([], []) == []


def test_those_tied_are_those_whose_intervals_overlap() -> None:
    found = rank(graph(7, BARBELL), samples=60)
    for one in found.standings:
        overlapping = tuple(
            other.id
            for other in found.standings
            if other.id != one.id and other.rank_low <= one.rank_high and one.rank_low <= other.rank_high
        )
        assert one.tied_with == overlapping
        assert one.tied == len(overlapping)


def test_protected_persons_are_nowhere_and_paths_do_not_run_through_them() -> None:
    recorded = graph(7, BARBELL)
    found = rank(recorded, samples=20, protected={"n006", "not here"}, exclude={"n000"})
    written = canonical_json(found) + json.dumps(found.as_json()) + str(found.table())
    assert "n006" not in written
    assert {one.id for one in found.standings} == set(named(6)) - {"n000"}
    assert all(one.values[2].value == 0 for one in found.standings)
    assert {one.rank for one in found.standings} == {1}
    same = rank(recorded, samples=20, exclude={"n000"})
    assert [word for word in found.words if "rotected" in word] == [word for word in same.words if "rotected" in word]
    with pytest.raises(NetworkError, match="no node 'n00'"):
        rank(recorded, exclude={"n00"})


def test_a_loop_of_a_protected_person_is_counted_but_not_named() -> None:
    ties = [{"source": a, "target": b} for a, b in [*BARBELL, (6, 6)]]
    found = rank(simple(network(7, ties)), samples=5, protected={"n006"})
    assert [str(t) for t in found.treatments] == ["1 x self-loop: dropped: nobody is tied to themselves"]


def test_reasons_say_what_a_broker_joins_and_doubts_what_it_hangs_on() -> None:
    ties = [
        {"source": a, "target": b, "layer": "family" if b < 3 else "calls", "evidence": "s1 s2", "probability": 0.9}
        for a, b in BARBELL
    ]
    ties[-1] |= {"evidence": "s3", "probability": 0.3}
    layers = network(7, ties)
    found = rank(simple(layers), samples=40, network=layers)
    broker = next(one for one in found.standings if one.id == "n006")
    assert {(reason.kind, reason.names) for reason in broker.reasons} >= {("layer", ("calls",)), ("parts", ())}
    joined = next(reason for reason in broker.reasons if reason.kind == "between")
    assert {int(name[1:]) // 3 for name in joined.names} == {0, 1}
    assert joined.number == pytest.approx(1.0)
    parts = next(reason for reason in broker.reasons if reason.kind == "parts")
    assert (parts.number, parts.of) == (3, 2)
    assert [(reason.number, reason.of) for reason in broker.reasons if reason.kind == "open"] == [(1, 1)]
    shares = [reason.number for reason in broker.reasons if reason.kind == "tie"]
    assert shares == pytest.approx([0.5, 0.5])
    doubt = broker.doubts[0]
    assert (doubt.neighbour, doubt.probability, doubt.evidence, doubt.value) == ("n003", 0.3, 1, 0.0)
    assert "Label n003" in doubt.words({"n003": "Label n003"})
    assert "one piece of evidence" in doubt.words()
    row = found.table({"n006": "Six"}).rows[[one.id for one in found.standings].index("n006")]
    assert (row[2], "probability 0.30" in row[-1]) == ("Six", True)


@settings(deadline=None, max_examples=40)
@given(graphs())
def test_paths_through_a_node_by_listing_them(recorded: SimpleGraph) -> None:
    there, paths = oracle(recorded), Paths.of(recorded)
    nodes = range(recorded.order)
    for node in nodes:
        through, leaving = paths.through(node), {n: paths.leaving(node, n) for n in there[node]}
        for start in nodes:
            for stop in nodes:
                if start == stop or not nx.has_path(there, start, stop):
                    assert through[start, stop] == 0
                    continue
                ways = list(nx.all_shortest_paths(there, start, stop))
                assert paths.distance[start, stop] == len(ways[0]) - 1
                inner = [way for way in ways if node in way[1:-1]]
                assert through[start, stop] == pytest.approx(len(inner) / len(ways))
                for neighbour, found in leaving.items():
                    onward = sum(way[way.index(node) + 1] == neighbour for way in inner)
                    assert found[start, stop] == pytest.approx(onward / len(ways))


def test_too_large_is_refused_with_what_would_do() -> None:
    star = graph(3000, list(combinations(range(60), 2)))
    with pytest.raises(NetworkError, match=r"draw at most \d+ worlds, or rank a part"):
        rank(star, samples=100_000)
    with pytest.raises(NetworkError, match="do not fit"):
        rank(star, measures=(), by="degree", samples=1_000_000)
    with pytest.raises(NetworkError, match="unknown measure 'power'"):
        rank(star, by="power")
    with pytest.raises(NetworkError, match="share between 0 and 1"):
        rank(star, level=90)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_next_to_nothing(n: int) -> None:
    found = rank(graph(n, [(0, 1)] if n == 2 else []), samples=10)
    assert len(found.standings) == n
    assert len(found.pairwise) == n


def test_the_same_bytes_under_other_hashes_and_threads() -> None:
    script = (
        "from contrared.network import canonical_json\nfrom contrared.network.worlds import rank\n"
        "from tests.network.worlds.graphs import graph\nfrom tests.network.worlds.test_rank import BARBELL\n"
        "print(canonical_json(rank(graph(7, BARBELL), samples=30, protected={'n000', 'x', 'y'}, "
        "measures=('degree', 'closeness', 'betweenness', 'eigenvector', 'pagerank', 'clustering'))))"
    )
    root = Path(__file__).parents[3]
    outputs = set()
    for seed, threads in (("1", "1"), ("2", "4")):
        path = os.pathsep.join([str(root), str(root / "src")])
        environment = os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "PYTHONPATH": path}
        run = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
