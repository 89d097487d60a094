"""Counting cases by one to three of their properties, with every total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from contrared.model import InputError

#: Stands for every value of a dimension: a total.
ALL = "*"
#: Stands where a case does not say.
UNKNOWN = "unknown"
MOST_DIMENSIONS = 3
#: More cells than this are no table for people, and take long to make safe.
MOST_CELLS = 600

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of numbers.

    Attributes:
        by: Names of the dimensions.
        values: Values of each dimension, sorted.
        cells: Number of cases of each combination of values, zeros included.
    """

    by: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    cells: Mapping[Cell, int]

    def support(self, entry: Cell) -> list[Cell]:
        """Cells that an entry, a cell or a total, adds up."""
        return [cell for cell in self.cells if all(e in (ALL, c) for e, c in zip(entry, cell, strict=True))]

    def entries(self) -> list[Cell]:
        """Every cell and every total, in a fixed order."""
        return list(product(*((*values, ALL) for values in self.values)))

    def number(self, entry: Cell) -> int:
        """The true number of an entry."""
        return sum(self.cells[cell] for cell in self.support(entry))


def count(rows: Iterable[Mapping[str, str]], by: Sequence[str]) -> Counted:
    """Count cases.

    Args:
        rows: One a case, with the value of each dimension; an empty one counts as unknown.
        by: Names of the dimensions.

    Raises:
        InputError: no dimension, too many, one named twice, or a table too large.
    """
    if not by or len(by) > MOST_DIMENSIONS or len(set(by)) != len(by):
        raise InputError(
            f"a table is by one to {MOST_DIMENSIONS} different properties", where="--by", do="as in country,month"
        )
    found = Counter(tuple(row.get(name, "") or UNKNOWN for name in by) for row in rows)
    values = tuple(tuple(sorted({cell[place] for cell in found})) for place in range(len(by)))
    size = 1
    for each in values:
        size *= len(each)
    if size > MOST_CELLS:
        raise InputError(
            f"{size:,} cells are more than {MOST_CELLS}", where="--by", do="choose fewer properties or a shorter time"
        )
    return Counted(tuple(by), values, {cell: found[cell] for cell in product(*values)})
