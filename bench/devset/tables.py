"""Printing what the benches found, matchers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: Group shares by tradition or kind are printed for both halves; single cases never for the test half.
Cell = float | int | str
FIELDS = ("threshold", "precision", "recall", "f1", "false_hits", "true", "false", "missed", "rejected")


def grid(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table in plain text; numbers to four places.

    >>> print(grid("Title", ["a", "b"], [["x", 0.5]]))
    Title
      a  b
      x  0.5
    """
    cells = [[f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    lines = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]
    return "\n".join([title, *lines])


def totals(title: str, found: dict[str, dict[str, Any]]) -> str:
    """Counts of each matcher: ``{matcher: counts}``."""
    return grid(title, ["", *FIELDS], [[name, *(counts[field] for field in FIELDS)] for name, counts in found.items()])


def calibration(found: dict[str, list[dict[str, Any]]]) -> str:
    """Precision (and recall) at each threshold."""
    head = ["threshold", *(f"{name} {what}" for name in found for what in ("precision", "recall", "false hits"))]
    columns = list(found.values())
    rows = []
    for at, first in enumerate(columns[0]):
        cells: list[Cell] = [first["threshold"]]
        for column in columns:
            cells += [column[at]["precision"], column[at]["recall"], column[at]["false_hits"]]
        rows.append(cells)
    return grid("Precision at each threshold (holds for the share of true pairs in this set)", head, rows)


def shares(title: str, found: dict[str, dict[Any, tuple[int, int, float]]]) -> str:
    """Shares by group, one column a matcher."""
    groups = list(next(iter(found.values())))
    rows: list[list[Cell]] = []
    for group in groups:
        name = f"{group[1]} (severity {group[0]})" if isinstance(group, tuple) else str(group)
        total = next(iter(found.values()))[group][1]
        rows.append([name, total, *(f"{shares[group][2]:.4f}" for shares in found.values())])
    return grid(title, ["", "n", *found], rows)
