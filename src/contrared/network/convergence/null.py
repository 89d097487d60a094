"""Does a party join two groups more than its ties let one expect? Its chance under the null."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrared.network.convergence.between import Between
from contrared.network.convergence.passage import Passage, passage
from contrared.network.convergence.rewiring import SWAPS, rewired

Control = Literal["BH", "BY"]


@dataclass(frozen=True)
class Null:
    """What rewired networks give, for each tested node.

    Attributes:
        tested: Numbers of the nodes tested: outside both groups, with two neighbours or more; ascending.
        expected: Mean credit of nodes of its kind under the null, shape (tested,).
        deviation: Standard deviation of that, shape (tested,).
        p: Chance of at least its credit under the null, shape (tested,).
        least: Smallest chance that so many samples could have shown for it, shape (tested,).
        q: Smallest false-discovery rate at which it would be a discovery, shape (tested,).
        joined: Mean number of pairs joined through others in the rewired networks.
        moved: Swaps done for each tie that can move, mean over the samples.
    """

    tested: NDArray[np.int64]
    expected: NDArray[np.float64]
    deviation: NDArray[np.float64]
    p: NDArray[np.float64]
    least: NDArray[np.float64]
    q: NDArray[np.float64]
    joined: float
    moved: float


def compared(
    ties: Between,
    observed: Passage,
    *,
    starts: NDArray[np.int64],
    max_hops: int,
    samples: int,
    seed: int,
    swaps: float = SWAPS,
    control: Control = "BH",
    on_progress: Callable[[int, int], None] | None = None,
) -> Null:
    """Credit beside that in rewired networks.

    The samples branch off one rewired network and are as far from it as the observed one, so that under the null the
    observed network and the samples are exchangeable even if the chain has not mixed (Besag & Clifford, Biometrika 76,
    633, 1989). Nodes outside the groups that have the same number of ties in every layer are alike under the null;
    their credits are taken together, the observed ones too, so p = (observed and sampled credits of such nodes that are
    no less) / (all of them): for a node without its like that is (1 + count) / (1 + samples). O(samples · (swaps · m
    log m + one passage)).

    Args:
        ties: The ties and groups.
        observed: The passage of ``ties``.
        starts: Members of the first group from which paths are counted.
        max_hops: Longest path.
        samples: Rewired networks.
        seed: Seed.
        swaps: Swaps tried for each tie.
        control: How false discoveries are controlled, see :func:`discoveries`.
        on_progress: Told how many samples of how many are done.
    """
    tested = np.flatnonzero(~ties.in_a & ~ties.in_b & (ties.neighbours >= 2))
    random = np.random.default_rng(seed)
    credit = np.zeros((samples + 1, len(tested)))
    credit[0] = observed.credit[tested]
    hub = rewired(ties, random, swaps=swaps).ties
    joined = done = 0
    for sample in range(1, samples + 1):
        network = rewired(hub, random, swaps=swaps)
        found = passage(network.ties, starts=starts, max_hops=max_hops)
        credit[sample] = found.credit[tested]
        joined += found.joined
        done += network.done
        if on_progress is not None:
            on_progress(sample, samples)
    expected, deviation, p, least = _alike(credit, np.c_[ties.degrees(), ties.thing.astype(np.int64)][tested])
    movable = int((~ties.fixed).sum())
    return Null(
        tested=tested,
        expected=expected,
        deviation=deviation,
        p=p,
        least=least,
        q=discoveries(p, control),
        joined=joined / samples if samples else 0.0,
        moved=done / (samples * movable) if samples and movable else 0.0,
    )


def discoveries(p: NDArray[np.float64], control: Control = "BH") -> NDArray[np.float64]:
    """Adjusted chances: accepting all at or below q keeps the expected share of false ones at or below q.

    ``BH``: Benjamini & Hochberg, J. R. Stat. Soc. B 57, 289 (1995), for independent or positively dependent tests;
    ``BY``: Benjamini & Yekutieli, Ann. Stat. 29, 1165 (2001), whatever the dependence, stricter by 1 + 1/2 + ... + 1/m.

    >>> discoveries(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    m = len(p)
    if not m:
        return np.zeros(0)
    penalty = float(np.sum(1.0 / np.arange(1, m + 1))) if control == "BY" else 1.0
    by = np.argsort(p, kind="stable")
    stepped = p[by] * m * penalty / np.arange(1, m + 1)
    adjusted = np.empty(m)
    adjusted[by] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return adjusted


def _alike(
    credit: NDArray[np.float64], kinds: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Expected, deviation, p and least p, nodes of equal degrees in every layer taken together."""
    expected, deviation, p, least = (np.zeros(credit.shape[1]) for _ in range(4))
    if not credit.shape[1]:
        return expected, deviation, p, least
    _, kind = np.unique(kinds, axis=0, return_inverse=True)
    by = np.argsort(kind.ravel(), kind="stable")
    for members in np.split(by, np.flatnonzero(np.diff(kind.ravel()[by])) + 1):
        pool = np.sort(credit[:, members], axis=None)
        under = credit[1:, members]
        expected[members] = under.mean() if under.size else 0.0
        deviation[members] = under.std() if under.size else 0.0
        below = np.searchsorted(pool, credit[0, members], side="left")
        p[members] = (len(pool) - below) / len(pool)
        least[members] = 1.0 / len(pool)
    return expected, deviation, p, least
