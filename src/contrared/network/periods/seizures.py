"""How does a network answer to dated events, such as seizures and arrests?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrared.model import text
from contrared.network.drawing.table import Table
from contrared.network.finding import Method
from contrared.network.multilayer import Multilayer
from contrared.network.periods.compare import Seen
from contrared.network.periods.comparison import figure
from contrared.network.periods.divide import Period, periods
from contrared.network.periods.shape import CENTRALISED, Shape, centralisation, pairs_of, shape_of
from contrared.network.periods.spans import HalfDated, days
from contrared.network.simple import simple
from contrared.network.treatment import NetworkError, Treatment
from contrared.network.worlds.draw import Model
from contrared.network.worlds.nodes import network_without
from contrared.network.worlds.order import ranks
from contrared.network.worlds.ranking import Interval
from contrared.network.worlds.sample import bounds


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happened to a network: an ISO date, and what it was."""

    date: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A network between two events.

    Attributes:
        name: The time it covers.
        after: What began it: labels of the events; empty for the first.
        shape: Its figures.
        centralisation: Freeman's by degree and by betweenness, with the intervals over worlds.
        nodes_came: Nodes that the phase before did not have.
        nodes_went: Nodes that only the phase before had.
        node_turnover: 1 - Jaccard index of the nodes of this phase and the one before; None for the first.
        tie_turnover: The same of tied pairs.
        brokers: The first k by betweenness, in order; who shares the last place is among them, who lies on no path not.
        broker_turnover: Share of the phase before's brokers who are none now, with its interval over worlds.
    """

    name: str
    after: tuple[str, ...]
    shape: Shape
    centralisation: tuple[Interval, ...]
    nodes_came: int
    nodes_went: int
    node_turnover: float | None
    tie_turnover: float | None
    brokers: tuple[str, ...]
    broker_turnover: Interval | None


@dataclass(frozen=True, slots=True)
class Seizures:
    """Phases before, between and after events.

    Attributes:
        phases: The phases in order.
        top: How many are the brokers.
        treatments: What in the input needed a decision.
        method: How it was found.
    """

    phases: tuple[Phase, ...]
    top: int
    treatments: tuple[Treatment, ...]
    method: Method

    def table(self, labels: Mapping[str, str] | None = None) -> Table:
        """One row a phase."""
        keys = ("phase", "after", "nodes", "ties", "density", "degree_centralisation", "betweenness_centralisation")
        more = ("reciprocity", "came", "went", "node_turnover", "tie_turnover", "broker_turnover", "brokers")
        heads = tuple(text(f"network.periods.phase.{key}") for key in (*keys, *more))
        rows = tuple(
            (
                one.name,
                "; ".join(one.after),
                str(one.shape.nodes),
                str(one.shape.ties),
                figure(one.shape.density),
                *map(str, one.centralisation),
                figure(one.shape.reciprocity),
                str(one.nodes_came),
                str(one.nodes_went),
                figure(one.node_turnover),
                figure(one.tie_turnover),
                "–" if one.broker_turnover is None else str(one.broker_turnover),
                ", ".join((labels or {}).get(node, node) for node in one.brokers),
            )
            for one in self.phases
        )
        return Table(heads, rows)


def seizures(
    network: Multilayer,
    events: Sequence[Event],
    *,
    undated: Literal["all", "none"] = "none",
    half_dated: HalfDated = "continues",
    top: int = 5,
    samples: int = 200,
    seed: int = 1,
    unstated: float = 0.9,
    missing: float | None = None,
    level: float = 0.90,
    protected: Collection[str] = frozenset(),
) -> Seizures:
    """Cut a network at events and follow it from phase to phase.

    As Morselli and Petit did with the phases of a drug importation network under seizures (Global Crime 8, 109, 2007):
    does it lose its centre, do its brokers change, does it grow thinner? An event's day begins the phase after it; a
    date cut off to a month begins it with that month. What follows an event need not follow from it.

    Args:
        network: The network, its ties with dates.
        events: The events, in any order.
        undated: Ties without dates are in all phases, or in none.
        half_dated: As for :func:`~contrared.network.periods.divide.periods`.
        top: How many are the brokers.
        samples: Number of worlds of each phase; phases are drawn with seeds that follow each other.
        seed: Seed, >= 0.
        unstated: Probability of a tie for which none is stated.
        missing: Expected number of unseen ties as a share of the recorded; as many as are wrong if None.
        level: Share of the worlds that an interval holds.
        protected: Persons who must not appear; taken out first.

    Raises:
        NetworkError: no event, a date that is none, a parameter out of its range, or a network too large for it.
    """
    if not events:
        raise NetworkError("no event to cut the network at: give one or more, each with its date")
    shown = network_without(network, protected)
    divided = periods(shown, cuts=[one.date for one in events], undated=undated, half_dated=half_dated)
    begun: dict[int, list[str]] = {}
    for one in sorted(events):
        begun.setdefault(days(one.date)[0], []).append(one.label or one.date)
    after = [(), *(tuple(begun[day]) for day in sorted(begun))]
    found = phases(
        divided.periods,
        after,
        top=top,
        samples=samples,
        seed=seed,
        unstated=unstated,
        missing=missing,
        level=level,
    )
    method = replace(found.method, params=tuple(sorted((*found.method.params, *divided.method.params))))
    return replace(found, treatments=(*divided.treatments, *found.treatments), method=method)


def phases(
    parts: Sequence[Period],
    after: Sequence[tuple[str, ...]] = (),
    *,
    top: int = 5,
    samples: int = 200,
    seed: int = 1,
    unstated: float = 0.9,
    missing: float | None = None,
    level: float = 0.90,
    protected: Collection[str] = frozenset(),
) -> Seizures:
    """The same for phases that are networks of their own, as published ones often are.

    Args:
        parts: The phases in order.
        after: What began each of them; nothing unless given.
        top: As for :func:`seizures`, and so the rest.
        samples: Number of worlds of each phase.
        seed: Seed of the first phase.
        unstated: Probability of a tie for which none is stated.
        missing: Expected number of unseen ties as a share of the recorded.
        level: Share of the worlds that an interval holds.
        protected: Persons who must not appear.
    """
    if top < 1 or not 0.0 < level < 1.0:
        raise NetworkError(f"the first {top} at level {level}: give 1 or more, and a share between 0 and 1")
    networks = [network_without(part.network, protected) for part in parts]
    graphs = [simple(network) for network in networks]
    everybody = sorted({one for graph in graphs for one in graph.ids.to_pylist()})
    found: list[Phase] = []
    before: Seen | None = None
    for turn, (part, network, graph) in enumerate(zip(parts, networks, graphs, strict=True)):
        seen = Seen.of(graph, Model(graph, seed + turn, unstated, missing), everybody, CENTRALISED, samples, False)
        shape = shape_of(network, graph, seed)
        nodes = set(graph.ids.to_pylist())
        last = set(before.graph.ids.to_pylist()) if before else set()
        recorded = _brokers(seen.recorded["betweenness"][None, :], top)
        order = sorted(np.flatnonzero(recorded[0]).tolist(), key=lambda i: (-seen.recorded["betweenness"][i], i))
        found.append(
            Phase(
                part.name,
                after[turn] if turn < len(after) else (),
                shape,
                tuple(_central(seen, name, level) for name in CENTRALISED),
                len(nodes - last) if before else 0,
                len(last - nodes),
                _turnover(last, nodes) if before else None,
                _turnover(pairs_of(before.graph), pairs_of(graph)) if before else None,
                tuple(everybody[node] for node in order),
                _replaced(before, seen, top, level) if before else None,
            )
        )
        before = seen
    method = Method.of(
        "phases between events",
        seed=seed,
        libraries=("networkit", "numpy", "scipy"),
        citation="Morselli & Petit, Global Crime 8, 109 (2007); centralisation: Freeman, Soc. Networks 1, 215 (1978)",
        top=top,
        samples=samples,
        unstated=unstated,
        missing=missing,
        level=level,
    )
    treatments = tuple(dict.fromkeys(treatment for graph in graphs for treatment in graph.treatments))
    return Seizures(tuple(found), top, treatments, method)


def _central(seen: Seen, name: str, level: float) -> Interval:
    if seen.graph.order < 3:
        return Interval(None, None, None)
    recorded = centralisation(seen.recorded[name][None, seen.place], name)
    low, high = bounds(centralisation(seen.worlds[name][:, seen.place], name)[:, None], recorded, level)
    return Interval(float(recorded[0]), float(low[0]), float(high[0]))


def _brokers(values: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Who is among the first and lies on a path at all; shape (worlds, nodes)."""
    found: NDArray[np.bool_] = (ranks(values) <= top) & (np.nan_to_num(values) > 0)
    return found


def _replaced(before: Seen, now: Seen, top: int, level: float) -> Interval | None:
    """Share of the brokers before who are none now; None where there was none."""
    recorded = [_brokers(seen.recorded["betweenness"][None, :], top) for seen in (before, now)]
    worlds = [_brokers(seen.worlds["betweenness"], top) for seen in (before, now)]
    value, drawn = _share(*recorded), _share(*worlds)
    if np.isnan(value[0]):
        return None
    low, high = bounds(drawn[:, None], value, level)
    return Interval(float(value[0]), float(low[0]), float(high[0]))


def _share(before: NDArray[np.bool_], now: NDArray[np.bool_]) -> NDArray[np.float64]:
    count = before.sum(axis=1)
    lost = (before & ~now).sum(axis=1)
    found: NDArray[np.float64] = np.divide(lost, count, out=np.full(len(count), np.nan), where=count > 0)
    return found


def _turnover(before: Set[object], now: Set[object]) -> float | None:
    either = len(before | now)
    return 1.0 - len(before & now) / either if either else None
