"""The graph of an edge table: integer arrays and a sparse matrix, components and degree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from contrared.network.edge import Edge, Layer


@dataclass(frozen=True)
class Graph:
    """An undirected multigraph; which way a tie runs is kept on its edge.

    Attributes:
        nodes: Canonical ids, sorted; a node's number is its place here.
        edges: Edges in their total order.
        ends: For each edge the numbers of its two nodes, shape (edges, 2).
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, edges: Iterable[Edge], *, nodes: Iterable[str] = (), layers: Collection[Layer] | None = None) -> Graph:
        """Build a graph.

        Args:
            edges: Edges, in any order.
            nodes: Nodes to hold even without an edge.
            layers: Only edges of these layers; all unless given.
        """
        kept = tuple(sorted((e for e in edges if layers is None or e.layer in layers), key=lambda edge: edge.key))
        names = tuple(sorted({end for edge in kept for end in (edge.source, edge.target)} | set(nodes)))
        number = {name: place for place, name in enumerate(names)}
        ends = np.array([(number[e.source], number[e.target]) for e in kept], dtype=np.int64).reshape(-1, 2)
        return cls(names, kept, ends)

    @cached_property
    def number(self) -> dict[str, int]:
        """Number of each node."""
        return {name: place for place, name in enumerate(self.nodes)}

    @cached_property
    def matrix(self) -> csr_array:
        """Symmetric matrix of the summed weights of parallel edges, sorted indices."""
        size = len(self.nodes)
        weights = np.array([edge.weight for edge in self.edges], dtype=np.float64)
        one_way = csr_array((weights, (self.ends[:, 0], self.ends[:, 1])), shape=(size, size))
        matrix = csr_array(one_way + one_way.T)
        matrix.sum_duplicates()
        matrix.sort_indices()
        return matrix

    @cached_property
    def between(self) -> dict[tuple[int, int], tuple[Edge, ...]]:
        """Parallel edges of each joined pair of nodes (smaller number first)."""
        found: dict[tuple[int, int], list[Edge]] = {}
        for edge, (left, right) in zip(self.edges, self.ends.tolist(), strict=True):
            found.setdefault((min(left, right), max(left, right)), []).append(edge)
        return {pair: tuple(edges) for pair, edges in found.items()}

    def neighbours(self, node: int) -> list[int]:
        """Numbers of the nodes tied to this one, ascending."""
        matrix = self.matrix
        found: list[int] = matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]].tolist()
        return found

    def degrees(self) -> NDArray[np.int64]:
        """Number of distinct neighbours of each node; parallel edges count once."""
        return np.diff(self.matrix.indptr).astype(np.int64)

    def components(self) -> tuple[tuple[str, ...], ...]:
        """Connected components, largest first, then by their first node. O(n + m)."""
        if not self.nodes:
            return ()
        _, labels = connected_components(self.matrix, directed=False)
        return grouped(self.nodes, labels.tolist())


def grouped(nodes: tuple[str, ...], labels: Iterable[int]) -> tuple[tuple[str, ...], ...]:
    """Nodes by label, largest group first, then by its first node: no trace of the numbers of the labels is left."""
    groups: dict[int, list[str]] = {}
    for node, label in zip(nodes, labels, strict=True):
        groups.setdefault(label, []).append(node)
    return tuple(sorted((tuple(sorted(group)) for group in groups.values()), key=lambda g: (-len(g), g)))
