"""Precision, recall and their like, from scores and labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

#: Thresholds of the calibration table.
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a threshold gives on labelled pairs.

    >>> Counts.at(0.5, [0.9, 0.4, 0.8], [True, True, False]).f1
    0.5
    """

    threshold: float
    true: int
    false: int
    missed: int
    rejected: int

    @classmethod
    def at(cls, threshold: float, scores: Sequence[float], labels: Sequence[bool]) -> Counts:
        """Count hits and misses at a threshold; a score equal to it is a hit."""
        true = sum(label and score >= threshold for score, label in zip(scores, labels, strict=True))
        false = sum(not label and score >= threshold for score, label in zip(scores, labels, strict=True))
        positives = sum(labels)
        return cls(threshold, true, false, positives - true, len(labels) - positives - false)

    @property
    def precision(self) -> float:
        """Share of hits that are true; 1 without hits."""
        return self.true / (self.true + self.false) if self.true + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that are hits."""
        return self.true / (self.true + self.missed) if self.true + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.true / (2 * self.true + self.false + self.missed) if self.true else 0.0

    @property
    def false_hits(self) -> float:
        """Share of false pairs that are hits."""
        return self.false / (self.false + self.rejected) if self.false + self.rejected else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Counts and shares, rounded to four places."""
        shares = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1", "false_hits")}
        return {**asdict(self), **shares}


def best(scores: Sequence[float], labels: Sequence[bool]) -> Counts:
    """The counts at the threshold with the highest F1; of equal ones the lowest threshold.

    >>> best([0.9, 0.8, 0.3, 0.2], [True, True, False, False]).threshold
    0.8
    """
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    true = false = 0
    positives = sum(labels)
    found, most = 1.0, -1.0
    for place, at in enumerate(order):
        true += labels[at]
        false += not labels[at]
        last = place + 1 == len(order) or scores[order[place + 1]] != scores[at]
        f1 = 2 * true / (true + false + positives)
        if last and f1 >= most:
            most, found = f1, scores[at]
    return Counts.at(found, scores, labels)


def shares(groups: Iterable[tuple[Hashable, bool]]) -> dict[Any, tuple[int, int, float]]:
    """For each group: how many, of how many, and the share.

    >>> shares([("a", True), ("a", False), ("b", True)])
    {'a': (1, 2, 0.5), 'b': (1, 1, 1.0)}
    """
    counted: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for group, hit in groups:
        counted[group][0] += hit
        counted[group][1] += 1
    return {
        group: (hits, total, round(hits / total, 4))
        for group, (hits, total) in sorted(counted.items(), key=lambda item: str(item[0]))
    }


def worst_to_best(rates: dict[Any, tuple[int, int, float]], least: int = 50) -> float:
    """Highest rate over lowest among groups of at least so many; half a hit is added, so that none divides by zero."""
    smoothed = [(hits + 0.5) / (total + 1) for hits, total, _ in rates.values() if total >= least]
    return round(max(smoothed) / min(smoothed), 2) if smoothed else 1.0
