"""One run of Leiden over arrays, and what is measured of a division."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures.components import numbered
from contrared.network.measures.threads import networkit_threads
from contrared.network.simple import SimpleGraph

if TYPE_CHECKING:
    import networkit

Labels = NDArray[np.int32]

CITATION = "Traag, Waltman & van Eck, Sci. Rep. 9, 5233 (2019)"


def leiden(
    network: networkit.Graph,
    *,
    seed: int = 1,
    resolution: float = 1.0,
    iterations: int = 3,
    threads: int = 1,
    shuffled: bool = True,
) -> Labels:
    """Community of each node (Traag, Waltman & van Eck, Sci. Rep. 9, 5233, 2019), shape (nodes,).

    Numbered by size, then by the first node. The same in every run only with one thread: with several the order of
    moves depends on timing. Without ``shuffled`` nodes are visited in their order and the seed changes nothing. O(m) an
    iteration.
    """
    import networkit as nk  # takes more than a second

    if not network.numberOfEdges():
        return np.arange(network.numberOfNodes(), dtype=np.int32)
    with networkit_threads(threads):
        nk.engineering.setSeed(seed, False)
        run = nk.community.ParallelLeiden(network, iterations=iterations, randomize=shuffled, gamma=resolution)
        run.run()
        found = run.getPartition().getVector()
    return numbered(np.asarray(found, np.int32))[0]


def modularity(graph: SimpleGraph, labels: Labels, *, resolution: float = 1.0) -> float:
    """Newman's modularity of a division, weights counted, as NetworkX's; 0 without an edge.

    Directed as in Leicht & Newman, Phys. Rev. Lett. 100, 118703 (2008). O(n + m).
    """
    if not graph.size:
        return 0.0
    total = float(graph.weight.sum())
    groups = int(labels.max()) + 1
    within = float(graph.weight[labels[graph.source] == labels[graph.target]].sum())
    out = np.bincount(labels[graph.source], graph.weight, minlength=groups)
    into = np.bincount(labels[graph.target], graph.weight, minlength=groups)
    if graph.directed:
        return within / total - resolution * float((out * into).sum()) / total**2
    return within / total - resolution * float(np.square(out + into).sum()) / (4 * total**2)
