"""A network as dots and lines: for a few hundred nodes; larger ones are shown by their communities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, shortest_path

from contrared.network.drawing.canvas import COLOURS, PALE, clipped, label, number, sheet, words
from contrared.network.drawing.stress import stress

#: Nodes drawn at most.
MOST = 300
_MARGIN, _STEP, _LARGEST = 34.0, 60.0, 2.2


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as drawn.

    Attributes:
        id: Its id.
        name: What it is called.
        size: Relative size, 0…1.
        group: Number of its group, for its colour; -1 for none.
        told: Whether its name is written beside it.
    """

    id: str
    name: str
    size: float = 0.3
    group: int = -1
    told: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A tie as drawn: places of its ends among the dots, strength 0…1, and what is said of it."""

    source: int
    target: int
    strength: float = 0.3
    said: str = ""


def sketch(
    dots: Sequence[Dot], lines: Sequence[Line], *, title: str, description: str = "", width: float = 860.0
) -> str:
    """Draw a network.

    Args:
        dots: Nodes, at most ``MOST``.
        lines: Ties between them.
        title: Title of the drawing.
        description: Words for those who cannot see it; the table twin holds the same rows.
        width: Width in pixels.

    Raises:
        ValueError: there are more nodes than can be told apart.
    """
    if len(dots) > MOST:
        raise ValueError(f"{len(dots)} nodes cannot be told apart in one drawing; at most {MOST}")
    places, depth = _places(len(dots), [(line.source, line.target) for line in lines], width)
    faint = 0.85 if len(lines) < 150 else 0.45
    body = []
    for line in lines:
        (x1, y1), (x2, y2) = places[line.source], places[line.target]
        ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        told = f"<title>{words(line.said)}</title>" if line.said else ""
        body.append(
            f'<line {ends} stroke="#6a6a6a" stroke-opacity="{faint:.2f}" '
            f'stroke-width="{0.6 + 3 * line.strength:.1f}">{told}</line>'
        )
    for dot, (x, y) in zip(dots, places, strict=True):
        colour = COLOURS[dot.group % len(COLOURS)] if dot.group >= 0 else PALE
        body.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(3.5 + 11 * dot.size**0.5)}" fill="{colour}" '
            f'stroke="#ffffff" stroke-width="1"><title>{words(dot.name)}</title></circle>'
        )
    halo = 'font-weight="bold" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'
    for dot, (x, y) in zip(dots, places, strict=True):
        if dot.told:
            body.append(
                label(x, y - 6 - 11 * dot.size**0.5, clipped(dot.name, 26), size=11, anchor="middle", look=halo)
            )
    return sheet(title, description or title, body, width=width, height=depth)


def _places(size: int, pairs: list[tuple[int, int]], width: float) -> tuple[list[tuple[float, float]], float]:
    """Each component laid out by stress and packed in rows, largest first."""
    if not size:
        return [], 2 * _MARGIN
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    matrix = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size)).tocsr()
    _, labels = connected_components(matrix, directed=False)
    far = shortest_path(matrix, directed=False, unweighted=True)
    groups = sorted((np.flatnonzero(labels == name) for name in range(labels.max() + 1)), key=lambda g: (-len(g), g[0]))
    drawn = [stress(far[np.ix_(group, group)], _STEP) * np.array([1.35, 1.0]) for group in groups]
    drawn = [points - points.min(axis=0) for points in drawn]
    widest = max(float(points[:, 0].max()) for points in drawn)
    scale = min(_LARGEST, (width - 2 * _MARGIN) / widest) if widest else 1.0
    placed = np.zeros((size, 2))
    x = y = row = 0.0
    for group, points in zip(groups, drawn, strict=True):
        wide, high = points.max(axis=0) * scale
        if x and x + wide > width - 2 * _MARGIN:
            x, y, row = 0.0, y + row + _MARGIN, 0.0
        placed[group] = points * scale + np.array([x, y])
        x += wide + _MARGIN
        row = max(row, high)
    placed = np.round(placed + _MARGIN, 1)
    return [(float(px), float(py)) for px, py in placed], y + row + 2 * _MARGIN
