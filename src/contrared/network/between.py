"""Paths between two nodes, with the ties and the evidence of every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from contrared.network.finding import Method
from contrared.network.incidence import Incidence
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph, simple
from contrared.network.treatment import NetworkError

By = Literal["steps", "probability"]
#: Units in a natural logarithm of a probability: costs are whole numbers, so that equal is equal.
UNITS = 10**9
_KEPT = {False: "_ways", True: "_one_ways"}


@dataclass(frozen=True, slots=True)
class StepTie:
    """One tie that a step rests on.

    Attributes:
        layer: Its layer.
        weight: Its weight.
        probability: Its probability; None where none is stated.
        start: Stated start, or empty.
        end: Stated end, or empty.
        evidence: Ids of what it rests on.
    """

    layer: str
    weight: float
    probability: float | None
    start: str
    end: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A path without a node twice.

    Attributes:
        nodes: Ids of the nodes, from one end to the other.
        steps: For each step the ties that make it, in the order of the input.
        probability: Probability that every step exists, steps being independent and one without a stated probability
            being sure; None where no step states one.
    """

    nodes: tuple[str, ...]
    steps: tuple[tuple[StepTie, ...], ...]
    probability: float | None


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths between two nodes, best first; those alike in the order of their nodes' ids.

    Attributes:
        paths: The paths; empty where there is none.
        complete: Whether these are all within the bound on their length.
        method: How they were found.
    """

    paths: tuple[Path, ...]
    complete: bool
    method: Method


def shortest_paths(
    network: Multilayer,
    one: str,
    two: str,
    k: int = 5,
    *,
    by: By = "steps",
    directed: bool = False,
    detour: int | None = 2,
) -> Paths:
    """The k best paths without a node twice (Yen, Manage. Sci. 17, 712, 1971): all shortest ones, then longer ones.

    Each search goes along the distances to the end that one search back from it has found, which no forbidden node
    makes shorter (Hart, Nilsson & Raphael, IEEE Trans. Syst. Sci. Cybern. 4, 100, 1968). The first call on a network
    builds its simple graph. O(k l (n + m)) at worst for paths of l steps, usually that of one search.

    Args:
        network: The network.
        one: Id where paths begin.
        two: Id where they end.
        k: Greatest number of paths.
        by: ``steps`` for the fewest, ``probability`` for the most probable (then fewest steps).
        directed: Follow directed ties only forwards.
        detour: With ``steps``, longest path beyond the shortest; None for no bound.

    Raises:
        NetworkError: a node is unknown, both are the same, or ``k`` is below 1.
    """
    start, stop = network.place(one), network.place(two)
    if start == stop or k < 1:
        raise NetworkError(f"paths from {one!r} to {two!r}, k {k}: name two different nodes and k of 1 or more")
    roads = _Roads.of(_kept(network, directed), by, stop)
    longest = None if detour is None or by != "steps" else int(min(roads.left[start], 2**31)) + detour
    found: list[tuple[int, ...]] = []
    ranked = roads.ranked(start, longest)
    for _, nodes in ranked:
        found.append(nodes)
        if len(found) == k:
            break
    complete = next(ranked, None) is None
    method = Method.of(
        "k shortest paths",
        libraries=("numpy", "scipy"),
        citation="Yen, Manage. Sci. 17, 712 (1971)",
        one=one,
        two=two,
        k=k,
        by=by,
        directed=directed,
        detour="any" if longest is None else detour,
    )
    return Paths(tuple(_path(network, nodes, directed) for nodes in found), complete, method)


def _kept(network: Multilayer, directed: bool) -> SimpleGraph:
    kept = network.__dict__.get(_KEPT[directed])
    if kept is None:
        kept = network.__dict__[_KEPT[directed]] = simple(network, directed=directed)
    assert isinstance(kept, SimpleGraph)
    return kept


@dataclass(frozen=True)
class _Roads:
    """Steps and their whole costs, and for each node the least cost left to the end (infinite without a way)."""

    out: csr_array
    left: NDArray[np.float64]
    stop: int

    @classmethod
    def of(cls, graph: SimpleGraph, by: By, stop: int) -> _Roads:
        if by == "steps":
            ones = np.ones(graph.out.nnz, np.int8)
            out = csr_array((ones, graph.out.indices, graph.out.indptr), shape=graph.out.shape)
            return cls(out, _steps(out if not graph.directed else csr_array(out.T), stop), stop)
        # One unit a step: of two paths as probable the one of fewer steps is better.
        costs = np.rint(-np.log(np.nan_to_num(graph.probability, nan=1.0)) * UNITS) + 1
        rows, columns = graph.source, graph.target
        if not graph.directed:
            rows, columns, costs = np.r_[rows, columns], np.r_[columns, rows], np.r_[costs, costs]
        out = csr_array((costs, (rows, columns)), shape=(graph.order, graph.order))
        out.sort_indices()
        inward: Any = csr_array(out.T)
        return cls(out, np.asarray(dijkstra(inward, indices=np.array([stop]))[0]), stop)

    def ranked(self, start: int, longest: int | None) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Paths by cost, then by the numbers of their nodes: each the best of a part of all paths, parted at it."""
        waiting: list[tuple[float, tuple[int, ...], int, int, frozenset[int]]] = []
        numbers = count()

        def search(root: tuple[int, ...], spent: float, barred: frozenset[int]) -> None:
            best = self._best(root, spent, barred, longest)
            if best is not None:
                heappush(waiting, (*best, next(numbers), len(root), barred))

        search((start,), 0.0, frozenset())
        while waiting:
            cost, nodes, _, fixed, barred = heappop(waiting)
            yield cost, nodes
            spent = self._spent(nodes[:fixed])
            for length in range(fixed, len(nodes)):
                # Paths that share the first nodes and then leave: of the part's own fork, also past what it barred.
                taken = frozenset({nodes[length]}) | (barred if length == fixed else frozenset())
                search(nodes[:length], spent, taken)
                spent += self._cost(nodes[length - 1], nodes[length])

    def _best(
        self, root: tuple[int, ...], spent: float, barred: frozenset[int], longest: int | None
    ) -> tuple[float, tuple[int, ...]] | None:
        """Best path that begins with ``root`` and goes on to none of ``barred``; of equals the first by numbers."""
        shut = set(root[:-1])
        waiting = [(spent + float(self.left[root[-1]]), root, spent)]
        done: set[int] = set()
        while waiting:
            total, nodes, so_far = heappop(waiting)
            node = nodes[-1]
            if node == self.stop:
                return total, nodes
            if node in done:
                continue
            done.add(node)
            low, high = int(self.out.indptr[node]), int(self.out.indptr[node + 1])
            ends, costs = self.out.indices[low:high], self.out.data[low:high]
            whole = so_far + costs + self.left[ends]
            open_ways = np.isfinite(whole) if longest is None else whole <= longest
            for end, cost, most in zip(
                ends[open_ways].tolist(), costs[open_ways].tolist(), whole[open_ways].tolist(), strict=True
            ):
                if end not in shut and end not in done and not (len(nodes) == len(root) and end in barred):
                    heappush(waiting, (most, (*nodes, end), so_far + cost))
        return None

    def _cost(self, one: int, two: int) -> float:
        low, high = int(self.out.indptr[one]), int(self.out.indptr[one + 1])
        return float(self.out.data[low + int(np.searchsorted(self.out.indices[low:high], two))])

    def _spent(self, nodes: tuple[int, ...]) -> float:
        return sum(self._cost(one, two) for one, two in pairwise(nodes))


