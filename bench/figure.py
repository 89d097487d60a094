"""A measured figure: what, how much, what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one bench.

    Attributes:
        bench: Bench it comes from.
        what: What was measured.
        value: Median of the runs.
        unit: Its unit.
        target: What was asked for, such as ``"< 60"``; empty where nothing was.
        low: Lowest run.
        high: Highest run.
        runs: Number of runs.
    """

    bench: str
    what: str
    value: float
    unit: str
    target: str = ""
    low: float = 0.0
    high: float = 0.0
    runs: int = 1

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if not self.target:
            return None
        sign, _, wanted = self.target.partition(" ")
        return self.value <= float(wanted) if sign in {"<", "≤"} else self.value >= float(wanted)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "reached": self.reached}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Figure:
        return cls(**{key: value for key, value in data.items() if key != "reached"})


def of(bench: str, what: str, values: Iterable[float], unit: str, target: str = "", digits: int = 2) -> Figure:
    """The figure of several runs."""
    taken = [round(value, digits) for value in values]
    return Figure(bench, what, round(median(taken), digits), unit, target, min(taken), max(taken), len(taken))
