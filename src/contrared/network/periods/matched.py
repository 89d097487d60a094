"""Groups of one time matched with those of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True, slots=True)
class GroupMatch:
    """A group then and now.

    Attributes:
        earlier: Members then; empty for a group that is new.
        later: Members now; empty for one that is gone.
        jaccard: Members of both as a share of members of either.
    """

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    jaccard: float


def matched(earlier: Sequence[tuple[str, ...]], later: Sequence[tuple[str, ...]]) -> tuple[GroupMatch, ...]:
    """Match groups one to one so that the sum of the Jaccard indices is greatest (Kuhn's Hungarian method).

    Groups without a common member are never matched. Matched first, by size then; then those gone, then those new.
    O(groups cubed).

    Args:
        earlier: Groups then, members in order.
        later: Groups now.
    """
    sets = [set(group) for group in later]
    alike = np.zeros((len(earlier), len(later)))
    for row, group in enumerate(earlier):
        for column, other in enumerate(sets):
            common = len(other.intersection(group))
            alike[row, column] = common / (len(group) + len(other) - common)
    rows, columns = linear_sum_assignment(alike, maximize=True)
    pairs = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if alike[r, c] > 0]
    found = [GroupMatch(earlier[r], later[c], float(alike[r, c])) for r, c in pairs]
    found.sort(key=lambda match: (-len(match.earlier), match.earlier))
    gone = [GroupMatch(group, (), 0.0) for r, group in enumerate(earlier) if r not in {pair[0] for pair in pairs}]
    new = [GroupMatch((), group, 0.0) for c, group in enumerate(later) if c not in {pair[1] for pair in pairs}]
    by_size = [
        *sorted(gone, key=lambda m: (-len(m.earlier), m.earlier)),
        *sorted(new, key=lambda m: (-len(m.later), m.later)),
    ]
    return (*found, *by_size)
