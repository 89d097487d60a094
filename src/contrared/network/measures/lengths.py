"""Weights as lengths whose sums are exact, so that two paths of equal length are found equal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm, log2

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.simple import SimpleGraph

#: Largest whole number up to which all whole numbers are floating-point numbers.
EXACT = 2**53
#: Weights with a greater denominator are not taken for fractions.
DENOMINATOR = 10**6
#: With more distinct weights than this no common denominator is looked for.
DISTINCT = 4096


@dataclass(frozen=True)
class Lengths:
    """Length of each edge, 1 / weight, in whole units.

    In floating point 0.1 + 0.2 is not 0.3, and which of two equally long paths is taken for the shorter would depend on
    the order of the sum. Whole numbers add up exactly in any order.

    Attributes:
        values: Length of each edge in units, whole numbers ≥ 1, shape (edges,).
        unit: Units in a length of 1: a length is ``values / unit``.
        exact: Whether the lengths are exactly those of the weights; otherwise they are rounded to the unit.
    """

    values: NDArray[np.float64]
    unit: float
    exact: bool

    def matrix(self, graph: SimpleGraph) -> csr_array:
        """Matrix of the lengths, row to column, both ways if undirected."""
        rows, columns, data = graph.source, graph.target, self.values
        if not graph.directed:
            rows, columns, data = np.r_[rows, columns], np.r_[columns, rows], np.r_[data, data]
        return csr_array((data, (rows, columns)), shape=(graph.order, graph.order))


def lengths(graph: SimpleGraph) -> Lengths:
    """Lengths 1 / weight of a graph's edges.

    Exact where the weights are fractions with a small common multiple (counts of calls, 1/3, 0.25); otherwise rounded
    to a grid on which the longest possible path still sums exactly, about 2**52 / n units to the longest edge. O(m).
    """
    if not graph.size:
        return Lengths(np.zeros(0), 1.0, True)
    distinct, place = np.unique(graph.weight, return_inverse=True)
    whole = _whole(distinct.tolist(), graph.order)
    if whole is not None:
        values, unit = whole
        return Lengths(np.array(values, np.float64)[place], float(unit), True)
    longest = 1.0 / float(distinct[0])
    grid = 2.0 ** floor(log2(EXACT / 2 / graph.order / longest))
    return Lengths(np.maximum(np.rint(grid / graph.weight), 1.0), grid, False)


def _whole(weights: list[float], order: int) -> tuple[list[int], int] | None:
    if len(weights) > DISTINCT:
        return None
    fractions = [Fraction(weight).limit_denominator(DENOMINATOR) for weight in weights]
    if any(not part or float(part) != weight for part, weight in zip(fractions, weights, strict=True)):
        return None
    unit = 1
    for part in fractions:
        unit = lcm(unit, part.numerator)
        if unit > EXACT:
            return None
    values = [part.denominator * (unit // part.numerator) for part in fractions]
    return (values, unit) if max(values) * order < EXACT else None
