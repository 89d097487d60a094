"""Which single source would change who stands first, if it were wrong?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from contrared.model import text
from contrared.network.drawing.table import Table
from contrared.network.finding import Method
from contrared.network.measures.measure import MEASURES
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph, simple
from contrared.network.treatment import NetworkError, Treatment
from contrared.network.worlds.kernels import FAST
from contrared.network.worlds.nodes import network_without
from contrared.network.worlds.order import ranks
from contrared.network.worlds.sample import check, left_out


@dataclass(frozen=True, slots=True)
class SourceEffect:
    """What would change if a source were wrong.

    Attributes:
        source: The source.
        ties: Ties that rest on it alone and would fall.
        left: Who would no longer be among the first, in the order they stand in now.
        entered: Who would be instead.
        moved: Sum of the ranks that those among the first would lose or gain.
    """

    source: str
    ties: int
    left: tuple[str, ...]
    entered: tuple[str, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class SourceSensitivity:
    """The sources, the one that would change the most first.

    Attributes:
        by: Measure of the ranking.
        top: How many are the first.
        first: Who stands first now; more than ``top`` where the last place is shared.
        sources: Sources on which a tie rests alone, by how much they would change.
        corroborated: Number of sources whose every tie has another source.
        treatments: What in the input needed a decision.
        method: How it was found.
    """

    by: str
    top: int
    first: tuple[str, ...]
    sources: tuple[SourceEffect, ...]
    corroborated: int
    treatments: tuple[Treatment, ...]
    method: Method

    def table(self, labels: Mapping[str, str] | None = None) -> Table:
        """One row a source."""
        known = labels or {}
        heads = tuple(text(f"network.worlds.head.{key}") for key in ("source", "ties", "left", "entered", "moved"))
        rows = tuple(
            (
                one.source,
                str(one.ties),
                ", ".join(known.get(node, node) for node in one.left),
                ", ".join(known.get(node, node) for node in one.entered),
                str(one.moved),
            )
            for one in self.sources
        )
        return Table(heads, rows)


def source_sensitivity(
    network: Multilayer,
    sources: Mapping[str, str] | None = None,
    *,
    top: int = 5,
    by: str = "betweenness",
    directed: bool = False,
    weighted: bool = False,
    protected: Collection[str] = frozenset(),
) -> SourceSensitivity:
    """Leave out each source's ties in turn and rank anew.

    A tie falls when every piece of its evidence comes from the source; one with another source stays. A pair of nodes
    is untied when all its ties fall. A tie without evidence rests on nothing that could be wrong here, and stays.
    Sources without which the same pairs are untied are measured once: that many times the cost of the measure.

    Args:
        network: The network, its ties with evidence.
        sources: Source of each piece of evidence; a piece that is not in it, or every piece if None, is its own source.
        top: How many are the first.
        by: Measure to rank by.
        directed: Keep the direction of ties.
        weighted: Weights count.
        protected: Persons who must not appear; taken out first.

    Raises:
        NetworkError: an unknown measure, or ``top`` below 1.
    """
    if top < 1:
        raise NetworkError(f"the first {top} asked for: give 1 or more")
    shown = network_without(network, protected)
    graph = simple(shown, directed=directed)
    alone, every, silent = _resting(shown, sources or {})
    check(graph, (by,), max(1, len(alone)))
    now = ranks(MEASURES[by].compute(graph, weighted)[None, :])[0]
    falls = _falls(shown, graph, alone)
    if by in FAST and not weighted:
        placed = _placed(graph, by, falls)
    else:
        placed = {}
        for source, rows in alone.items():
            kept = np.ones(len(shown.ties), bool)
            kept[rows] = False
            rest = simple(Multilayer(shown.nodes, shown.ties.filter(pa.array(kept))), directed=directed)
            placed[source] = ranks(MEASURES[by].compute(rest, weighted)[None, :])[0]
    ids = graph.ids.to_pylist()
    first = now <= top
    effects = []
    for source, rank in placed.items():
        there = rank <= top
        left = sorted(np.flatnonzero(first & ~there).tolist(), key=lambda node: (now[node], node))
        entered = sorted(np.flatnonzero(there & ~first).tolist(), key=lambda node: (rank[node], node))
        moved = int(np.abs(rank - now)[first | there].sum())
        named = (tuple(ids[node] for node in left), tuple(ids[node] for node in entered))
        effects.append(SourceEffect(source, len(alone[source]), *named, moved))
    effects.sort(key=lambda one: (-max(len(one.left), len(one.entered)), -one.moved, -one.ties, one.source))
    standing = sorted(np.flatnonzero(first).tolist(), key=lambda node: (now[node], node))
    treatments = list(graph.treatments)
    if silent:
        treatments.append(Treatment("tie without evidence", silent, "stays whichever source is left out"))
    method = Method.of(
        "leave one source out",
        libraries=("networkit", "numpy", "scipy"),
        citation=f"sensitivity by leaving out, on {MEASURES[by].citation}",
        by=by,
        top=top,
        directed=directed,
        weighted=weighted,
        sources="each piece of evidence" if sources is None else "as given",
    )
    names = tuple(ids[node] for node in standing)
    return SourceSensitivity(by, top, names, tuple(effects), len(every) - len(alone), tuple(treatments), method)


def _resting(network: Multilayer, sources: Mapping[str, str]) -> tuple[dict[str, list[int]], set[str], int]:
    """Ties that rest on one source alone, by source in order; all sources; number of ties without evidence."""
    alone: dict[str, list[int]] = defaultdict(list)
    every: set[str] = set()
    silent = 0
    for row, said in enumerate(network.ties["evidence"].to_pylist()):
        behind = {sources.get(piece, piece) for piece in (said or "").split()}
        every |= behind
        silent += not behind
        if len(behind) == 1:
            alone[next(iter(behind))].append(row)
    return dict(sorted(alone.items())), every, silent


def _falls(network: Multilayer, graph: SimpleGraph, alone: Mapping[str, list[int]]) -> dict[str, frozenset[int]]:
    """Edges of the graph that each source's ties are all of."""
    n = graph.order
    keys = graph.source.astype(np.int64) * n + graph.target
    one_way = network.ties["directed"].to_numpy().astype(bool)
    left, right = network.source.astype(np.int64), network.target.astype(np.int64)
    if graph.directed:
        tie = np.concatenate((np.arange(len(left)), np.flatnonzero(~one_way)))
        pair = np.concatenate((left * n + right, (right * n + left)[~one_way]))
        loops = np.concatenate((left == right, (left == right)[~one_way]))
    else:
        tie, loops = np.arange(len(left)), left == right
        pair = np.minimum(left, right) * n + np.maximum(left, right)
    tie, pair = tie[~loops], pair[~loops]
    edge = np.searchsorted(keys, pair)
    behind = np.bincount(edge, minlength=graph.size)
    by_tie: dict[int, list[int]] = defaultdict(list)
    for one, place in zip(tie.tolist(), edge.tolist(), strict=True):
        by_tie[one].append(place)
    found = {}
    for source, rows in alone.items():
        lost: dict[int, int] = defaultdict(int)
        for row in rows:
            for place in by_tie[row]:
                lost[place] += 1
        found[source] = frozenset(place for place, count in lost.items() if count == behind[place])
    return found


def _placed(graph: SimpleGraph, by: str, falls: Mapping[str, frozenset[int]]) -> dict[str, NDArray[np.int64]]:
    """Ranks without each source; the same edges lost are measured once."""
    distinct = sorted(set(falls.values()), key=sorted)
    found = dict(zip(distinct, ranks(left_out(graph, distinct, by)), strict=True))
    return {source: found[edges] for source, edges in falls.items()}
