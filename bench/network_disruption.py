"""Key players and removals: speed beside greedy NetworkX, and how long 500 worlds by five rules take."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import networkx as nx

from contrared.network.disruption import key_players, remove
from contrared.network.disruption.example import graph, network
from contrared.network.multilayer import Multilayer
from figure import Figure, of

SHARED = Path(__file__).parents[2] / "shared" / "data" / "networks"
NAME = "network_disruption"
T = TypeVar("T")


def taken(work: Callable[[], T]) -> tuple[float, T]:
    """Processor time of this process, and the result."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def drug_network() -> nx.Graph:
    """110 nodes and 295 edges with a heavy tail, of the size of the networks that papers print."""
    net = nx.barabasi_albert_graph(110, 2, seed=7)
    more = (pair for pair in combinations(net, 2) if not net.has_edge(*pair) and sum(pair) % 11 == 0)
    net.add_edges_from(pair for _, pair in zip(range(295 - net.number_of_edges()), more, strict=False))
    return nx.relabel_nodes(net, {node: f"n{node:03d}" for node in net})


def fragmentation(net: nx.Graph) -> float:
    """DF as one would write it with NetworkX."""
    return 1.0 - nx.global_efficiency(net)


def greedy(net: nx.Graph, k: int) -> list[str]:
    """Greedy KPP-Neg as one would write it with NetworkX: no exchange, one start."""
    left, chosen = net.copy(), list[str]()
    for _ in range(k):
        best = max(sorted(left), key=lambda node: fragmentation(left.subgraph(set(left) - {node})))
        chosen.append(best)
        left.remove_node(best)
    return chosen


def infinito() -> Multilayer | None:
    """The 'Ndrangheta network of the operation Infinito with the roles, where the data is at hand."""
    folder = SHARED / "esbm_infinito"
    if not folder.exists():
        return None
    with (folder / "edges.csv").open() as edges, (folder / "nodes.csv").open() as nodes:
        ties = [f"{row['source']} {row['target']}" for row in csv.DictReader(edges)]
        return network(ties, {row["id"]: row["role"] for row in csv.DictReader(nodes)})


def measure(runs: int) -> list[Figure]:
    net = drug_network()
    ours = graph([f"{one} {other}" for one, other in net.edges])
    key_players(ours, 1, "distance_fragmentation")  # imports
    mine = [taken(lambda: key_players(ours, 5, "distance_fragmentation", method="greedy")) for _ in range(runs)]
    seconds, peer = taken(lambda: greedy(net, 5))
    value = mine[0][1].value
    theirs = fragmentation(net.subgraph(set(net) - set(peer)))
    figures = [
        of(NAME, "key players by distance, k = 5 of 110", [item[0] for item in mine], "s", "< 2"),
        of(NAME, "the same, greedy NetworkX", [seconds], "s"),
        of(NAME, "times as fast as greedy NetworkX", [seconds / item[0] for item in mine], "times", digits=0),
        of(NAME, "fragmentation beyond greedy NetworkX's", [round(value - theirs, 6) + 0.0], "DF", "≥ 0", digits=6),
    ]
    cases = [("110 nodes", network([f"{one} {other}" for one, other in net.edges]), mine[0][1].nodes)]
    real = infinito()
    if real is not None:
        cases.append(("Infinito", real, ("17", "21", "3", "40", "57")))
    for name, case, nodes in cases:
        times = [taken(lambda case=case, nodes=nodes: remove(case, nodes, worlds=500))[0] for _ in range(runs)]
        figures.append(of(NAME, f"{name}: 500 worlds, 5 rules, 12 steps", times, "s"))
    return figures


if __name__ == "__main__":
    sys.stdout.write("\n".join(f"{item.what:45} {item.value:g} {item.unit}" for item in measure(1)) + "\n")
