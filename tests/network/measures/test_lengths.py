"""Lengths whose sums are exact: equal paths are equal whatever the order of the sum."""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network.measures import MEASURES
from contrared.network.measures.lengths import EXACT, lengths
from tests.network.measures.graphs import graph_of, oracle_of


def test_a_tenth_and_a_fifth_are_three_tenths() -> None:
    """From 0 to 3 over 1 and straight are both 0.3 long, which floating-point sums do not see."""
    graph = graph_of(4, [(0, 1, 10.0), (1, 3, 5.0), (0, 3, 10 / 3), (2, 3, 1.0)])
    assert 1 / 10.0 + 1 / 5.0 != 1 / (10 / 3)
    found = MEASURES["betweenness_raw"].compute(graph, True)
    expected = nx.betweenness_centrality(oracle_of(graph), weight="length", normalized=False)
    assert found.tolist() == [expected[node] for node in range(4)] == [0.0, 1.0, 0.0, 2.0]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_fractions_are_taken_exactly(weights: list[int]) -> None:
    graph = graph_of(len(weights) + 1, [(i, i + 1, weight / 12) for i, weight in enumerate(weights)])
    found = lengths(graph)
    whole = [Fraction(int(value)) / Fraction(int(found.unit)) for value in found.values]
    if found.exact:
        assert whole == [Fraction(12, weight) for weight in weights]
    else:
        assert [float(part) for part in whole] == pytest.approx([12 / weight for weight in weights], rel=1e-9)


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=30))
def test_other_weights_are_rounded_to_a_grid_that_sums_exactly(weights: list[float]) -> None:
    graph = graph_of(len(weights) + 1, [(i, i + 1, weight) for i, weight in enumerate(weights)])
    found = lengths(graph)
    assert (found.values == np.rint(found.values)).all()
    assert found.values.min() >= 1
    assert found.values.max() * graph.order <= EXACT
    np.testing.assert_allclose(found.values / found.unit, 1 / graph.weight, rtol=1e-6)
