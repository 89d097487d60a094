"""Balls round nodes as bitsets: shortest paths from many nodes at once, in NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph

#: Distance of what cannot be reached.
UNREACHED = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Neighbours:
    """Neighbours of each node, one list after another.

    Attributes:
        rows: Nodes that have a neighbour, ascending.
        starts: Where the list of each of them begins.
        lists: The neighbours, one list after another.
    """

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    lists: NDArray[np.intp]

    @classmethod
    def of(cls, row: NDArray[Any], column: NDArray[Any]) -> Neighbours:
        """From pairs sorted by row; an undirected edge is there both ways."""
        new = np.ones(len(row), bool)
        new[1:] = row[1:] != row[:-1]
        starts = np.flatnonzero(new)
        return cls(row[starts].astype(np.intp), starts, column.astype(np.intp))

    @classmethod
    def in_graph(cls, graph: SimpleGraph, kept: NDArray[np.bool_] | None = None) -> Neighbours:
        """Of a graph, or of what is left of it on the nodes kept; numbers of nodes stay."""
        matrix = graph.out
        row = np.repeat(np.arange(graph.order), np.diff(matrix.indptr))
        column = matrix.indices
        if kept is not None:
            both = kept[row] & kept[column]
            row, column = row[both], column[both]
        return cls.of(row, column)


def seeds(order: int, members: NDArray[Any]) -> NDArray[np.uint64]:
    """Bitsets in which node ``members[i]`` holds bit i alone, shape (order, words)."""
    balls = np.zeros((order, max(1, -(-len(members) // 64))), np.uint64)
    places = np.arange(len(members))
    balls[members, places // 64] = np.uint64(1) << (places % 64).astype(np.uint64)
    return balls


def grow(neighbours: Neighbours, balls: NDArray[np.uint64], cut: Any = None) -> Iterator[NDArray[np.uint64]]:
    """Bitsets after one step, two steps and so on, until they no longer change.

    After step d, the bits of node v are those that some node within distance d of v began with. O(m words) a step.

    Args:
        neighbours: Who passes bits to whom.
        balls: Bits of each node at the start, shape (nodes, ...); the array is not changed.
        cut: Index into ``balls`` of what stays empty: in that column the node is not there.
    """
    balls = balls.copy()
    if not len(neighbours.rows):
        return
    while True:
        passed = np.bitwise_or.reduceat(balls.take(neighbours.lists, axis=0), neighbours.starts, axis=0)
        grown = balls.copy()
        grown[neighbours.rows] |= passed
        if cut is not None:
            grown[cut] = 0
        if np.array_equal(grown, balls):
            return
        balls = grown
        yield balls


def distances(graph: SimpleGraph, sources: NDArray[np.intp]) -> NDArray[np.uint16]:
    """Steps from some nodes to all, shape (sources, nodes); ``UNREACHED`` where there is no path.

    O(d m s / 64) word operations for s sources and diameter d.
    """
    found = np.full((graph.order, len(sources)), UNREACHED, np.uint16)
    found[sources, np.arange(len(sources))] = 0
    before = seeds(graph.order, sources)
    for step, balls in enumerate(grow(Neighbours.in_graph(graph), before), 1):
        new = np.unpackbits((balls & ~before).view(np.uint8), axis=1, count=len(sources), bitorder="little")
        found[new.astype(bool)] = step
        before = balls
    return np.ascontiguousarray(found.T)
