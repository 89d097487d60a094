"""How dates agree."""

from __future__ import annotations

from collections.abc import Iterable

#: From the strongest agreement to contradiction.
AGREEMENTS = ("day", "swapped", "month", "year", "near", "differs")
_RANKS = {agreement: rank for rank, agreement in enumerate(AGREEMENTS)}


def date_agreement(left: Iterable[str], right: Iterable[str]) -> tuple[str, str, str]:
    """How the best pair of dates agrees, one of :data:`AGREEMENTS`, and the two dates.

    Both sides must have a date. A date known to the year agrees with any day of that year. ``swapped`` is a day and
    a month in each other's place, ``near`` one year apart or the same year with another day and month.

    >>> date_agreement(["1962-03-07"], ["1962-07-03"])
    ('swapped', '1962-03-07', '1962-07-03')
    """
    best = len(AGREEMENTS)
    pair = ("", "")
    for first in left:
        for second in right:
            rank = _RANKS[_pair(first, second)]
            if rank < best:
                best, pair = rank, (first, second)
    return AGREEMENTS[best], *pair


def _pair(left: str, right: str) -> str:
    if left[:4] != right[:4]:
        return "near" if abs(int(left[:4]) - int(right[:4])) <= 1 else "differs"
    if len(left) == 10 == len(right):
        if left == right:
            return "day"
        if left[5:7] == right[8:10] and left[8:10] == right[5:7]:
            return "swapped"
        return "month" if left[5:7] == right[5:7] or left[8:10] == right[8:10] else "near"
    if len(left) >= 7 and len(right) >= 7:
        return "month" if left[5:7] == right[5:7] else "near"
    return "year"
