"""Worlds: networks that the recorded one could be a faulty record of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError
from contrared.network.worlds.unseen import Unseen


@dataclass(frozen=True)
class Batch:
    """Edges of several worlds, one world after another.

    Attributes:
        order: Number of nodes of each world.
        directed: Whether edges run one way.
        start: Where the edges of each world begin, and where the last end; shape (worlds + 1,).
        source: First node of each edge, shape (edges,).
        target: Second node of each edge.
        weight: Weight of each edge.
    """

    order: int
    directed: bool
    start: NDArray[np.int64]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def world(self) -> NDArray[np.int64]:
        """Number of each edge's world, shape (edges,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))


@dataclass(frozen=True)
class Model:
    """How far the record is to be believed.

    Every recorded tie exists by itself with its probability. As many ties as are expected to be wrong are expected to
    be unseen; how many there are in a world is drawn from Poisson's law, where they are by :class:`Unseen`. Missing and
    spurious ties as one question: Guimerà & Sales-Pardo, PNAS 106, 22073 (2009); simulating the error on the record
    itself to see how far a centrality holds: Martin & Niemeyer, Network Science 7, 180 (2019).

    World number i depends on the graph, the seed and i only: neither on how many are drawn nor on how many at a time.

    Attributes:
        graph: The network as recorded.
        seed: Seed of all draws, >= 0.
        unstated: Probability of a tie for which none is stated, in (0, 1].
        missing: Expected number of unseen ties as a share of the recorded; as many as are wrong if None; 0 for none.
    """

    graph: SimpleGraph
    seed: int = 1
    unstated: float = 0.9
    missing: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 < self.unstated <= 1.0:
            raise NetworkError(f"the probability of ties without a stated one is {self.unstated}: give one in (0, 1]")
        if self.missing is not None and not 0.0 <= self.missing < np.inf:
            raise NetworkError(f"the share of missing ties is {self.missing}: give 0 or more, or leave it out")
        if self.seed < 0:
            raise NetworkError(f"the seed is {self.seed}: give 0 or more")

    @cached_property
    def probability(self) -> NDArray[np.float64]:
        """Probability of each recorded tie, shape (edges,)."""
        return np.where(np.isnan(self.graph.probability), self.unstated, self.graph.probability)

    @cached_property
    def unseen(self) -> float:
        """Expected number of unseen ties."""
        wrong = float((1.0 - self.probability).sum())
        expected = wrong if self.missing is None else self.missing * self.graph.size
        return min(expected, float(Unseen(self.graph).pairs))

    @property
    def certain(self) -> bool:
        """Whether every world is the recorded network."""
        return bool((self.probability >= 1.0).all()) and self.unseen == 0.0

    def batch(self, first: int, last: int) -> Batch:
        """Worlds number ``first`` up to but not including ``last``; an unseen tie has the median weight."""
        graph, places = self.graph, self._unseen
        usual = float(np.median(graph.weight)) if graph.size else 1.0
        sources, targets, weights, sizes = [], [], [], [0]
        for number in range(first, last):
            generator = np.random.default_rng([self.seed, number])
            kept = generator.random(graph.size) < self.probability
            left, right = places.draw(int(generator.poisson(self.unseen)), generator)
            sources += [graph.source[kept], left.astype(np.int32)]
            targets += [graph.target[kept], right.astype(np.int32)]
            weights += [graph.weight[kept], np.full(len(left), usual)]
            sizes.append(len(sources[-2]) + len(left))
        start = np.cumsum(np.array(sizes, np.int64))
        return Batch(
            graph.order, graph.directed, start, _one(sources, np.int32), _one(targets, np.int32), _joined(weights)
        )

    @cached_property
    def _unseen(self) -> Unseen:
        return Unseen(self.graph)


def without_edges(graph: SimpleGraph, lost: NDArray[np.bool_]) -> Batch:
    """Worlds that are the recorded network without some edges.

    Args:
        graph: The network.
        lost: What is left out in each world, shape (worlds, edges).
    """
    world, edge = np.nonzero(~lost)
    start = np.concatenate(([0], np.cumsum(np.bincount(world, minlength=len(lost))))).astype(np.int64)
    return Batch(graph.order, graph.directed, start, graph.source[edge], graph.target[edge], graph.weight[edge])


def world_of(batch: Batch, number: int, graph: SimpleGraph) -> SimpleGraph:
    """One world of a batch as a graph with the ids of the recorded one; edges sorted, no probability stated."""
    part = slice(int(batch.start[number]), int(batch.start[number + 1]))
    source, target, weight = batch.source[part], batch.target[part], batch.weight[part]
    order = np.lexsort((target, source))
    nothing = np.full(len(order), np.nan)
    return SimpleGraph(graph.ids, source[order], target[order], weight[order], nothing, batch.directed)


def _one(parts: list[NDArray[np.int32]], kind: type[np.int32]) -> NDArray[np.int32]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)


def _joined(parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.concatenate(parts) if parts else np.zeros(0)
