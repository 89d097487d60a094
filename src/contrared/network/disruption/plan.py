"""Whom a removal within a budget would take, so as to break up most. No recommendation: see ``remove``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrared.model import text
from contrared.network.disruption.keyplayers import CITATION, allowed_nodes, check, key_players
from contrared.network.disruption.objective import DIGITS, Objective, objective
from contrared.network.disruption.search import ROUNDS
from contrared.network.drawing.table import Table
from contrared.network.finding import Method, canonical_json
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Nodes up to which a plan with costs by distance is made.
LARGEST = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a removal would take. It says nothing yet of what happens afterwards.

    Attributes:
        nodes: Ids in the order in which each adds most.
        objective: What the removal is to raise.
        value: Fragmentation of those who remain, as Borgatti has it.
        before: Fragmentation of the network as it is.
        broken: Share of all pairs there were before that can no longer reach each other (by distance: the closeness
            lost), those with a removed person included; what gains for costs are counted in.
        before_broken: The same with nobody removed.
        cost: What the plan costs.
        budget: What it may cost.
        others: Other sets that are as good and were met, the first of them; with costs none are looked for.
        optimal: Whether it is proven that no set of as many is better.
        caution: What must be read with it.
        method: How it was found.
    """

    nodes: tuple[str, ...]
    objective: Literal["fragmentation", "distance_fragmentation"]
    value: float
    before: float
    broken: float
    before_broken: float
    cost: float
    budget: float
    others: tuple[tuple[str, ...], ...]
    optimal: bool
    caution: str
    method: Method

    def as_json(self) -> str:
        """The plan as canonical JSON."""
        return canonical_json(self)

    def table(self) -> Table:
        """One row a node, in order, and what the whole costs and breaks."""
        heads = tuple(text(f"disruption.plan.{key}") for key in ("place", "node", "cost", "value", "before"))
        whole = (f"{self.cost:g}", f"{self.value:.6f}", f"{self.before:.6f}")
        rows = [(str(place), node, "", "", "") for place, node in enumerate(self.nodes, 1)]
        return Table(heads, (*rows, ("", text("disruption.plan.whole"), *whole)))


def plan(
    graph: SimpleGraph,
    budget: float,
    costs: Mapping[str, float] | None = None,
    objective: Literal["fragmentation", "distance_fragmentation"] = "distance_fragmentation",
    *,
    protected: Collection[str] = (),
    seed: int = 1,
) -> Plan:
    """Whom to remove within a budget so that the rest is most fragmented.

    Without costs each node costs 1 and the plan is the set of key players. With costs, nodes are added one by one by
    what each breaks for its cost, and once by what it breaks alone; the better of the two (Leskovec et al., KDD 2007)
    is improved by exchanges the budget allows. Fragmentation is not submodular, so that no bound is claimed.

    Args:
        graph: The network, read undirected.
        budget: What the plan may cost.
        costs: Cost of each node, above 0; a node not named costs 1.
        objective: What to raise.
        protected: Ids of protected persons, never in a plan.
        seed: Seed of the random starts.

    Raises:
        NetworkError: the budget is below the cheapest node; costs of unknown nodes or not above 0; and what
            :func:`~contrared.network.disruption.keyplayers.key_players` refuses.

    Example:
        >>> from contrared.network.disruption.example import graph
        >>> path = graph(["a b", "b c", "c d", "d e"])
        >>> plan(path, 2, {"c": 3}).nodes
        ('b', 'd')
    """
    if objective not in ("fragmentation", "distance_fragmentation"):
        raise NetworkError(f"a removal cannot be planned for {objective!r}: fragmentation or distance_fragmentation")
    check(graph, 1, objective)
    names = graph.ids.to_pylist()
    price = _price(names, costs or {})
    may = allowed_nodes(graph, protected)
    if not isfinite(budget):
        raise NetworkError(f"budget is {budget}: a number")
    if not len(may):
        raise NetworkError("no node of this network may be named")
    if budget < price[may].min():
        raise NetworkError(f"a budget of {budget:g} is below the cheapest node, which costs {price[may].min():g}")
    if costs is None:
        return _unit(graph, budget, objective, protected, seed)
    if objective == "distance_fragmentation" and graph.order > LARGEST:
        raise NetworkError(f"a plan with costs by distance is made up to {LARGEST} nodes: take objective fragmentation")
    measure = _measure(graph, objective, may, 1)
    found = []
    for for_cost in (True, False):
        some = _add(measure, graph.order, (), may, price, budget, for_cost)
        some = _improve(measure, graph.order, some, may, price, budget)
        some = _add(measure, graph.order, some, may, price, budget, for_cost)  # an exchange can leave money over
        found.append((-_broken(measure, graph.order, some), float(price[list(some)].sum()), some))
    chosen = min(found)[2]
    caution = f"{text('disruption.caution.after')} {text('disruption.caution.cost')}"
    method = Method.of(
        "removal plan with costs, greedy and exchange",
        libraries=("numpy", "scipy"),
        citation=f"{CITATION}; Leskovec et al., KDD (2007)",
        budget=budget,
        costs=tuple(f"{node}={cost:g}" for node, cost in sorted(costs.items()) if node in set(np.array(names)[may])),
        objective=objective,
    )
    return _plan(graph, measure, chosen, objective, price, budget, (), False, caution, method)


