"""A simple graph as arrays: no loops, no parallel edges. What every measure takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.multilayer import TIES, Multilayer
from contrared.network.treatment import NetworkError, Treatment

if TYPE_CHECKING:
    import networkit

Duplicates = Literal["sum", "max", "error"]


@dataclass(frozen=True)
class SimpleGraph:
    """A simple graph.

    Attributes:
        ids: Ids of the nodes, sorted by code point; a node's number is its place here.
        source: Number of each edge's first node, shape (edges,).
        target: Number of the second; in an undirected graph always the greater. Edges are sorted by (source, target).
        weight: Weight of each edge, > 0, shape (edges,).
        probability: Probability that the edge exists, in (0, 1]; NaN where none is stated. Shape (edges,).
        directed: Whether an edge runs from source to target only.
        treatments: What in the input needed a decision, in order.
    """

    ids: pa.StringArray
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float64]
    probability: NDArray[np.float64]
    directed: bool = False
    treatments: tuple[Treatment, ...] = ()

    @property
    def order(self) -> int:
        """Number of nodes."""
        return len(self.ids)

    @property
    def size(self) -> int:
        """Number of edges."""
        return len(self.source)

    @cached_property
    def out(self) -> csr_array:
        """Matrix of 1 for each edge from row to column, both ways if undirected, indices sorted; data is int8."""
        return self._matrix(np.ones(self.size, np.int8))

    @cached_property
    def weights(self) -> csr_array:
        """The same matrix with the weights."""
        return self._matrix(self.weight)

    def networkit(self, *, weighted: bool = False) -> networkit.Graph:
        """The graph for NetworKit, nodes by number, neighbours sorted. O(n + m)."""
        import networkit as nk  # takes more than a second

        if not self.size:
            return nk.Graph(self.order, weighted=weighted, directed=self.directed)
        # Rows of a matrix go in faster than edges; in an undirected graph each edge once. With several threads the
        # order of the neighbours, and so what Leiden finds, would depend on timing.
        rows = csr_array((self.weight, (self.source, self.target)), shape=(self.order, self.order))
        threads = nk.getMaxNumberOfThreads()
        nk.setNumberOfThreads(1)
        try:
            return nk.graph.GraphFromCsr(rows, directed=self.directed, weighted=weighted)
        finally:
            nk.setNumberOfThreads(threads)

    def _matrix(self, data: NDArray[Any]) -> csr_array:
        rows, columns = self.source, self.target
        if not self.directed:
            rows, columns, data = np.r_[rows, columns], np.r_[columns, rows], np.r_[data, data]
        matrix = csr_array((data, (rows, columns)), shape=(self.order, self.order))
        matrix.sort_indices()
        return matrix


def simple(network: Multilayer, *, directed: bool = False, duplicates: Duplicates = "sum") -> SimpleGraph:
    """All layers of a network laid over each other (the aggregated network).

    A loop is dropped. In an undirected reading a directed tie each way is one edge. Ties of one layer that run the same
    way between the same two nodes are duplicates; ties of different layers are not, their weights are always summed.
    Probabilities of ties that are laid together become that of at least one, 1 - prod(1 - p), or the greatest with
    ``max``; where one of them states none, none is stated. A directed reading takes an undirected tie as one each way.

    Args:
        network: The network; use its ``select`` for some layers.
        directed: Keep the direction of ties.
        duplicates: What to do with duplicates: sum of the weights, the greatest, or refuse.

    Raises:
        NetworkError: there are duplicates and ``duplicates`` is ``error``.
    """
    ties = _columns(network, directed)
    treatments = list(network.treatments)
    loops = ties.source == ties.target
    if loops.any():
        named = tuple(network.ids.take(pa.array(np.unique(ties.source[loops])[:3])).to_pylist())
        treatments.append(Treatment("self-loop", int(loops.sum()), "dropped: nobody is tied to themselves", named))
        ties = ties.take(np.flatnonzero(~loops))
    ties = ties.take(np.lexsort((ties.back, ties.layer, ties.target, ties.source)))
    starts = _starts(ties.source, ties.target, ties.layer, ties.back)
    if len(starts) < len(ties.source):
        treatments.append(_duplicates(network, ties, starts, duplicates))
        ties = _laid(ties, starts, duplicates)
    starts = _starts(ties.source, ties.target, ties.layer)
    if len(starts) < len(ties.source):
        told = "one edge in an undirected reading"
        treatments.append(Treatment("tie stated both ways", len(ties.source) - len(starts), told))
        ties = _laid(ties, starts, duplicates)
    starts = _starts(ties.source, ties.target)
    if len(starts) < len(ties.source):
        ties = _laid(ties, starts, "sum")
    return SimpleGraph(
        network.ids, ties.source, ties.target, ties.weight, ties.probability, directed, tuple(treatments)
    )


class _Columns(NamedTuple):
    """Ties as arrays of one length; ``back`` marks a directed tie that was turned round."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    layer: NDArray[np.int32]
    back: NDArray[np.bool_]
    weight: NDArray[np.float64]
    probability: NDArray[np.float64]

    def take(self, places: NDArray[np.intp]) -> _Columns:
        taken: list[Any] = [column[places] for column in self]
        return _Columns(*taken)


