"""Birth dates as the parts keys are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contrared.model import InputError

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Born:
    """One birth date.

    Attributes:
        year: Year.
        day: Month and day in ascending order, four digits, so that one written for the other is the same; or ``""``.
    """

    year: int
    day: str = ""


def born(text: str) -> Born:
    """A date taken apart. Where the day is missing, and where it is the first of January, it says only the year: that
    day is what registers write for "unknown".

    >>> born("1971-12-03")
    Born(year=1971, day='0312')

    Raises:
        InputError: Not an ISO date.
    """
    found = _ISO.fullmatch(text)
    if found is None or int(found[1]) < 1 or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
        raise InputError("not a date", where=f"born {text!r}", do="write YYYY, YYYY-MM or YYYY-MM-DD")
    if found[3] is None or (found[2], found[3]) == ("01", "01"):
        return Born(int(found[1]))
    return Born(int(found[1]), "".join(sorted((found[2], found[3]))))
