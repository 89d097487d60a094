"""Expectation maximisation over patterns of agreement, started and held by what is assumed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Pairs of one party that what is assumed weighs as much as.
ASSUMED = 50.0
ROUNDS = 60
#: Rounds end where no share changes by more.
STILL = 1e-7


def maximise(
    levels: NDArray[np.int64],
    counts: NDArray[np.float64],
    assumed: Sequence[Sequence[float]],
    by_chance: Sequence[Sequence[float]],
) -> tuple[list[list[float]], float]:
    """Shares of levels among pairs of one party, of pairs of which some are of one party and some of two.

    The greatest a posteriori estimate under a Dirichlet prior of :data:`ASSUMED` pairs (Dempster, Laird & Rubin, J. R.
    Stat. Soc. B 39, 1, 1977): a level that nobody saw is no proof of anything, and no share becomes 0. Shares among
    pairs of two parties are given and stay.

    Args:
        levels: A row a pattern, a column a field: number of the level, -1 where the field is missing.
        counts: Pairs of each pattern.
        assumed: Assumed shares of levels, by field.
        by_chance: Shares of levels among pairs of two parties, by field.

    Returns:
        Shares of levels, by field, and the share of pairs that are of one party.
    """
    shares = [np.asarray(field, float) for field in assumed]
    prior = [np.asarray(field, float) * ASSUMED for field in assumed]
    chance = [np.log(np.asarray(field, float)) for field in by_chance]
    one_party = 0.2
    for _ in range(ROUNDS):
        odds = np.full(len(counts), np.log(one_party / (1.0 - one_party)))
        for at, field in enumerate(shares):
            worth = np.append(np.log(field) - chance[at], 0.0)
            odds += worth[levels[:, at]]
        weight = counts / (1.0 + np.exp(-np.clip(odds, -500, 500)))
        one_party = float(np.clip(weight.sum() / counts.sum(), 1e-6, 1 - 1e-6))
        found = []
        for at, pseudo in enumerate(prior):
            there = levels[:, at] >= 0
            seen = np.bincount(levels[there, at], weights=weight[there], minlength=len(pseudo)) + pseudo
            found.append(seen / seen.sum())
        change = max(float(np.abs(new - old).max()) for new, old in zip(found, shares, strict=True))
        shares = found
        if change < STILL:
            break
    return [[float(share) for share in field] for field in shares], one_party
