"""What came of a removal in many worlds: distributions, never one figure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from contrared.network.disruption.recovery import Rule

#: Digits of all figures.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Interval:
    """Median and 5 to 95 % of worlds."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Share:
    """In what share of worlds something happened, with the 95 % interval of the simulation alone (Wilson 1927)."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.0%} [{self.low:.0%}, {self.high:.0%}]"


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time.

    Attributes:
        measure: ``component``, ``efficiency``, ``density``, ``fragmentation`` of those who remain (see
            :class:`~contrared.network.disruption.shape.Shape`); ``exposed``: share of them who took up a tie with
            somebody they were neither tied to nor had an acquaintance in common with before; ``made``: ties made for
            each tie lost.
        points: One a step, from the first removal to the horizon.
    """

    measure: str
    points: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Recovered:
    """Steps from the last removal until the efficiency before is regained to the share asked for.

    Attributes:
        median: Steps in the median world; None where that world does not get there within the horizon.
        low: In the 5 % fastest.
        high: In the 5 % slowest.
        never_fell: Share of worlds in which it never was below.
        not_within: Share of worlds that do not get there within the horizon.
    """

    median: int | None
    low: int | None
    high: int | None
    never_fell: Share
    not_within: Share


@dataclass(frozen=True, slots=True)
class Worse:
    """In what share of worlds the removal made things worse, at the horizon.

    Those who remain are compared with the same persons in the same world left alone for as long, in which nobody was
    removed and ties came and went by the same turnover. Worse means greater.

    Attributes:
        efficiency: They reach each other more efficiently than if left alone.
        component: More of them are in one piece than if left alone.
        either: One of the two.
        by_chance: ``either``, for a second copy of the world left alone against the first: what turnover alone gives.
        than_before: They reach each other more efficiently than they did before the removal.
    """

    efficiency: Share
    component: Share
    either: Share
    by_chance: Share
    than_before: Share


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one removal by one rule.

    Attributes:
        series: Over time, from the first removal to the horizon.
        recovered: How soon it recovers.
        worse: Whether it made things worse.
        lapsed: Share of ties sought for which nobody was found.
    """

    series: tuple[Series, ...]
    recovered: Recovered
    worse: Worse
    lapsed: Interval

    def of(self, measure: str) -> tuple[Interval, ...]:
        """Points of a measure.

        Raises:
            KeyError: there is none of that name.
        """
        return {item.measure: item.points for item in self.series}[measure]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What came of the removal by one rule, beside as many persons removed at random in the same worlds.

    Attributes:
        rule: The rule.
        says: What it supposes.
        chosen: The removal asked for.
        random: As many others, drawn anew in each world from those who may be named.
        beats_random_at_once: Share of worlds with less efficiency right after the last removal than after the random.
        beats_random: The same at the horizon.
    """

    rule: Rule
    says: str
    chosen: Outcome
    random: Outcome
    beats_random_at_once: Share
    beats_random: Share


def interval(values: NDArray[np.float64]) -> Interval:
    """Of values over worlds, by order statistics."""
    low, median, high = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    return Interval(*(round(float(value), DIGITS) + 0.0 for value in (median, low, high)))


def share(happened: NDArray[np.bool_]) -> Share:
    """Of worlds."""
    count, total, z = int(happened.sum()), len(happened), 1.959963984540054
    centre = (count + z * z / 2) / (total + z * z)
    width = z / (total + z * z) * sqrt(count * (total - count) / total + z * z / 4)
    found = (count / total, max(0.0, centre - width), min(1.0, centre + width))
    return Share(*(round(value, DIGITS) for value in found))


def recovered(efficiency: NDArray[np.float64], before: NDArray[np.float64], regain: float) -> Recovered:
    """From the efficiency of each world at each step from the last removal on, shape (steps, worlds)."""
    there: NDArray[np.bool_] = np.asarray(efficiency >= regain * before - 1e-12)
    reached = there.any(axis=0)
    steps = np.where(reached, there.argmax(axis=0), len(efficiency))
    low, median, high = np.quantile(steps, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    known = [None if step == len(efficiency) else int(step) for step in (median, low, high)]
    return Recovered(known[0], known[1], known[2], share(there[0]), share(np.logical_not(reached)))
