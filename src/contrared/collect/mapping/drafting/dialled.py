"""The country in which phone numbers without prefix are dialled, as their lengths and area codes tell."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers

#: Countries asked about: the Americas, and those of Europe whose plan is tight enough to tell (the German takes all).
COUNTRIES = (
    *("ar", "bo", "br", "cl", "co", "cr", "cu", "do", "ec", "gt", "hn", "mx", "ni", "pa", "pe", "py", "sv", "us", "uy"),
    *("ve", "es", "fr", "gb", "it", "pt"),
)
#: Fewer numbers than this tell nothing.
_FEWEST = 5
_SHARE, _AHEAD = 0.6, 0.2


def dialled_in(values: Sequence[str]) -> str:
    """The country whose numbers most of the values are; empty where several fit about as well, or none.

    Numbers of nine digits are whole in half a dozen countries: then nothing is said, and a person is asked.
    """
    bare = [value for value in dict.fromkeys(values) if not value.startswith("+")]
    if len(bare) < _FEWEST:
        return ""
    shares = sorted(((_share(bare, country), country) for country in COUNTRIES), reverse=True)
    (best, country), (second, _) = shares[0], shares[1]
    return country if best >= _SHARE and best - second >= _AHEAD else ""


def _share(values: Sequence[str], country: str) -> float:
    return sum(_valid(value, country) for value in values) / len(values)


def _valid(value: str, country: str) -> bool:
    try:
        number = phonenumbers.parse(value, country.upper())
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number_for_region(number, country.upper()))
