"""Cells into values: dates by their format, numbers that stand for days, phone numbers with their country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

from followthemoney.exc import InvalidData
from followthemoney.property import Property
from followthemoney.types import registry

from contrared.collect.cleaning import clean

_SERIAL = re.compile(r"[1-7]\d{4}(?:\.\d+)?")
#: The 31st of December 2099, as a workbook that counts from 1900 has it.
_LAST_SERIAL = 73050
_DAY_ZERO = date(1899, 12, 30)
#: The format a mapping gives where numbers of days stand in a table that is no workbook.
EXCEL = "excel"
#: Days that are over when they are written down; others lie up to so many years ahead (a card that runs out).
_PAST = frozenset({"birthDate", "deathDate", "incorporationDate"})
AHEAD = 30


class Values:
    """Turns cells into values, counting what it had to read into them.

    Args:
        serial: Days between 1899-12-30 and the day zero of numbers that stand for days; None where they never do.
        country: ISO 3166-1 code of the country phone numbers without prefix are dialled in; may be empty.
        countries: Columns that say the country of a row, which comes before ``country``.
        year: The year the table speaks for: nobody in it was born later, whatever a year of two digits is taken for.
    """

    def __init__(self, serial: int | None, country: str, countries: tuple[str, ...], year: int) -> None:
        self._year = year
        self._serial = serial
        self._country = country
        self._countries = countries
        #: Cells read as a number of days, by column.
        self.serials: Counter[str] = Counter()

    def clean(self, prop: Property, text: str, form: str | None, cells: Mapping[str, str], column: str | None) -> str:
        """The value a text stands for; the text itself where nothing better can be made of it."""
        kind = prop.type.name
        if kind == "date":
            if (self._serial is not None and form is None) or form == EXCEL:
                day = serial_day(text, self._serial or 0)
                if day is not None:
                    self.serials[column or ""] += 1
                    return day
            latest = self._year if prop.name in _PAST else self._year + AHEAD
            return text if form in (None, EXCEL) else dated(text, form, latest) or text
        if kind == "phone":
            return _dialled(text, form or self._of(cells)) or text
        if kind == "email" and text.endswith(">"):
            return parseaddr(text)[1] or text
        return text

    def _of(self, cells: Mapping[str, str]) -> str:
        for column in self._countries:
            if column in cells and (code := clean("country", cells[column])) is not None:
                return code
        return self._country


def serial_day(text: str, later: int = 0) -> str | None:
    """The day that a spreadsheet's number stands for, 1927 to 2099; None for what is no such number.

    Args:
        text: Five digits, perhaps with a time of day behind a point.
        later: Days by which the workbook begins to count later; 1,462 where it counts from 1904.

    >>> serial_day("36526")
    '2000-01-01'
    """
    if _SERIAL.fullmatch(text) is None:
        return None
    days = int(text.partition(".")[0])
    return (_DAY_ZERO + timedelta(days + later)).isoformat() if days <= _LAST_SERIAL else None


@lru_cache(maxsize=1 << 14)
def dated(text: str, formats: str, latest: int) -> str | None:
    """The day or month a text says, ISO 8601; None where none of the formats fits.

    Args:
        text: As it stands in the table.
        formats: Formats of ``strptime``, parted by ``|``; the first that fits counts.
        latest: Years of two digits are not later than this one.

    >>> dated("3/31/54", "%d/%m/%y | %m/%d/%y", 2024)
    '1954-03-31'
    """
    for form in formats.split("|"):
        if "%y" in form:
            found = _of_two_digits(text, form.strip(), latest)
        else:
            found = registry.date.clean(text, format=form.strip())
        if found is not None:
            return found
    return None


def _of_two_digits(text: str, form: str, latest: int) -> str | None:
    try:
        day = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
    year = latest - (latest - day.year) % 100
    if "%d" in form:
        return f"{year}-{day.month:02}-{day.day:02}"
    return f"{year}-{day.month:02}" if re.search("%[mbB]", form) else str(year)


@lru_cache(maxsize=1 << 14)
def _dialled(text: str, country: str) -> str | None:
    try:
        found: str | None = registry.phone.clean(text, format=country or None)
    except InvalidData:
        found = registry.phone.clean(text)
    return found
