"""Dates of a tie as sources state them: a day, a month or a year, and what they leave open."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?")

#: Why dates were not taken.
NO_DATE = "a date that is none: taken without it"
TURNED = "ends before it starts: taken without dates"


@cache
def days(text: str) -> tuple[date, date] | None:
    """First and last day that a stated date may mean, or None where it is no date.

    >>> days("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    if year < 1 or month > 12 or "00" in found.groups():
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    length = monthrange(year, month)[1]
    if day > length:
        return None
    return date(year, month, day or 1), date(year, month, day or length)


@dataclass(frozen=True, slots=True)
class Span:
    """When a tie held.

    Attributes:
        first: Earliest beginning stated, as stated; or empty.
        last: Latest end stated, as stated; or empty.
        trouble: Why something stated was not taken, or empty.
    """

    first: str = ""
    last: str = ""
    trouble: str = ""


def spanned(starts: Iterable[str], stops: Iterable[str]) -> Span:
    """The span between all beginnings and all ends that are stated.

    Where even the last day the end may mean lies before the first day the beginning may mean, neither is believed.

    >>> spanned(["2012", "2011-05"], ["2015"])
    Span(first='2011-05', last='2015', trouble='')
    """
    starts, stops = list(starts), list(stops)
    begun = [(found[0], text) for text in starts if (found := days(text)) is not None]
    ended = [(found[1], text) for text in stops if (found := days(text)) is not None]
    trouble = NO_DATE if len(begun) + len(ended) < len(starts) + len(stops) else ""
    first, last = min(begun, default=None), max(ended, default=None)
    if first is not None and last is not None and last[0] < first[0]:
        return Span(trouble=TURNED)
    return Span(first[1] if first else "", last[1] if last else "", trouble)


def together(spans: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The span that covers several, each with a beginning and an end or neither."""
    ends = [text for span in spans for text in span if text]
    covered = spanned(ends, ends)
    return covered.first, covered.last


def apart(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """Whether two spans surely do not meet; what is open or no date may always meet."""
    return _before(left, right) or _before(right, left)


def common(left: tuple[str, str], right: tuple[str, str]) -> tuple[str, str]:
    """The later beginning and the earlier end of two spans, each as stated, empty where both leave it open."""
    begun = [(found[0], text) for text in (left[0], right[0]) if (found := days(text)) is not None]
    ended = [(found[1], text) for text in (left[1], right[1]) if (found := days(text)) is not None]
    return max(begun, default=(None, ""))[1], min(ended, default=(None, ""))[1]


def _before(left: tuple[str, str], right: tuple[str, str]) -> bool:
    end, start = days(left[1]), days(right[0])
    return end is not None and start is not None and end[1] < start[0]