_measure = objective


def _unit(
    graph: SimpleGraph,
    budget: float,
    goal: Literal["fragmentation", "distance_fragmentation"],
    protected: Collection[str],
    seed: int,
) -> Plan:
    found = key_players(graph, int(budget), goal, protected=protected, seed=seed)
    names = {node: place for place, node in enumerate(graph.ids.to_pylist())}
    chosen = tuple(names[node] for node in found.nodes)
    measure = _measure(graph, goal, np.array(chosen), 1)
    price = np.ones(graph.order)
    return _plan(graph, measure, chosen, goal, price, budget, found.others, found.optimal, found.caution, found.method)


def _plan(
    graph: SimpleGraph,
    measure: Objective,
    chosen: Sequence[int],
    goal: Literal["fragmentation", "distance_fragmentation"],
    price: NDArray[np.float64],
    budget: float,
    others: tuple[tuple[str, ...], ...],
    optimal: bool,
    caution: str,
    method: Method,
) -> Plan:
    names = graph.ids.to_pylist()
    left, order = sorted(chosen), list[int]()
    while left:
        values = measure.extend(order, np.array(left))
        order.append(left.pop(int(np.argmax(values))))
    return Plan(
        nodes=tuple(names[node] for node in order),
        objective=goal,
        value=measure.value(order),
        before=measure.value(()),
        broken=_broken(measure, graph.order, order),
        before_broken=_broken(measure, graph.order, ()),
        cost=round(float(price[order].sum()), DIGITS),
        budget=float(budget),
        others=others,
        optimal=optimal,
        caution=caution,
        method=method,
    )


def _price(names: list[str], costs: Mapping[str, float]) -> NDArray[np.float64]:
    unknown = sorted(set(costs) - set(names))
    if unknown:
        raise NetworkError(f"a cost is given for {unknown[0]!r}, and this network has no such node")
    for node, cost in sorted(costs.items()):
        if not (isfinite(cost) and cost > 0):
            raise NetworkError(f"the cost of {node!r} is {cost}: it must be above 0")
    return np.array([costs.get(node, 1.0) for node in names])


def _lost(values: NDArray[np.float64], order: int, left: int) -> NDArray[np.float64]:
    """Share of all pairs there were that is lost, from the fragmentation of those who are left."""
    return np.round(1.0 - (1.0 - values) * left * (left - 1) / (order * (order - 1)), DIGITS)


def _broken(measure: Objective, order: int, chosen: Sequence[int]) -> float:
    return float(_lost(np.array([measure.value(tuple(chosen))]), order, order - len(chosen))[0])


def _add(
    measure: Objective,
    order: int,
    chosen: tuple[int, ...],
    may: NDArray[np.intp],
    price: NDArray[np.float64],
    budget: float,
    for_cost: bool,
) -> tuple[int, ...]:
    """Nodes added one by one while the budget lasts and two would remain."""
    value = _broken(measure, order, chosen)
    while len(chosen) < order - 2:
        left = budget - price[list(chosen)].sum()
        rest = may[~np.isin(may, chosen) & (price[may] <= left + 1e-9)]
        if not len(rest):
            break
        gains = _lost(measure.extend(chosen, rest), order, order - len(chosen) - 1) - value
        best = int(np.argmax(np.round(gains / price[rest], DIGITS) if for_cost else gains))
        value += float(gains[best])
        chosen = (*chosen, int(rest[best]))
    return tuple(sorted(chosen))


def _improve(
    measure: Objective,
    order: int,
    chosen: tuple[int, ...],
    may: NDArray[np.intp],
    price: NDArray[np.float64],
    budget: float,
) -> tuple[int, ...]:
    """Single exchanges within the budget while one breaks more."""
    value = _broken(measure, order, chosen)
    for _ in range(ROUNDS):
        best, better = value, chosen
        for out in chosen:
            base = tuple(node for node in chosen if node != out)
            rest = may[~np.isin(may, chosen) & (price[may] <= budget - price[list(base)].sum() + 1e-9)]
            if len(rest):
                values = _lost(measure.extend(base, rest), order, order - len(base) - 1)
                if float(values.max()) > best:
                    best, better = float(values.max()), tuple(sorted((*base, int(rest[np.argmax(values)]))))
        if better == chosen:
            break
        chosen, value = better, best
    return chosen
