"""Six-figure dates: what they say, what they leave open, and which century they mean.

Source: ICAO Doc 9303-3, sections 4.8 (form) and 3.8 (unknown parts). The standard has two figures for the year and no
rule for the century; ours is stated at :func:`birth_date` and :func:`expiry_date` and hangs on a date the caller gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: What two characters of a date say; None for an unknown part.
_PARTS: dict[str, int | None] = {**{f"{number:02}": number for number in range(100)}, "<<": None}

#: How far ahead of the reference date an expiry may lie before its year is read as one of the century before.
EXPIRY_YEARS_AHEAD = 50
#: The oldest age at which a second reading of a birth year is still worth a note.
OLDEST = 110


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the month and the day, may be unknown.

    Attributes:
        year: Four figures.
        month: 1–12, or None.
        day: 1–31, or None; a day without a month says nothing and is dropped.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """The date in ISO 8601, as far as it is known.

        >>> str(PartialDate(1974, 8))
        '1974-08'
        """
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
            if self.day is not None:
                parts.append(f"{self.day:02}")
        return "-".join(parts)

    @property
    def earliest(self) -> tuple[int, int, int]:
        """The first day it can mean."""
        return self.year, self.month or 1, self.day or 1

    @property
    def latest(self) -> tuple[int, int, int]:
        """The last day it can mean."""
        month = self.month or 12
        return self.year, month, self.day or days_in(self.year, month)

    def years_earlier(self, years: int) -> PartialDate:
        """The same day another year; the 29th of February of a year without one becomes the 28th."""
        return _clipped(self.year - years, self.month, self.day)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What six characters say.

    Attributes:
        value: The date, or None if it is unknown or impossible.
        possible: False if there is no such day, or characters are no figures.
        complete: Whether year, month and day are all given.
        other: The date a hundred years earlier, where that is as believable as ``value``.
    """

    value: PartialDate | None
    possible: bool = True
    complete: bool = True
    other: PartialDate | None = None


def days_in(year: int, month: int) -> int:
    """Days of a month, by the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def birth_date(text: str, reference: date) -> ReadDate:
    """Read a date of birth: the latest century in which it is not after the reference date.

    A child of six and an elder of a hundred and six are written alike, so where the elder would be at most 110 years
    old at the reference date, ``other`` holds the second reading.

    Args:
        text: Six characters.
        reference: The day on which the document is looked at.
    """
    parts = _parts(text)
    if parts is None:
        return ReadDate(None, possible=False, complete=False)
    year, month, day = parts
    if year is None:
        return ReadDate(None, complete=False)
    today = (reference.year, reference.month, reference.day)
    full = _clipped(reference.year - reference.year % 100 + year, month, day)
    if full.earliest > today:
        full = _clipped(full.year - 100, month, day)
    read = _checked(full, month, day)
    if read.value is None:
        return read
    elder = read.value.years_earlier(100)
    other = elder if elder.year > 0 and reference.year - elder.year <= OLDEST else None
    return ReadDate(read.value, read.possible, read.complete, other)


def expiry_date(text: str, reference: date, *, years_ahead: int = EXPIRY_YEARS_AHEAD) -> ReadDate:
    """Read a date of expiry: the latest century in which it is at most ``years_ahead`` years after the reference year.

    Args:
        text: Six characters.
        reference: The day on which the document is looked at.
        years_ahead: The longest time a document can still have to run.
    """
    parts = _parts(text)
    if parts is None:
        return ReadDate(None, possible=False, complete=False)
    year, month, day = parts
    if year is None:
        return ReadDate(None, complete=False)
    full = reference.year - reference.year % 100 + 100 + year
    while full > reference.year + years_ahead:
        full -= 100
    return _checked(_clipped(full, month, day), month, day)


def _parts(text: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day of YYMMDD, None for an unknown part; None altogether where there are letters."""
    try:
        return _PARTS[text[:2]], _PARTS[text[2:4]], _PARTS[text[4:6]]
    except KeyError:
        return None


def _clipped(year: int, month: int | None, day: int | None) -> PartialDate:
    """The date, its day cut to the length of the month so that an impossible one can still be compared."""
    if month is None or not 1 <= month <= 12:
        return PartialDate(year)
    if day is None or day < 1:
        return PartialDate(year, month)
    return PartialDate(year, month, min(day, days_in(year, month)))


def _checked(full: PartialDate, month: int | None, day: int | None) -> ReadDate:
    bad_month = month is not None and not 1 <= month <= 12
    bad_day = day is not None and not (1 <= day <= (31 if month is None or bad_month else days_in(full.year, month)))
    if full.year < 1 or bad_month or bad_day:
        return ReadDate(None, possible=False, complete=False)
    return ReadDate(full, complete=month is not None and day is not None)
