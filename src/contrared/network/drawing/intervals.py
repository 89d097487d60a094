"""Values with their intervals, one row each: what a ranking looks like when it says how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrared.network.drawing.canvas import INK, PALE, clipped, label, line, number, sheet, ticks

_ROW, _LEFT, _RIGHT = 24.0, 250.0, 90.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        name: Who.
        value: The value on the record as it stands.
        low: Lower end of the interval.
        high: Upper end.
        note: Said at the right edge.
        tier: Rows of one tier cannot be told apart; tiers are shaded in turn.
    """

    name: str
    value: float
    low: float
    high: float
    note: str = ""
    tier: int = 0


def intervals(rows: Sequence[Row], *, title: str, axis: str, description: str = "", width: float = 860.0) -> str:
    """Draw rows of values with intervals.

    Args:
        rows: Rows from the top.
        title: Title of the drawing.
        axis: What the axis measures.
        description: Words for those who cannot see it; the rows themselves stand in the table twin.
        width: Width in pixels.

    Returns:
        A complete SVG document.
    """
    low = min([0.0, *(row.low for row in rows)])
    high = max([row.high for row in rows], default=1.0)
    high = high if high > low else low + 1.0
    span = width - _LEFT - _RIGHT

    def x(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * span

    depth = _ROW * len(rows)
    body = []
    for place, row in enumerate(rows):
        if row.tier % 2:
            body.append(
                f'<rect x="8" y="{number(place * _ROW)}" width="{number(width - 16)}" height="{_ROW:g}" '
                'fill="#f2f2f2"/>'
            )
    for mark in ticks(low, high):
        body += [
            line(x(mark), 0, x(mark), depth, colour=PALE),
            label(x(mark), depth + 16, f"{mark:g}", size=11, anchor="middle"),
        ]
    body.append(label(_LEFT + span / 2, depth + 34, axis, size=12, anchor="middle"))
    for place, row in enumerate(rows):
        y = place * _ROW + _ROW / 2
        body += [
            label(_LEFT - 12, y + 4, clipped(row.name, 34), anchor="end"),
            line(x(row.low), y, x(row.high), y, colour="#0072b2", width=3),
            line(x(row.low), y - 5, x(row.low), y + 5, colour="#0072b2", width=1.5),
            line(x(row.high), y - 5, x(row.high), y + 5, colour="#0072b2", width=1.5),
            f'<circle cx="{number(x(row.value))}" cy="{number(y)}" r="4.2" fill="{INK}"/>',
            label(width - 14, y + 4, row.note, size=11, anchor="end"),
        ]
    return sheet(title, description or title, body, width=width, height=depth + 46)
