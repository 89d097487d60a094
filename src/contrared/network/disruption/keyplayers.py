"""Key players of a network: the set whose removal disrupts most, or that reaches most (Borgatti 2006)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrared.model import text
from contrared.network.disruption.influence import collective_influence
from contrared.network.disruption.objective import GOALS, Goal, Objective, objective
from contrared.network.disruption.search import Found, exact, greedy
from contrared.network.drawing.table import Table
from contrared.network.finding import Method, canonical_json
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Sets that ``auto`` compares one by one, and that ``exact`` agrees to.
EXACT_AUTO = 50_000
EXACT_MOST = 2_000_000
#: Nodes up to which every node is a candidate, and above which the goal is not computed.
WHOLE: dict[Goal, int] = {"distance_fragmentation": 500, "m_reach": 2_000, "distance_reach": 2_000}
LARGEST: dict[Goal, int] = {"distance_fragmentation": 5_000, "m_reach": 20_000, "distance_reach": 20_000}
#: Candidates above ``WHOLE``.
CANDIDATES = 100
#: Random starts of the exchange: up to so many nodes, so many.
RESTARTS = ((150, 12), (500, 2))

CITATION = "Borgatti, Computational & Mathematical Organization Theory 12, 21 (2006)"


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """A set of key players. It says who stands where today, and nothing yet of what happens after a removal.

    Attributes:
        nodes: Ids, sorted.
        objective: What they are best at: ``fragmentation`` (F) and ``distance_fragmentation`` (DF) of what remains
            without them; ``m_reach`` and ``distance_reach`` (R) of the set.
        value: Value of the set, 0 to 1.
        before: Value of nobody: the fragmentation that the network has as it is; 0 for a reach.
        optimal: Whether it is proven that no set of that many candidates has a greater value.
        bound: No set of that many candidates has a greater value than this.
        others: Other sets with the same value, the first of them in order; which of them is named is an accident.
        others_count: Number of other sets with the same value.
        others_complete: Whether all sets were looked at; otherwise only those that differ in one member.
        compared: Number of sets whose value was computed.
        caution: What must be read with it.
        method: How it was found.
    """

    nodes: tuple[str, ...]
    objective: Goal
    value: float
    before: float
    optimal: bool
    bound: float
    others: tuple[tuple[str, ...], ...]
    others_count: int
    others_complete: bool
    compared: int
    caution: str
    method: Method

    def as_json(self) -> str:
        """The result as canonical JSON."""
        return canonical_json(self)

    def table(self) -> Table:
        """One row a set with this value, the one named first."""
        heads = tuple(text(f"disruption.key.{key}") for key in ("set", "value", "before", "optimal"))
        proven = text("disruption.yes" if self.optimal else "disruption.no")
        rows = (" ".join(members) for members in (self.nodes, *self.others))
        return Table(heads, tuple((row, f"{self.value:.6f}", f"{self.before:.6f}", proven) for row in rows))


def key_players(
    graph: SimpleGraph,
    k: int,
    objective: Goal = "fragmentation",
    *,
    m: int = 2,
    method: Literal["auto", "greedy", "exact"] = "auto",
    protected: Collection[str] = (),
    seed: int = 1,
) -> KeyPlayers:
    """The set of k nodes with the greatest value.

    ``exact`` compares all C(c, k) sets of the c candidates, up to two million; ``auto`` does so up to 50,000 and else
    searches greedily and by exchange, also from random starts on small networks (12 up to 150 nodes, 2 up to 500), and
    for ``fragmentation`` from what is found for ``distance_fragmentation``. Ties are broken by id and told. Distances
    count steps; weights are not used. ``fragmentation`` takes O(k (n + m)) for each round of exchange, whatever the
    size. The other three take every node as a candidate up to 500 (reach: 2,000) nodes, then the 100 of greatest
    collective influence (reach: degree), and refuse above 5,000 (reach: 20,000).

    Args:
        graph: The network, read undirected.
        k: Number of nodes.
        objective: What for; see :class:`KeyPlayers`.
        m: Steps of the m-reach.
        method: How to search.
        protected: Ids of protected persons: never in a set. They stay nodes of the network.
        seed: Seed of the random starts.

    Raises:
        NetworkError: the graph is directed or empty; k is not at least 1, is more than the nodes that may be named, or
            leaves fewer than two to fragment; too many sets to compare or nodes to search.

    Example:
        >>> from contrared.network.disruption.example import graph
        >>> star = graph(["hub a", "hub b", "hub c", "hub d"])
        >>> found = key_players(star, 1)
        >>> found.nodes, found.value, found.optimal
        (('hub',), 1.0, True)
    """
    check(graph, k, objective, m)
    allowed = allowed_nodes(graph, protected)
    if k > len(allowed):
        raise NetworkError(f"{k} key players asked for, and this network has {len(allowed)} nodes that may be named")
    candidates = _candidates(graph, allowed, objective)
    if k > len(candidates):
        raise NetworkError(f"{k} key players asked for of the {len(candidates)} candidates of a network this large")
    measure = _measure(graph, objective, candidates, m)
    sets = comb(len(candidates), k)
    if method == "exact" and sets > EXACT_MOST:
        raise NetworkError(f"{sets:,} sets to compare, at most {EXACT_MOST:,}: take a smaller k or method greedy")
    one_by_one = method == "exact" or (method == "auto" and sets <= EXACT_AUTO)
    found = exact(measure, k, candidates) if one_by_one else search(graph, objective, measure, k, candidates, seed)
    names = graph.ids.to_pylist()
    whole = len(candidates) == len(allowed)
    return KeyPlayers(
        nodes=tuple(names[node] for node in found.chosen),
        objective=objective,
        value=found.value,
        before=measure.value(()),
        optimal=whole and found.value >= found.bound,
        bound=found.bound if whole else 1.0,
        others=tuple(tuple(names[node] for node in other) for other in found.others),
        others_count=found.equal,
        others_complete=one_by_one and whole,
        compared=found.compared,
        caution=_caution(found, objective),
        method=Method.of(
            "key players, all sets compared" if one_by_one else "key players, greedy and exchange",
            seed=None if one_by_one else seed,
            libraries=("numpy", "scipy"),
            citation=CITATION,
            k=k,
            objective=objective,
            m=m if objective == "m_reach" else "",
            method=method,
            candidates="all that may be named" if whole else f"{len(candidates)} by {_shortlist(objective)}",
        ),
    )


def search(
    graph: SimpleGraph, goal: Goal, measure: Objective, k: int, candidates: NDArray[np.intp], seed: int
) -> Found:
    """The best set of k found greedily and by exchange from several starts."""
    degree = np.diff(graph.out.indptr)
    starts = [candidates[np.lexsort((candidates, -degree[candidates]))[:k]].tolist()]
    draw = np.random.Generator(np.random.PCG64(seed))
    restarts = next((count for size, count in RESTARTS if graph.order <= size), 0)
    starts += [draw.choice(candidates, k, replace=False).tolist() for _ in range(restarts)]
    if goal == "fragmentation" and graph.order <= WHOLE["distance_fragmentation"]:
        by_distance = _measure(graph, "distance_fragmentation", candidates, 1)
        starts.append(list(greedy(by_distance, k, candidates, starts).chosen))
    return greedy(measure, k, candidates, starts)


def allowed_nodes(graph: SimpleGraph, protected: Collection[str]) -> NDArray[np.intp]:
    """Numbers of the nodes that may be named, ascending. Protected ids that are no node are no error."""
    left_out = frozenset(protected)
    return np.array([place for place, node in enumerate(graph.ids.to_pylist()) if node not in left_out], np.intp)


def check(graph: SimpleGraph, k: int, goal: Goal, m: int = 1) -> None:
    """Refuse what has no answer.

    Raises:
        NetworkError: see :func:`key_players`.
    """
    if goal not in GOALS:
        raise NetworkError(f"unknown objective {goal!r}: one of {', '.join(GOALS)}")
    if graph.directed:
        raise NetworkError("key players are defined for undirected networks: read this one undirected")
    if not graph.order:
        raise NetworkError("this network has no nodes")
    if k < 1:
        raise NetworkError(f"k is {k}: at least one key player")
    if m < 1:
        raise NetworkError(f"m is {m}: at least one step")
    if k > graph.order:
        raise NetworkError(f"{k} key players asked for, and this network has {graph.order} nodes")
    if goal in ("fragmentation", "distance_fragmentation") and graph.order - k < 2:
        raise NetworkError(f"{k} of {graph.order} nodes removed leaves nothing to fragment: take a smaller k")
    largest = LARGEST.get(goal, graph.order)
    if graph.order > largest:
        raise NetworkError(
            f"{goal} is computed up to {largest:,} nodes, this network has {graph.order:,}: take the objective "
            "fragmentation, or a part of the network"
        )


def _candidates(graph: SimpleGraph, allowed: NDArray[np.intp], goal: Goal) -> NDArray[np.intp]:
    if graph.order <= WHOLE.get(goal, graph.order):
        return allowed
    degree = np.diff(graph.out.indptr).astype(np.int64)
    score = collective_influence(graph) if goal == "distance_fragmentation" else degree
    return np.sort(allowed[np.lexsort((allowed, -degree[allowed], -score[allowed]))[:CANDIDATES]])


def _shortlist(goal: Goal) -> str:
    return "collective influence (Morone & Makse 2015)" if goal == "distance_fragmentation" else "degree"


_measure = objective


def _caution(found: Found, goal: Goal) -> str:
    said = [text("disruption.caution.after")]
    if found.equal:
        said.append(text("disruption.caution.ties", count=found.equal))
    if goal in ("m_reach", "distance_reach"):
        said[0] = text("disruption.caution.reach")
    return " ".join(said)
