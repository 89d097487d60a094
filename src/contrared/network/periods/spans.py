"""When ties held: dates that may be cut off to a month or a year, as spans of days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError

#: What holds of a tie with a start only, or an end only: it goes on, or it was a moment of that date.
HalfDated = Literal["continues", "moment"]
EVER = 10_000_000
NEVER = -1


def days(stated: str) -> tuple[int, int]:
    """First and last day of a date as day numbers of the calendar.

    Example:
        >>> [date.fromordinal(day).isoformat() for day in days("2001-02")]
        ['2001-02-01', '2001-02-28']

    Raises:
        NetworkError: it is no ISO date.
    """
    parts = stated[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
            raise ValueError
        year, month, day = (*numbers, 0, 0)[:3]
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError as error:
        raise NetworkError(f"{stated!r} is no date: write it as 2001-05-17, or cut off to 2001-05 or 2001") from error
    return first.toordinal(), last.toordinal()


@dataclass(frozen=True)
class Spans:
    """Span of each tie.

    Attributes:
        first: Day number of the first day, shape (ties,); ``NEVER`` where the beginning is open.
        last: Day number of the last day; ``EVER`` where the end is open.
        undated: Ties with neither.
        half: Ties with one of them.
        stated: All day numbers that are stated, as (least, greatest); None without any.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    undated: NDArray[np.bool_]
    half: NDArray[np.bool_]
    stated: tuple[int, int] | None

    @classmethod
    def of(cls, network: Multilayer, half_dated: HalfDated = "continues") -> Spans:
        """Spans of the ties of a network.

        Raises:
            NetworkError: a date is none, or a tie ends before it starts.
        """
        starts, begun = _read(network.ties["start"].to_pylist())
        ends, ended = _read(network.ties["end"].to_pylist())
        first, last = starts[:, 0].copy(), ends[:, 1].copy()
        wrong = np.flatnonzero(begun & ended & (last < first))
        if len(wrong):
            row = network.ties.slice(int(wrong[0]), 1).to_pylist()[0]
            ids = network.ids
            raise NetworkError(
                f"{len(wrong)} ties end before they start, the first between {ids[row['source']]} and "
                f"{ids[row['target']]}: {row['start']} to {row['end']}; mend the dates"
            )
        only_start, only_end = begun & ~ended, ended & ~begun
        moment = half_dated == "moment"
        last[only_start] = starts[only_start, 1] if moment else EVER
        first[only_end] = ends[only_end, 0] if moment else NEVER
        undated = ~begun & ~ended
        first[undated], last[undated] = NEVER, EVER
        known = np.concatenate((starts[begun].ravel(), ends[ended].ravel()))
        stated = (int(known.min()), int(known.max())) if len(known) else None
        return cls(first, last, undated, only_start | only_end, stated)

    def within(self, first: int, last: int) -> NDArray[np.bool_]:
        """Ties of which at least one day lies between two days, both counted."""
        return (self.first <= last) & (self.last >= first)


def _read(stated: list[str | None]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    known = {one: days(one) for one in sorted({one for one in stated if one})}
    found = np.array([known.get(one or "", (0, 0)) for one in stated], np.int64).reshape(-1, 2)
    return found, np.array([bool(one) for one in stated], bool)
