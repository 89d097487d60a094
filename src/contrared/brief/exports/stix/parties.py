"""Parties, designations and places as STIX objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rigour.names import extract_org_types

from contrared.brief.exports.holding import Entity, Holding, is_a
from contrared.brief.exports.stix.extension import THING, of_entity
from contrared.brief.exports.stix.markings import Markings
from contrared.brief.exports.stix.objects import Object, base, references, stix_id
from contrared.model.programmes import Category, programme
from contrared.network import Party

#: What a designated group is, in the open vocabulary of threat actors (section 10.24); other programmes name none.
ACTORS = {
    Category.TERROR: "terrorist",
    Category.DRUGS: "crime-syndicate",
    Category.ORGANISED_CRIME: "crime-syndicate",
    Category.CYBER: "hacker",
}
#: What a register gives to firms.
REGISTERED = ("registrationNumber", "taxNumber", "vatCode", "leiCode", "legalForm", "idNumber")
#: Properties by which a party is somewhere; a nationality or a flag is no place.
LOCATING = ("country", "mainCountry", "jurisdiction")


class Parties:
    """Makes the objects of entities.

    Args:
        holding: What leaves.
        creator: Id of the identity of the node.
        markings: Where markings are gathered.
    """

    def __init__(self, holding: Holding, creator: str, markings: Markings) -> None:
        self.holding, self.creator, self.markings = holding, creator, markings

    def id_of(self, party: Party) -> str:
        """Id of the object of a party."""
        kind = "identity" if is_a(party.schema, "LegalEntity") else THING
        return stix_id(kind, self.holding.producer[0], party.id)

    def of(self, entity: Entity) -> Iterator[Object]:
        """Objects of an entity; none for what is only a link, a listing or a document, whose ties stand for it."""
        party = self.holding.parties.get(entity.id)
        if party is not None:
            yield self._party(entity, party)
            yield from self._designated(entity, party)
            for country in countries_of(entity):
                yield from self._in_country(entity, party, country)
        elif is_a(entity.schema, "Address") and (place := self._place(entity)) is not None:
            yield place

    def located(self, entity: Entity, places: set[str]) -> Iterator[Object]:
        """Where a party is, by the addresses that leave with it."""
        party = self.holding.parties.get(entity.id)
        for row in entity.said if party is not None else ():
            if row.prop == "addressEntity" and row.value in places and party is not None:
                target = stix_id("location", self.holding.producer[0], row.value)
                yield self.link(self.id_of(party), "located-at", target, (row.id,), (row.first_seen, row.first_seen))

    def link(self, source: str, kind: str, target: str, statements: tuple[str, ...], span: tuple[str, str]) -> Object:
        """A relationship that rests on statements."""
        sources = self.holding.sources_of(statements)
        identity = stix_id("relationship", source, kind, target, *statements)
        found = base("relationship", identity, span, self.creator)
        found |= {"relationship_type": kind, "source_ref": source, "target_ref": target}
        return found | self._sourced(sources)

    def _sourced(self, sources: tuple[str, ...]) -> Object:
        marked: Object = {"object_marking_refs": self.markings.of(self.holding.handling_of(sources))}
        cited = references(self.holding, sources)
        return marked | ({"external_references": cited} if cited else {})

    def _party(self, entity: Entity, party: Party) -> Object:
        identity = self.id_of(party)
        legal = identity.startswith("identity--")
        found = base("identity" if legal else THING, identity, entity.span, self.creator)
        found["name"] = party.name
        if legal:
            found["identity_class"] = _class(party.schema)
            if reached := entity.values("email", "phone", "website"):
                found["contact_information"] = "; ".join(reached)
        found |= self._sourced(self.holding.sources_of(entity.statement_ids))
        found["extensions"] = of_entity(self.holding, entity, new=not legal)
        return found

    def _designated(self, entity: Entity, party: Party) -> Iterator[Object]:
        """A threat actor for a group that a list designates; a person or firm on a list is none for that."""
        if not _is_group(entity, party):
            return
        listings = [item for item in party.listings if item.category in ACTORS]
        kinds = sorted({ACTORS[item.category] for item in listings if item.category is not None})
        if not kinds:
            return
        statements = tuple(sorted({key for item in listings for key in item.statement_ids}))
        identity = stix_id("threat-actor", self.holding.producer[0], party.id)
        found = base("threat-actor", identity, entity.span, self.creator)
        found |= {"name": party.name, "description": _designation(party), "threat_actor_types": kinds}
        if aliases := [name for name in entity.values("name", "alias", "weakAlias") if name != party.name]:
            found["aliases"] = aliases
        yield found | self._sourced(self.holding.sources_of(statements))
        yield self.link(identity, "attributed-to", self.id_of(party), statements, entity.span)

    def _place(self, entity: Entity) -> Object | None:
        """A location, where its country or its coordinates are stated: STIX knows no other."""
        found = base("location", stix_id("location", self.holding.producer[0], entity.id), entity.span, self.creator)
        words: dict[str, Any] = {
            "name": entity.first("full", "name"),
            "country": entity.first("country").upper(),
            "administrative_area": entity.first("state", "region"),
            "city": entity.first("city"),
            "street_address": entity.first("street"),
            "postal_code": entity.first("postalCode"),
        }
        found |= {key: value for key, value in words.items() if value}
        point = _point(entity)
        if point is not None:
            found |= {"latitude": point[0], "longitude": point[1]}
        if "country" not in found and point is None:
            return None
        found |= self._sourced(self.holding.sources_of(entity.statement_ids))
        return found | {"extensions": of_entity(self.holding, entity)}

    def _in_country(self, entity: Entity, party: Party, country: str) -> Iterator[Object]:
        rows = [row for row in entity.said if row.value == country and row.prop in LOCATING]
        place = stix_id("location", "country", country)
        link = self.link(self.id_of(party), "located-at", place, tuple(sorted({row.id for row in rows})), entity.span)
        yield link | {"description": ", ".join(sorted({row.prop for row in rows}))}


def countries_of(entity: Entity) -> list[str]:
    """Two-letter codes of the countries that a party is in."""
    return [code for code in entity.values(*LOCATING) if len(code) == 2]


def country_object(country: str, creator: str) -> Object:
    """A country as a location, which says nothing of anybody and has no marking."""
    identity = stix_id("location", "country", country)
    return base("location", identity, ("", ""), creator) | {"name": country.upper(), "country": country.upper()}


def _class(schema: str) -> str:
    if is_a(schema, "Person"):
        return "individual"
    return "organization" if is_a(schema, "Organization") else "unknown"


def _is_group(entity: Entity, party: Party) -> bool:
    """Whether an organisation is neither a firm nor an authority; lists call them all entities.

    A legal form in a name, or a number of a register, makes it a firm.
    """
    if not is_a(party.schema, "Organization") or is_a(party.schema, "Company", "PublicBody"):
        return False
    if entity.values(*REGISTERED):
        return False
    return not any(extract_org_types(name) for name in entity.values("name", "alias", "weakAlias", "previousName"))


def _designation(party: Party) -> str:
    """By which lists a group is designated, and that this is all that is said."""
    named = []
    for item in party.listings:
        if item.category in ACTORS:
            known = programme(item.dataset, item.code)
            named.append(f"{item.dataset} {item.code}" + (f" ({known.law})" if known is not None and known.law else ""))
    return "Designated under " + "; ".join(dict.fromkeys(named)) + ". A designation is an act of its authority."


def _point(entity: Entity) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(entity.first("latitude")), float(entity.first("longitude"))
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
