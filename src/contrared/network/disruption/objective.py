"""What a set of key players is wanted for: Borgatti's four measures, each for a set and one node more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.balls import UNREACHED, Neighbours, distances, grow, seeds
from contrared.network.disruption.cuts import pairs_without_each
from contrared.network.simple import SimpleGraph

Goal = Literal["fragmentation", "distance_fragmentation", "m_reach", "distance_reach"]
GOALS: tuple[Goal, ...] = ("fragmentation", "distance_fragmentation", "m_reach", "distance_reach")
#: Digits to which values are compared: sums of reciprocals in another order are the same value.
DIGITS = 12
#: 64-bit words that one block of candidates may gather.
_WORDS = 1 << 22


class Objective(Protocol):
    """A measure of a set of nodes, greater meaning better."""

    #: Whether a node adds less the more are chosen already, so that bounds hold.
    submodular: bool

    def extend(self, base: Sequence[int], candidates: NDArray[np.intp]) -> NDArray[np.float64]:
        """Value of the set with each candidate added, shape (candidates,); no candidate is in the set."""
        ...

    def value(self, chosen: Sequence[int]) -> float:
        """Value of a set."""
        ...


class Fragmentation:
    """F = 1 - sum over components of s (s - 1) / (n (n - 1)), of the n nodes that remain (Borgatti 2006)."""

    submodular = False

    def __init__(self, graph: SimpleGraph) -> None:
        self._order = graph.order
        self._matrix = graph.out

    def extend(self, base: Sequence[int], candidates: NDArray[np.intp]) -> NDArray[np.float64]:
        """See :class:`Objective`; O(n + m) for all candidates together."""
        gone = np.zeros(self._order, bool)
        gone[list(base)] = True
        pairs = pairs_without_each(self._matrix.indptr, self._matrix.indices, gone)[candidates]
        return _fragmented(pairs.astype(np.float64), self._order - len(base) - 1)

    def value(self, chosen: Sequence[int]) -> float:
        """See :class:`Objective`."""
        if chosen:
            return float(self.extend(chosen[:-1], np.array(chosen[-1:], np.intp))[0])
        alone = np.zeros(self._order + 1, bool)  # one more node, tied to nobody, so that taking it out changes nothing
        indptr = np.append(self._matrix.indptr, self._matrix.indptr[-1])
        pairs = pairs_without_each(indptr, self._matrix.indices, alone)[-1:]
        return float(_fragmented(pairs.astype(np.float64), self._order)[0])


class DistanceFragmentation:
    """DF = 1 - 2 sum over pairs of 1 / d / (n (n - 1)), of the n nodes that remain; 1 / d is 0 without a path."""

    submodular = False

    def __init__(self, graph: SimpleGraph) -> None:
        self._graph = graph
        self._words = -(-graph.order // 64)

    def extend(self, base: Sequence[int], candidates: NDArray[np.intp]) -> NDArray[np.float64]:
        """See :class:`Objective`; O(c d m n / 64) word operations for c candidates and diameter d."""
        kept = np.ones(self._graph.order, bool)
        kept[list(base)] = False
        neighbours = Neighbours.in_graph(self._graph, kept)
        block = max(1, _WORDS // max(1, len(neighbours.lists) * self._words))
        sums = [
            self._closeness(neighbours, kept, candidates[place : place + block])
            for place in range(0, len(candidates), block)
        ]
        return _fragmented(np.concatenate([*sums, np.zeros(0)]), int(kept.sum()) - 1)

    def value(self, chosen: Sequence[int]) -> float:
        """See :class:`Objective`."""
        kept = np.ones(self._graph.order, bool)
        kept[list(chosen)] = False
        neighbours = Neighbours.in_graph(self._graph, kept)
        return float(_fragmented(self._closeness(neighbours, kept, None), int(kept.sum()))[0])

    def _closeness(
        self, neighbours: Neighbours, kept: NDArray[np.bool_], out: NDArray[np.intp] | None
    ) -> NDArray[np.float64]:
        """Sum of 1 / d over ordered pairs, once for each node taken out (or for None), each in a column of its own."""
        columns = 1 if out is None else len(out)
        balls = np.repeat(seeds(len(kept), np.arange(len(kept)))[:, None, :], columns, axis=1)
        balls[~kept] = 0
        cut = None if out is None else (out, np.arange(columns))
        if cut is not None:
            balls[cut] = 0
        before = np.bitwise_count(balls).sum(axis=(0, 2), dtype=np.int64)
        total = np.zeros(columns)
        for step, grown in enumerate(grow(neighbours, balls, cut), 1):
            count = np.bitwise_count(grown).sum(axis=(0, 2), dtype=np.int64)
            total += (count - before) / step
            before = count
        return total


class Reach:
    """Share of all nodes reached by a set, each weighted by how near it is to the nearest member.

    The m-reach counts the nodes within m steps (as a share of all). The distance-weighted reach R = sum of 1 / d / n
    takes 1 / d of the nearest member. A member counts as reached, at distance 1 (Borgatti 2006).
    """

    submodular = True

    def __init__(self, graph: SimpleGraph, candidates: NDArray[np.intp], m: int | None) -> None:
        """With ``m`` the m-reach, without it the distance-weighted reach; only ``candidates`` can be members."""
        self._order = graph.order
        self._row = np.full(graph.order, -1)
        self._row[candidates] = np.arange(len(candidates))
        steps = distances(graph, candidates)
        steps[np.arange(len(candidates)), candidates] = 1
        if m is not None:
            self._near = (steps <= m).astype(np.float64)
        else:
            self._near = np.where(steps == UNREACHED, 0.0, 1.0 / steps)

    def extend(self, base: Sequence[int], candidates: NDArray[np.intp]) -> NDArray[np.float64]:
        """See :class:`Objective`; O(c n) for c candidates."""
        reached = self._reached(base)
        sums = [np.maximum(self._near[self._row[node]], reached).sum() for node in candidates.tolist()]
        return np.round(np.array(sums) / self._order, DIGITS)

    def value(self, chosen: Sequence[int]) -> float:
        """See :class:`Objective`."""
        return round(float(self._reached(chosen).sum()) / self._order, DIGITS)

    def _reached(self, members: Sequence[int]) -> NDArray[np.float64]:
        if not members:
            return np.zeros(self._order)
        reached: NDArray[np.float64] = self._near[self._row[list(members)]].max(axis=0)
        return reached


def objective(graph: SimpleGraph, goal: Goal, candidates: NDArray[np.intp], m: int) -> Objective:
    """The measure of a goal on an undirected graph."""
    if goal == "fragmentation":
        return Fragmentation(graph)
    if goal == "distance_fragmentation":
        return DistanceFragmentation(graph)
    return Reach(graph, candidates, m if goal == "m_reach" else None)


def _fragmented(pairs: NDArray[np.float64], left: int) -> NDArray[np.float64]:
    """From the (weighted) ordered pairs that are joined; where fewer than two are left, nothing is joined."""
    return np.round(1.0 - pairs / max(1, left * (left - 1)), DIGITS)
