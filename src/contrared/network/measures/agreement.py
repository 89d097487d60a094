"""How far two divisions of the same nodes agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]


def adjusted_rand(one: Labels, two: Labels) -> float:
    """Adjusted Rand index (Hubert & Arabie, J. Classif. 2, 193, 1985): 1 alike, 0 as by chance. O(n log n)."""
    shared, left, right = _counts(one, two)
    together, first, second = (float((part * (part - 1) / 2).sum()) for part in (shared, left, right))
    pairs = len(one) * (len(one) - 1) / 2
    expected = first * second / pairs if pairs else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def mutual_information(one: Labels, two: Labels) -> float:
    """Normalised mutual information, by the mean of both entropies (Danon et al., J. Stat. Mech. P09008, 2005).

    1 where both say the same, 0 where one tells nothing of the other. O(n log n).
    """
    shared, left, right = (part / max(len(one), 1) for part in _counts(one, two))
    joint, first, second = (-float((part * np.log(part)).sum()) for part in (shared, left, right))
    if first + second == 0.0:
        return 1.0
    return min(1.0, max(0.0, 2.0 * (first + second - joint) / (first + second)))


def _counts(one: Labels, two: Labels) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Number of nodes in each pair of groups that share one, in each group of the first, and of the second."""
    pairs = one.astype(np.int64) * (int(two.max(initial=0)) + 1) + two
    shared, left, right = (np.unique(part, return_counts=True)[1].astype(np.float64) for part in (pairs, one, two))
    return shared, left, right
