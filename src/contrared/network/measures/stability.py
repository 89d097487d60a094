"""Communities that hold: how far repeated runs agree, over seeds and over what may not be a tie at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from contrared.network.finding import Method
from contrared.network.measures.agreement import adjusted_rand, mutual_information
from contrared.network.measures.communities import Communities, grouped_ids
from contrared.network.measures.components import undirected
from contrared.network.measures.leiden import CITATION, leiden, modularity
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class StableCommunities:
    """The division that agrees best with all runs, and how far they agree.

    Attributes:
        communities: The consensus: of all runs the one nearest to the others.
        membership: For each node in the order of the graph how often, on average over the other members of its
            community and over the runs, it was put together with them; 1 for a community of one.
        held: Mean of the same for each community of the consensus.
        adjusted_rand: Mean adjusted Rand index over all pairs of runs; 1 where all agree.
        mutual_information: Mean normalised mutual information over all pairs of runs.
        modularities: Modularity of each run's division in the whole network, in order of the seeds.
        method: How they were found.
    """

    communities: Communities
    membership: tuple[float, ...]
    held: tuple[float, ...]
    adjusted_rand: float
    mutual_information: float
    modularities: tuple[float, ...]
    method: Method


def stable_communities(
    graph: SimpleGraph,
    *,
    runs: int = 20,
    seed: int = 1,
    resolution: float = 1.0,
    iterations: int = 3,
    worlds: bool = False,
) -> StableCommunities:
    """Leiden from several seeds, one thread, and the consensus of the runs.

    The consensus is the run with the greatest mean adjusted Rand index to all runs, then of the greatest modularity,
    then the first: a division that was found, not one averaged together. O(runs m + runs² n log n).

    Args:
        graph: The graph.
        runs: Number of runs, at least 2, with seeds from ``seed`` on.
        seed: The first seed.
        resolution: As for ``communities``.
        iterations: As for ``communities``.
        worlds: Draw a world for each run, in which an edge is with its probability (always where none is stated).

    Raises:
        NetworkError: fewer than two runs.
    """
    if runs < 2:
        raise NetworkError(f"{runs} run: take at least 2, or there is nothing to agree with")
    whole = undirected(graph)
    method = Method.of(
        "Leiden, consensus",
        seed=seed,
        libraries=("networkit", "numpy", "scipy"),
        citation=CITATION,
        runs=runs,
        resolution=resolution,
        iterations=iterations,
        worlds="one a run" if worlds else "no",
        threads=1,
    )
    network = whole.networkit(weighted=True)
    found: list[Labels] = []
    for run in range(runs):
        if worlds:
            network = _world(whole, seed + run).networkit(weighted=True)
        found.append(leiden(network, seed=seed + run, resolution=resolution, iterations=iterations))
    qualities = [modularity(whole, labels, resolution=resolution) for labels in found]
    pairs = list(combinations(range(runs), 2))
    rand = np.eye(runs)
    for one, two in pairs:
        rand[one, two] = rand[two, one] = adjusted_rand(found[one], found[two])
    information = sum(mutual_information(found[one], found[two]) for one, two in pairs) / len(pairs)
    nearness = rand.sum(axis=1).round(12).tolist()
    best = max(range(runs), key=lambda run: (nearness[run], round(qualities[run], 12), -run))
    labels = found[best]
    membership = _membership(labels, found)
    sizes = np.bincount(labels, minlength=1)
    held = np.bincount(labels, membership, minlength=len(sizes)) / np.maximum(sizes, 1) if whole.order else np.zeros(0)
    return StableCommunities(
        Communities(grouped_ids(whole.ids, labels) if whole.order else (), round(qualities[best], 6), method),
        tuple(membership.round(6).tolist()),
        tuple(held.round(6).tolist()),
        round(sum(float(rand[pair]) for pair in pairs) / len(pairs), 6),
        round(information, 6),
        tuple(round(quality, 6) for quality in qualities),
        method,
    )


def _membership(labels: Labels, found: list[Labels]) -> NDArray[np.float64]:
    """How often each node was with the others of its community: counted by groups that share community and run's."""
    sizes = np.bincount(labels, minlength=1)[labels] if len(labels) else np.zeros(0, np.int64)
    together = np.zeros(len(labels))
    for run in found:
        _, place, counts = np.unique(
            labels.astype(np.int64) * (len(labels) + 1) + run, return_inverse=True, return_counts=True
        )
        together += counts[place] - 1
    alone = sizes < 2
    return np.where(alone, 1.0, together / len(found) / np.maximum(sizes - 1, 1))


def _world(graph: SimpleGraph, seed: int) -> SimpleGraph:
    there = np.random.default_rng(seed).random(graph.size) < np.nan_to_num(graph.probability, nan=1.0)
    return replace(
        graph,
        source=graph.source[there],
        target=graph.target[there],
        weight=graph.weight[there],
        probability=graph.probability[there],
    )
