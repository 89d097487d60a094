"""The four measures written down as the paper has them, with NetworkX: slow and obvious."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import networkx as nx

from contrared.network.disruption.example import graph
from contrared.network.simple import SimpleGraph


def read(net: nx.Graph) -> SimpleGraph:
    """A NetworkX graph of strings without lone nodes as ours."""
    return graph([f"{u} {v}" for u, v in net.edges])


def value(net: nx.Graph, goal: str, chosen: Iterable[str], m: int = 2) -> float:
    """Borgatti (2006): F (eq. 4), DF, m-reach as a share, R; members of a reaching set count at distance 1."""
    chosen = set(chosen)
    if goal in ("fragmentation", "distance_fragmentation"):
        left = nx.Graph(net.subgraph(set(net) - chosen))  # a view would ask for each tie whether it is left
        n = len(left)
        lengths = dict(nx.all_pairs_shortest_path_length(left))
        pairs = [(u, v) for u, v in combinations(left, 2) if v in lengths[u]]
        total = sum(1.0 if goal == "fragmentation" else 1.0 / lengths[u][v] for u, v in pairs)
        return 1 - 2 * total / (n * (n - 1))
    lengths = {u: nx.single_source_shortest_path_length(net, u) for u in chosen}
    total = 0.0
    for node in net:
        near = [max(1, lengths[u][node]) for u in chosen if node in lengths[u]]
        if near:
            total += (min(near) <= m) if goal == "m_reach" else 1.0 / min(near)
    return total / len(net)


def best(net: nx.Graph, goal: str, k: int, among: Sequence[str], m: int = 2) -> tuple[float, list[tuple[str, ...]]]:
    """The greatest value and all sets that have it, in order."""
    values = {members: round(value(net, goal, members, m), 9) for members in combinations(sorted(among), k)}
    top = max(values.values())
    return top, [members for members, found in values.items() if found == top]