def _steps(inward: csr_array, stop: int) -> NDArray[np.float64]:
    """Fewest steps from each node to one, level by level."""
    left = np.full(inward.shape[0], np.inf)
    left[stop] = 0.0
    level = np.array([stop])
    for step in count(1):
        counts = inward.indptr[level + 1] - inward.indptr[level]
        upto = np.cumsum(counts)
        places = np.arange(int(upto[-1])) + np.repeat(inward.indptr[level] - (upto - counts), counts)
        met = inward.indices[places]
        left[met[np.isinf(left[met])]] = step
        level = np.unique(met[left[met] == step])
        if not len(level):
            break
    return left


def _path(network: Multilayer, nodes: tuple[int, ...], directed: bool) -> Path:
    incidence = Incidence.of(network)
    ids = tuple(network.ids[node].as_py() for node in nodes)
    steps = []
    stated = False
    probability = 1.0
    for one, two in pairwise(nodes):
        rows = incidence.ties.take(incidence.between(one, two)).to_pylist()
        ties = [row for row in rows if not directed or not row["directed"] or row["source"] == one]
        missing = 1.0
        for row in ties:
            missing *= 1.0 - (1.0 if row["probability"] is None else row["probability"])
            stated |= row["probability"] is not None
        probability *= 1.0 - missing
        steps.append(tuple(_tie(row) for row in ties))
    return Path(ids, tuple(steps), probability if stated else None)


def _tie(row: dict[str, object]) -> StepTie:
    probability = row["probability"]
    return StepTie(
        str(row["layer"]),
        float(str(row["weight"])),
        None if probability is None else float(str(probability)),
        str(row["start"] or ""),
        str(row["end"] or ""),
        tuple(str(row["evidence"] or "").split()),
    )
