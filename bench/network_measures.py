"""Measures of a synthetic network of a million nodes beside NetworKit called bare on the same arrays."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import networkit as nk
import numpy as np

from contrared.network import SimpleGraph, simple
from contrared.network.between import shortest_paths
from contrared.network.incidence import Incidence
from contrared.network.measures import MEASURES, components, sampled_betweenness
from contrared.network.measures.leiden import leiden, modularity
from contrared.network.nearby import ego
from figure import Figure, of
from million import multilayer, pairs

BENCH = "network"
#: NetworKit takes seconds for a source: fewer, and taken for as many as ours.
SOURCES, BARE_SOURCES = 50, 10
#: Nodes whose surroundings are asked for.
EGOS = 200


def bare(graph: SimpleGraph, weighted: bool = False) -> Any:
    """NetworKit's graph as its own documentation makes one from arrays."""
    ends = (graph.source.astype(np.uint64), graph.target.astype(np.uint64))
    return nk.GraphFromCoo((graph.weight, ends) if weighted else ends, n=graph.order, weighted=weighted)


def fresh(graph: SimpleGraph) -> SimpleGraph:
    """The same graph with nothing computed yet."""
    return SimpleGraph(graph.ids, graph.source, graph.target, graph.weight, graph.probability)


def seconds(step: Callable[[], object]) -> float:
    """Wall time of a step."""
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def communities_of(graph: SimpleGraph, threads: int) -> object:
    return leiden(graph.networkit(weighted=True), threads=threads)


def peer(algorithm: Callable[[Any], Any], weighted: bool = False) -> Callable[[SimpleGraph], object]:
    """NetworKit's algorithm from arrays. Its graph needs a name: not all its algorithms keep theirs alive."""

    def run(graph: SimpleGraph) -> object:
        network = bare(graph, weighted)
        return algorithm(network)

    return run


#: From arrays to the values, ours and bare; what was asked for in seconds; sources counted for one of the peer's.
STEPS: dict[str, tuple[Callable[[SimpleGraph], object], Callable[[SimpleGraph], object], str, float]] = {
    "graph for NetworKit": (lambda g: g.networkit(), bare, "< 2", 1),
    "components": (components, peer(lambda g: nk.components.ConnectedComponents(g).run().getPartition()), "< 2", 1),
    "k-core": (MEASURES["core"].compute, peer(lambda g: nk.centrality.CoreDecomposition(g).run().scores()), "< 2", 1),
    "PageRank": (
        MEASURES["pagerank"].compute,
        peer(lambda g: nk.centrality.PageRank(g, tol=1e-12).run().scores(), weighted=True),
        "< 5",
        1,
    ),
    "Leiden, two threads": (
        lambda g: communities_of(g, 2),
        peer(lambda g: nk.community.ParallelLeiden(g, iterations=3).run().getPartition(), weighted=True),
        "< 20",
        1,
    ),
    f"betweenness, {SOURCES} sources": (
        lambda g: sampled_betweenness(g, SOURCES),
        peer(lambda g: nk.centrality.EstimateBetweenness(g, BARE_SOURCES, False, True).run().scores()),
        "< 75",
        SOURCES / BARE_SOURCES,
    ),
}


def measure(runs: int) -> list[Figure]:
    """Seconds and ratios to the peer, of a process for each run, so that its memory can be told."""
    taken: dict[tuple[str, str, str, int], list[float]] = {}
    for _ in range(runs):
        told = subprocess.run([sys.executable, __file__], check=True, capture_output=True, text=True).stdout
        for what, unit, target, digits, value in json.loads(told):
            taken.setdefault((what, unit, target, digits), []).append(value)
    return [of(BENCH, what, values, unit, target, digits) for (what, unit, target, digits), values in taken.items()]


def once() -> list[tuple[str, str, str, int, float]]:
    """One run: ours first and alone, its greatest memory, then the peer."""
    source, target = pairs()
    network = multilayer(source, target)
    found: list[tuple[str, str, str, int, float]] = []
    graph = simple(network)
    found.append(("ties to simple graph", "s", "", 2, seconds(lambda: simple(network))))
    ours = {name: seconds(partial(step, fresh(graph))) for name, (step, *_) in STEPS.items()}
    found.extend((name, "s", STEPS[name][2], 2, value) for name, value in ours.items())
    labels: list[Any] = []
    alone = seconds(lambda: labels.append(communities_of(graph, 1)))
    found.append(("Leiden, one thread, repeatable", "s", "", 2, alone))
    found.append(("Leiden, one thread, modularity", "", "", 3, modularity(graph, labels[0])))
    found.extend(_around(network))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    found.append(("greatest memory of all this", "GB", "< 2", 2, peak))
    for name, (_, theirs, _, times) in STEPS.items():
        ratio = ours[name] / (seconds(partial(theirs, graph)) * times)
        found.append((f"{name}, to NetworKit from arrays", "times", "< 1.3", 2, ratio))
    return found


def _around(network: Any) -> list[tuple[str, str, str, int, float]]:
    found = [("first ego, ties sorted", "s", "", 2, seconds(lambda: ego(network, network.ids[0].as_py())))]
    degree = np.diff(Incidence.of(network).starts)
    drawn = np.random.default_rng(1).choice(len(degree), EGOS, replace=False).tolist()
    hubs = np.argsort(-degree)[:10].tolist()
    for what, nodes in (("ego of 2 hops, any node", drawn), ("ego of 2 hops, ten greatest hubs", hubs)):
        taken = [1000 * seconds(partial(ego, network, network.ids[node].as_py())) for node in nodes]
        found.append((f"{what}, slowest", "ms", "< 100", 1, max(taken)))
    one, two = (network.ids[node].as_py() for node in drawn[:2])
    shortest_paths(network, one, two)
    found.append(("five shortest paths, warm", "s", "", 2, seconds(lambda: shortest_paths(network, one, two))))
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    print(json.dumps(once()))
