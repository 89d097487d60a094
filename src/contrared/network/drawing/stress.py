"""Stress layout: nodes as far apart on paper as in the network."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def stress(far: NDArray[np.float64], step: float, rounds: int = 80) -> NDArray[np.float64]:
    """Majorised stress (Gansner, Koren & North, Graph Drawing 2004), weights d⁻², node by node from a circle.

    Only element-wise NumPy arithmetic, so that the same network gives the same places.

    Args:
        far: Steps between all nodes of one component, shape (n, n), finite.
        step: Wanted length of one step, in pixels.
        rounds: How often every node is moved.

    Returns:
        Places, shape (n, 2).
    """
    size = len(far)
    angles = 2 * np.pi * np.arange(size) / max(size, 1)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * step * max(1.0, size / 6)
    if size < 2:
        return points
    wanted = far * step
    weights = np.zeros_like(far)
    np.divide(1.0, far**2, out=weights, where=far > 0)
    for _ in range(rounds):
        for node in range(size):  # one after the other: moved together, two nodes land on each other
            apart = points[node] - points
            length = np.sqrt((apart**2).sum(axis=1))
            ratio = np.zeros_like(length)
            np.divide(wanted[node], length, out=ratio, where=length > 1e-9)
            pulls = weights[node][:, None] * (points + apart * ratio[:, None])
            points[node] = pulls.sum(axis=0) / weights[node].sum()
    return points
