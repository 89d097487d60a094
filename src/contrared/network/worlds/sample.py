"""Values of measures over worlds, in one piece or refused with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from contrared.network.measures.measure import MEASURES
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError
from contrared.network.worlds.draw import Model, without_edges
from contrared.network.worlds.kernels import measured

Values = NDArray[np.float64]

#: Measures that search from every node.
SEARCHING = frozenset(name for name in MEASURES if name.startswith(("closeness", "betweenness", "farness", "harmonic")))
#: Most steps (worlds x nodes x (nodes + edges)) of a searching measure: about half an hour of one core.
STEPS = 4e10
#: Most values held at a time: 400 MB, and about as much again for their ranks and for sorting them.
HELD = 50_000_000
_BLOCK = 2_000_000


def check(graph: SimpleGraph, names: Sequence[str], samples: int) -> None:
    """Refuse what cannot be done before it is begun.

    Raises:
        NetworkError: an unknown measure, no world, or a network too large for so many worlds; says what would do.
    """
    for name in names:
        if name not in MEASURES:
            raise NetworkError(f"unknown measure {name!r}: there are {', '.join(MEASURES)}")
    if samples < 1:
        raise NetworkError(f"{samples} worlds asked for: give 1 or more, some hundreds for an interval")
    slow = [name for name in names if name in SEARCHING]
    each = graph.order * (graph.order + graph.size)
    if slow and samples * each > STEPS:
        fewer = int(STEPS // each)
        way = f"draw at most {fewer} worlds, or " if fewer >= 20 else ""
        raise NetworkError(
            f"{', '.join(slow)} in {samples} worlds of {graph.order} nodes and {graph.size} ties would take "
            f"hours: {way}rank a part of the network (some hops around whom it is about), or by degree, core or "
            "pagerank, which need no search from every node"
        )
    if samples * graph.order * len(names) > HELD:
        raise NetworkError(
            f"{len(names)} measures of {graph.order} nodes in {samples} worlds do not fit: draw at most "
            f"{max(1, HELD // (graph.order * len(names)))} worlds, or ask for fewer measures"
        )


def sampled(model: Model, names: Sequence[str], samples: int, weighted: bool = False) -> dict[str, Values]:
    """Each measure of every node in every world, shape (worlds, nodes).

    If nothing is uncertain, the one world there is, measured as the record is.
    """
    graph = model.graph
    if model.certain:
        return {name: MEASURES[name].compute(graph, weighted)[None, :] for name in names}
    parts: dict[str, list[Values]] = {name: [] for name in names}
    step = max(1, _BLOCK // max(1, graph.size + graph.order))
    for first in range(0, samples, step):
        batch = model.batch(first, min(first + step, samples))
        for name in names:
            parts[name].append(measured(batch, name, graph, weighted))
    return {name: np.concatenate(found) for name, found in parts.items()}


def left_out(graph: SimpleGraph, edges: Sequence[Collection[int]], name: str, weighted: bool = False) -> Values:
    """A measure of every node without some edges, for each set of edges; shape (sets, nodes)."""
    step = max(1, _BLOCK // max(1, graph.size + graph.order))
    parts = [np.zeros((0, graph.order))]
    for first in range(0, len(edges), step):
        part = edges[first : first + step]
        lost = np.zeros((len(part), graph.size), bool)
        for row, chosen in enumerate(part):
            lost[row, sorted(chosen)] = True
        parts.append(measured(without_edges(graph, lost), name, graph, weighted))
    return np.concatenate(parts)


def bounds(values: Values, recorded: Values, level: float) -> tuple[Values, Values]:
    """Ends of the interval of each node's value, widened to hold the recorded one.

    Quantiles over the worlds in which the measure is defined; the recorded value alone where it is in none.
    """
    tail = (1.0 - level) / 2.0
    known = ~np.isnan(values).all(axis=0)
    low, high = recorded.copy(), recorded.copy()
    if known.any():
        some = values[:, known]
        ends = np.nanquantile(some, [tail, 1.0 - tail], axis=0)
        low[known] = np.fmin(ends[0], recorded[known])
        high[known] = np.fmax(ends[1], recorded[known])
    return low, high


def rank_bounds(ranks: NDArray[np.int64], recorded: NDArray[np.int64], level: float) -> NDArray[np.int64]:
    """Ends of the interval of each node's rank: ranks that were taken, never between; shape (2, nodes)."""
    if not ranks.shape[1]:
        return np.zeros((2, 0), np.int64)
    tail = (1.0 - level) / 2.0
    low = np.quantile(ranks, tail, axis=0, method="lower")
    high = np.quantile(ranks, 1.0 - tail, axis=0, method="higher")
    return np.stack((np.minimum(low, recorded), np.maximum(high, recorded))).astype(np.int64)
