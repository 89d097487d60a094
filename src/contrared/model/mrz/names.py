"""Names as a machine-readable zone writes them: parts between fillers, no accents, and sometimes cut short.

Source: ICAO Doc 9303-3, sections 4.6 and 6A; names that do not fit: part 4, section 4.2.3, and alike in parts 5 to 7.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from contrared.model.mrz.checkdigit import FILLER

_SEPARATOR = "<<"
#: Spellings that Doc 9303-3 section 6A lets a state choose, and what they may stand for.
_SPELLINGS = {
    "NXX": ("Ñ",),
    "UXX": ("Ü",),
    "AE": ("Ä", "Æ"),
    "AA": ("Å",),
    "OE": ("Ö", "Ø", "Œ"),
    "UE": ("Ü",),
    "SS": ("ẞ",),
}
_SPELT = re.compile("|".join(_SPELLINGS))


@dataclass(frozen=True, slots=True)
class Name:
    """The name of the holder.

    Attributes:
        surname_parts: Parts of the primary identifier, as printed.
        given_parts: Parts of the secondary identifier, as printed; none where the holder has one name only.
        may_be_truncated: The field is filled to its last position, which is how ICAO marks a name that did not fit. Any
            part may then be cut or an initial, and further parts may be missing; the name may also just fit.
        gaps: Whether more than one filler stands inside the primary or the secondary identifier, or before the name.
    """

    surname_parts: tuple[str, ...]
    given_parts: tuple[str, ...]
    may_be_truncated: bool = False
    gaps: bool = False

    @property
    def surname(self) -> str:
        """The primary identifier, parts between single spaces."""
        return " ".join(self.surname_parts)

    @property
    def given_names(self) -> str:
        """The secondary identifier, parts between single spaces."""
        return " ".join(self.given_parts)

    @property
    def full(self) -> str:
        """Given names before surnames."""
        return " ".join((*self.given_parts, *self.surname_parts))


def read_name(text: str) -> Name:
    """Read a name field: primary identifier, two fillers, secondary identifier.

    >>> read_name("ERIKSSON<<ANNA<MARIA<<<<<<<<<<").given_parts
    ('ANNA', 'MARIA')
    """
    whole = text.rstrip(FILLER)
    primary, _, secondary = whole.partition(_SEPARATOR)
    # A name that begins with the separator has no primary identifier; some states write single names that way.
    gaps = _SEPARATOR in secondary or secondary.startswith(FILLER) or primary.startswith(FILLER)
    return Name(_split(primary), _split(secondary), bool(text) and not text.endswith(FILLER), gaps)


def read_french_name(surname: str, given: str) -> Name:
    """Read the two name fields of the French card, in which two fillers part one given name from the next."""
    cut = any(bool(text) and not text.endswith(FILLER) for text in (surname, given))
    return Name(_split(surname), _split(given), cut)


def spellings(part: str, *, limit: int = 8) -> tuple[str, ...]:
    """What a name part may look like in its own alphabet, the printed form first.

    ICAO lets states write Ñ as N or NXX, Ü as U, UE or UXX, and so on; the way back is a guess, so this is for looking
    things up and never for showing as the name.

    Args:
        part: A part as printed.
        limit: The most spellings to give, at least 1.

    >>> spellings("MUNXXOZ")
    ('MUNXXOZ', 'MUÑOZ')
    """
    pieces: list[tuple[str, ...]] = []
    end = 0
    for found in _SPELT.finditer(part):
        pieces += [(part[end : found.start()],), (found.group(), *_SPELLINGS[found.group()])]
        end = found.end()
    pieces.append((part[end:],))
    return tuple("".join(choice) for choice in itertools.islice(itertools.product(*pieces), limit))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(FILLER) if part)
