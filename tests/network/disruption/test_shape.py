from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from contrared.network.disruption.partners import Seekers, choose, levels, pick, shared, steps_from
from contrared.network.disruption.shape import acquainted, shape


@st.composite
def worlds(draw: st.DrawFn) -> NDArray[np.bool_]:
    count, order = draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 5, 9, 66]))
    density, seed = draw(st.sampled_from([0.0, 0.03, 0.3, 1.0])), draw(st.integers(0, 99))
    ties = np.triu(np.random.default_rng(seed).random((count, order, order)) < density, 1)
    return ties | ties.transpose(0, 2, 1)


@given(worlds(), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_measures_are_those_of_networkx_paths_through_others_allowed(ties: NDArray[np.bool_], seed: int) -> None:
    among = np.random.default_rng(seed).random(ties.shape[:2]) < 0.8
    found = shape(ties, among)
    for world in range(len(ties)):
        net = nx.from_numpy_array(ties[world])
        some = np.flatnonzero(among[world]).tolist()
        lengths = dict(nx.all_pairs_shortest_path_length(net))
        pairs = [(u, v) for u in some for v in some if u != v]
        total = max(1, len(pairs))
        reached = [lengths[u][v] for u, v in pairs if v in lengths[u]]
        pieces = [len(set(piece) & set(some)) for piece in nx.connected_components(net)]
        assert found.efficiency[world] == pytest.approx(sum(1 / d for d in reached) / total)
        assert found.density[world] == pytest.approx(sum(d == 1 for d in reached) / total)
        assert found.fragmentation[world] == pytest.approx(1 - len(reached) / total)
        assert found.component[world] == pytest.approx(max(pieces) / max(1, len(some)))
        if len(some) == len(net) > 1:
            assert found.efficiency[world] == pytest.approx(nx.global_efficiency(net))


@given(worlds(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_acquaintances_steps_and_shared_strength(ties: NDArray[np.bool_], seed: int) -> None:
    draw = np.random.default_rng(seed)
    count, order = ties.shape[:2]
    strength = ties * levels(draw.random((order, order)).round(2))
    strength = np.maximum(strength, strength.transpose(0, 2, 1))
    start = draw.integers(0, order, count)
    world, person = draw.integers(0, count, 5), draw.integers(0, order, 5)
    known, steps = acquainted(ties), steps_from(ties, start)
    common = shared(strength, world, person)
    for one in range(count):
        net = nx.from_numpy_array(ties[one])
        lengths = nx.single_source_shortest_path_length(net, start[one])
        assert steps[one].tolist() == [lengths.get(v, order) for v in range(order)]
        near = dict(nx.all_pairs_shortest_path_length(net, cutoff=2))
        off = ~np.eye(order, dtype=bool)
        assert (known[one] & off).tolist() == [[v in near[u] and u != v for v in range(order)] for u in range(order)]
    for row in range(5):
        wanted = strength[world[row]].astype(float)
        assert common[row].tolist() == (wanted @ wanted)[person[row]].tolist()


def test_levels_are_whole_numbers_and_a_weak_tie_is_still_one() -> None:
    assert levels(np.array([[0.0, 1e-9], [2.0, 1.0]])).tolist() == [[0.0, 1.0], [255.0, 128.0]]
    assert levels(np.zeros((2, 2))).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_pick_goes_by_weight() -> None:
    weights = np.array([[0, 3, 0, 1], [0, 0, 0, 0]])
    draws = (np.arange(8) + 0.5) / 8
    found = [pick(weights, np.array([draw, draw])).tolist() for draw in draws]
    assert [row[0] for row in found] == [1] * 6 + [3] * 2
    assert {row[1] for row in found} == {-1}
    assert pick(weights, np.array([0.0, 0.0])).tolist() == [1, -1]


def test_nobody_turns_to_themselves_to_the_tied_or_to_those_who_may_not() -> None:
    ties = np.zeros((1, 5, 5), bool)
    ties[0, 0, 1] = ties[0, 1, 0] = True
    may = np.array([[True, True, True, False, True]])
    every = np.zeros(400, np.intp)
    found = choose(Seekers(every, every, every, every), ties, may, np.random.default_rng(1))
    assert set(found.tolist()) == {2, 4}
    may[:] = False
    assert set(choose(Seekers(every, every, every, every), ties, may, np.random.default_rng(1)).tolist()) == {-1}
