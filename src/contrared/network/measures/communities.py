"""Communities: groups of parties more densely tied among themselves than to the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import triu

from contrared.network.finding import Method
from contrared.network.graph import Graph, grouped


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


def communities(graph: Graph, *, seed: int = 1, resolution: float = 1.0, iterations: int = 3) -> Communities:
    """Leiden communities (Traag, Waltman & van Eck, Sci. Rep. 9, 5233, 2019), edge weights summed.

    Single-threaded: with several threads NetworKit's order of moves, and so the result, depends on timing. The number
    of threads is the process's and is put back afterwards. Nodes and edges go in sorted, so that equal graphs give
    equal communities. O(m) an iteration.
    """
    import networkit as nk  # takes more than a second

    method = Method.of(
        "Leiden",
        seed=seed,
        libraries=("networkit", "numpy", "scipy"),
        resolution=resolution,
        iterations=iterations,
        threads=1,
        weights="sum of parallel edges",
    )
    if not graph.nodes:
        return Communities((), 0.0, method)
    upper = triu(graph.matrix, k=1).tocoo()
    order = np.lexsort((upper.col, upper.row))
    network = nk.Graph(len(graph.nodes), weighted=True)
    for place in order.tolist():
        network.addEdge(int(upper.row[place]), int(upper.col[place]), float(upper.data[place]))
    before = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    try:
        nk.engineering.setSeed(seed, False)
        run = nk.community.ParallelLeiden(network, iterations=iterations, randomize=False, gamma=resolution)
        run.run()
        partition = run.getPartition()
        quality = nk.community.Modularity().getQuality(partition, network) if upper.nnz else 0.0
    finally:
        nk.setNumberOfThreads(before)
    return Communities(grouped(graph.nodes, partition.getVector()), round(float(quality), 6), method)
