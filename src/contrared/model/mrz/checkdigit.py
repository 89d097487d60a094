"""The check digit of Doc 9303: weights 7, 3, 1 over the values of the characters, modulo 10.

It catches every single wrong character except one whose value differs from the right one by a multiple of ten, because
7, 3 and 1 have no common factor with 10. So it cannot tell ``<``, ``0``, ``A``, ``K`` and ``U`` apart, nor ``6``, ``G``
and ``Q``: of the usual misreadings ``6`` for ``G`` and ``K`` for ``<`` go through unseen.
"""

from __future__ import annotations

FIGURES = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILLER = "<"
#: Every character of a machine-readable zone.
ALPHABET = FIGURES + LETTERS + FILLER
_VALUE = {**{character: value for value, character in enumerate(FIGURES + LETTERS)}, FILLER: 0}
_NO_VALUE = 255
_TABLE = bytes(_VALUE.get(chr(code), _NO_VALUE) for code in range(256))


def check_digit(text: str) -> str | None:
    """The digit that guards these characters, or None if one of them has no value.

    Source: ICAO Doc 9303-3, section 4.9. Linear in the length.

    >>> check_digit("D23145890")
    '7'
    >>> check_digit("740812")
    '2'
    """
    # Three slices summed in C: this runs for every check digit of every reading that is tried.
    values = text.encode("ascii", "replace").translate(_TABLE)
    if _NO_VALUE in values:
        return None
    return str((7 * sum(values[::3]) + 3 * sum(values[1::3]) + sum(values[2::3])) % 10)


def indistinguishable(character: str) -> str:
    """The other characters that no check digit can tell from this one.

    >>> indistinguishable("6")
    'GQ'
    """
    value = _VALUE[character] % 10
    return "".join(other for other in ALPHABET if other != character and _VALUE[other] % 10 == value)
