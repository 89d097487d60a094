"""Names that do not fit: cut so that the field ends in a letter, which says that it may be cut.

Source: ICAO Doc 9303-4, section 4.2.3, and alike in parts 5 to 7. The standard leaves the choice of what to cut to the
issuer; here the end of the given names goes first, and of the surname no more than must.
"""

from __future__ import annotations

from collections.abc import Sequence

from contrared.model.errors import InputError
from contrared.model.messages import text as message
from contrared.model.mrz.checkdigit import FILLER


def name_field(surname: Sequence[str], given: Sequence[str], width: int) -> str:
    """A name field of exactly this width.

    Args:
        surname: Parts of the primary identifier, in the letters A–Z.
        given: Parts of the secondary identifier; none for a person of one name.
        width: Characters in the field.

    Raises:
        InputError: there is no surname, or the name has so many parts of one letter that it cannot be cut to fit.

    >>> name_field(["NILAVADHANANANDA"], ["CHAYAPA", "DEJTHAMRONG", "KRASUANG"], 39)
    'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'
    """
    if not surname:
        raise InputError(message("mrz.encode.name.what"), do=message("mrz.encode.name.do"))
    first, second = list(surname), list(given)
    excess = len(_joined(first, second)) - width
    if excess > 0:
        _shorten(first, second, excess)
    return _joined(first, second).ljust(width, FILLER)


def _shorten(first: list[str], second: list[str], excess: int) -> None:
    """Take exactly ``excess`` characters away, and never the last letter of all."""
    for parts in (second, first):
        # Whole parts from the end, while more than they must go and others remain.
        while len(parts) > 1 and excess > len(parts[-1]):
            excess -= len(parts.pop()) + 1
        excess = _clip(parts, excess)
    # A part of one letter and its filler went where one character was enough to go, or all parts are single letters.
    excess = _clip(second, _clip(first, excess))
    if excess:
        raise InputError(message("mrz.encode.name_parts.what"), do=message("mrz.encode.name_parts.do"))


def _clip(parts: list[str], excess: int) -> int:
    """Cut parts from the end, each down to an initial; returns how much is left to cut."""
    for place in reversed(range(len(parts))):
        taken = min(excess, len(parts[place]) - 1)
        if taken > 0:
            parts[place] = parts[place][: len(parts[place]) - taken]
            excess -= taken
    return excess


def _joined(first: Sequence[str], second: Sequence[str]) -> str:
    return FILLER.join(first) + (2 * FILLER + FILLER.join(second) if second else "")
