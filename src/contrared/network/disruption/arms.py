"""All courses that a removal is judged by: left alone twice, the removal and a random one by each rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.course import Course, Setting, course
from contrared.network.disruption.outcome import (
    Outcome,
    RuleOutcome,
    Series,
    Worse,
    interval,
    recovered,
    share,
)
from contrared.network.disruption.recovery import RULES, Recovery, Rule, says
from contrared.network.disruption.shape import MEASURES, Shape, acquainted, shape

#: Cells of the worlds held at once; it decides which draws belong together, so that it is part of the method.
CELLS = 4_000_000
#: Tolerance in comparing efficiencies, whose sums run in another order in other worlds.
_SAME = 1e-9


@dataclass
class Arm:
    """One course over all batches: arrays of shape (steps, worlds), and of those who remain (worlds,)."""

    shapes: list[NDArray[np.float64]] = field(default_factory=list)
    exposed: list[NDArray[np.float64]] = field(default_factory=list)
    made: list[NDArray[np.float64]] = field(default_factory=list)
    lapsed: list[NDArray[np.float64]] = field(default_factory=list)
    before: list[NDArray[np.float64]] = field(default_factory=list)
    alone: list[NDArray[np.float64]] = field(default_factory=list)
    again: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, done: Course, before: Shape, alone: Shape, again: Shape) -> None:
        """Another batch. The last three: the same persons before, left alone, and left alone again."""
        self.shapes.append(np.array([list(item) for item in done.shapes]))
        self.exposed.append(np.array(done.exposed))
        self.made.append(np.array(done.made))
        self.lapsed.append(done.lapsed)
        for kept, item in ((self.before, before), (self.alone, alone), (self.again, again)):
            kept.append(np.array(list(item)))

    def efficiency(self) -> NDArray[np.float64]:
        """Shape (steps, worlds)."""
        whole: NDArray[np.float64] = np.concatenate(self.shapes, axis=2)[:, MEASURES.index("efficiency")]
        return whole

    def series(self) -> tuple[Series, ...]:
        """Measures over time."""
        shapes = np.concatenate(self.shapes, axis=2)
        values = {name: shapes[:, place] for place, name in enumerate(MEASURES)}
        values["exposed"] = np.concatenate(self.exposed, axis=1)
        values["made"] = np.concatenate(self.made, axis=1)
        return tuple(Series(name, tuple(interval(step) for step in steps)) for name, steps in values.items())

    def outcome(self, recovery: Recovery) -> Outcome:
        """As a result."""
        end, before, alone, again = (
            dict(zip(MEASURES, np.concatenate(item, axis=-1), strict=True))
            for item in ([part[-1] for part in self.shapes], self.before, self.alone, self.again)
        )
        worse = {name: end[name] > alone[name] + _SAME for name in ("efficiency", "component")}
        chance = {name: again[name] > alone[name] + _SAME for name in ("efficiency", "component")}
        return Outcome(
            self.series(),
            recovered(self.efficiency()[-recovery.steps - 1 :], before["efficiency"], recovery.regain),
            Worse(
                share(worse["efficiency"]),
                share(worse["component"]),
                share(worse["efficiency"] | worse["component"]),
                share(chance["efficiency"] | chance["component"]),
                share(end["efficiency"] > before["efficiency"] + _SAME),
            ),
            interval(np.concatenate(self.lapsed)),
        )


def simulate(
    setting: Setting,
    removed: Sequence[int],
    may: NDArray[np.intp],
    rules: Sequence[Rule],
    worlds: int,
    seed: int,
) -> tuple[tuple[RuleOutcome, ...], tuple[Series, ...]]:
    """Outcomes by each rule, and the measures over time of the network left alone.

    Every course has randomness of its own, by seed, batch and course, so that the rules asked for do not change each
    other's results.

    Args:
        setting: Ties, strengths, roles and parameters; it holds no worlds yet.
        removed: Whom to remove, in order.
        may: Whom a random removal may take.
        rules: Rules of recovery.
        worlds: Number of worlds.
        seed: Seed.
    """
    order = len(setting.part)
    recovery = setting.recovery
    steps = recovery.pause * (len(removed) - 1) + recovery.steps
    size = max(1, CELLS // (order * order))
    alone = Arm()
    arms = {(rule, kind): Arm() for rule in rules for kind in ("chosen", "random")}
    for batch, begin in enumerate(range(0, worlds, size)):
        count = min(size, worlds - begin)

        def draw(stream: int, batch: int = batch) -> np.random.Generator:
            return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(batch, stream))))

        here = _worlds(setting, count, draw(0))
        nobody = np.zeros((count, 0), np.intp)
        first = course(here, "none", nobody, draw(1), steps)
        second = course(here, "none", nobody, draw(2), steps)
        everybody = shape(here.ties, np.ones((count, order), bool))
        alone.add(first, everybody, first.shapes[-1], second.shapes[-1])
        chosen = np.tile(np.array(removed, np.intp), (count, 1))
        ranks = draw(3).random((count, len(may))).argsort(axis=1, kind="stable")
        taken = {"chosen": chosen, "random": may[ranks[:, : len(removed)]]}
        for place, (kind, whom) in enumerate(taken.items()):
            remain = np.ones((count, order), bool)
            remain[np.arange(count)[:, None], whom] = False
            same = [shape(ties, remain) for ties in (here.ties, first.ties, second.ties)]
            for rule in rules:
                stream = 10 + place * len(RULES) + RULES.index(rule)
                arms[rule, kind].add(course(here, rule, whom, draw(stream), steps), same[0], same[1], same[2])
    last = recovery.pause * (len(removed) - 1)
    outcomes = []
    for rule in rules:
        mine, theirs = arms[rule, "chosen"], arms[rule, "random"]
        less = mine.efficiency() < theirs.efficiency() - _SAME
        outcomes.append(
            RuleOutcome(
                rule, says(rule), mine.outcome(recovery), theirs.outcome(recovery), share(less[last]), share(less[-1])
            )
        )
    return tuple(outcomes), tuple(item for item in alone.series() if item.measure in MEASURES)


def _worlds(setting: Setting, count: int, draw: np.random.Generator) -> Setting:
    """Worlds in which each edge is there with its probability."""
    source, target, probability = setting.edges
    order = len(setting.part)
    there = draw.random((count, len(source))) < probability
    ties = np.zeros((count, order, order), bool)
    world, edge = np.nonzero(there)
    ties[world, source[edge], target[edge]] = ties[world, target[edge], source[edge]] = True
    return replace(setting, ties=ties, acquainted=acquainted(ties))
