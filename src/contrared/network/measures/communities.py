"""Communities: groups of parties more densely tied among themselves than to the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import triu

from contrared.network.finding import Method
from contrared.network.graph import Graph
from contrared.network.measures.components import undirected
from contrared.network.measures.leiden import CITATION, leiden, modularity
from contrared.network.simple import SimpleGraph


@dataclass(frozen=True, slots=True)
class Communities:
    """A division of the nodes.

    Attributes:
        groups: Communities, largest first, then by their first node.
        modularity: Newman's modularity of the division, rounded to six digits.
        method: How it was found.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float
    method: Method

    def of(self) -> dict[str, int]:
        """Number of the community of each node."""
        return {node: place for place, group in enumerate(self.groups) for node in group}


def communities(
    graph: Graph | SimpleGraph, *, seed: int = 1, resolution: float = 1.0, iterations: int = 3, threads: int = 1
) -> Communities:
    """Leiden communities (Traag, Waltman & van Eck, Sci. Rep. 9, 5233, 2019), edge weights summed.

    Nodes and edges go in sorted, so that equal graphs give equal communities. A directed graph is divided with the
    direction of its edges forgotten. O(m) an iteration.

    Args:
        graph: The graph.
        seed: Seed of the order in which nodes are visited; a ``Graph`` is visited in the order of its nodes.
        resolution: Above 1 for smaller communities, below for larger ones.
        iterations: Rounds of refinement.
        threads: With more than one the result depends on timing: for a look, not for a finding; the method says so.
    """
    method = Method.of(
        "Leiden",
        seed=seed,
        libraries=("networkit", "numpy", "scipy"),
        resolution=resolution,
        iterations=iterations,
        threads=threads,
        weights="sum of parallel edges",
        **({} if threads == 1 else {"repeatable": "no: the order of moves depends on timing"}),
        citation=CITATION if isinstance(graph, SimpleGraph) else "",
    )
    flat = undirected(graph if isinstance(graph, SimpleGraph) else _simple(graph))
    if not flat.order:
        return Communities((), 0.0, method)
    network = flat.networkit(weighted=True)
    labels = leiden(
        network,
        seed=seed,
        resolution=resolution,
        iterations=iterations,
        threads=threads,
        # Nodes of a case are visited in their order, as they always were: its division stays what was reported.
        shuffled=isinstance(graph, SimpleGraph),
    )
    return Communities(grouped_ids(flat.ids, labels), round(modularity(flat, labels), 6), method)


def grouped_ids(ids: pa.StringArray, labels: NDArray[np.int32]) -> tuple[tuple[str, ...], ...]:
    """Ids by label, in the order of the labels; sorted within."""
    by = np.argsort(labels, kind="stable")
    names = ids.take(pa.array(by)).to_pylist()
    bounds = np.cumsum(np.bincount(labels)).tolist()
    return tuple(tuple(names[low:high]) for low, high in zip([0, *bounds], bounds, strict=False))


def _simple(graph: Graph) -> SimpleGraph:
    upper = triu(graph.matrix, k=1).tocoo()
    by = np.lexsort((upper.col, upper.row))
    return SimpleGraph(
        pa.array(graph.nodes, pa.string()),
        upper.row[by].astype(np.int32),
        upper.col[by].astype(np.int32),
        upper.data[by],
        np.full(len(by), np.nan),
    )
