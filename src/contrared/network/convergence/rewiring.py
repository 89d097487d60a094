"""The null: networks in which every party has as many ties in every layer, but not with the same parties."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from contrared.network.convergence.between import Between

#: Share of the pairs of ties that try to swap in a round. Below one, so that every single swap can happen alone.
_ACTIVE = 0.9
#: Size of the table of low bits, a power of two.
_FLAGS = 1 << 16
#: Swaps tried for each tie.
SWAPS = 10.0


@dataclass(frozen=True)
class Rewired:
    """A rewired network.

    Attributes:
        ties: The ties, in the order of the original's rows, each in its layer and with its strength and probability.
        tried: Swaps tried.
        done: Swaps done.
    """

    ties: Between
    tried: int
    done: int


def rewired(ties: Between, random: np.random.Generator, *, swaps: float = SWAPS) -> Rewired:
    """Ties swapped at random within their layer: a-b, c-d become a-d, c-b.

    Each layer stays a simple graph with the same degrees; connectedness is not asked for. A tie within a group stays
    where it is and none is made, so that the outward degree of every member is kept as well. All pairs of a random
    pairing of the ties swap at once, but for those whose old or new ties are claimed by another tie or pair: whether a
    swap happens depends only on ties that the swaps leave unchanged as a set, so that each step is as likely as its
    reverse and the chain has the uniform distribution (swaps: Milo et al., arXiv cond-mat/0312028, 2003). The number of
    swaps tried is fixed, for stopping by their success would favour some networks. O(swaps · m log m).

    Args:
        ties: The ties.
        random: Source of chance.
        swaps: Swaps tried for each tie that can move.
    """
    free = np.flatnonzero(~ties.fixed)
    source, target = ties.source.copy(), ties.target.copy()
    base = ties.layer * ties.order
    tried = done = 0
    rounds = int(np.ceil(2 * swaps / _ACTIVE)) if len(free) > 1 else 0
    for _ in range(rounds):
        left, right = _paired(random.permutation(free), ties.layer)
        active = random.random(len(left)) < _ACTIVE
        turned = random.random(len(left)) < 0.5
        left, right, turned = left[active], right[active], turned[active]
        tried += len(left)
        a, b = source[left], target[left]
        c = np.where(turned, target[right], source[right])
        d = np.where(turned, source[right], target[right])
        allowed = (a != d) & (c != b) & ~ties.inner(a, d) & ~ties.inner(c, b)
        left, right, a, b, c, d = (x[allowed] for x in (left, right, a, b, c, d))
        old = _keys(base, source, target, ties.order)
        first = _keys(base[left], a, d, ties.order)
        second = _keys(base[left], c, b, ties.order)
        claims = np.sort(np.concatenate((old, first, second)))
        contested = claims[1:][claims[1:] == claims[:-1]]
        clear = ~np.any([_among(keys, contested) for keys in (old[left], old[right], first, second)], axis=0)
        source[left[clear]], target[left[clear]] = a[clear], d[clear]
        source[right[clear]], target[right[clear]] = c[clear], b[clear]
        done += int(clear.sum())
    moved = replace(ties, source=np.minimum(source, target), target=np.maximum(source, target))
    return Rewired(moved, tried, done)


def _paired(order: NDArray[np.int64], layer: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ties of one layer two by two, in a given order; where their number is odd the last goes without."""
    order = order[np.argsort(layer[order].astype(np.int16), kind="stable")]
    of = layer[order]
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    first = np.flatnonzero((place[:-1] % 2 == 0) & (of[1:] == of[:-1]))
    return order[first], order[first + 1]


def _keys(base: NDArray[np.int64], u: NDArray[np.int64], v: NDArray[np.int64], order: int) -> NDArray[np.int64]:
    """One number for each layer and pair of nodes."""
    return np.asarray((base + np.minimum(u, v)) * order + np.maximum(u, v))


def _among(keys: NDArray[np.int64], ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each key is among some in order; only those that share low bits with one are looked for."""
    flags = np.zeros(_FLAGS, bool)
    flags[ordered & (_FLAGS - 1)] = True
    found: NDArray[np.bool_] = flags[keys & (_FLAGS - 1)]
    maybe = np.flatnonzero(found)
    if len(maybe):
        place = np.minimum(np.searchsorted(ordered, keys[maybe]), len(ordered) - 1)
        found[maybe] = ordered[place] == keys[maybe]
    return found
