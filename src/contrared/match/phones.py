"""Phone numbers as they are compared: E.164, with the country they are dialled in where they do not say it."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

#: Digits fewer than this are no number that tells anybody: an extension, or a service.
SHORTEST = 7
_ABROAD = re.compile(r"^\s*(?:00|011)(?=\D*[1-9])")


@lru_cache(maxsize=1 << 14)
def phone_keys(raw: str, countries: frozenset[str]) -> frozenset[str]:
    """A phone number in E.164 (ITU-T), ``+`` and digits.

    A number that does not say its country is read as dialled in each of the countries of its party; where that gives
    none, as one whose ``+`` was left out; else its digits stand as they are.

    Args:
        raw: The number as written.
        countries: Codes of the countries of its party.

    >>> sorted(phone_keys("00 961 3 380-223", frozenset()))
    ['+9613380223']
    >>> sorted(phone_keys("(03) 380 223", frozenset({"lb"})))
    ['+9613380223']
    """
    abroad = _ABROAD.sub("+", raw)
    if (found := _valid(abroad, None)) is not None:
        return frozenset({found})
    regions = sorted({code.partition("-")[0].upper() for code in countries} & phonenumbers.SUPPORTED_REGIONS)
    if dialled := {found for region in regions if (found := _valid(raw, region)) is not None}:
        return frozenset(dialled)
    digits = re.sub(r"\D", "", raw)
    if (found := _valid("+" + digits, None)) is not None:
        return frozenset({found})
    return frozenset({digits}) if len(digits) >= SHORTEST else frozenset()


def _valid(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
