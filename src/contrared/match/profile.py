"""A party as the scorer sees it: names, dates, places and identifiers, prepared once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from followthemoney.proxy import EntityProxy
from rigour.territories import get_territories

from contrared.match.phones import phone_keys
from contrared.match.tokens import NameForm, fold, name_form

NAMES = ("name", "alias", "previousName")
#: Parts that make up a name where none is given whole.
NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
WEAK_NAMES = ("weakAlias", "abbreviation")
COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "birthCountry", "mainCountry", "flag")
CONTACTS = ("phone", "email", "website")
#: Properties whose value identifies a party, by the kind of number they hold.
IDENTIFIERS: Mapping[str, str] = {
    "passportNumber": "document",
    "idNumber": "document",
    "socialSecurityNumber": "document",
    "taxNumber": "tax",
    "vatCode": "tax",
    "innCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "uscCode": "registration",
    "dunsCode": "duns",
    "leiCode": "lei",
    "isinCode": "isin",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "callsign",
    "serialNumber": "serial",
    "icaoCode": "icao24",
    "accountNumber": "account",
    "iban": "account",
    "publicKey": "wallet",
    "cryptoAddress": "wallet",
}
DATES = ("birthDate", "incorporationDate")
PLACES = ("birthPlace",)

#: Schemata that can be the same party, by kind; a kind never matches another, except ``legal``, which may be either
#: a person or an organisation.
KINDS: Mapping[str, str] = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "legal",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Vehicle": "vehicle",
    "CryptoWallet": "wallet",
}

_IDENTIFIER = re.compile(r"[^0-9A-Z]+")
_PLACE = re.compile(r"[^\w]+")
#: Words of places that are shared by many places.
_PLACE_WORDS = frozenset(
    "province district village region city state county area town former now ussr and the of in republic democratic "
    "people peoples kingdom united states islands".split()
)
SHORTEST_IDENTIFIER = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """A party prepared for comparison.

    Attributes:
        entity_id: Its id.
        kind: Kind from :data:`KINDS`.
        dataset: Dataset it comes from, empty where unknown.
        names: Names, aliases and former names.
        weak: Weak aliases: nicknames and single words.
        dates: Birth or incorporation dates, ISO with any precision.
        countries: Country codes.
        places: Telling words of the place of birth.
        homelands: Words of the country in the place of birth.
        identifiers: ``(kind, normalised value)``.
        contacts: Phones in E.164, mail addresses and sites, folded.
        addresses: Words of each street-level address.
        gender: FtM gender, or empty.
        reference: References that lists quote from each other, case folded.
        keys: Keys of all names, weak ones included.
        faint: Keys of names that are weak aliases only.
    """

    entity_id: str
    kind: str
    dataset: str
    names: tuple[NameForm, ...]
    weak: tuple[NameForm, ...]
    dates: tuple[str, ...]
    countries: frozenset[str]
    places: frozenset[str]
    homelands: frozenset[str]
    identifiers: frozenset[tuple[str, str]]
    contacts: frozenset[str]
    addresses: tuple[frozenset[str], ...]
    gender: str
    reference: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()


def profile_of(
    entity: EntityProxy | Mapping[str, Any],
    *,
    dataset: str = "",
    addresses: Iterable[str] = (),
    reference: Iterable[str] = (),
) -> Profile:
    """Prepare an FtM entity, or a mapping with ``schema`` and ``properties``.

    Args:
        entity: The entity.
        dataset: Dataset it comes from.
        addresses: Full addresses of its address entities, beside its own ``address`` values.
        reference: References that lists quote from each other.
    """
    if isinstance(entity, EntityProxy):
        entity_id, schema = str(entity.id or ""), entity.schema.name
        values: Mapping[str, Any] = entity.properties
    else:
        entity_id, schema = str(entity.get("id", "")), str(entity["schema"])
        values = entity.get("properties", {})

    stated = {
        prop: [value] if isinstance(value, str) else [str(item) for item in value]
        for prop, value in values.items()
        if value
    }

    def every(*props: str) -> list[str]:
        return [value for prop in props if prop in stated for value in stated[prop]]

    kind = KINDS.get(schema, "other")
    person = kind == "person"
    countries = frozenset(code.lower() for code in every(*COUNTRIES) if len(code) <= 5)
    gender = sorted(set(every("gender")))
    full = every(*NAMES) or ([" ".join(parts)] if (parts := every(*NAME_PARTS)) else [])
    names, weak = _forms(full, person=person), _forms(every(*WEAK_NAMES), person=person)
    return Profile(
        entity_id=entity_id,
        kind=kind,
        dataset=dataset,
        names=names,
        weak=weak,
        # What does not begin with a year is no date, and says nothing.
        dates=tuple(sorted({date for date in every(*DATES) if len(date) >= 4 and date[:4].isdecimal()})),
        countries=countries,
        places=frozenset(word for place in every(*PLACES) for word in place_words(place)),
        homelands=frozenset(word for place in every(*PLACES) for word in country_words(place)),
        identifiers=frozenset(
            (kind_of, value)
            for prop, raws in stated.items()
            if (kind_of := IDENTIFIERS.get(prop)) is not None
            for raw in raws
            if (value := normal_identifier(raw.upper().replace("IMO", "") if kind_of == "imo" else raw)) is not None
        ),
        contacts=frozenset(
            (
                *(fold(value).strip().rstrip("/") for value in every("email", "website")),
                *(key for value in every("phone") for key in phone_keys(value, countries)),
            )
        ),
        addresses=tuple(
            words for full in sorted({*every("address"), *addresses}) if len(words := address_words(full)) >= 2
        ),
        gender=gender[0] if len(gender) == 1 else "",
        reference=frozenset(item.strip().casefold() for item in reference),
        keys=frozenset(form.key for form in (*names, *weak)),
        faint=frozenset(form.key for form in weak) - frozenset(form.key for form in names) if weak else frozenset(),
    )


def _forms(values: Iterable[str], *, person: bool) -> tuple[NameForm, ...]:
    found: dict[str, NameForm] = {}
    for value in sorted(values):
        form = name_form(value, person=person)
        if form.tokens:
            found.setdefault(form.key, form)
    return tuple(found[key] for key in sorted(found))


@lru_cache(maxsize=1 << 16)
def normal_identifier(raw: str) -> str | None:
    """An identifier folded to capitals and digits, whole; None where it is too short or has no digit to identify."""
    value = _IDENTIFIER.sub("", raw.upper())
    digits = sum(character.isdigit() for character in value)
    if len(value) < SHORTEST_IDENTIFIER or digits < 3 or len(set(value)) < 3:
        return None
    return value


@lru_cache(maxsize=1 << 16)
def place_words(place: str) -> frozenset[str]:
    """Telling words of a place: not those of its country, nor what many places share."""
    vague = _PLACE_WORDS | _country_words()
    return frozenset(
        word for word in _PLACE.split(fold(place)) if len(word) > 2 and word not in vague and word.isalpha()
    )


@lru_cache(maxsize=1 << 16)
def country_words(place: str) -> frozenset[str]:
    """Words of a place that are those of a country."""
    return frozenset(_PLACE.split(fold(place))) & _country_words()


@cache
def _country_words() -> frozenset[str]:
    countries = [territory for territory in get_territories() if territory.is_country]
    names = {name for country in countries for name in (country.name, country.full_name)}
    return frozenset(w for name in names for w in _PLACE.split(fold(name)) if len(w) > 3 and w not in _PLACE_WORDS)


@lru_cache(maxsize=1 << 16)
def address_words(full: str) -> frozenset[str]:
    """Words of an address that has a number; empty for one that names only a town."""
    words = frozenset(word for word in _PLACE.split(fold(full)) if word)
    return words if any(word.isdigit() for word in words) else frozenset()
