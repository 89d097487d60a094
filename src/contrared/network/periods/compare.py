"""Two networks compared: what came, what went, and which changes are more than the record's uncertainty."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrared.network.finding import Method
from contrared.network.measures.communities import communities
from contrared.network.measures.measure import MEASURES
from contrared.network.multilayer import Multilayer
from contrared.network.periods.comparison import Change, Comparison, Emerging, Moved, RoleChange
from contrared.network.periods.matched import matched
from contrared.network.periods.roles import roles_held
from contrared.network.periods.shape import pairs_of, shape_of
from contrared.network.simple import SimpleGraph, simple
from contrared.network.treatment import NetworkError
from contrared.network.worlds.draw import Model
from contrared.network.worlds.nodes import network_without
from contrared.network.worlds.order import ranks
from contrared.network.worlds.rank import USUAL
from contrared.network.worlds.ranking import Interval
from contrared.network.worlds.sample import bounds, check, rank_bounds, sampled

Values = NDArray[np.float64]

#: Most worlds in which groups and roles are found anew.
ROLE_WORLDS = 100


@dataclass(frozen=True)
class Seen:
    """A network measured, its nodes placed among those of both.

    Attributes:
        graph: The network read for the measures.
        model: How far it is believed.
        place: Number of each of its nodes among the nodes of both.
        recorded: Each measure as recorded, shape (nodes of both,); NaN for a node that is not in it.
        worlds: Each measure in each world, shape (worlds, nodes of both).
    """

    graph: SimpleGraph
    model: Model
    place: NDArray[np.int64]
    recorded: dict[str, Values]
    worlds: dict[str, Values]

    @classmethod
    def of(
        cls,
        graph: SimpleGraph,
        model: Model,
        everybody: Sequence[str],
        names: Sequence[str],
        samples: int,
        weighted: bool,
    ) -> Seen:
        """Measure a network."""
        check(graph, names, samples)
        number = {one: place for place, one in enumerate(everybody)}
        place = np.array([number[one] for one in graph.ids.to_pylist()], np.int64)

        def spread(values: Values) -> Values:
            wide = np.full((len(values), len(everybody)), np.nan)
            wide[:, place] = values
            return wide

        worlds = {name: spread(found) for name, found in sampled(model, names, samples, weighted).items()}
        if model.certain:
            worlds = {name: np.repeat(found, samples, axis=0) for name, found in worlds.items()}
        recorded = {name: spread(MEASURES[name].compute(graph, weighted)[None, :])[0] for name in names}
        return cls(graph, model, place, recorded, worlds)


def compare(
    earlier: Multilayer,
    later: Multilayer,
    *,
    measures: Sequence[str] = USUAL,
    by: str = "betweenness",
    samples: int = 500,
    seed: int = 1,
    unstated: float = 0.9,
    missing: float | None = None,
    level: float = 0.90,
    directed: bool = False,
    weighted: bool = False,
    protected: Collection[str] = frozenset(),
    top: int = 10,
    sure: float = 0.80,
) -> Comparison:
    """Compare an earlier network with a later one.

    Both are drawn in worlds, the later with the next seed, as if their errors were independent: where the same tie
    stands in both on the same evidence that makes an interval wider than need be, never narrower. A change whose
    interval holds 0 is none. A broker emerges if it is among the first now, stands higher than it did, and does so in
    at least ``sure`` of the pairs of worlds; ranks are taken among the nodes of both networks, who was not there being
    last.

    Args:
        earlier: The earlier network.
        later: The later network.
        measures: Names of measures; ``by`` is added.
        by: Measure of the ranks.
        samples: Number of worlds of each.
        seed: Seed, >= 0.
        unstated: Probability of a tie for which none is stated.
        missing: Expected number of unseen ties as a share of the recorded; as many as are wrong if None.
        level: Share of the worlds that an interval holds.
        directed: Keep the direction of ties for the measures; figures, groups and roles are undirected.
        weighted: Weights count.
        protected: Persons who must not appear; taken out of both first.
        top: How many are the first for an emerging broker.
        sure: Probability from which one is shown.

    Raises:
        NetworkError: an unknown measure, a parameter out of its range, or a network too large for it.
    """
    if not 0.0 < level < 1.0 or not 0.0 <= sure <= 1.0:
        raise NetworkError(f"level {level} and sure {sure}: both are shares of the worlds, between 0 and 1")
    networks = [network_without(one, protected) for one in (earlier, later)]
    graphs = [simple(one, directed=directed) for one in networks]
    plain = [simple(one) for one in networks] if directed else graphs
    everybody = sorted({one for graph in graphs for one in graph.ids.to_pylist()})
    names = tuple(dict.fromkeys((*measures, by)))
    models = [Model(graph, seed + turn, unstated, missing) for turn, graph in enumerate(graphs)]
    then, now = (
        Seen.of(graph, model, everybody, names, samples, weighted) for graph, model in zip(graphs, models, strict=True)
    )
    pairs = [pairs_of(graph) for graph in graphs]
    members = [communities(graph, seed=seed).groups for graph in plain]
    there = [set(graph.ids.to_pylist()) for graph in graphs]
    method = Method.of(
        "comparison over sampled worlds",
        seed=seed,
        libraries=("networkit", "numpy", "scipy"),
        citation=(
            "Martin & Niemeyer, Network Science 7, 180 (2019); roles: Guimerà & Amaral, Nature 433, 895 (2005); "
            "groups: Traag, Waltman & van Eck, Sci. Rep. 9, 5233 (2019)"
        ),
        measures=names,
        by=by,
        samples=samples,
        unstated=unstated,
        missing=missing,
        level=level,
        directed=directed,
        weighted=weighted,
        top=top,
        sure=sure,
    )
    return Comparison(
        by,
        level,
        shape_of(networks[0], plain[0], seed),
        shape_of(networks[1], plain[1], seed),
        tuple(sorted(there[1] - there[0])),
        tuple(sorted(there[0] - there[1])),
        tuple(sorted(pairs[1] - pairs[0])),
        tuple(sorted(pairs[0] - pairs[1])),
        _moved(then, now, everybody, names, by, level),
        _emerging(then, now, everybody, by, top, sure),
        sure,
        _roles(plain, models, seed, min(samples, ROLE_WORLDS)),
        matched(*members),
        tuple(dict.fromkeys(treatment for graph in graphs for treatment in graph.treatments)),
        method,
    )


def _moved(
    then: Seen, now: Seen, everybody: Sequence[str], names: Sequence[str], by: str, level: float
) -> tuple[Moved, ...]:
    both = np.intersect1d(then.place, now.place)
    changes: dict[str, tuple[Values, Values, Values]] = {}
    for name in names:
        recorded = now.recorded[name][both] - then.recorded[name][both]
        low, high = bounds(now.worlds[name][:, both] - then.worlds[name][:, both], recorded, level)
        changes[name] = recorded, low, high
    placed = [ranks(seen.recorded[by][None, :])[0][both] for seen in (then, now)]
    worlds = [ranks(seen.worlds[by])[:, both] for seen in (then, now)]
    rose = placed[0] - placed[1]
    low_rank, high_rank = rank_bounds(worlds[0] - worlds[1], rose, level)
    found = []
    for place, node in enumerate(both.tolist()):
        told = tuple(
            Change(
                name,
                _number(then.recorded[name][node]),
                _number(now.recorded[name][node]),
                Interval(*(_number(part[place]) for part in changes[name])),
                bool(changes[name][1][place] > 0 or changes[name][2][place] < 0),
            )
            for name in names
        )
        moved = Interval(float(rose[place]), float(low_rank[place]), float(high_rank[place]))
        real = bool(low_rank[place] > 0 or high_rank[place] < 0)
        found.append(Moved(everybody[node], told, int(placed[0][place]), int(placed[1][place]), moved, real))
    found.sort(key=lambda one: (not one.real, -abs(one.earlier - one.later), one.id))
    return tuple(found)


def _emerging(then: Seen, now: Seen, everybody: Sequence[str], by: str, top: int, sure: float) -> tuple[Emerging, ...]:
    before, after = ranks(then.recorded[by][None, :])[0], ranks(now.recorded[by][None, :])[0]
    chance = (ranks(now.worlds[by]) < ranks(then.worlds[by])).mean(axis=0)
    known = set(then.place.tolist())
    found = [
        Emerging(everybody[node], int(before[node]) if node in known else None, int(after[node]), float(chance[node]))
        for node in now.place.tolist()
        if after[node] <= top and after[node] < before[node] and chance[node] >= sure and now.recorded[by][node] > 0
    ]
    return tuple(sorted(found, key=lambda one: (-one.probability, one.later, one.id)))


def _roles(graphs: Sequence[SimpleGraph], models: Sequence[Model], seed: int, samples: int) -> tuple[RoleChange, ...]:
    found = []
    played = []
    for graph, model in zip(graphs, models, strict=True):
        role, held = roles_held(Model(graph, model.seed, model.unstated, model.missing), seed, samples)
        played.append({one: (role[i], held[:, i]) for i, one in enumerate(graph.ids.to_pylist())})
    for one in sorted(played[0].keys() & played[1].keys()):
        (before, held_then), (after, held_now) = played[0][one], played[1][one]
        if before != after:
            found.append(RoleChange(one, before, after, float((held_then & held_now).mean())))
    return tuple(sorted(found, key=lambda change: (-change.held, change.id)))


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
