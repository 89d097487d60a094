"""What somebody who reads a table can work out of what it leaves out: the least and most each entry may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from contrared.brief.statistics.counted import Cell, Counted
from contrared.model import NodeError

#: Added to twice the number of cases where something has no upper limit.
BEYOND = 1000


class Reader:
    """Somebody who knows the published entries of a table, and that no number is negative.

    Args:
        table: The table.
        published: Entries that are published with their numbers.
    """

    def __init__(self, table: Counted, published: Collection[Cell]) -> None:
        self._table = table
        told = set(published)
        self._known = {cell: number for cell, number in table.cells.items() if cell in told}
        self._place = {cell: place for place, cell in enumerate(c for c in table.cells if c not in told)}
        sums = {}
        for entry in told:
            cells = table.support(entry)
            if unknown := frozenset(self._place[cell] for cell in cells if cell in self._place):
                sums[unknown] = table.number(entry) - sum(self._known.get(cell, 0) for cell in cells)
        ordered = sorted(sums, key=sorted)
        rows = [row for row, unknown in enumerate(ordered) for _ in unknown]
        columns = [place for unknown in ordered for place in sorted(unknown)]
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(ordered), len(self._place)))
        numbers = np.array([sums[unknown] for unknown in ordered], dtype=float)
        self._constraints = [LinearConstraint(matrix, numbers, numbers)] if ordered else []
        # One and two dimensions make a totally unimodular matrix, whose corners are whole numbers by themselves.
        self._whole = np.full(len(self._place), 1 if len(table.by) > 2 else 0)
        # Far beyond every number there is: an entry that reaches it has no most.
        self._limit = 2.0 * sum(table.cells.values()) + BEYOND

    def interval(self, entry: Cell) -> tuple[int, int]:
        """The least and the most that an entry may be, as a whole number.

        Linear programmes (HiGHS), and with three dimensions mixed-integer ones, since the bounds of linear ones may be
        wider there than what whole numbers allow. What no total limits has a most beyond every number there is.

        Raises:
            NodeError: the solver came to no end.
        """
        cells = self._table.support(entry)
        fixed = sum(self._known.get(cell, 0) for cell in cells)
        unknown = [self._place[cell] for cell in cells if cell in self._place]
        if not unknown:
            return fixed, fixed
        goal = np.zeros(len(self._place))
        goal[unknown] = 1.0
        return fixed + self._solved(goal, 1), fixed + self._solved(goal, -1)

    def _solved(self, goal: Any, sign: int) -> int:
        found = milp(
            sign * goal,
            constraints=self._constraints,
            integrality=self._whole,
            bounds=Bounds(0, self._limit),
            options={"time_limit": 60.0},
        )
        if not found.success:
            raise NodeError(
                f"what the table gives away could not be worked out: {found.message}", do="choose fewer cells"
            )
        return round(sign * found.fun)


def intervals(table: Counted, published: Mapping[Cell, int]) -> dict[Cell, tuple[int, int]]:
    """The interval of every entry that is not published."""
    reader = Reader(table, published.keys())
    return {entry: reader.interval(entry) for entry in table.entries() if entry not in published}
