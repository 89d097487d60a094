"""How likely two random entries are one party, told from the pairs themselves.

Before the pairs are weighed only those count that agree exactly in what is most likely of one party; where clerks err
often these are few, and the prior comes out too low by several bits. Once they are weighed, the sum of their
probabilities is an estimate of how many pairs of one party there are, and the estimate that gives itself back is taken
(the M step for the mixing proportion of the Fellegi-Sunter mixture; Winkler, *Using the EM Algorithm for Weight
Computation in the Fellegi-Sunter Model of Record Linkage*, 1988).
"""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

#: The prior is raised at most so many times: beyond, agreement has another cause than being one party.
MOST_RAISED = 10.0
#: No two random entries are rather one party than two, and none is impossible.
LOWEST, HIGHEST = 1e-9, 0.5
_STEPS, _DIGITS = 100, 6


def bounded(prior: float) -> float:
    """A prior that odds can be made of."""
    return min(max(prior, LOWEST), HIGHEST)


def settled(weights: NDArray[np.float64], prior: float, possible: int) -> float:
    """The prior that the weighed pairs add up to; never lower than the one they were weighed with.

    Args:
        weights: Weight of each pair in bits, the prior's own included.
        prior: That prior.
        possible: Pairs there could be.
    """
    highest = bounded(MOST_RAISED * prior)
    found = prior
    for _ in range(_STEPS):
        expected = float(_probability(weights + _shift(prior, found)).sum()) / max(1, possible)
        after = min(max(expected, prior), highest)
        if math.isclose(after, found, rel_tol=1e-6):
            break
        found = after
    return float(f"{found:.{_DIGITS}g}")


def reweighed(pairs: pa.Table, before: float, after: float, least: float) -> pa.Table:
    """Pairs as another prior weighs them, those that are likely enough.

    Args:
        pairs: Columns ``weight`` and ``probability`` among others.
        before: The prior they were weighed with.
        after: The prior to weigh them with.
        least: Lowest probability that is kept.
    """
    weights = np.round(pairs["weight"].to_numpy() + _shift(before, after), 4)
    probability = np.round(_probability(weights), 6)
    for name, column in (("weight", weights), ("probability", probability)):
        pairs = pairs.set_column(pairs.schema.get_field_index(name), name, pa.array(column))
    return pairs.filter(pa.array(probability >= least))


def _shift(before: float, after: float) -> float:
    return math.log2(after / (1 - after)) - math.log2(before / (1 - before))


def _probability(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(weights, -200.0, 200.0))), np.float64)
