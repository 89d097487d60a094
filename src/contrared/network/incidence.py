"""Which ties touch which node: built once for a network, then looked up in no time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.network.multilayer import Multilayer

#: Under this name it is kept with its network, as a cached property is.
KEPT = "_incidence"


@dataclass(frozen=True, eq=False)
class Incidence:
    """Ties by node, each tie at both its ends, direction forgotten.

    Attributes:
        starts: Where each node's ties begin in the other two, shape (nodes + 1,).
        other: Number of the node at the other end, ascending for each node.
        tie: Number of the tie.
        ties: Table of the ties in one piece.
    """

    starts: NDArray[np.int64]
    other: NDArray[np.int32]
    tie: NDArray[np.int32]
    ties: pa.Table

    @classmethod
    def of(cls, network: Multilayer) -> Incidence:
        """The incidence of a network; built the first time, O(m log m), and kept with the network."""
        kept = network.__dict__.get(KEPT)
        if kept is None:
            kept = network.__dict__[KEPT] = cls._built(network)
        assert isinstance(kept, Incidence)
        return kept

    @classmethod
    def _built(cls, network: Multilayer) -> Incidence:
        nodes, size = len(network.nodes), len(network.ties)
        here = np.concatenate((network.source, network.target))
        there = np.concatenate((network.target, network.source))
        by = np.argsort(here.astype(np.int64) * nodes + there, kind="stable")
        starts = np.searchsorted(here[by], np.arange(nodes + 1))
        tie = (by % max(size, 1)).astype(np.int32)
        return cls(starts.astype(np.int64), there[by], tie, network.ties.combine_chunks())

    def degree(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of ties at each of some nodes."""
        return np.asarray(self.starts[nodes + 1] - self.starts[nodes], np.int64)

    def places(self, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Places in ``other`` and ``tie`` of the ties at some nodes, node after node."""
        counts = self.degree(nodes)
        upto = np.cumsum(counts)
        first = np.repeat(self.starts[nodes] - (upto - counts), counts)
        return np.asarray(np.arange(len(first)) + first, np.int64)

    def between(self, one: int, two: int) -> NDArray[np.int32]:
        """Ties between two nodes, ascending. O(log degree)."""
        low, high = int(self.starts[one]), int(self.starts[one + 1])
        first, last = np.searchsorted(self.other[low:high], [two, two + 1]) + low
        return np.unique(self.tie[first:last])
