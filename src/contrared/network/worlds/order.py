"""Orders of nodes in many worlds: ranks, shared places among the first, who stands above whom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Values closer than this share of the greatest are equal: sums of the same numbers in another order differ in the last
#: digits.
EQUAL = 1e-10


def ranks(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank of each node in each world: 1 is the greatest, equal values share the best rank; no value (NaN) is last.

    Args:
        values: Shape (worlds, nodes).
    """
    worlds, n = values.shape
    if not n:
        return np.zeros((worlds, 0), np.int64)
    known = np.where(np.isnan(values), -np.inf, values)
    order = np.argsort(-known, axis=1, kind="stable")
    high_first = np.take_along_axis(known, order, axis=1)
    finite = np.where(np.isfinite(high_first), high_first, 0.0)
    gap = EQUAL * np.abs(finite).max(axis=1, keepdims=True)
    new = np.ones((worlds, n), bool)
    # Two without a value are equal.
    with np.errstate(invalid="ignore"):
        step = high_first[:, :-1] - high_first[:, 1:]
    new[:, 1:] = np.where(np.isnan(step), False, step > gap)
    place = np.maximum.accumulate(np.where(new, np.arange(1, n + 1), 0), axis=1)
    found = np.empty((worlds, n), np.int64)
    np.put_along_axis(found, order, place, axis=1)
    return found


def among_first(rank: NDArray[np.int64], first: int) -> NDArray[np.float64]:
    """Probability of each node to be among the first; those who share the last place share the chance.

    Args:
        rank: Ranks, shape (worlds, nodes).
        first: How many are the first.
    """
    worlds, n = rank.shape
    if not worlds or not n:
        return np.zeros(n)
    group = np.zeros((worlds, n + 2), np.int64)
    np.add.at(group, (np.arange(worlds)[:, None], rank), 1)
    size = np.take_along_axis(group, rank, axis=1)
    mean: NDArray[np.float64] = (np.clip(first - (rank - 1), 0, size) / size).mean(axis=0)
    return mean


def above(rank: NDArray[np.int64]) -> NDArray[np.float64]:
    """Probability that the row's node stands above the column's; equal ranks count half. Shape (nodes, nodes)."""
    left, right = rank[:, :, None], rank[:, None, :]
    mean: NDArray[np.float64] = ((left < right) + 0.5 * (left == right)).mean(axis=0)
    return mean


def tiers(low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Tier of each node, 1 first: a node is in the tier of the one that leads it while their rank intervals overlap.

    The first node of a tier leads it; the next whose interval lies wholly behind the leader's leads the next. Overlap
    is not transitive: two nodes of a tier are both inseparable from its leader, not always from each other.

    Args:
        low: Lower end of each rank interval, in the order of the ranking.
        high: Upper end.
    """
    found: list[int] = []
    leader = -1
    for place, lowest in enumerate(low):
        if leader < 0 or lowest > high[leader]:
            leader = place
            found.append((found[-1] if found else 0) + 1)
        else:
            found.append(found[-1])
    return found
