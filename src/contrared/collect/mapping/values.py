"""Cells into values: dates by their format, numbers that stand for days, phone numbers with their country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
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


class Values:
    """Turns cells into values, counting what it had to read into them.

    Args:
        serial: Days between 1899-12-30 and the day zero of numbers that stand for days; None where they never do.
        country: ISO 3166-1 code of the country phone numbers without prefix are dialled in; may be empty.
        countries: Columns that say the country of a row, which comes before ``country``.
    """

    def __init__(self, serial: int | None, country: str, countries: tuple[str, ...]) -> None:
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
            return text if form in (None, EXCEL) else _dated(text, form) or text
        if kind == "phone":
            return _dialled(text, form or self._of(cells)) or text
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
def _dated(text: str, form: str) -> str | None:
    found: str | None = registry.date.clean(text, format=form)
    return found


@lru_cache(maxsize=1 << 14)
def _dialled(text: str, country: str) -> str | None:
    try:
        found: str | None = registry.phone.clean(text, format=country or None)
    except InvalidData:
        found = registry.phone.clean(text)
    return found
