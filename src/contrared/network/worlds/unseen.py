"""Ties that nobody saw: where they would most likely be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Up to this many nodes all pairs without a tie are listed; beyond, pairs are drawn and joined ones thrown back.
LISTED = 1_000
_ROUNDS = 1_000

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Unseen:
    """Draws pairs of nodes without a recorded tie, the likelier the more the two could be expected to be tied.

    The weight of a pair is ``(d(u) + 1) (d(v) + 1) (1 + c(u, v))`` with degrees ``d`` and number of common neighbours
    ``c``: preferential attachment times closure, the two tendencies by which networks of collaboration were seen to
    grow (Newman, Phys. Rev. E 64, 025102, 2001; both compared as predictors by Liben-Nowell & Kleinberg, J. Am. Soc.
    Inf. Sci. 58, 1019, 2007). The one added to the degree lets a node without a tie have one. In a directed graph
    ``d`` is the out-degree of the first and the in-degree of the second, neighbours are those either way.

    The sum over all pairs falls apart into one over nodes and one over common neighbours, so that a pair is drawn in
    O(log m) without listing pairs; small graphs list them, by the same law.
    """

    graph: SimpleGraph

    @cached_property
    def pairs(self) -> int:
        """Number of pairs without a tie."""
        n, m = self.graph.order, self.graph.size
        return n * (n - 1) - m if self.graph.directed else n * (n - 1) // 2 - m

    def draw(self, number: int, generator: np.random.Generator) -> Pairs:
        """Distinct pairs without a tie, all of them where there are no more.

        Returns:
            First and second node of each, the first the smaller if undirected, sorted.

        Raises:
            NetworkError: the graph is so dense around its hubs that pairs without a tie are not found.
        """
        number = min(number, self.pairs)
        n = np.int64(self.graph.order)
        keys = np.zeros(0, np.int64)
        if not number:
            return keys, keys
        if number == self.pairs:
            keys = self._free()
            return keys // n, keys % n
        listed = self.graph.order <= LISTED
        for _ in range(_ROUNDS):
            found = self._from_list(number, generator) if listed else self._thrown(2 * number + 16, generator)
            # In the order drawn: what comes again, and what comes too late, is left out.
            joined = np.concatenate((keys, found))
            _, first = np.unique(joined, return_index=True)
            keys = joined[np.sort(first)][:number]
            if len(keys) == number:
                keys = np.sort(keys)
                return keys // n, keys % n
        raise NetworkError(
            f"no {number} pairs without a tie found among {self.graph.order} nodes: the network is nearly complete "
            "where ties are to be expected; set the share of missing ties to 0"
        )

    @cached_property
    def _joined(self) -> NDArray[np.int64]:
        return np.sort(self.graph.source.astype(np.int64) * self.graph.order + self.graph.target)

    def _free(self) -> NDArray[np.int64]:
        n = self.graph.order
        every = np.arange(n * n, dtype=np.int64)
        first, second = every // n, every % n
        every = every[first != second if self.graph.directed else first < second]
        return np.setdiff1d(every, self._joined, assume_unique=True)

    @cached_property
    def _degrees(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        n = self.graph.order
        leaving = np.bincount(self.graph.source, minlength=n).astype(np.float64) + np.float64(1)
        arriving = np.bincount(self.graph.target, minlength=n).astype(np.float64) + np.float64(1)
        if self.graph.directed:
            return leaving, arriving
        both: NDArray[np.float64] = leaving + arriving - 1.0
        return both, both

    # A small graph: every free pair with the running sum of the weights.

    @cached_property
    def _list(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        free = self._free()
        near = (self.graph.out + self.graph.out.T).astype(bool).astype(np.float64)
        common = np.asarray((near @ near).toarray())
        first, second = free // self.graph.order, free % self.graph.order
        leaving, arriving = self._degrees
        return free, np.cumsum(leaving[first] * arriving[second] * (1.0 + common[first, second]))

    def _from_list(self, number: int, generator: np.random.Generator) -> NDArray[np.int64]:
        free, running = self._list
        places = np.searchsorted(running, generator.random(number) * running[-1], side="right")
        found: NDArray[np.int64] = free[np.minimum(places, len(free) - 1)]
        return found

    # A large graph: draw by degree, or by way of a common neighbour, and throw joined pairs back.

    @cached_property
    def _sums(self) -> tuple[NDArray[np.float64], ...]:
        near = (self.graph.out + self.graph.out.T).astype(bool).tocsr()
        near.sort_indices()
        leaving, arriving = self._degrees
        by_first = np.concatenate(([0.0], np.cumsum(leaving[near.indices])))
        by_second = np.concatenate(([0.0], np.cumsum(arriving[near.indices])))
        start, stop = near.indptr[:-1], near.indptr[1:]
        through = (by_first[stop] - by_first[start]) * (by_second[stop] - by_second[start])
        return near.indptr, near.indices, by_first, by_second, np.cumsum(through)

    def _thrown(self, number: int, generator: np.random.Generator) -> NDArray[np.int64]:
        leaving, arriving = self._degrees
        out, into = np.cumsum(leaving), np.cumsum(arriving)
        indptr, indices, by_first, by_second, through = self._sums
        plain = out[-1] * into[-1]
        drawn = generator.random((number, 4))
        closing = drawn[:, 0] * (plain + through[-1]) >= plain
        first = np.searchsorted(out, drawn[:, 1] * out[-1], side="right")
        second = np.searchsorted(into, drawn[:, 2] * into[-1], side="right")
        if closing.any():
            middle = np.searchsorted(through, drawn[closing, 3] * through[-1], side="right")
            middle = np.minimum(middle, len(indptr) - 2)
            start, stop = indptr[middle], indptr[middle + 1]
            first[closing] = indices[_within(by_first, start, stop, drawn[closing, 1])]
            second[closing] = indices[_within(by_second, start, stop, drawn[closing, 2])]
        first, second = np.minimum(first, len(out) - 1), np.minimum(second, len(out) - 1)
        if not self.graph.directed:
            first, second = np.minimum(first, second), np.maximum(first, second)
        keys = first.astype(np.int64) * self.graph.order + second
        places = np.minimum(np.searchsorted(self._joined, keys), max(0, len(self._joined) - 1))
        tied = self._joined[places] == keys if len(self._joined) else np.zeros(len(keys), bool)
        kept: NDArray[np.int64] = keys[(first != second) & ~tied]
        return kept


def _within(
    running: NDArray[np.float64], start: NDArray[np.int64], stop: NDArray[np.int64], drawn: NDArray[np.float64]
) -> NDArray[np.int64]:
    """One place in each run ``[start, stop)``, by weight."""
    wanted = running[start] + drawn * (running[stop] - running[start])
    return np.clip(np.searchsorted(running, wanted, side="right") - 1, start, stop - 1)
