"""Dates as OFAC writes them."""

from __future__ import annotations

import re

_MONTHS = dict(zip("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), range(1, 13), strict=True))
_FULL = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})")
_MONTH = re.compile(r"([A-Z][a-z]{2}) (\d{4})")
_YEAR = re.compile(r"\d{4}")

#: A range of at most this many years is stated year by year; of a longer one only the text is kept.
LONGEST_RANGE = 5


def iso(text: str) -> str | None:
    """``15 Jan 1955`` → ``1955-01-15``, ``Jan 1955`` → ``1955-01``, ``1955`` → ``1955``; anything else None."""
    if match := _FULL.fullmatch(text):
        day, month, year = match.groups()
        return f"{year}-{_MONTHS[month]:02d}-{int(day):02d}" if month in _MONTHS else None
    if match := _MONTH.fullmatch(text):
        month, year = match.groups()
        return f"{year}-{_MONTHS[month]:02d}" if month in _MONTHS else None
    return text if _YEAR.fullmatch(text) else None


def births(text: str) -> list[str] | None:
    """Birth dates of ``DOB …``: exact, ``circa 1951``, ``1951 to 1953``; None where it is none of these.

    "circa" keeps the precision of a year. A range within :data:`LONGEST_RANGE` years gives its years; a longer one
    gives an empty list, because none of its years is likely.
    """
    if " to " in text:
        first, _, last = text.partition(" to ")
        first, last = first.removeprefix("circa "), last.removeprefix("circa ")
        low, high = iso(first), iso(last)
        if low is None or high is None:
            return None
        years = range(int(low[:4]), int(high[:4]) + 1)
        return [str(year) for year in years] if len(years) <= LONGEST_RANGE else []
    if text.startswith("circa "):
        date = iso(text.removeprefix("circa "))
        return None if date is None else [date[:4]]
    date = iso(text)
    return None if date is None else [date]
