"""Our extension of STIX (section 7.3): what is stated of a party or a tie, and things that STIX has no word for."""

from __future__ import annotations

from typing import Any

from contrared.brief.exports.holding import Entity, Holding
from contrared.brief.exports.stix.objects import DEFINED, VERSION, Object, stix_id
from contrared.network import Edge

#: Vessels, aircraft, vehicles, accounts, wallets: STIX has no object for them.
THING = "x-contrared-thing"
#: Special categories of personal data leave in this format only by hand.
SENSITIVE = frozenset({"ethnicity", "religion", "political"})
ID = stix_id("extension-definition", "contrared")


def definition(creator: str) -> Object:
    """The definition that the bundle carries."""
    return {
        "type": "extension-definition",
        "spec_version": VERSION,
        "id": ID,
        "created_by_ref": creator,
        "created": DEFINED,
        "modified": DEFINED,
        "name": "Contrared statements",
        "description": (
            "On an identity, a location or a thing: its FollowTheMoney schema, the ids it has on the lists, its"
            " properties, and for each value the statements that say it. On a relationship: layer, kind, weight, dates"
            f" as stated, and statements. {THING}: a vessel, aircraft, vehicle, account or other asset."
        ),
        "schema": "https://contrared.org/stix/extension/v1",
        "version": "1.0.0",
        "extension_types": ["property-extension", "new-sdo"],
    }


def of_entity(holding: Holding, entity: Entity, *, new: bool = False) -> dict[str, Any]:
    """The extension of an entity.

    Args:
        holding: What leaves.
        entity: The entity.
        new: Whether its object is of a type of ours.
    """
    told: dict[str, dict[str, list[str]]] = {}
    for row in entity.said:
        if row.prop not in SENSITIVE:
            told.setdefault(row.prop, {}).setdefault(row.value, []).append(row.id)
    properties = {
        prop: [{"value": value, "statements": sorted(set(ids))} for value, ids in values.items()]
        for prop, values in sorted(told.items())
    }
    return {
        ID: {
            "extension_type": "new-sdo" if new else "property-extension",
            "entity_id": entity.id,
            "schema": entity.schema,
            "handling": holding.handling_of(holding.sources_of(entity.statement_ids)).banner,
            # The standard forbids empty lists and dictionaries, within extensions too.
            **({"referents": list(entity.referents)} if entity.referents else {}),
            **({"properties": properties} if properties else {}),
        }
    }


def of_tie(edge: Edge) -> dict[str, Any]:
    """The extension of a tie; dates are as stated, possibly cut off to a year."""
    stated: dict[str, Any] = {
        "extension_type": "property-extension",
        "layer": edge.layer.value,
        "directed": edge.layer.directed,
        "weight": round(edge.weight, 6),
        "count": edge.count,
        "statements": list(edge.statement_ids),
    }
    return {
        ID: stated
        | {key: value for key, value in (("kind", edge.kind), ("first", edge.first), ("last", edge.last)) if value}
    }
