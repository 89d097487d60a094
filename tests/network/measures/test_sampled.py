"""Sampled betweenness: exact with all sources, right on average, and its error is the error."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from contrared.network import NetworkError, SimpleGraph
from contrared.network.finding import canonical_json
from contrared.network.measures import MEASURES, sampled_betweenness
from contrared.network.measures.brandes import Arcs, dependencies
from tests.network.measures.graphs import graphs, oracle_of, published

DENSE = published(nx.barabasi_albert_graph(300, 3, seed=2))


@settings(deadline=None)
@given(graphs())
def test_all_sources_are_exact(graph: SimpleGraph) -> None:
    found = sampled_betweenness(graph, sources=100)
    np.testing.assert_allclose(found.values, MEASURES["betweenness"].compute(graph), atol=1e-12)
    assert not any(found.errors)
    assert found.bound == 0


def test_mean_of_the_sources_and_its_error() -> None:
    found = sampled_betweenness(DENSE, sources=40, seed=3)
    drawn = np.sort(np.random.default_rng(3).choice(300, 40, replace=False))
    each = np.array([_of_source(DENSE, source) for source in drawn.tolist()])
    scale = 300 / (299 * 298)
    np.testing.assert_allclose(found.values, each.mean(axis=0) * scale, rtol=1e-9, atol=1e-15)
    error = np.sqrt(each.var(axis=0, ddof=1) / 40 * (1 - 40 / 300)) * scale
    np.testing.assert_allclose(found.errors, error, rtol=1e-9, atol=1e-15)


def test_the_error_covers_what_is_missed() -> None:
    exact = MEASURES["betweenness"].compute(DENSE)
    top = np.argsort(-exact)[:10]
    inside = 0  # within two standard errors: a little less than a normal mean, as dependencies on a hub are skewed
    for seed in range(30):
        found = sampled_betweenness(DENSE, sources=40, seed=seed)
        off = np.abs(np.array(found.values) - exact)
        assert off.max() <= found.bound
        inside += int((off[top] <= 2 * np.array(found.errors)[top]).sum())
    assert inside / 300 > 0.8


def test_long_chains_and_wide_levels_are_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = np.array([0, 7, 7, 299])
    arcs = Arcs.of(DENSE)
    found = []
    for alone in (0, 10**9):
        monkeypatch.setattr("contrared.network.measures.brandes.ALONE", alone)
        found.append(dependencies(arcs, sources))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-12)
    np.testing.assert_allclose(found[0][:, 1], _of_source(DENSE, 7), rtol=1e-12)


def test_the_same_whatever_the_number_of_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for processors in (1, 2, 5):
        monkeypatch.setattr("os.cpu_count", lambda count=processors: count)
        found.add(canonical_json(sampled_betweenness(DENSE, sources=200)))
        found.add(canonical_json(sampled_betweenness(DENSE, sources=200)))
    assert len(found) == 1


def test_one_source_has_no_error() -> None:
    with pytest.raises(NetworkError, match="take at least 2"):
        sampled_betweenness(DENSE, sources=1)


def _of_source(graph: SimpleGraph, source: int) -> list[float]:
    found = nx.betweenness_centrality_subset(oracle_of(graph), [source], list(range(graph.order)))
    return [found[node] * (1 if graph.directed else 2) for node in range(graph.order)]
