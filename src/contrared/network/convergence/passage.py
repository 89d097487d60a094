"""How much of what joins two groups runs through each party outside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.convergence.between import Between

#: First ends looked at together; bounds memory.
_BLOCK = 256
#: Digits to which credit is rounded, so that the order in which it is summed does not show.
_DIGITS = 9


@dataclass(frozen=True)
class Passage:
    """What joins the two groups through others.

    Attributes:
        credit: For each node the pairs that it joins, shape (nodes,): each pair of a member of the one group and one of
            the other that shortest paths through others join counts up to 1, divided among its paths by their strength
            and along each path evenly among those in between. 0 for members, dual ones excepted.
        joined: Number of pairs joined through others.
        weight: What they count together, the sum of ``credit``.
        direct: Number of pairs tied directly.
    """

    credit: NDArray[np.float64]
    joined: int
    weight: float
    direct: int


def passage(ties: Between, *, starts: NDArray[np.int64] | None = None, max_hops: int = 3) -> Passage:
    """Credit of each node for the shortest paths between the groups.

    Between a member a of one group and b of the other only parties outside both (and dual ones) stand, so that the
    members themselves get no credit and ties within a group none either. Of a pair with paths of strengths s_1, s_2,
    (a path is as strong as the product of its ties: what 300 parties share joins two of them by 1/299) the credit is
    min(1, sum s), so that a pair joined by one stated path counts as fully as by ten. Betweenness of sets, bounded in
    length: Freeman, Sociometry 40, 35 (1977); Borgatti & Everett, Soc. Networks 28, 466 (2006); accumulation as in
    Brandes, J. Math. Sociol. 25, 163 (2001). O(starts · m) at most, less where paths are bounded.

    Args:
        ties: The ties and groups.
        starts: Members of the first group from which paths are counted; all unless given.
        max_hops: Longest path in ties, at least 2.
    """
    parts = _parts(ties, ties.ends_a if starts is None else starts)
    credit = np.zeros(len(parts.outside))
    joined = direct = 0
    weight = 0.0
    for place in range(0, parts.begin.shape[1], _BLOCK):
        block = slice(place, place + _BLOCK)
        levels, found = _forward(parts, block, max_hops)
        direct += parts.across[:, block].nnz
        joined += sum(hit.nnz for hit in found)
        weight += float(sum(np.minimum(hit.data, 1.0).sum() for hit in found))
        credit += _backward(parts, levels, found)
    spread = np.zeros(ties.order)
    spread[parts.outside] = np.round(credit, _DIGITS)
    return Passage(spread, joined, round(weight, _DIGITS), direct)


@dataclass(frozen=True)
class _Parts:
    """Strengths between those outside, from first ends to them, from them to last ends, and of first to last ends."""

    outside: NDArray[np.int64]
    among: csr_array
    begin: csr_array
    end: csr_array
    across: csr_array


def union(ties: Between) -> csr_array:
    """Symmetric matrix of the greatest strength over the layers, indices sorted."""
    keys = ties.source * ties.order + ties.target
    by = np.argsort(keys, kind="stable")
    passing = ties.passing[ties.source] * ties.passing[ties.target]
    keys, strength = keys[by], (ties.strength * passing)[by]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    if len(first):
        strength = np.maximum.reduceat(strength, first)
    u, v = np.divmod(keys[first], max(ties.order, 1))
    matrix = csr_array(
        (np.r_[strength, strength], (np.r_[u, v], np.r_[v, u])), shape=(ties.order, ties.order), dtype=np.float64
    )
    matrix.sort_indices()
    return matrix


def _parts(ties: Between, starts: NDArray[np.int64]) -> _Parts:
    matrix = union(ties)
    middle = ~(ties.in_a ^ ties.in_b) & (np.diff(matrix.indptr) > 1)
    outside = np.flatnonzero(middle)
    rows, last = matrix[outside], matrix[ties.ends_b]
    return _Parts(outside, rows[:, outside], rows[:, starts], last[:, outside], last[:, starts])


def _forward(parts: _Parts, block: slice, max_hops: int) -> tuple[list[csr_array], list[csr_array]]:
    """Strength with which each level outside is reached, and the last ends reached from it for the first time."""
    level = csr_array(parts.begin[:, block])
    levels, found = [level], []
    seen, reached = _pattern(level), _pattern(csr_array(parts.across[:, block]))
    for hops in range(2, max_hops + 1):
        hit = _without(parts.end @ level, reached)
        reached = reached + _pattern(hit)
        found.append(hit)
        if hops == max_hops or not level.nnz:
            break
        level = _without(parts.among @ level, seen)
        seen = seen + _pattern(level)
        levels.append(level)
    return levels, found


def _backward(parts: _Parts, levels: list[csr_array], found: list[csr_array]) -> NDArray[np.float64]:
    """Credit of each node outside, from the last level to the first."""
    credit = np.zeros(len(parts.outside))
    behind: Any = None
    for hops in range(len(found), 0, -1):
        level, hit = levels[hops - 1], found[hops - 1].copy()
        # A pair of strength s counts min(1, s); per unit of strength of path, and shared by the `hops` in between.
        hit.data = np.minimum(hit.data, 1.0) / hit.data / hops
        ahead = parts.end.T @ hit
        if behind is not None:
            ahead = ahead + parts.among @ behind
        behind = ahead.multiply(_pattern(level)).tocsr()
        credit += np.asarray(behind.multiply(level).sum(axis=1)).ravel()
    return credit


def _pattern(matrix: csr_array) -> csr_array:
    return csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape)


def _without(matrix: csr_array, seen: csr_array) -> csr_array:
    """The entries of a matrix where another has none."""
    rest = csr_array(matrix - matrix.multiply(seen > 0))
    rest.eliminate_zeros()
    return rest
