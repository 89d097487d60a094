"""Entities and persons of BODS statements."""

from __future__ import annotations

from collections.abc import Iterator

from contrared.collect.cleaning import property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.jsonwalk import Teller, text, texts

#: Scheme of an identifier (org-id.guide) and the property it is; others are register or identity numbers.
_SCHEMES = {"XI-LEI": "leiCode", "MX-RFC": "taxNumber"}
_MAIN_NAMES = frozenset({"", "legal", "individual"})


def entity(tell: Teller, own: str, schema: str, file: str) -> Iterator[Draft]:
    """A company, public body or arrangement."""
    draft = Draft(own, schema, file)
    for prop, path in (
        ("name", "name"),
        ("alias", "alternateNames[]"),
        ("incorporationDate", "foundingDate"),
        ("dissolutionDate", "dissolutionDate"),
        ("website", "uri"),
        ("legalForm", "entityType.details"),
        ("classification", "entityType.subtype"),
        ("classification", "entityType.type"),
        ("classification", "entityType"),
        ("notes", "unspecifiedEntityDetails.reason"),
        ("notes", "unspecifiedEntityDetails.description"),
    ):
        tell.say(draft, prop, path)
    for path in ("jurisdiction", "incorporatedInJurisdiction"):
        tell.say(draft, "jurisdiction", f"{path}.code" if text(tell.data, f"{path}.code") else f"{path}.name")
    yield from _common(tell, draft)


def person(tell: Teller, own: str, schema: str, file: str) -> Iterator[Draft]:
    """A person, also one who is not named: then the reason is kept."""
    draft = Draft(own, schema, file)
    for name in tell.below("names[]"):
        main = text(name.data, "type") in _MAIN_NAMES
        name.say(draft, "name" if main else "alias", "fullName")
        if main:
            for prop, path in (
                ("firstName", "givenName"),
                ("lastName", "familyName"),
                ("fatherName", "patronymicName"),
            ):
                name.say(draft, prop, path)
    for prop, path in (
        ("birthDate", "birthDate"),
        ("deathDate", "deathDate"),
        ("birthPlace", "placeOfBirth.address"),
        ("notes", "unspecifiedPersonDetails.reason"),
        ("notes", "unspecifiedPersonDetails.description"),
    ):
        tell.say(draft, prop, path)
    for path, prop in (("nationalities[]", "nationality"), ("taxResidencies[]", "country")):
        for country in tell.below(path):
            country.say(draft, prop, "code" if text(country.data, "code") else "name")
    kind = text(tell.data, "personType")
    if kind and kind != "knownPerson":
        tell.say(draft, "notes", "personType")
    _exposure(tell, draft)
    yield from _common(tell, draft)


def _exposure(tell: Teller, draft: Draft) -> None:
    """Offices that make somebody politically exposed, where the source itself says so."""
    if text(tell.data, "politicalExposure.status") == "isPep":
        tell.derived(draft, "topics", "role.pep", "politicalExposure.status")
    elif tell.data.get("hasPepStatus") is True:
        draft.add("topics", "role.pep", tell.at("hasPepStatus"), original="true")
    for path in ("politicalExposure.details[].reason", "pepStatusDetails[].reason"):
        tell.say(draft, "position", path)


def _common(tell: Teller, draft: Draft) -> Iterator[Draft]:
    other = "idNumber" if draft.schema == "Person" else "registrationNumber"
    for found in tell.below("identifiers[]"):
        scheme = text(found.data, "scheme").upper()
        prop = "taxNumber" if scheme.endswith("TAXID") else _SCHEMES.get(scheme, other)
        if property_of(draft.schema, prop) is None:
            prop = other
        found.say(draft, prop, "id")
        for place, said in texts(found.data, "schemeName"):
            number = text(found.data, "id")
            draft.add("notes", f"{number}: {said}", found.at(place), original=said)
    for path in ("addresses[]", "placeOfResidence"):
        for address in tell.below(path):
            yield from _address(address, draft)
    yield draft


def _address(place: Teller, draft: Draft) -> Iterator[Draft]:
    street, code = text(place.data, "address"), text(place.data, "postCode")
    key = next((key for key in ("country.code", "country.name", "country") if text(place.data, key)), "country")
    place.say(draft, "country", key)
    if not street:
        return
    full = ", ".join(part for part in (street, code, text(place.data, "country.name") or text(place.data, key)) if part)
    address = Draft(f"bods-addr-{digest(full.casefold(), 16)}", "Address", draft.file)
    address.add("full", full, place.at("address"), original=street)
    place.say(address, "postalCode", "postCode")
    place.say(address, "country", key)
    draft.add("addressEntity", address.entity_id, place.at("address"), original=street)
    yield address
