"""Who matters, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from contrared.network.finding import Method
from contrared.network.measures.measure import MEASURES
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError
from contrared.network.worlds.draw import Model
from contrared.network.worlds.nodes import graph_without, network_without
from contrared.network.worlds.order import above, among_first, ranks, tiers
from contrared.network.worlds.ranking import Interval, Ranking, Settings, Standing
from contrared.network.worlds.reasons import Behind, Explainer
from contrared.network.worlds.sample import bounds, check, rank_bounds, sampled

#: Measures of a ranking unless others are asked for.
USUAL = ("degree", "closeness", "betweenness")
CITATION = (
    "Worlds: Guimerà & Sales-Pardo, PNAS 106, 22073 (2009); Martin & Niemeyer, Network Science 7, 180 (2019); "
    "unseen ties: Newman, Phys. Rev. E 64, 025102 (2001)"
)
_LISTED = 500


def rank(
    graph: SimpleGraph,
    *,
    measures: Sequence[str] = USUAL,
    by: str = "betweenness",
    samples: int = 500,
    seed: int = 1,
    top: int | None = None,
    unstated: float = 0.9,
    missing: float | None = None,
    level: float = 0.90,
    weighted: bool = False,
    protected: Collection[str] = frozenset(),
    exclude: Collection[str] = frozenset(),
    network: Multilayer | None = None,
    explain: int = 20,
) -> Ranking:
    """Rank the nodes of a network, with intervals.

    The values are those of the network as recorded, exactly; the intervals are quantiles over worlds that it could be
    a faulty record of (see :class:`~contrared.network.worlds.draw.Model`), widened to hold the recorded value. Where
    every tie is certain and none is missing, an interval is its value. ``samples`` times the cost of the measures.

    Args:
        graph: The network.
        measures: Names of measures, of ``MEASURES``; ``by`` is added if it is not among them.
        by: Measure to rank by, the greatest first.
        samples: Number of worlds.
        seed: Seed, >= 0.
        top: The k of "among the first k", and how many are compared in pairs; 5 unless given.
        unstated: Probability of a tie for which none is stated.
        missing: Expected number of unseen ties as a share of the recorded; as many as are wrong if None; 0 for none.
        level: Share of the worlds that an interval holds, in (0, 1).
        weighted: Weights count, as strengths of ties.
        protected: Persons who must not appear: taken out before anything is measured, as if never recorded.
        exclude: Nodes that carry paths and count as neighbours but are not ranked, such as addresses.
        network: The layers behind the graph, for reasons by layer and the number of pieces of evidence.
        explain: How many of the first get reasons, doubts, and (beyond 500 nodes) the list of those they are tied with.

    Raises:
        NetworkError: an unknown measure or node, a parameter out of its range, or a network too large for it.
    """
    first = 5 if top is None else top
    if first < 1:
        raise NetworkError(f"the first {first} asked for: give 1 or more")
    if not 0.0 < level < 1.0:
        raise NetworkError(f"an interval that holds {level} of the worlds: give a share between 0 and 1, such as 0.9")
    shown = graph_without(graph, protected)
    ranked = _ranked(shown, graph, exclude)
    names = tuple(dict.fromkeys((*measures, by)))
    chosen = Settings(names, by, samples, seed, level, first, unstated, missing, weighted, graph.directed)
    check(shown, names, samples)
    model = Model(shown, seed, unstated, missing)
    recorded = {name: MEASURES[name].compute(shown, weighted) for name in names}
    worlds = sampled(model, names, samples, weighted)
    there = ranks(worlds[by][:, ranked])
    place = ranks(recorded[by][None, ranked])[0]
    low, high = rank_bounds(there, place, level)
    numbers = np.flatnonzero(ranked)
    order = np.lexsort((numbers, place))
    leading = numbers[order[:explain]]
    behind = None
    if network is not None:
        behind = Behind.of(network_without(network, protected), shown.ids.take(leading).to_pylist())
    explainer = Explainer(shown, by, weighted, seed, behind)
    doubts = explainer.doubts(leading.tolist(), ranked, recorded[by], max(1, samples // 2))
    chance = among_first(there, first)
    ends = {name: bounds(worlds[name], recorded[name], level) for name in names}
    columns = [(recorded[name], *ends[name]) for name in names]
    ids = shown.ids.to_pylist()
    overlap = _Overlap([ids[numbers[i]] for i in order], low[order], high[order])
    tier = tiers(low[order].tolist(), high[order].tolist())
    standings = []
    for position, i in enumerate(order.tolist()):
        node = int(numbers[i])
        explained = position < explain
        standings.append(
            Standing(
                ids[node],
                tuple(Interval(*(_number(part[node]) for part in column)) for column in columns),
                int(place[i]),
                int(low[i]),
                int(high[i]),
                float(chance[i]),
                tier[position],
                overlap.count(position),
                overlap.with_whom(position) if explained or len(order) <= _LISTED else None,
                explainer.reasons(node) if explained else (),
                doubts.get(node, ()) if explained else (),
            )
        )
    pairwise = tuple(tuple(map(float, row)) for row in above(there[:, order[:first]]))
    method = Method.of(
        f"rank by {by} over sampled worlds",
        libraries=("networkit", "numpy", "scipy"),
        citation="; ".join((CITATION, *dict.fromkeys(MEASURES[name].citation for name in names))),
        seed=seed,
        **{field.name: getattr(chosen, field.name) for field in fields(chosen) if field.name != "seed"},
    )
    assumed = int(np.isnan(shown.probability).sum())
    error = 0.0 if model.certain else 1.96 * 0.5 / math.sqrt(samples)
    return Ranking(chosen, tuple(standings), pairwise, assumed, model.unseen, error, shown.treatments, method)


class _Overlap:
    """Which rank intervals overlap: ordered ends, so that a count is two searches."""

    def __init__(self, ids: list[str], low: NDArray[np.int64], high: NDArray[np.int64]) -> None:
        self.ids, self.low, self.high = ids, low, high
        self.lows, self.highs = np.sort(low), np.sort(high)

    def count(self, position: int) -> int:
        begun = np.searchsorted(self.lows, self.high[position], side="right")
        ended = np.searchsorted(self.highs, self.low[position], side="left")
        return int(begun - ended) - 1

    def with_whom(self, position: int) -> tuple[str, ...]:
        both = (self.low <= self.high[position]) & (self.high >= self.low[position])
        both[position] = False
        return tuple(self.ids[i] for i in np.flatnonzero(both))


def _ranked(shown: SimpleGraph, graph: SimpleGraph, exclude: Collection[str]) -> NDArray[np.bool_]:
    if exclude:
        known = set(graph.ids.to_pylist())
        for one in sorted(exclude):
            if one not in known:
                raise NetworkError(f"there is no node {one!r} to leave out of the ranking")
    left = set(exclude)
    return np.array([one not in left for one in shown.ids.to_pylist()], bool)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
