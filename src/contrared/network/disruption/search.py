"""Finding the set with the greatest value: all sets on a small graph, else greedily and by exchange."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.objective import DIGITS, Objective

#: Rounds of exchange; each is the best single exchange, so that this bounds the time and not the result in practice.
ROUNDS = 100
#: Sets with the same value that are kept; the number of them is always told.
KEPT = 20


class Found(NamedTuple):
    """The best set found.

    Attributes:
        chosen: Numbers of its nodes, ascending.
        value: Its value.
        others: First sets with the same value, in order, at most ``KEPT``.
        equal: Number of other sets with that value that were met.
        compared: Number of sets whose value was computed.
        bound: No set of that many candidates has a greater value.
    """

    chosen: tuple[int, ...]
    value: float
    others: tuple[tuple[int, ...], ...]
    equal: int
    compared: int
    bound: float


def exact(measure: Objective, k: int, candidates: NDArray[np.intp]) -> Found:
    """Every set of k candidates. C(c, k) sets; of several with the greatest value, the first by number."""
    best, count, compared = -np.inf, 0, 0
    sets: list[tuple[int, ...]] = []
    for before in combinations(range(len(candidates)), k - 1):
        rest = candidates[before[-1] + 1 if before else 0 :]
        if not len(rest):
            continue
        base = tuple(candidates[list(before)].tolist())
        values = measure.extend(base, rest)
        compared += len(rest)
        top = float(values.max())
        if top < best:
            continue
        if top > best:
            best, sets, count = top, [], 0
        equal = rest[values == top].tolist()
        count += len(equal)
        sets += [(*base, node) for node in equal[: KEPT + 1 - len(sets)]]
    return Found(sets[0], best, tuple(sets[1:]), count - 1, compared, best)


def greedy(measure: Objective, k: int, candidates: NDArray[np.intp], starts: Sequence[Sequence[int]] = ()) -> Found:
    """Nodes added one by one, each the best; then single exchanges while one is better; then the same from each start.

    Borgatti's algorithm is the exchange from random starts; these measures have many local optima that the greedy start
    alone does not leave. For a submodular measure the greedy set is at least 1 - 1/e of the best (Nemhauser, Wolsey &
    Fisher, Math. Program. 14, 265, 1978). Where several nodes are equally good, the first by number is taken.

    Args:
        measure: What to be best at.
        k: Number of nodes.
        candidates: Nodes that may be chosen, ascending.
        starts: Sets of k candidates to begin from besides the greedy one.
    """
    compared = 0
    chosen: list[int] = []
    for _ in range(k):
        rest = candidates[~np.isin(candidates, chosen)]
        values = measure.extend(chosen, rest)
        compared += len(rest)
        chosen.append(int(rest[np.argmax(values)]))
    results = []
    for start in (chosen, *starts):
        result, count = _exchange(measure, start, candidates)
        results.append(result)
        compared += count
    best = max(value for _, value, _ in results)
    winner = min(members for members, value, _ in results if value == best)
    equal = {members for _, value, ties in results if value == best for members in ties}
    equal |= {members for members, value, _ in results if value == best}
    others = sorted(equal - {winner})
    bound = _bound(measure, winner, best, k, candidates)
    return Found(winner, best, tuple(others[:KEPT]), len(others), compared, bound)


def _exchange(
    measure: Objective, start: Sequence[int], candidates: NDArray[np.intp]
) -> tuple[tuple[tuple[int, ...], float, set[tuple[int, ...]]], int]:
    """The set after all better exchanges, its value, the sets one exchange away with the same value; sets compared."""
    chosen = tuple(sorted(start))
    value = measure.value(chosen)
    compared = 0
    for _ in range(ROUNDS):
        best, better, ties = value, chosen, set[tuple[int, ...]]()
        rest = candidates[~np.isin(candidates, chosen)]
        for out in chosen if len(rest) else ():
            base = tuple(node for node in chosen if node != out)
            values = measure.extend(base, rest)
            compared += len(rest)
            top = float(values.max())
            ties |= {tuple(sorted((*base, node))) for node in rest[values == value].tolist()}
            if top > best:
                best, better = top, tuple(sorted((*base, int(rest[np.argmax(values)]))))
        if better == chosen:
            return (chosen, value, ties), compared
        chosen, value = better, best
    return (chosen, value, set()), compared


def _bound(measure: Objective, chosen: tuple[int, ...], value: float, k: int, candidates: NDArray[np.intp]) -> float:
    """No set of k is better than this: for a submodular measure the k greatest gains on top of the set; at most 1."""
    rest = candidates[~np.isin(candidates, chosen)]
    if not measure.submodular or not len(rest):
        return 1.0 if len(rest) else value
    gains = np.sort(np.maximum(measure.extend(chosen, rest) - value, 0.0))[::-1][:k]
    return min(1.0, round(value + float(gains.sum()), DIGITS))
