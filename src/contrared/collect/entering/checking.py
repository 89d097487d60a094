"""Whether an entry can be kept: schema, properties, values, and the entities it points to."""

from __future__ import annotations

import re
from collections.abc import Callable

from followthemoney.property import Property
from followthemoney.schema import Schema
from followthemoney.types import registry

from contrared.collect.cleaning import clean, property_of
from contrared.collect.entering.entry import Named
from contrared.collect.entering.telling import QUANTITY, UNIT
from contrared.model import PROTECTED_PROPERTIES, InputError
from contrared.model.commodities import CommodityKind, checked_cas
from contrared.model.ftm import model

#: Given an entity id, the schemata the node holds it under; none where it holds nothing by that id.
Schemata = Callable[[str], frozenset[str]]
_ANY_CASE = {name.casefold(): name for name in model.schemata}
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def schema_of(name: str) -> Schema:
    """The schema of that name, whatever its capitals.

    Raises:
        InputError: there is none, or none an entity can be of.
    """
    schema = model.get(_ANY_CASE.get(name.strip().casefold(), ""))
    if schema is None or schema.abstract:
        raise InputError(
            f"{name!r} is no schema that can be entered",
            do="use e.g. Person, Company, Organization, Vessel, Ownership, Directorship, Family, Seizure",
        )
    return schema


def property_named(schema: Schema, name: str) -> Property:
    """The property of a schema, as FtM or as an option writes it (``birthDate``, ``birth-date``).

    Raises:
        InputError: the schema has none of that name.
    """
    wanted = name.strip().replace("-", "").replace("_", "").casefold()
    for known in sorted(schema.properties):
        if known.casefold() == wanted and (found := property_of(schema.name, known)) is not None:
            return found
    near = sorted(schema.featured) or sorted(schema.properties)[:8]
    raise InputError(f"{schema.name} has no property {name!r}", do="it has for example " + ", ".join(near))


def checked(entity: Named, held: Schemata) -> Named:
    """An entity whose every value could be a loaded one: none is turned into a note, as a list's would be.

    Args:
        entity: As it was given; names of schema and properties in any writing.
        held: What the node holds by an id.

    Raises:
        InputError: the schema or a property is unknown, a value is not of its type, an entity it points to is not held
            or of the wrong schema, or what an edge needs is missing.
    """
    schema = schema_of(entity.schema)
    values = []
    for name, raw in entity.values:
        prop = property_named(schema, name)
        value = " ".join(raw.split())
        where = f"{schema.name} {prop.name}"
        if not value or _STEERING.search(raw):
            raise InputError("the value is empty or holds control characters", where=where, do="give it anew")
        if prop.name in PROTECTED_PROPERTIES:
            raise InputError("this is not entered about anybody", where=where, do="leave it out")
        _typed(prop, value, where, held)
        values.append((prop.name, checked_cas(value) if prop.name == "casNumber" else value))
    given = {prop for prop, _ in values}
    if UNIT in given and schema.is_a("GoodsEvent"):
        raise InputError("the unit is written with the quantity", where=schema.name, do="as in --quantity '412.5 kg'")
    if len([prop for prop, _ in values if prop == QUANTITY]) > 1:
        raise InputError("an event has one quantity", where=schema.name, do="enter one event for each")
    edge = {schema.edge_source, schema.edge_target} - {None} if schema.edge else set()
    for needed in sorted({*schema.required, *map(str, edge)} - given):
        raise InputError(f"{schema.name} needs {needed}", do=f"give --{_option(needed)}")
    if not values:
        raise InputError(f"nothing is said of the {schema.name}", do="give at least one property, such as --name")
    return Named(schema.name, tuple(dict.fromkeys(values)), entity.id)


def _typed(prop: Property, value: str, where: str, held: Schemata) -> None:
    if prop.type == registry.entity:
        schemata = held(value)
        if not schemata:
            raise InputError(
                f"the node holds nothing about {value!r}", where=where, do="enter it first, or correct the id"
            )
        wanted = prop.range
        known = [found for name in schemata if (found := model.get(name)) is not None]
        if wanted is not None and not any(found.is_a(wanted) for found in known):
            raise InputError(
                f"{value!r} is a {', '.join(sorted(schemata))}, and a {wanted.name} is needed",
                where=where,
                do="give another id",
            )
        return
    if clean(prop.type.name, value) is None:
        raise InputError(
            f"{value!r} is not a valid {prop.type.name}", where=where, do=_HOW.get(prop.type.name, "correct it")
        )
    if prop.name == "commodityKind" and value not in set(CommodityKind):
        raise InputError(f"{value!r} is no kind of commodity", where=where, do="use one of " + ", ".join(CommodityKind))


_HOW = {
    "date": "write YYYY, YYYY-MM or YYYY-MM-DD, only as precise as the source is",
    "country": "write the country's name or its two letters",
    "gender": "write male, female or other",
}


def _option(prop: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", prop).lower()
