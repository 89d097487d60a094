"""What a query says beside the name, and how it goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

Facts = dict[str, list[str]]
Properties = Mapping[str, Sequence[str]]
COUNTRIES = ("nationality", "citizenship", "country", "flag", "jurisdiction")
NUMBERS = ("passportNumber", "idNumber", "taxNumber", "registrationNumber", "imoNumber", "mmsi")
_CONFUSED = dict(zip("O0I1S5B8Z2G6", "0O1I5S8B2Z6G", strict=True))


def country(rng: Random, properties: Properties) -> Facts:
    """One country the list gives, as its kind of country."""
    for prop in COUNTRIES:
        if properties.get(prop):
            return {prop: [rng.choice(sorted(properties[prop]))]}
    return {}


def birth(rng: Random, properties: Properties, how: str) -> Facts:
    """The birth date as ``exact``, ``year``, ``swapped``, ``near`` or ``digit``; empty if it cannot be."""
    full = sorted(value for value in properties.get("birthDate", ()) if len(value) == 10)
    if not full:
        years = sorted(properties.get("birthDate", ()))
        return {"birthDate": [rng.choice(years)[:4]]} if years and how == "year" else {}
    value = date.fromisoformat(rng.choice(full))
    if how == "exact":
        return {"birthDate": [value.isoformat()]}
    if how == "year":
        return {"birthDate": [f"{value.year:04d}"]}
    if how == "swapped":
        return {"birthDate": [date(value.year, value.day, value.month).isoformat()]} if misread(value) else {}
    if how == "near":
        return {"birthDate": [(value + timedelta(days=rng.choice((-2, -1, 1, 2)))).isoformat()]}
    year = value.year + rng.choice((-10, -1, 1, 10))
    day = min(value.day, 28)
    return {"birthDate": [date(year, value.month, day).isoformat()]}


def misread(value: date) -> bool:
    """Whether day and month can be changed over and then differ."""
    return value.day <= 12 and value.day != value.month


def number(rng: Random, properties: Properties, *, confused: bool) -> Facts:
    """One document or register number, with one character confused (O and 0, I and 1 …) where asked for."""
    for prop in NUMBERS:
        values = sorted(value for value in properties.get(prop, ()) if sum(c.isdigit() for c in value) >= 5)
        if not values:
            continue
        value = rng.choice(values)
        if not confused:
            return {prop: [value]}
        spots = [at for at, character in enumerate(value) if character in _CONFUSED and at]
        if spots:
            at = rng.choice(spots)
            return {prop: [value[:at] + _CONFUSED[value[at]] + value[at + 1 :]]}
    return {}


#: What accompanies a name, and how often, by kind of party.
MIXES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "person": (
        ("name alone", 35), ("country", 12), ("birth exact, country", 18), ("birth exact", 6),
        ("birth year, country", 8), ("birth swapped, country", 6), ("birth near, country", 5),
        ("birth digit, country", 4), ("number", 3), ("number confused, country", 3),
    ),
    "organisation": (("name alone", 50), ("country", 35), ("number", 5), ("number confused, country", 10)),
    "vessel": (("name alone", 45), ("country", 25), ("number, country", 15), ("number confused", 15)),
}  # fmt: skip


def drawn(rng: Random, kind: str, properties: Properties) -> tuple[str, Facts]:
    """A mix drawn by its weight, and its facts; ``name alone`` where the list lacks what the mix needs."""
    mix = MIXES[kind]
    wanted = rng.choices([name for name, _ in mix], [weight for _, weight in mix])[0]
    found: Facts = {}
    for word in wanted.split(", "):
        first, _, how = word.partition(" ")
        if first == "country":
            found |= country(rng, properties)
        elif first == "birth":
            found |= birth(rng, properties, how)
        elif first == "number":
            found |= number(rng, properties, confused=how == "confused")
    if not found:
        return "name alone", {}
    if not any(word.startswith(("birth", "number")) for word in wanted.split(", ")) or _more_than_country(found):
        return wanted, found
    return "country", found


def _more_than_country(facts: Facts) -> bool:
    return any(prop not in COUNTRIES for prop in facts)
