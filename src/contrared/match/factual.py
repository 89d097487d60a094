"""What two parties have in common beside their names, as named features: dates, numbers, places, contacts."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from contrared.match.alike import scanned
from contrared.match.dates import date_agreement
from contrared.match.profile import Profile

#: Kinds of numbers of which a party has one only, so that two that differ speak against.
SOLE_NUMBERS = ("imo", "lei", "mmsi", "icao24")
#: Numbers shorter than this tell less, and are not excused a slip.
LONG_NUMBER = 7
#: Further agreeing numbers that count beside the first.
MOST_NUMBERS = 3

#: Features of facts; their weights stand in the model.
FACT_FEATURES = (
    "date day",
    "date swapped",
    "date digit",
    "date month",
    "date year",
    "date near",
    "date differs",
    "number",
    "short number",
    "number misread",
    "number of a kind differs",
    "contact",
    "address",
    "birthplace",
    "birth country",
    "country",
    "country differs",
    "gender differs",
    "quoted reference",
)


class Fact(NamedTuple):
    """A feature of facts.

    Attributes:
        feature: One of :data:`FACT_FEATURES`.
        value: How often or how much.
        left: Value on the left.
        right: Value on the right.
    """

    feature: str
    value: float
    left: str
    right: str


def facts(a: Profile, b: Profile) -> list[Fact]:
    """Features of everything but the names."""
    found: list[Fact] = []
    if a.dates and b.dates:
        kind, left, right = date_agreement(a.dates, b.dates)
        if kind in ("differs", "near") and _one_digit(left, right):
            kind = "digit"
        found.append(Fact(f"date {kind}", 1.0, left, right))
    if a.identifiers and b.identifiers:
        found += _numbers(a, b)
    if contacts := a.contacts & b.contacts:
        shown = min(contacts)
        found.append(Fact("contact", 1.0, shown, shown))
    if a.addresses and (address := next((words for words in a.addresses if words in b.addresses), None)) is not None:
        shown = " ".join(sorted(address))
        found.append(Fact("address", 1.0, shown, shown))
    if places := a.places & b.places:
        shown = " ".join(sorted(places))
        found.append(Fact("birthplace", 1.0, shown, shown))
    elif homelands := a.homelands & b.homelands:
        shown = " ".join(sorted(homelands))
        found.append(Fact("birth country", 1.0, shown, shown))
    if a.countries and b.countries:
        if countries := a.countries & b.countries:
            shown = ", ".join(sorted(countries))
            found.append(Fact("country", 1.0, shown, shown))
        else:
            found.append(Fact("country differs", 1.0, ", ".join(sorted(a.countries)), ", ".join(sorted(b.countries))))
    if a.gender and b.gender and a.gender != b.gender:
        found.append(Fact("gender differs", 1.0, a.gender, b.gender))
    if quoted := a.reference & b.reference:
        found.append(Fact("quoted reference", 1.0, min(quoted), min(quoted)))
    return found


def _numbers(a: Profile, b: Profile) -> list[Fact]:
    found: list[Fact] = []
    kinds = set()
    for kind, value in sorted(a.identifiers & b.identifiers)[:MOST_NUMBERS]:
        kinds.add(kind)
        feature = "number" if len(value) >= LONG_NUMBER or kind in SOLE_NUMBERS else "short number"
        found.append(Fact(feature, 1.0, f"{kind} {value}", f"{kind} {value}"))
    if not found:
        for kind, value in sorted(a.identifiers):
            other = next((v for k, v in sorted(b.identifiers) if k == kind and _misread(value, v)), None)
            if other is not None:
                kinds.add(kind)
                found.append(Fact("number misread", 1.0, f"{kind} {value}", f"{kind} {other}"))
                break
    for kind in SOLE_NUMBERS:
        if kind not in kinds:
            left = sorted(value for of, value in a.identifiers if of == kind)
            right = sorted(value for of, value in b.identifiers if of == kind)
            if left and right and (kind != "imo" or (_valid_imo(left[0]) and _valid_imo(right[0]))):
                found.append(Fact("number of a kind differs", 1.0, f"{kind} {left[0]}", f"{kind} {right[0]}"))
    return found


def _misread(left: str, right: str) -> bool:
    """Whether one number is the other with letters and digits confused, or with one slip where it is long."""
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < LONG_NUMBER - 1:
        return False
    if scanned(left.lower()) == scanned(right.lower()):
        return True
    return min(len(left), len(right)) >= LONG_NUMBER and OSA.distance(left, right, score_cutoff=1) == 1


def _valid_imo(number: str) -> bool:
    """Whether an IMO ship number has its check digit: one misread does not tell two ships apart.

    IMO resolution A.1117(30): the last of seven digits is that of the sum of the others times 7 to 2.

    >>> _valid_imo("9187629"), _valid_imo("9187628")
    (True, False)
    """
    if len(number) != 7 or not number.isdigit():
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(
        number[6]
    )


def _one_digit(left: str, right: str) -> bool:
    """Whether two full dates differ in one digit, or in two that changed places."""
    return len(left) == 10 == len(right) and OSA.distance(left, right, score_cutoff=1) == 1
