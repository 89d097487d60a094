"""Dates as OFAC writes them."""

from __future__ import annotations

import re

_MONTHS = dict(zip("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), range(1, 13), strict=True))
_FULL = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})")
_MONTH = re.compile(r"([A-Z][a-z]{2}) (\d{4})")
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"(?P<first>.*\d{4})(?: to |-)(?P<last>.*\d{4})")

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


def dates(text: str) -> list[str] | None:
    """Dates of a date, ``circa 1951`` or ``1951 to 1953``; None where it is none of these.

    "circa" keeps the precision of a year. A range within one month gives the month, within :data:`LONGEST_RANGE`
    years the years; a longer one gives an empty list, because none of its years is likely.

    >>> dates("01 Jan 1957 to 31 Jan 1957"), dates("circa 1979-1981"), dates("1957 to 1962")
    (['1957-01'], ['1979', '1980', '1981'], [])
    """
    plain = text.removeprefix("circa ")
    if match := _RANGE.fullmatch(plain):
        low, high = iso(match["first"]), iso(match["last"].removeprefix("circa "))
        if low is None or high is None or high < low[: len(high)]:
            return None
        if plain == text and len(low) > 4 and low[:7] == high[:7]:
            return [low[:7]]
        years = range(int(low[:4]), int(high[:4]) + 1)
        return [str(year) for year in years] if len(years) <= LONGEST_RANGE else []
    date = iso(plain)
    if date is None:
        return None
    return [date if plain == text else date[:4]]
