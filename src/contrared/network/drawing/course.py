"""How something runs over steps or periods: a median line, and the band that most runs stay in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrared.network.drawing.canvas import COLOURS, PALE, clipped, label, line, number, sheet, ticks

_LEFT, _TOP, _HIGH, _KEY = 64.0, 6.0, 260.0, 220.0
_DASHES = ("", "8 3", "3 3", "12 3 3 3", "2 4", "6 2 2 2")


@dataclass(frozen=True, slots=True)
class Course:
    """One line.

    Attributes:
        name: What runs so.
        middle: Median at each step.
        low: Lower end of the band at each step; the median where there is none.
        high: Upper end.
    """

    name: str
    middle: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def courses(
    lines: Sequence[Course],
    steps: Sequence[str],
    *,
    title: str,
    axis: str,
    description: str = "",
    width: float = 860.0,
) -> str:
    """Draw courses over the same steps.

    Args:
        lines: Courses, each as long as ``steps``.
        steps: Name of each step.
        title: Title of the drawing.
        axis: What is measured.
        description: Words for those who cannot see it.
        width: Width in pixels.
    """
    everything = [value for one in lines for part in (one.middle, one.low, one.high) for value in part]
    low, high = min([0.0, *everything]), max(everything, default=1.0)
    high = high if high > low else low + 1.0
    span = width - _LEFT - _KEY

    def at(place: int, value: float) -> str:
        x = _LEFT + (place / max(1, len(steps) - 1)) * span
        return f"{number(x)},{number(_TOP + _HIGH - (value - low) / (high - low) * _HIGH)}"

    body = []
    for mark in ticks(low, high):
        y = _TOP + _HIGH - (mark - low) / (high - low) * _HIGH
        body += [
            line(_LEFT, y, _LEFT + span, y, colour=PALE),
            label(_LEFT - 8, y + 4, f"{mark:g}", size=11, anchor="end"),
        ]
    every = max(1, -(-len(steps) // 12))
    for place, name in enumerate(steps):
        if place % every == 0:
            x = _LEFT + (place / max(1, len(steps) - 1)) * span
            body.append(label(x, _TOP + _HIGH + 18, clipped(name, 12), size=11, anchor="middle"))
    body.append(label(_LEFT + span / 2, _TOP + _HIGH + 38, axis, anchor="middle"))
    for place, one in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        if one.low and one.high:
            there = [at(step, value) for step, value in enumerate(one.high)]
            back = [at(step, value) for step, value in reversed(list(enumerate(one.low)))]
            body.append(f'<polygon points="{" ".join([*there, *back])}" fill="{colour}" fill-opacity="0.10"/>')
        dashes = _DASHES[place % len(_DASHES)]
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        points = " ".join(at(step, value) for step, value in enumerate(one.middle))
        body.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.4"{dashed}/>')
        y = _TOP + 12 + 22 * place
        body += [
            line(_LEFT + span + 16, y, _LEFT + span + 50, y, colour=colour, width=2.4, dashes=dashes),
            label(_LEFT + span + 58, y + 4, clipped(one.name, 24)),
        ]
    depth = max(_TOP + _HIGH + 46, _TOP + 22 * len(lines) + 20)
    return sheet(title, description or title, body, width=width, height=depth)
