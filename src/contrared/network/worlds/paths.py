"""All shortest paths of a small graph, and which of them run through a node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph


@dataclass(frozen=True)
class Paths:
    """Lengths and numbers of the shortest paths between all nodes.

    Attributes:
        distance: Steps from the row's node to the column's; -1 where there is no path. Shape (nodes, nodes).
        number: Number of shortest paths, 0 where there is none.
    """

    distance: NDArray[np.int32]
    number: NDArray[np.float64]

    @classmethod
    def of(cls, graph: SimpleGraph) -> Paths:
        """Search from all nodes in step. O(levels n m) time, O(n^2) memory."""
        n = graph.order
        number, distance = np.eye(n), np.where(np.eye(n, dtype=bool), 0, -1).astype(np.int32)
        front, step, level = np.eye(n), graph.out.astype(np.float64).T.tocsr(), 0
        while front.any():
            level += 1
            front = np.asarray(step @ front.T).T * (distance < 0)
            distance[front > 0] = level
            number += front
        return cls(distance, number)

    def through(self, node: int) -> NDArray[np.float64]:
        """Share of the shortest paths from the row's node to the column's that pass the node; O(n^2)."""
        return self._by(self.distance[:, node], self.number[:, node], node, 0, node)

    def leaving(self, node: int, neighbour: int) -> NDArray[np.float64]:
        """The same for paths that pass the node and go on to the neighbour."""
        return self._by(self.distance[:, node], self.number[:, node], neighbour, 1, node)

    def _by(
        self, before: NDArray[np.int32], ways: NDArray[np.float64], onward: int, step: int, node: int
    ) -> NDArray[np.float64]:
        after = self.distance[onward]
        on_way = before[:, None] + (after + step)[None, :] == self.distance
        on_way &= (before >= 0)[:, None] & (after >= 0)[None, :]
        on_way[node, :] = False
        on_way[:, node] = False
        found = np.zeros(self.distance.shape)
        np.divide(ways[:, None] * self.number[onward][None, :], self.number, out=found, where=on_way)
        np.fill_diagonal(found, 0.0)
        return found
