"""A thousand worlds of a network the size of CAVIAR, beside NetworkX and NetworKit called bare world by world."""

from __future__ import annotations

import time
from collections.abc import Callable

import networkit as nk
import networkx as nx
import numpy as np
import pyarrow as pa

from contrared.network import Multilayer, SimpleGraph, simple
from contrared.network.multilayer import TIES
from contrared.network.periods import compare
from contrared.network.worlds import Model, rank, source_sensitivity
from contrared.network.worlds.kernels import betweenness
from figure import Figure, of

BENCH = "network worlds"
#: Nodes and ties of the network of Morselli and Petit's drug importers, all phases together.
NODES, EDGES, WORLDS = 110, 205, 1000
#: NetworkX takes some ten milliseconds a world: fewer, and taken for as many as ours.
FEWER = 50


def network() -> Multilayer:
    """A made-up network of that size with a heavy tail: all tie themselves to others by their degrees."""
    generator = np.random.default_rng(110)
    pairs = {(0, 1)}
    ends = [0, 1]

    def tie(one: int) -> None:
        other = ends[int(generator.integers(len(ends)))]
        pair = (min(one, other), max(one, other))
        if one != other and pair not in pairs:
            pairs.add(pair)
            ends.extend(pair)

    for newcomer in range(2, NODES):
        tie(newcomer)
    while len(pairs) < EDGES:
        tie(int(generator.integers(NODES)))
    left, right = (np.array(side, np.int32) for side in zip(*sorted(pairs), strict=True))
    rows = len(left)
    columns = [left, right, ["call"] * rows, np.ones(rows), generator.choice([0.5, 0.8, 1.0], rows), [False] * rows]
    columns += [[""] * rows, [""] * rows, [f"s{i % 60}" for i in range(rows)]]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, TIES, strict=True)]
    ids = [f"{i:03}" for i in range(NODES)]
    return Multilayer(pa.table({"id": ids, "label": ids}), pa.Table.from_arrays(arrays, schema=TIES))


def seconds(step: Callable[[], object]) -> float:
    """Processor time of a step: one core's."""
    started = time.process_time()
    step()
    return time.process_time() - started


def bare(graph: SimpleGraph, worlds: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """NetworKit as its documentation shows it, one thread."""
    for source, target in worlds:
        there = nk.GraphFromCoo((source, target), n=graph.order)
        nk.centrality.Betweenness(there, normalized=True).run().scores()


def oracle(graph: SimpleGraph, worlds: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """NetworkX on the same worlds."""
    for source, target in worlds:
        there = nx.Graph()
        there.add_nodes_from(range(graph.order))
        there.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
        nx.betweenness_centrality(there)


def measure(runs: int) -> list[Figure]:
    """Seconds of a ranking, of betweenness beside the peers', of sources left out, of a comparison."""
    layers = network()
    graph = simple(layers)
    nk.setNumberOfThreads(1)
    batch = Model(graph).batch(0, WORLDS)
    bounds = list(zip(batch.start[:-1].tolist(), batch.start[1:].tolist(), strict=True))
    worlds = [(batch.source[a:b].astype(np.uint64), batch.target[a:b].astype(np.uint64)) for a, b in bounds]
    rank(graph, samples=20, network=layers)
    taken: dict[str, list[float]] = {}

    def take(what: str, value: float) -> None:
        taken.setdefault(what, []).append(value)

    for _ in range(runs):
        ours = seconds(lambda: betweenness(batch))
        theirs = seconds(lambda: bare(graph, worlds))
        slow = seconds(lambda: oracle(graph, worlds[:FEWER])) * WORLDS / FEWER
        whole = seconds(lambda: rank(graph, samples=WORLDS, network=layers))
        take("ranking", whole)
        take("betweenness", ours)
        take("bare", ours / theirs)
        take("whole to bare", whole / theirs)
        take("oracle", slow / ours)
        take("sources", seconds(lambda: source_sensitivity(layers)))
        take("comparison", seconds(lambda: compare(layers, layers, samples=500)))
    size = f"{NODES} nodes, {graph.size} ties"
    return [
        of(BENCH, f"ranking with reasons, {WORLDS:,} worlds, {size}", taken["ranking"], "s", "< 2"),
        of(BENCH, f"betweenness alone, {WORLDS:,} worlds", taken["betweenness"], "s", "< 2"),
        of(BENCH, "… to NetworKit bare, world by world", taken["bare"], "times", "≤ 1.3"),
        of(BENCH, "ranking with reasons to that", taken["whole to bare"], "times"),
        of(BENCH, "betweenness, NetworkX to ours", taken["oracle"], "times slower"),
        of(BENCH, "60 sources left out in turn", taken["sources"], "s"),
        of(BENCH, "comparison of two networks, 500 worlds each", taken["comparison"], "s"),
    ]
