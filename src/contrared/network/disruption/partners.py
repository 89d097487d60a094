"""Whom somebody turns to who has lost a tie: one function a rule, for many worlds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from contrared.network.disruption.balls import grow
from contrared.network.disruption.shape import in_worlds

#: Levels to which tie strengths are rounded, so that sums over common neighbours are whole numbers and exact.
LEVELS = 255
#: Cells of a table of weights held at once.
_CELLS = 1 << 22


class Seekers(NamedTuple):
    """Ties sought, one an entry.

    Attributes:
        world: World.
        person: Who seeks.
        slot: Which removal it follows from; -1 for a tie that lapsed by itself.
        born: Step of that removal.
    """

    world: NDArray[np.intp]
    person: NDArray[np.intp]
    slot: NDArray[np.intp]
    born: NDArray[np.intp]

    def take(self, chosen: NDArray[Any]) -> Seekers:
        """Some of them."""
        return Seekers(*(column[chosen] for column in self))

    @classmethod
    def none(cls) -> Seekers:
        """Nobody."""
        return cls(*(np.zeros(0, np.intp) for _ in range(4)))

    def and_(self, others: Seekers) -> Seekers:
        """These and others."""
        return Seekers(*(np.concatenate(pair) for pair in zip(self, others, strict=True)))


def levels(weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Strengths as whole numbers from 1 to ``LEVELS`` in proportion to the greatest; 0 stays 0."""
    top = weights.max(initial=0.0)
    scaled = np.zeros(weights.shape) if top <= 0 else np.maximum(np.rint(weights / top * LEVELS), weights > 0)
    return scaled.astype(np.float32)


def pick(weights: NDArray[Any], draw: NDArray[np.float64]) -> NDArray[np.intp]:
    """One column for each row in proportion to its weights, -1 where all are 0.

    Args:
        weights: Not negative, shape (rows, columns).
        draw: Uniform in [0, 1), shape (rows,).
    """
    running = np.cumsum(weights, axis=1, dtype=np.float64)
    total = running[:, -1]
    found = (running > (draw * total)[:, None]).argmax(axis=1)
    return np.where(total > 0, found, -1)


def choose(
    seekers: Seekers,
    ties: NDArray[np.bool_],
    may: NDArray[np.bool_],
    draw: np.random.Generator,
    weigh: Callable[[Seekers], NDArray[Any]] | None = None,
) -> NDArray[np.intp]:
    """A partner for each seeker, -1 where there is none.

    Whoever may take up ties and is not yet tied to the seeker is a partner with equal chance, or with the chances that
    ``weigh`` gives.

    Args:
        seekers: Who seeks.
        ties: Shape (worlds, nodes, nodes).
        may: Who may take up a tie, shape (worlds, nodes).
        draw: Randomness; one number a seeker.
        weigh: From some seekers to their weights, shape (seekers, nodes).
    """
    chance = draw.random(len(seekers.world))
    found = np.full(len(seekers.world), -1, np.intp)
    block = max(1, _CELLS // ties.shape[1])
    for begin in range(0, len(found), block):
        part = seekers.take(np.arange(begin, min(begin + block, len(found))))
        free = may[part.world] & ~ties[part.world, part.person]
        free[np.arange(len(part.world)), part.person] = False
        weights = free if weigh is None else weigh(part) * free
        found[begin : begin + block] = pick(weights, chance[begin : begin + block])
    return found


def shared(strength: NDArray[Any], world: NDArray[Any], person: NDArray[Any]) -> NDArray[np.float64]:
    """Strength of the acquaintances that some persons share with all others, the product of the two ties, summed.

    Whole numbers, so that the sums are exact in whatever order they are taken.

    Args:
        strength: Shape (worlds, nodes, nodes).
        world: World of each person, shape (persons,).
        person: Their numbers, shape (persons,).

    Returns:
        Shape (persons, nodes).
    """
    order = strength.shape[1]
    rows, inverse = np.unique(world * order + person, return_inverse=True)
    every = csr_array(strength.reshape(-1, order).astype(np.float64))
    mine = csr_array(every[rows])
    columns = np.repeat(rows // order * order, np.diff(mine.indptr)) + mine.indices
    across = csr_array((mine.data, columns, mine.indptr), shape=(len(rows), len(strength) * order))
    found: NDArray[np.float64] = (across @ every).toarray()[inverse]
    return found


def steps_from(ties: NDArray[np.bool_], start: NDArray[np.intp]) -> NDArray[np.int64]:
    """Steps from one node in each world to all, shape (worlds, nodes); as many as there are nodes without a path."""
    worlds, order = ties.shape[:2]
    found = np.full(worlds * order, order, np.int64)
    first = np.arange(worlds) * order + start
    found[first] = 0
    bit = np.zeros(worlds * order, np.uint64)
    bit[first] = 1
    for step, reached in enumerate(grow(in_worlds(ties), bit), 1):
        found[(reached > 0) & (found == order)] = step
    return found.reshape(worlds, order)
