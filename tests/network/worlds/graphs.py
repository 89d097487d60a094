"""Small graphs, and the same graphs for NetworkX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from contrared.network import Multilayer, SimpleGraph
from contrared.network.multilayer import TIES
from contrared.network.worlds.draw import Batch

Edge = tuple[int, int]


def named(n: int) -> list[str]:
    return [f"n{number:03}" for number in range(n)]


def graph(
    n: int, edges: Sequence[Edge], probability: float | Sequence[float] = np.nan, directed: bool = False
) -> SimpleGraph:
    if not directed:
        edges = [(min(e), max(e)) for e in edges]
    order = sorted(range(len(edges)), key=lambda i: edges[i])
    given = np.broadcast_to(np.asarray(probability, np.float64), (len(edges),))
    ends = np.array([edges[i] for i in order], np.int32).reshape(-1, 2)
    weight = np.ones(len(edges))
    return SimpleGraph(pa.array(named(n), pa.string()), ends[:, 0], ends[:, 1], weight, given[order], directed)


def oracle(found: SimpleGraph) -> nx.Graph:
    there = nx.DiGraph() if found.directed else nx.Graph()
    there.add_nodes_from(range(found.order))
    there.add_edges_from(zip(found.source.tolist(), found.target.tolist(), strict=True))
    return there


def edges_of(batch: Batch, world: int) -> list[Edge]:
    part = slice(int(batch.start[world]), int(batch.start[world + 1]))
    return list(zip(batch.source[part].tolist(), batch.target[part].tolist(), strict=True))


def network(n: int, ties: Sequence[Mapping[str, object]]) -> Multilayer:
    """Ties as dicts with source and target; all else has a usual value."""
    usual = {
        "layer": "tie",
        "weight": 1.0,
        "probability": None,
        "directed": False,
        "start": "",
        "end": "",
        "evidence": None,
    }
    rows = [usual | dict(tie) for tie in ties]
    arrays = [pa.array([row[field.name] for row in rows], field.type) for field in TIES]
    nodes = pa.table({"id": named(n), "label": [f"Label {name}" for name in named(n)]})
    return Multilayer(nodes, pa.Table.from_arrays(arrays, schema=TIES))


@st.composite
def graphs(draw: st.DrawFn, least: int = 3) -> SimpleGraph:
    n = draw(st.integers(least, 9))
    directed = draw(st.booleans())
    pairs = [(a, b) for a in range(n) for b in range(n) if (a != b if directed else a < b)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs)))
    sure = draw(st.lists(st.sampled_from([0.2, 0.5, 1.0, np.nan]), min_size=len(chosen), max_size=len(chosen)))
    return graph(n, chosen, sure or np.nan, directed)
