"""How well the people in many worlds can reach each other: component, efficiency, density, fragmentation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.balls import Neighbours, grow, seeds


class Shape(NamedTuple):
    """Four measures of some persons in each of many worlds, each of shape (worlds,), from 0 to 1.

    Attributes:
        component: Share of the persons that are in one piece, the largest.
        efficiency: Global efficiency, the mean of 1 / d over pairs (Latora & Marchiori, PRL 87, 198701, 2001).
        density: Share of pairs that are tied.
        fragmentation: Share of pairs that cannot reach each other (Borgatti's F).
    """

    component: NDArray[np.float64]
    efficiency: NDArray[np.float64]
    density: NDArray[np.float64]
    fragmentation: NDArray[np.float64]


#: Names of the measures, in order.
MEASURES = Shape._fields


def shape(ties: NDArray[np.bool_], among: NDArray[np.bool_]) -> Shape:
    """Measure the persons ``among`` in each world; their paths may go through others.

    With one person or none there is no pair: efficiency and density are 0, fragmentation is 1. All worlds at once, as
    one network in as many pieces. O(d m n / 64) word operations a world.

    Args:
        ties: Symmetric, no loops, shape (worlds, nodes, nodes).
        among: Who is measured, shape (worlds, nodes).
    """
    worlds, order = among.shape
    neighbours = in_worlds(ties)
    balls = _own(worlds, order)
    balls[~among.ravel()] = 0
    count = among.sum(axis=1).astype(np.int64)
    reached, tied = count, np.zeros(worlds, np.int64)
    closeness = np.zeros(worlds)
    held = among.astype(np.int64)
    for step, grown in enumerate(grow(neighbours, balls), 1):
        held = np.bitwise_count(grown).sum(axis=1, dtype=np.int64).reshape(worlds, order) * among
        now = held.sum(axis=1)
        closeness += (now - reached) / step
        tied = now - reached if step == 1 else tied
        reached = now
        if (reached == count * count).all():
            break  # everybody reaches everybody
    pairs = count * (count - 1)
    some = np.maximum(pairs, 1)
    return Shape(
        component=held.max(axis=1) / np.maximum(count, 1),
        efficiency=closeness / some,
        density=tied / some,
        fragmentation=np.where(pairs > 0, 1.0 - (reached - count) / some, 1.0),
    )


def in_worlds(ties: NDArray[np.bool_]) -> Neighbours:
    """Neighbours in all worlds as one network in pieces; node v of world w has the number w times the order plus v."""
    order = np.int32(ties.shape[1])
    flat = np.flatnonzero(ties).astype(np.int32)
    row = flat // order
    return Neighbours.of(row, flat - row * order + row // order * order)


def acquainted(ties: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Who is tied or has a neighbour in common, shape (worlds, nodes, nodes)."""
    worlds, order = ties.shape[:2]
    balls = _own(worlds, order)
    for step, grown in enumerate(grow(in_worlds(ties), balls), 1):
        balls = grown
        if step == 2:
            break
    bits = np.unpackbits(balls.view(np.uint8), axis=1, count=order, bitorder="little")
    return bits.astype(bool).reshape(worlds, order, order)


def _own(worlds: int, order: int) -> NDArray[np.uint64]:
    """Bitsets in which each node of each world holds its own bit alone."""
    return np.tile(seeds(order, np.arange(order)), (worlds, 1))
