"""Profiles of all parties in a table of statements."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from contrared.match import Profile, profile_of
from contrared.match.profile import CONTACTS, COUNTRIES, DATES, IDENTIFIERS, KINDS, NAMES, PLACES, WEAK_NAMES

#: Schemata of parties that can be the same as another.
PARTIES = tuple(schema for schema in KINDS if schema != "CryptoWallet")
#: Properties a profile is made of, and the references that lists quote from each other.
PROPERTIES = (
    *NAMES,
    *WEAK_NAMES,
    *COUNTRIES,
    *CONTACTS,
    *DATES,
    *PLACES,
    *IDENTIFIERS,
    "gender",
    "addressEntity",
    "address",
)


def profiles(statements: pa.Table, *, use_references: bool = True, tips: Collection[str] = ()) -> list[Profile]:
    """Profiles of the parties in ``statements``, sorted by entity id.

    Args:
        statements: Statements of parties, their addresses and their listings.
        use_references: Whether a reference that one list quotes from another counts as a fact about the party.
        tips: Datasets that are tips; what they say of a party that another dataset knows is left out.
    """
    statements = _without_tips(statements, tips)
    full = _values(statements, ["Address"], ["full"])
    streets = _values(statements, ["Address"], ["street"])
    addresses = {key: min(values) for key, values in full.items() if key in streets}
    references = _references(statements) if use_references else {}
    wanted = statements.filter(
        pc.and_(pc.is_in(statements["schema"], pa.array(PARTIES)), pc.is_in(statements["prop"], pa.array(PROPERTIES)))
    )
    about: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[str, list[str]]] = {}
    columns = (wanted[name].to_pylist() for name in ("entity_id", "schema", "dataset", "prop", "value"))
    for entity_id, schema, dataset, prop, value in zip(*columns, strict=True):
        about[entity_id] = min(about.get(entity_id, (schema, dataset)), (schema, dataset))
        properties = values.setdefault(entity_id, {})
        held = properties.setdefault(prop, [])
        if value not in held:
            held.append(value)
    found = []
    for entity_id in sorted(values):
        schema, dataset = about[entity_id]
        properties = values[entity_id]
        places = [addresses[key] for key in properties.get("addressEntity", ()) if key in addresses]
        found.append(
            profile_of(
                {"id": entity_id, "schema": schema, "properties": properties},
                dataset=dataset,
                addresses=places,
                reference=references.get(entity_id, ()),
            )
        )
    return found


def _without_tips(statements: pa.Table, tips: Collection[str]) -> pa.Table:
    """Statements without those that tips make of entities which others know."""
    if not tips:
        return statements
    by_tip = pc.is_in(statements["dataset"], pa.array(sorted(tips), pa.string()))
    known = pc.unique(statements.filter(pc.invert(by_tip))["entity_id"])
    return statements.filter(pc.invert(pc.and_(by_tip, pc.is_in(statements["entity_id"], known))))


def _values(statements: pa.Table, schemas: list[str], props: list[str]) -> dict[str, list[str]]:
    rows = statements.filter(
        pc.and_(pc.is_in(statements["schema"], pa.array(schemas)), pc.is_in(statements["prop"], pa.array(props)))
    )
    found: dict[str, list[str]] = {}
    for entity_id, value in zip(rows["entity_id"].to_pylist(), rows["value"].to_pylist(), strict=True):
        found.setdefault(entity_id, []).append(value)
    return found


def _references(statements: pa.Table) -> dict[str, list[str]]:
    quoted = _values(statements, ["Sanction"], ["unscId"])
    party = _values(statements, ["Sanction"], ["entity"])
    found: dict[str, list[str]] = {}
    for sanction, references in quoted.items():
        for entity_id in party.get(sanction, ()):
            found.setdefault(entity_id, []).extend(references)
    return found
