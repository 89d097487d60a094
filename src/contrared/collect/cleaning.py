"""Turning values as written into values as FollowTheMoney wants them, remembering what was done."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from followthemoney.property import Property
from followthemoney.types import registry

from contrared.model.ftm import model

#: FtM types in whose values only white space is put right.
PLAIN_TYPES = frozenset({"name", "text", "string", "address", "identifier"})
#: Properties that keep what a typed property could not take, tried in this order.
FALLBACKS = ("notes", "summary", "description")
#: Countries as lists write them where FollowTheMoney's own names do not reach.
COUNTRIES = {
    "congo (democratic republic)": "cd",
    "bosnia-herzegovina": "ba",
    "comoros islands": "km",
    "occupied palestinian territories": "ps",
    "the palestinian territories": "ps",
    "west bank (palestinian authority)": "ps",
    "gaza (palestinian authority)": "ps",
}
_NOW = re.compile(r"\b(?:now|currently) (?P<country>[A-Z][\w ]+?)\)?$", re.IGNORECASE)
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")


@cache
def property_of(schema: str, prop: str) -> Property | None:
    """The FtM property, or None where the schema has none of that name (or it is a stub)."""
    found = model.get(schema)
    if found is None:
        return None
    candidate = found.properties.get(prop)
    return None if candidate is None or candidate.stub else candidate


@cache
def fallback_of(schema: str) -> str | None:
    """The property of a schema that can hold free text."""
    for prop in FALLBACKS:
        if property_of(schema, prop) is not None:
            return prop
    return None


@lru_cache(maxsize=1 << 17)
def clean(type_name: str, value: str) -> str | None:
    """A value cleaned by its FtM type, or None where the type refuses it."""
    if type_name == "entity":
        return value
    if type_name == "country":
        return _country(value)
    if type_name in PLAIN_TYPES:
        return " ".join(value.split()) or None
    return registry.get(type_name).clean(value)


def _country(value: str) -> str | None:
    country = registry.country
    found = country.clean(value) or COUNTRIES.get(value.strip().casefold())
    if found is None and (now := _NOW.search(value)) is not None:
        found = country.clean(now["country"])
    if found is None and (shorter := _NOTE.sub("", value)) != value:
        found = country.clean(shorter)
    return found
