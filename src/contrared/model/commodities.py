"""Commodities: their kinds, CAS numbers by their check digit, and quantities in units that can be summed.

CAS registry numbers: Chemical Abstracts Service, *Check Digit Verification of CAS Registry Numbers*: the last digit is
the sum of the others, each times its place counted from the right, modulo 10. Currencies: ISO 4217.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from contrared.model.errors import InputError


class CommodityKind(StrEnum):
    """What a commodity is."""

    DRUG = "drug"
    PRECURSOR = "precursor"
    GOLD = "gold"
    ARMS = "arms"
    CASH = "cash"
    OTHER = "other"


#: Units as people write them: the unit they are summed in, and how many of it one is.
UNITS: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("kg", Decimal("0.000001"))),
    **dict.fromkeys(("g", "gr", "gram", "grams", "gramme", "grammes"), ("kg", Decimal("0.001"))),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), ("kg", Decimal(1))),
    **dict.fromkeys(("t", "tonne", "tonnes", "metric ton", "metric tons"), ("kg", Decimal(1000))),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("kg", Decimal("0.45359237"))),
    **dict.fromkeys(("oz t", "troy ounce", "troy ounces"), ("kg", Decimal("0.0311034768"))),
    **dict.fromkeys(("ml", "millilitre", "millilitres"), ("L", Decimal("0.001"))),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), ("L", Decimal(1))),
    **dict.fromkeys(("m3", "m³", "cubic metre", "cubic metres"), ("L", Decimal(1000))),
    **dict.fromkeys(("piece", "pieces", "pcs", "pc", "unit", "units"), ("pieces", Decimal(1))),
    **dict.fromkeys(("tablet", "tablets", "pill", "pills"), ("pieces", Decimal(1))),
    **dict.fromkeys(("plant", "plants", "firearm", "firearms", "round", "rounds"), ("pieces", Decimal(1))),
}
#: Currencies of ISO 4217 in use.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
    TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)
#: Grouping by commas or spaces in threes, and a decimal point; a decimal comma alone is told from grouping by length.
_NUMBER = re.compile(r"(?:\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?")
_CAS = re.compile(r"(\d{2,7})-(\d{2})-(\d)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much, in a unit that can be summed.

    Attributes:
        amount: How many of the unit.
        unit: ``kg``, ``L``, ``pieces``, or a currency of ISO 4217.
    """

    amount: Decimal
    unit: str

    @property
    def number(self) -> str:
        """The amount in plain digits, without zeros that say nothing."""
        return _plain(self.amount)

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read ``412.5 kg``, ``1,200 tablets``, ``USD 20000`` or ``20000 usd``.

        Raises:
            InputError: there is no amount above zero, no unit or an unknown one, or the amount can be read in two ways
                (``1,5``).

        >>> str(Quantity.parse("412 500 g"))
        '412.5 kg'
        """
        words = " ".join(text.split())
        found = _NUMBER.search(words)
        if found is None or Decimal(re.sub("[ ,\u00a0\u202f]", "", found[0])) == 0:
            raise InputError(f"{text!r} says no amount", do="write it as in 412.5 kg, 1,200 tablets, 20000 USD")
        unit = f"{words[: found.start()]} {words[found.end() :]}".strip()
        if re.search(r"(?<![^\W\d])\d|[,.\-]", unit):
            raise InputError(
                f"{text!r} can be read in more than one way",
                do="write one amount, as in 1.5 kg",
            )
        amount = Decimal(re.sub("[ ,\u00a0\u202f]", "", found[0]))
        if unit.upper() in CURRENCIES:
            return cls(amount, unit.upper())
        known = UNITS.get(unit.casefold())
        if known is None:
            raise InputError(
                f"{unit!r} is no unit that is known" if unit else f"{text!r} names no unit",
                do="use mg, g, kg, t, lb, troy ounce, ml, L, m3, pieces, tablets, plants, or a currency such as USD",
            )
        return cls(amount * known[1], known[0])


def checked_cas(text: str) -> str:
    """A CAS number whose check digit is right.

    Raises:
        InputError: it has not the form of one, or the check digit is another.

    >>> checked_cas("7722-64-7")
    '7722-64-7'
    """
    cas = text.strip().upper().removeprefix("CAS").strip(" :")
    found = _CAS.fullmatch(cas)
    if found is None:
        raise InputError(f"{text!r} is not a CAS number", do="write it as in 7722-64-7")
    digits = [int(digit) for digit in reversed(found[1] + found[2])]
    check = sum(place * digit for place, digit in enumerate(digits, 1)) % 10
    if check != int(found[3]):
        raise InputError(
            f"{cas} is not a CAS number: its check digit would be {check}",
            do="compare it with the document",
        )
    return cas


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
