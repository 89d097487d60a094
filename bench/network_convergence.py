"""Bridges between two groups on the network of all listed parties, and how often the planted is found and the false."""

from __future__ import annotations

import time

import numpy as np
import pyarrow as pa

from contrared.model.programmes import Category
from contrared.network import Multilayer, edges, parties
from contrared.network.convergence import Verdict, bridges
from contrared.network.multilayer import TIES
from figure import Figure, of
from resolving import statements

SAMPLES = 200
#: Networks for the shares of planted bridges found and of networks with a false discovery.
PLANTED, EMPTY = 20, 40
AUTHORITY = ("programmes of the lists", "programmes of the lists")


def listed() -> tuple[Multilayer, frozenset[str], frozenset[str]]:
    """All parties of all lists of the demo case, those listed for terror, those for drugs or organised crime."""
    table = statements()
    known = parties(table)
    ids = sorted(known)
    number = {key: place for place, key in enumerate(ids)}
    ties = [
        (number[e.source], number[e.target], e.layer.value, e.weight, " ".join(e.statement_ids))
        for e in edges(table, known=known).edges
    ]
    crime = {Category.DRUGS, Category.ORGANISED_CRIME}
    return (
        network(ids, ties),
        frozenset(key for key, party in known.items() if Category.TERROR in party.categories),
        frozenset(key for key, party in known.items() if party.categories & crime),
    )


def network(ids: list[str], ties: list[tuple[int, int, str, float, str]]) -> Multilayer:
    """A network of nodes in order and ties by their numbers."""
    source, target, layer, weight, evidence = (list(column) for column in zip(*ties, strict=True))
    size = len(ties)
    columns = (source, target, layer, weight, [None] * size, [False] * size, [""] * size, [""] * size, evidence)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, TIES, strict=True)]
    return Multilayer(pa.table({"id": ids, "label": ids}), pa.Table.from_arrays(arrays, schema=TIES))


def by_chance(
    seed: int, nodes: int, ties: int, group: int, layers: int = 2
) -> tuple[list[str], list[tuple[int, int, str, float, str]], frozenset[str], frozenset[str]]:
    """Parties with unequal numbers of ties, tied by those numbers alone, and two groups of so many."""
    random = np.random.default_rng(seed)
    ids = [f"n{i:06}" for i in range(nodes)]
    pull = random.pareto(1.5, nodes) + 0.5
    found: set[tuple[int, int, str]] = set()
    while len(found) < ties:
        ends = np.sort(random.choice(nodes, (ties, 2), p=pull / pull.sum()), axis=1)
        names = random.integers(layers, size=ties)
        found |= {(int(u), int(v), f"l{k}") for (u, v), k in zip(ends, names, strict=True) if u != v}
    chosen = random.permutation(nodes)[: 2 * group]
    members = [frozenset(ids[i] for i in part) for part in (chosen[:group], chosen[group:])]
    return ids, [(*tie, 1.0, "") for tie in sorted(found)[:ties]], members[0], members[1]


def timed(made: Multilayer, a: frozenset[str], b: frozenset[str], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.process_time()
        bridges(made, a, b, names=("a", "b"), authorities=AUTHORITY, samples=SAMPLES)
        taken.append(time.process_time() - started)
    return taken


def discoveries(made: Multilayer, a: frozenset[str], b: frozenset[str], samples: int, seed: int) -> set[str]:
    result = bridges(made, a, b, names=("a", "b"), authorities=AUTHORITY, samples=samples, seed=seed, top=0)
    return {item.id for item in result.candidates if item.verdict is Verdict.BRIDGE}


def measure(runs: int) -> list[Figure]:
    """Processor seconds (one thread) on the real lists and on as large a network by chance; shares over many."""
    made, a, b = listed()
    what = f"lists: {len(made.ids):,} parties, {len(made.ties):,} ties, {SAMPLES} samples"
    figures = [of("bridges", what, timed(made, a, b, runs), "s", "< 60", 1)]
    ids, ties, a, b = by_chance(1, 30_000, 30_000, 2_000, 5)
    what = f"made up: 30,000 parties, 30,000 ties, {SAMPLES} samples"
    figures.append(of("bridges", what, timed(network(ids, ties), a, b, runs), "s", "< 60", 1))
    false = 0
    for seed in range(EMPTY):
        ids, ties, a, b = by_chance(100 + seed, 300, 500, 15)
        false += bool(discoveries(network(ids, ties), a, b, 300, seed))
    figures.append(of("bridges", f"networks with a false discovery, of {EMPTY}", [false / EMPTY], "", "≤ 0.05", 3))
    hit = 0
    for seed in range(PLANTED):
        ids, ties, a, b = by_chance(500 + seed, 600, 1000, 15)
        ends = [ids.index(key) for group in (a, b) for key in sorted(group)[:2]]
        planted = [(end, len(ids), f"l{place % 2}", 1.0, "") for place, end in enumerate(ends)]
        hit += "planted" in discoveries(network([*ids, "planted"], ties + planted), a, b, 1000, seed)
    figures.append(of("bridges", f"party of four ties planted: found, of {PLANTED}", [hit / PLANTED], "", "", 3))
    return figures