def _columns(network: Multilayer, directed: bool) -> _Columns:
    table = network.ties.combine_chunks()
    if not len(table):
        table = TIES.empty_table()
    layers = table["layer"].combine_chunks()
    columns = _Columns(
        network.source,
        network.target,
        layers.indices.to_numpy() if isinstance(layers, pa.DictionaryArray) else np.zeros(0, np.int32),
        np.zeros(len(table), bool),
        table["weight"].to_numpy(),
        table["probability"].to_numpy().astype(np.float64),
    )
    one_way = table["directed"].to_numpy().astype(bool)
    if directed:
        again = columns.take(np.flatnonzero(~one_way))
        again = again._replace(source=again.target, target=again.source)
        pairs: Any = zip(columns, again, strict=True)
        return _Columns(*(np.concatenate(pair) for pair in pairs))
    turned = columns.source > columns.target
    return columns._replace(
        source=np.minimum(columns.source, columns.target),
        target=np.maximum(columns.source, columns.target),
        back=turned & one_way,
    )


def _starts(*columns: NDArray[Any]) -> NDArray[np.intp]:
    """Where a new combination of sorted columns begins."""
    if not len(columns[0]):
        return np.zeros(0, np.intp)
    new = np.zeros(len(columns[0]) - 1, bool)
    for column in columns:
        new |= column[1:] != column[:-1]
    return np.concatenate(([0], np.flatnonzero(new) + 1)).astype(np.intp)


def _laid(ties: _Columns, starts: NDArray[np.intp], how: Duplicates) -> _Columns:
    """Each run of ties laid together."""
    first = ties.take(starts)
    if how == "max":
        weight = np.maximum.reduceat(ties.weight, starts)
        return first._replace(weight=weight, probability=np.maximum.reduceat(ties.probability, starts))
    single = np.diff(np.append(starts, len(ties.source))) == 1
    failing = np.multiply.reduceat(1.0 - ties.probability, starts)
    probability = np.where(single, first.probability, 1.0 - failing)
    return first._replace(weight=np.add.reduceat(ties.weight, starts), probability=probability)


def _duplicates(network: Multilayer, ties: _Columns, starts: NDArray[np.intp], how: Duplicates) -> Treatment:
    run = np.repeat(starts, np.diff(np.append(starts, len(ties.source))))
    again = np.flatnonzero(run != np.arange(len(run)))
    differ = (ties.weight[again] != ties.weight[run[again]]) | (
        np.nan_to_num(ties.probability[again], nan=-1) != np.nan_to_num(ties.probability[run[again]], nan=-1)
    )
    named = tuple(
        f"{network.ids[int(ties.source[i])].as_py()} - {network.ids[int(ties.target[i])].as_py()}"
        for i in again[:3].tolist()
    )
    if how == "error":
        raise NetworkError(
            f"{len(again)} duplicate ties, the first between {named[0]}: mend the input, or lay them together with "
            "duplicates sum or max"
        )
    taken = "weights summed" if how == "sum" else "greatest weight and probability taken"
    if differ.any():
        taken += f"; {int(differ.sum())} of them contradict the first in weight or probability"
    return Treatment("duplicate tie", len(again), taken, named)
