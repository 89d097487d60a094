"""Entities and persons as BODS records."""

from __future__ import annotations

from typing import Any

from rigour.territories import get_territory

from contrared.brief.exports.holding import Entity, day, is_a

#: FtM identifiers whose scheme org-id.guide knows; others are named in words.
SCHEMES = {"leiCode": "XI-LEI"}
COMPANY_NUMBERS = ("leiCode", "registrationNumber", "taxNumber", "vatCode", "ogrnCode", "innCode", "idNumber")
PERSON_NUMBERS = ("taxNumber", "idNumber", "passportNumber", "innCode", "socialSecurityNumber")


def entity_details(entity: Entity, name: str, *, component: bool) -> dict[str, Any]:
    """``recordDetails`` of an entity."""
    found: dict[str, Any] = {"isComponent": component, "entityType": {"type": _entity_type(entity)}, "name": name}
    if others := [text for text in entity.values("name", "alias", "weakAlias", "previousName") if text != name]:
        found["alternateNames"] = others
    if country := entity.first("jurisdiction", "mainCountry", "country"):
        found["jurisdiction"] = territory(country)
    if numbers := _identifiers(entity, COMPANY_NUMBERS):
        found["identifiers"] = numbers
    for key, prop in (("foundingDate", "incorporationDate"), ("dissolutionDate", "dissolutionDate")):
        if when := day(entity.first(prop), last=key == "dissolutionDate"):
            found[key] = when
    return found | _addresses(entity)


def person_details(entity: Entity, name: str, *, component: bool) -> dict[str, Any]:
    """``recordDetails`` of a person; dates of birth as stated, possibly a year."""
    names = [{"type": "legal", "fullName": name}]
    names += [{"type": "alternative", "fullName": text} for text in entity.values("name", "alias") if text != name]
    names += [{"type": "former", "fullName": text} for text in entity.values("previousName")]
    found: dict[str, Any] = {"isComponent": component, "personType": "knownPerson", "names": names}
    if numbers := _identifiers(entity, PERSON_NUMBERS):
        found["identifiers"] = numbers
    if nations := entity.values("nationality", "citizenship"):
        found["nationalities"] = [territory(code) for code in nations]
    for key in ("birthDate", "deathDate"):
        if text := entity.first(key):
            found[key] = text
    if place := entity.first("birthPlace"):
        found["placeOfBirth"] = {"type": "placeOfBirth", "address": place}
    return found | _addresses(entity)


def territory(code: str) -> dict[str, str]:
    """A country or jurisdiction by name, with its ISO code where it has one.

    >>> territory("co")
    {'name': 'Colombia', 'code': 'CO'}
    """
    known = get_territory(code)
    name = known.name if known is not None else code.upper()
    return {"name": name, "code": code.upper()} if len(code.partition("-")[0]) == 2 else {"name": name}


def _entity_type(entity: Entity) -> str:
    if is_a(entity.schema, "PublicBody"):
        return "stateBody"
    if entity.values("registrationNumber", "leiCode") or is_a(entity.schema, "Company"):
        return "registeredEntity"
    return "legalEntity" if is_a(entity.schema, "Organization") else "unknownEntity"


def _identifiers(entity: Entity, props: tuple[str, ...]) -> list[dict[str, str]]:
    found = []
    for prop in props:
        for value in entity.values(prop):
            scheme = {"scheme": SCHEMES[prop]} if prop in SCHEMES else {"schemeName": prop}
            found.append({"id": value, **scheme})
    return found


def _addresses(entity: Entity) -> dict[str, Any]:
    kind = "residence" if is_a(entity.schema, "Person") else "registered"
    addresses = [{"type": kind, "address": text} for text in entity.values("address")]
    return {"addresses": addresses} if addresses else {}
