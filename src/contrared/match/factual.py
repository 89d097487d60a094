"""What two parties have in common beside their names, as named features: dates, numbers, places, contacts."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from contrared.match.alike import scanned
from contrared.match.check_digits import has_check_digit
from contrared.match.dates import date_agreement
from contrared.match.profile import Profile

#: Kinds of numbers of which a party has one only, so that two that differ speak against.
SOLE_NUMBERS = ("imo", "lei", "mmsi", "icao24")
#: Those of them that have a check digit.
CHECKED = ("imo", "lei")
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
    "doubtful number",
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
    """What numbers say: a number in common once, whatever kinds of number it is given as; kinds that differ nothing."""
    countries = a.countries | b.countries

    def right(kind: str, value: str) -> bool | None:
        verdicts = {has_check_digit(kind, value, party.kind, countries) for party in (a, b)}
        return True if True in verdicts else False if False in verdicts else None

    found: list[Fact] = []
    kinds = set()
    common: dict[str, list[str]] = {}
    for kind, value in sorted(a.identifiers & b.identifiers):
        common.setdefault(value, []).append(kind)
        kinds.add(kind)
    for value, given_as in list(common.items())[:MOST_NUMBERS]:
        verdicts = {right(kind, value) for kind in given_as}
        long = len(value) >= LONG_NUMBER or any(kind in SOLE_NUMBERS for kind in given_as)
        doubtful = False in verdicts and True not in verdicts
        feature = "short number" if not long else "doubtful number" if doubtful else "number"
        found.append(Fact(feature, 1.0, f"{given_as[0]} {value}", f"{given_as[0]} {value}"))
    if not found:
        for kind, value in sorted(a.identifiers):
            near = (v for k, v in sorted(b.identifiers) if k == kind and _misread(value, v))
            # A check digit shows nearly every slip of one digit: two numbers that have theirs are two numbers.
            other = next((v for v in near if not (right(kind, value) and right(kind, v))), None)
            if other is not None:
                kinds.add(kind)
                found.append(Fact("number misread", 1.0, f"{kind} {value}", f"{kind} {other}"))
                break
    for kind in SOLE_NUMBERS:
        if kind not in kinds:
            left = sorted(value for of, value in a.identifiers if of == kind)
            other_side = sorted(value for of, value in b.identifiers if of == kind)
            # One that was misread does not tell two parties apart.
            if left and other_side and (kind not in CHECKED or (right(kind, left[0]) and right(kind, other_side[0]))):
                found.append(Fact("number of a kind differs", 1.0, f"{kind} {left[0]}", f"{kind} {other_side[0]}"))
    return found


def _misread(left: str, right: str) -> bool:
    """Whether one number is the other with letters and digits confused, or with one slip where it is long."""
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < LONG_NUMBER - 1:
        return False
    if scanned(left.lower()) == scanned(right.lower()):
        return True
    return min(len(left), len(right)) >= LONG_NUMBER and OSA.distance(left, right, score_cutoff=1) == 1


def _one_digit(left: str, right: str) -> bool:
    """Whether two full dates differ in one digit, or in two that changed places."""
    return len(left) == 10 == len(right) and OSA.distance(left, right, score_cutoff=1) == 1
