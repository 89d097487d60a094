"""The course of many worlds from a removal to the horizon, by one rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.partners import Seekers, choose, pick, shared, steps_from
from contrared.network.disruption.recovery import Recovery, Rule
from contrared.network.disruption.shape import Shape, shape


@dataclass(frozen=True)
class Setting:
    """What all courses of a batch of worlds share.

    Attributes:
        edges: Source, target and probability of each tie of the network, each shape (edges,).
        ties: The worlds as they are, shape (worlds, nodes, nodes).
        acquainted: Who is tied or has a common neighbour in them, same shape.
        strength: Tie strengths for the rule ``trust``, whole numbers, shape (nodes, nodes).
        part: Number of each node's role, shape (nodes,).
        takes: Who takes up new ties: everybody but protected persons, shape (nodes,).
        recovery: Parameters.
    """

    edges: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]
    ties: NDArray[np.bool_]
    acquainted: NDArray[np.bool_]
    strength: NDArray[Any]
    part: NDArray[np.int64]
    takes: NDArray[np.bool_]
    recovery: Recovery


@dataclass(frozen=True)
class Course:
    """What happened, with one entry a step from the first removal to the horizon.

    Attributes:
        shapes: The persons who remain at that step.
        exposed: Share of them who took up a tie with a stranger, each shape (worlds,).
        made: Ties made in place of lost ones so far, for each tie lost so far.
        lapsed: Share of the ties sought that found no partner, shape (worlds,).
        ties: The worlds at the horizon.
        remain: Who remains at the horizon, shape (worlds, nodes).
    """

    shapes: tuple[Shape, ...]
    exposed: tuple[NDArray[np.float64], ...]
    made: tuple[NDArray[np.float64], ...]
    lapsed: NDArray[np.float64]
    ties: NDArray[np.bool_]
    remain: NDArray[np.bool_]


def course(setting: Setting, rule: Rule, removed: NDArray[np.intp], draw: np.random.Generator, steps: int) -> Course:
    """Remove and let recover.

    In each step, first some ties of the network are drawn anew (turnover), then ties sought are made, then the next
    person is removed, if it is time. Ties sought in one step are chosen in view of the network as the step began.

    Args:
        setting: The worlds.
        rule: Rule of recovery.
        removed: Whom to remove in each world, in order, shape (worlds, removals).
        draw: Randomness of this course.
        steps: Steps in all.
    """
    return _Running(setting, rule, removed.shape[1], draw).run(removed, steps)


class _Running:
    """The state of worlds under way."""

    def __init__(self, setting: Setting, rule: Rule, removals: int, draw: np.random.Generator) -> None:
        worlds, order = setting.ties.shape[:2]
        self.setting, self.rule, self.draw, self.recovery = setting, rule, draw, setting.recovery
        self.ties = setting.ties.copy()
        self.remain = np.ones((worlds, order), bool)
        self.strength = self.ties * setting.strength if rule == "trust" else None
        self.seekers = Seekers.none()
        self.former = np.zeros((worlds, removals, order), bool)
        self.bonds = np.zeros((worlds, removals, order), setting.strength.dtype) if rule == "trust" else None
        self.successor = np.full((worlds, removals), -1, np.intp)
        self.exposed = np.zeros((worlds, order), bool)
        self.lost, self.sought, self.made, self.failed = (np.zeros(worlds, np.int64) for _ in range(4))

    def run(self, removed: NDArray[np.intp], steps: int) -> Course:
        pause = self.recovery.pause
        shapes, exposed, made = [], [], []
        for step in range(steps + 1):
            if step:
                self.turnover()
                self.recover(step)
            due = [slot for slot in range(removed.shape[1]) if slot * pause == step]
            self.remove(removed, due, step)
            shapes.append(shape(self.ties, self.remain))
            exposed.append((self.exposed & self.remain).sum(axis=1) / np.maximum(self.remain.sum(axis=1), 1))
            made.append(self.made / np.maximum(self.lost, 1))
        lapsed = self.failed / np.maximum(self.sought, 1)
        return Course(tuple(shapes), tuple(exposed), tuple(made), lapsed, self.ties, self.remain)

    def remove(self, removed: NDArray[np.intp], due: list[int], step: int) -> None:
        every = np.arange(len(self.ties))
        for slot in due:
            self.remain[every, removed[:, slot]] = False
        for slot in due:  # together: nobody succeeds who is removed at the same time
            self.former[:, slot] = self.ties[every, removed[:, slot]] & self.remain
            if self.bonds is not None and self.strength is not None:
                self.bonds[:, slot] = self.strength[every, removed[:, slot]] * self.remain
            if self.rule == "role":
                self.successor[:, slot] = self.succession(removed[:, slot])
            np.add(self.lost, self.former[:, slot].sum(axis=1), out=self.lost)
            world, person = np.nonzero(self.former[:, slot] & self.setting.takes)
            if self.rule != "none":
                whole = int(self.recovery.share)
                copies = whole + (self.draw.random(len(world)) < self.recovery.share - whole)
                new = Seekers(world, person, np.full(len(world), slot), np.full(len(world), step))
                new = new.take(np.repeat(np.arange(len(world)), copies))
                np.add.at(self.sought, new.world, 1)
                self.seekers = self.seekers.and_(new)
        for slot in due:
            self.ties[every, removed[:, slot]] = False
            self.ties[every, :, removed[:, slot]] = False
            if self.strength is not None:
                self.strength[every, removed[:, slot]] = 0
                self.strength[every, :, removed[:, slot]] = 0

    def succession(self, gone: NDArray[np.intp]) -> NDArray[np.intp]:
        """Who takes the place of the one removed in each world, -1 where nobody of that role is left."""
        same = (self.setting.part[None, :] == self.setting.part[gone][:, None]) & self.remain & self.setting.takes
        weights = same.astype(np.float64)
        if self.recovery.successor == "distance":
            weights /= np.maximum(steps_from(self.ties, gone), 1)
        elif self.recovery.successor == "degree":
            weights *= self.ties.sum(axis=2) + 1
        return pick(weights, self.draw.random(len(gone)))

    def turnover(self) -> None:
        chance = self.recovery.turnover
        if not chance:
            return
        source, target, probability = self.setting.edges
        cells = len(self.ties) * len(source)
        places = np.full(1, -1, np.int64)
        while places[-1] < cells:  # each tie of each world by itself with that chance, by the gaps between
            gaps = self.draw.geometric(chance, int(cells * chance * 1.1) + 64)
            places = np.concatenate([places, places[-1] + np.cumsum(gaps)])
        world, edge = np.divmod(places[1:][places[1:] < cells], max(1, len(source)))
        there = self.draw.random(len(world)) < probability[edge]
        one, other = source[edge], target[edge]
        stay = self.remain[world, one] & self.remain[world, other]
        world, one, other, there = world[stay], one[stay], other[stay], there[stay]
        self.ties[world, one, other] = self.ties[world, other, one] = there
        if self.strength is not None:
            bond = self.setting.strength[one, other] * there
            self.strength[world, one, other] = self.strength[world, other, one] = bond

    def recover(self, step: int) -> None:
        self.seekers = self.seekers.take(self.remain[self.seekers.world, self.seekers.person])
        ripe = step - self.seekers.born >= self.recovery.delay
        now = ripe & (self.draw.random(len(ripe)) < self.recovery.probability)
        seekers, self.seekers = self.seekers.take(now), self.seekers.take(~now)
        if not len(seekers.world):
            return
        partner = self.partner(seekers)
        found = partner >= 0
        np.add.at(self.failed, seekers.world[~found], 1)
        seekers, partner = seekers.take(found), partner[found]
        key = (seekers.world * self.remain.shape[1] + np.minimum(seekers.person, partner)) * self.remain.shape[1]
        first = np.unique(key + np.maximum(seekers.person, partner), return_index=True)[1]  # two who seek each other
        seekers, partner = seekers.take(first), partner[first]
        strange = ~self.setting.acquainted[seekers.world, seekers.person, partner]
        self.exposed[seekers.world[strange], seekers.person[strange]] = True
        self.exposed[seekers.world[strange], partner[strange]] = True
        np.add.at(self.made, seekers.world, 1)
        bond = None
        if self.bonds is not None:
            bond = np.maximum(self.bonds[seekers.world, seekers.slot, seekers.person], 1)
        self.tie(seekers.world, seekers.person, partner, bond)

    def partner(self, seekers: Seekers) -> NDArray[np.intp]:
        if self.rule == "role":
            partner = self.successor[seekers.world, seekers.slot]
            fits = (partner >= 0) & (partner != seekers.person) & self.remain[seekers.world, partner]
            return np.where(fits & ~self.ties[seekers.world, seekers.person, partner], partner, -1)
        return choose(seekers, self.ties, self.remain & self.setting.takes, self.draw, self.weights())

    def weights(self) -> Callable[[Seekers], NDArray[Any]] | None:
        """Chances of each partner by the rule; None where all are equal."""
        if self.rule == "random" and self.recovery.random_among == "former":
            return lambda some: self.former[some.world, some.slot]
        if self.rule == "preferential":
            degree = self.ties.sum(axis=2)
            return lambda some: degree[some.world]
        if self.strength is not None and self.bonds is not None:
            strength, bonds = self.strength, self.bonds
            return lambda some: (
                shared(strength, some.world, some.person)
                + bonds[some.world, some.slot, some.person][:, None] * bonds[some.world, some.slot]
            )
        return None

    def tie(self, world: NDArray[Any], one: NDArray[Any], other: NDArray[Any], bond: NDArray[Any] | None) -> None:
        self.ties[world, one, other] = self.ties[world, other, one] = True
        if self.strength is not None and bond is not None:
            self.strength[world, one, other] = self.strength[world, other, one] = bond
