"""Betweenness of a large network from some sources, with its error."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from contrared.network.finding import Method
from contrared.network.measures.betweenness import batches, in_order
from contrared.network.measures.brandes import Arcs
from contrared.network.simple import SimpleGraph
from contrared.network.treatment import NetworkError

#: Probability with which every value lies within the bound.
CONFIDENCE = 0.95


@dataclass(frozen=True)
class SampledBetweenness:
    """Betweenness estimated from some sources.

    Attributes:
        values: Estimate for each node, normalised as the exact measure; its expected value is the exact one.
        errors: Standard error of each: what remains of the spread between sources, 0 where all nodes were sources.
        bound: No estimate is farther off than this with probability 0.95, whatever the network; a loose guarantee.
        sources: Number of sources taken.
        method: How it was found.
    """

    values: tuple[float, ...]
    errors: tuple[float, ...]
    bound: float
    sources: int
    method: Method


def sampled_betweenness(graph: SimpleGraph, sources: int = 50, seed: int = 1) -> SampledBetweenness:
    """Betweenness from sources drawn without replacement (Brandes & Pich, Int. J. Bifurc. Chaos 17, 2303, 2007).

    The standard error is that of a mean of sources drawn from a finite population. The bound is Hoeffding's for all n
    nodes at once, (n / (n - 1)) sqrt(ln(2n / 0.05) / 2k) (Hoeffding, J. Am. Stat. Assoc. 58, 13, 1963), which as that
    of Riondato and Kornaropoulos (Data Min. Knowl. Discov. 30, 438, 2016) supposes nothing of the network. Ties count
    as of equal length. O(k m).

    Args:
        graph: The graph.
        sources: Number of sources, at least 2; with as many as nodes the result is exact.
        seed: Seed of the draw.

    Raises:
        NetworkError: fewer than two sources.
    """
    if sources < 2:
        raise NetworkError(
            f"{sources} source: take at least 2, an error can be told only from a spread between sources"
        )
    n = graph.order
    taken = min(sources, n)
    drawn = np.sort(np.random.default_rng(seed).choice(n, taken, replace=False)) if n else np.zeros(0, np.int64)
    mean, squares, count = np.zeros(n), np.zeros(n), 0
    for found in in_order(Arcs.of(graph), batches(drawn, n)):
        width = found.shape[1]
        here = found.mean(axis=1)
        found -= here[:, None]
        step = here - mean
        # Means and squared deviations of two samples joined: Chan, Golub & LeVeque, Am. Stat. 37, 242 (1983).
        squares += np.einsum("ij,ij->i", found, found) + step**2 * (count * width / (count + width))
        mean += step * (width / (count + width))
        count += width
    scale = n / ((n - 1) * (n - 2)) if n > 2 else 0.0
    spread = squares / max(taken - 1, 1) / max(taken, 1) * (1.0 - taken / n if n else 0.0)
    exact = taken == n
    bound = 0.0 if exact else n / (n - 1) * sqrt(log(2 * n / (1 - CONFIDENCE)) / (2 * taken))
    method = Method.of(
        "sampled betweenness",
        seed=seed,
        libraries=("numpy", "scipy"),
        citation="Brandes & Pich, Int. J. Bifurc. Chaos 17, 2303 (2007)",
        sources=taken,
        confidence=CONFIDENCE,
    )
    return SampledBetweenness(
        tuple((mean * scale).tolist()), tuple((np.sqrt(spread) * scale).tolist()), min(bound, 1.0), taken, method
    )
