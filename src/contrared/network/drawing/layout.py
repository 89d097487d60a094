"""Where nodes go in a picture: stress layout per component, labels kept apart, components packed in rows.

Only element-wise NumPy arithmetic from a fixed start, so that the same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contrared.network.drawing.stress import stress

Points = NDArray[np.float64]
#: Labels are wider than high, so components are drawn out sideways.
_STRETCH = 1.35


@dataclass(frozen=True, slots=True)
class Box:
    """Room a node needs around its centre, label included, in pixels."""

    left: float
    right: float
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Centres of the nodes, those whose box is turned upside down, and the size of the whole."""

    places: Mapping[str, tuple[float, float]]
    turned: frozenset[str]
    width: float
    height: float


def lay_out(
    components: Sequence[Sequence[str]],
    joined: Sequence[tuple[str, str]],
    boxes: Mapping[str, Box],
    *,
    width: float,
    gap: float = 14.0,
    step: float = 120.0,
) -> Layout:
    """Place every node.

    Args:
        components: Nodes of each component, in the order they are to be placed.
        joined: Joined pairs of nodes.
        boxes: Room of each node.
        width: Width to fill; a component that needs more makes the picture wider.
        gap: Least space between boxes.
        step: Wanted length of an edge.
    """
    blocks = [_component(list(nodes), joined, boxes, gap, step) for nodes in components if nodes]
    turned: set[str] = set()
    places: dict[str, tuple[float, float]] = {}
    x = y = row = full = 0.0
    for names, points, (block_width, block_height), over in blocks:
        turned |= over
        if x > 0 and x + block_width > width:
            x, y, row = 0.0, y + row + 2 * gap, 0.0
        for name, (px, py) in zip(names, points.tolist(), strict=True):
            places[name] = (round(x + px, 1), round(y + py, 1))
        x += block_width + 2 * gap
        row = max(row, block_height)
        full = max(full, x - 2 * gap)
    return Layout(places, frozenset(turned), max(width, round(full, 1)), round(y + row, 1))


def _component(
    names: list[str], joined: Sequence[tuple[str, str]], boxes: Mapping[str, Box], gap: float, step: float
) -> tuple[list[str], Points, tuple[float, float], set[str]]:
    number = {name: place for place, name in enumerate(names)}
    pairs = [(number[a], number[b]) for a, b in joined if a in number and b in number]
    points = _lengthwise(stress(_distances(len(names), pairs), step)) * np.array([_STRETCH, 1.0])
    over = _label_above(points, pairs)
    sides = np.array([[boxes[n].left, boxes[n].right, boxes[n].up, boxes[n].down] for n in names])
    sides[over] = sides[over][:, [0, 1, 3, 2]]
    points = _apart(points, sides, gap)
    low = (points - sides[:, [0, 2]]).min(axis=0)
    high = (points + sides[:, [1, 3]]).max(axis=0)
    size = high - low
    return names, points - low, (float(size[0]), float(size[1])), {names[place] for place in over}


def _label_above(points: Points, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Nodes from which more steep ties run down than up: their label is better off above."""
    balance = [0] * len(points)
    for left, right in dict.fromkeys((min(pair), max(pair)) for pair in pairs):
        dx, dy = points[right] - points[left]
        if abs(dy) > abs(dx):
            balance[left] += 1 if dy > 0 else -1
            balance[right] += 1 if dy < 0 else -1
    return [place for place, more in enumerate(balance) if more > 0]


def _distances(size: int, pairs: Sequence[tuple[int, int]]) -> Points:
    """Steps between all nodes of one component (Floyd and Warshall; pictures are small)."""
    far = np.full((size, size), float(size))
    np.fill_diagonal(far, 0.0)
    for left, right in pairs:
        if left != right:
            far[left, right] = far[right, left] = 1.0
    for middle in range(size):
        far = np.minimum(far, far[:, middle, None] + far[None, middle, :])
    return far


def _lengthwise(points: Points) -> Points:
    """Turned so that the component is widest from left to right, where labels need the room."""
    centred = points - points.mean(axis=0)
    xx, yy = (centred[:, 0] ** 2).sum(), (centred[:, 1] ** 2).sum()
    xy = (centred[:, 0] * centred[:, 1]).sum()
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)
    cos, sin = np.cos(angle), np.sin(angle)
    turned = np.stack([cos * centred[:, 0] + sin * centred[:, 1], cos * centred[:, 1] - sin * centred[:, 0]], axis=1)
    return np.round(turned, 6)


def _apart(points: Points, sides: Points, gap: float, rounds: int = 400) -> Points:
    """Boxes pushed off each other along the axis where that takes the smaller move."""
    points = points.copy()
    for _ in range(rounds):
        moved = False
        for i in range(len(points)):
            for j in range(i + 1, len(points)):
                dx, dy = points[j] - points[i]
                reach_x = (sides[i, 1] + sides[j, 0] if dx >= 0 else sides[i, 0] + sides[j, 1]) + gap
                reach_y = (sides[i, 3] + sides[j, 2] if dy >= 0 else sides[i, 2] + sides[j, 3]) + gap
                over_x, over_y = reach_x - abs(dx), reach_y - abs(dy)
                if over_x <= 0.05 or over_y <= 0.05:
                    continue
                moved = True
                axis, over = (0, over_x) if over_x < over_y else (1, over_y)
                sign = 1.0 if (dx, dy)[axis] >= 0 else -1.0
                points[i, axis] -= sign * over / 2
                points[j, axis] += sign * over / 2
        if not moved:
            break
    return points
