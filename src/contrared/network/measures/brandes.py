"""Shortest paths through each node, counted from several sources at once (Brandes, J. Math. Sociol. 25, 163, 2001)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Following one arc alone costs about as much as this many arcs of one column in a product of matrices.
ALONE = 60


@dataclass(frozen=True)
class Arcs:
    """A graph made ready for counting paths.

    Attributes:
        out: Matrix of 1.0 for each arc from row to column.
        degree: Arcs that leave each node, shape (nodes,).
    """

    out: csr_array
    degree: NDArray[np.int64]

    @classmethod
    def of(cls, graph: SimpleGraph) -> Arcs:
        """Arcs of a graph. O(n + m)."""
        out = graph.out
        ones = csr_array((np.ones(out.nnz), out.indices, out.indptr), shape=out.shape)
        return cls(ones, np.diff(out.indptr).astype(np.int64))

    def alone(self, cells: NDArray[np.int64], width: int) -> bool:
        """Whether a level of few nodes is cheaper followed arc by arc than by a product over all nodes."""
        arcs = int(self.degree[cells // width].sum()) + len(cells)
        return arcs * ALONE < (self.out.nnz + 2 * self.out.shape[0]) * width

    def follow(self, cells: NDArray[np.int64], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Arcs that leave some cells (node * width + column): place of each arc's cell in ``cells``, and its end."""
        nodes = cells // width
        counts = self.degree[nodes]
        place = np.repeat(np.arange(len(cells)), counts)
        first = np.cumsum(counts) - counts
        arc = np.arange(len(place)) - first[place] + self.out.indptr[nodes[place]]
        return place, self.out.indices[arc].astype(np.int64) * width + cells[place] % width


def dependencies(arcs: Arcs, sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each source adds to the betweenness of each node, all ordered pairs from it, endpoints left out.

    Level by level: a product of the matrix of arcs with one column a source while a level holds much of the graph, arc
    by arc while it holds little. Always in the same order, so the same in every run. O(m) a source on graphs without
    long chains.

    Args:
        arcs: The graph.
        sources: Numbers of the sources; one may be named twice.

    Returns:
        Dependencies, shape (nodes, sources).

    Raises:
        NetworkError: there are more shortest paths between two nodes than a floating-point number can hold.
    """
    width = len(sources)
    paths = np.zeros((arcs.out.shape[0], width))
    spare = np.zeros_like(paths)
    level = np.sort(sources.astype(np.int64) * width + np.arange(width))
    paths.ravel()[level] = 1.0
    levels = [level]
    while len(level := _next(arcs, paths, spare, level)):
        levels.append(level)
    if not np.isfinite(paths.ravel()[levels[-1]]).all():
        raise NetworkError("more than 1e308 shortest paths run between two nodes: betweenness cannot be counted here")
    return _gathered(arcs, paths, spare, levels)


def _next(
    arcs: Arcs, paths: NDArray[np.float64], spare: NDArray[np.float64], level: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Cells of the next level, ascending; their number of shortest paths is written down. ``spare`` is left at 0."""
    width = paths.shape[1]
    flat = paths.ravel()
    if arcs.alone(level, width):
        place, end = arcs.follow(level, width)
        fresh = flat[end] == 0.0
        ends, inverse = np.unique(end[fresh], return_inverse=True)
        flat[ends] = np.bincount(inverse, flat[level][place[fresh]], minlength=len(ends))
        return ends
    spare.ravel()[level] = flat[level]
    reached = (arcs.out.T @ spare).ravel()
    spare.ravel()[level] = 0.0
    found = np.flatnonzero((reached > 0.0) & (flat == 0.0))
    flat[found] = reached[found]
    return found


def _gathered(
    arcs: Arcs, paths: NDArray[np.float64], spare: NDArray[np.float64], levels: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """Dependencies from the last level back to the source."""
    width = paths.shape[1]
    flat = paths.ravel()
    found = np.zeros_like(paths)
    passed, part = found.ravel(), spare.ravel()
    while len(levels) > 1:
        level = levels.pop()
        before = levels[-1]
        part[level] = (1.0 + passed[level]) / flat[level]
        if arcs.alone(before, width):
            place, end = arcs.follow(before, width)
            taken = np.bincount(place, part[end], minlength=len(before))
        else:
            taken = (arcs.out @ spare).ravel()[before]
        passed[before] = flat[before] * taken
        part[level] = 0.0
    passed[levels[0]] = 0.0
    return found
