"""The simple graph that all measures take, against an obvious reading of the same ties."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError, SimpleGraph, simple
from contrared.network.multilayer import TIES

Tie = tuple[int, int, str, float, float | None, bool]
NODES = "abcde"


def multilayer(ties: list[Tie]) -> Multilayer:
    columns: list[list[object]] = [list(column) for column in zip(*ties, strict=True)] or [[]] * 6
    empty: list[object] = [""] * len(ties)
    arrays = [pa.array(c, f.type) for c, f in zip([*columns, empty, empty, [None] * len(ties)], TIES, strict=True)]
    nodes = pa.table({"id": list(NODES), "label": list(NODES)})
    return Multilayer(nodes, pa.Table.from_arrays(arrays, schema=TIES))


TIES_DRAWN = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 4),
        st.sampled_from(["x", "y"]),
        st.sampled_from([0.5, 1.0, 3.0]),
        st.sampled_from([0.25, 0.5, 1.0]),
        st.booleans(),
    ),
    max_size=14,
)


@given(TIES_DRAWN, st.booleans(), st.sampled_from(["sum", "max"]))
def test_all_layers_laid_over_each_other(ties: list[Tie], directed: bool, how: str) -> None:
    runs: dict[tuple[int, int], dict[str, dict[bool, list[tuple[float, float]]]]]
    runs = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for source, target, layer, weight, probability, one_way in ties:
        assert probability is not None
        if source == target:
            continue
        ways = [(source, target)] if one_way or not directed else [(source, target), (target, source)]
        for start, stop in ways:
            pair = (start, stop) if directed else (min(start, stop), max(start, stop))
            back = not directed and one_way and start > stop
            runs[pair][layer][back].append((weight, probability))

    def laid(parts: list[tuple[float, float]], greatest: bool) -> tuple[float, float]:
        if greatest:
            return max(w for w, _ in parts), max(p for _, p in parts)
        return sum(w for w, _ in parts), 1 - float(np.prod([1 - p for _, p in parts]))

    expected = {
        pair: laid([laid([laid(p, how == "max") for p in b.values()], how == "max") for b in layers.values()], False)
        for pair, layers in runs.items()
    }
    graph = simple(multilayer(ties), directed=directed, duplicates=how)  # type: ignore[arg-type]
    found = {
        (int(s), int(t)): (float(w), float(p))
        for s, t, w, p in zip(graph.source, graph.target, graph.weight, graph.probability, strict=True)
    }
    assert list(found) == sorted(expected)
    for pair, values in expected.items():
        assert found[pair] == pytest.approx(values)


def test_a_loop_is_dropped_and_said() -> None:
    graph = simple(multilayer([(0, 0, "x", 1.0, None, False), (0, 1, "x", 1.0, None, False)]))
    assert graph.size == 1
    assert [str(t) for t in graph.treatments] == ["1 x self-loop: dropped: nobody is tied to themselves (first: a)"]
    assert np.isnan(graph.probability[0])


def test_duplicates_are_refused_where_asked_and_contradictions_counted() -> None:
    ties: list[Tie] = [(0, 1, "x", 1.0, 0.5, False), (1, 0, "x", 2.0, 0.5, False)]
    with pytest.raises(NetworkError, match="the first between a - b"):
        simple(multilayer(ties), duplicates="error")
    assert "1 of them contradict" in simple(multilayer(ties)).treatments[0].how


def test_calls_each_way_are_no_duplicates_but_one_edge() -> None:
    ties: list[Tie] = [(0, 1, "x", 1.0, 0.5, True), (1, 0, "x", 2.0, 0.5, True)]
    graph = simple(multilayer(ties), duplicates="error")
    assert (graph.size, graph.weight[0], graph.treatments[0].what) == (1, 3.0, "tie stated both ways")
    assert simple(multilayer(ties), directed=True).size == 2


def test_matrices_and_the_graph_for_networkit_agree() -> None:
    graph = simple(multilayer([(0, 1, "x", 2.0, None, False), (3, 1, "y", 1.0, None, False)]))
    assert graph.weights.toarray()[1].tolist() == [2.0, 0.0, 0.0, 1.0, 0.0]
    assert graph.out.toarray().tolist() == (graph.weights.toarray() > 0).astype(int).tolist()
    there = graph.networkit(weighted=True)
    assert (there.numberOfNodes(), there.numberOfEdges(), there.weight(1, 0)) == (5, 2, 2.0)


def test_an_unknown_node_or_layer_is_named() -> None:
    network = multilayer([(0, 1, "x", 1.0, None, False)])
    with pytest.raises(NetworkError, match=r"unknown layer 'z': this network has x"):
        network.select(layers=["z"])
    with pytest.raises(NetworkError, match=r"no node 'A'"):
        network.place("A")
    assert network.place("b") == 1
    assert isinstance(simple(network.select(without=["x"])), SimpleGraph)
