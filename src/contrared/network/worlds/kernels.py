"""Degree, closeness and betweenness of many worlds at once; every other measure world by world."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures.measure import MEASURES
from contrared.network.measures.threads import networkit_threads
from contrared.network.simple import SimpleGraph
from contrared.network.worlds.draw import Batch, world_of

Values = NDArray[np.float64]
#: Words of 64 starts that a search from all nodes may hold at a time; it bounds memory, not the result.
_WORDS = 2_000_000


def measured(batch: Batch, name: str, graph: SimpleGraph, weighted: bool = False) -> Values:
    """A measure of every node in every world, shape (worlds, nodes).

    Args:
        batch: The worlds.
        name: Name of the measure, of ``contrared.network.measures.measure.MEASURES``.
        graph: The recorded network, for the ids.
        weighted: As for the measure itself.
    """
    if name in FAST and (not weighted or name == "degree"):
        return FAST[name](batch)
    compute = MEASURES[name].compute
    with networkit_threads(1):
        rows = [compute(world_of(batch, number, graph), weighted) for number in range(len(batch))]
    return np.array(rows, dtype=np.float64).reshape(len(batch), batch.order)


def degrees(batch: Batch) -> Values:
    """Number of neighbours; ties in and out both count in a directed graph. O(m) a world."""
    size, offset = len(batch) * batch.order, batch.world * batch.order
    ends = np.concatenate((batch.source + offset, batch.target + offset))
    return np.bincount(ends, minlength=size).astype(np.float64).reshape(len(batch), batch.order)


def closeness(batch: Batch) -> Values:
    """Closeness of Wasserman & Faust, (r - 1)^2 / ((n - 1) s), over those that reach a node, as NetworkX's.

    ``r`` is the number of nodes that reach the node, itself counted, ``s`` the sum of their distances. Breadth-first
    search from all nodes of all worlds in step, a bit for each start: O(levels n m / 64) a world.
    """
    n, words = batch.order, -(-batch.order // 64)
    each = max(1, _WORDS // max(1, words * n))
    parts = [_close(batch, first, min(first + each, len(batch))) for first in range(0, len(batch), each)]
    return np.concatenate(parts) if parts else np.zeros((0, n))


def betweenness(batch: Batch) -> Values:
    """Betweenness (Freeman 1977), normalised as NetworkX's: Brandes (2001) in NetworKit, O(n m) a world.

    One thread: with several the order in which a sum is taken, and so its last digit, would depend on timing.
    """
    import networkit as nk  # takes more than a second

    n = batch.order
    found = np.zeros((len(batch), n))
    source, target = batch.source.astype(np.uint64), batch.target.astype(np.uint64)
    if n <= 2:
        return found
    with networkit_threads(1):
        for number, (first, last) in enumerate(zip(batch.start[:-1].tolist(), batch.start[1:].tolist(), strict=True)):
            if first == last:
                continue
            world = nk.GraphFromCoo((source[first:last], target[first:last]), n=n, directed=batch.directed)
            run = nk.centrality.Betweenness(world)
            run.run()
            found[number] = run.scores()
    # NetworKit counts a pair of an undirected graph once from each end, as NetworkX's factor expects.
    return found / ((n - 1) * (n - 2))


#: Measures with a way of their own here.
FAST: Mapping[str, Callable[[Batch], Values]] = {
    "degree": degrees,
    "closeness": closeness,
    "betweenness": betweenness,
}


def _close(batch: Batch, first: int, last: int) -> Values:
    n, words = batch.order, -(-batch.order // 64)
    part = slice(int(batch.start[first]), int(batch.start[last]))
    offset = (batch.world[part] - first) * n
    tail, head = batch.source[part] + offset, batch.target[part] + offset
    if not batch.directed:
        tail, head = np.concatenate((tail, head)), np.concatenate((head, tail))
    order = np.argsort(head, kind="stable")
    tail, head = tail[order], head[order]
    begins = np.flatnonzero(np.r_[True, head[1:] != head[:-1]]) if len(head) else np.zeros(0, np.int64)
    entered = head[begins]
    size = (last - first) * n
    own = np.arange(size) % n
    new = np.zeros((size, words), np.uint64)
    new[np.arange(size), own // 64] = np.uint64(1) << (own % 64).astype(np.uint64)
    seen = new.copy()
    reached, far, level = np.zeros(size, np.int64), np.zeros(size, np.int64), 0
    while len(head):
        level += 1
        arriving = np.bitwise_or.reduceat(new[tail], begins, axis=0) & ~seen[entered]
        count = np.bitwise_count(arriving).sum(axis=1, dtype=np.int64)
        if not count.any():
            break
        seen[entered] |= arriving
        reached[entered] += count
        far[entered] += level * count
        new = np.zeros_like(new)
        new[entered] = arriving
    value = np.zeros(size)
    some = far > 0
    # The same products in the same order as NetworkX, so that the last digit agrees.
    value[some] = reached[some] / far[some] * (reached[some] / (n - 1))
    return value.reshape(last - first, n)
