"""Parties as whole entities, assembled from a table of statements: what an index is built of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.match.profile import KINDS

#: Entities that state a fact about a party: schema, the property that names the party, the property that holds the
#: fact, and the property of the party it becomes.
ABOUT_PARTIES = (
    ("Passport", "holder", "number", "passportNumber"),
    ("Identification", "holder", "number", "idNumber"),
    ("CryptoWallet", "holder", "publicKey", "cryptoAddress"),
    ("Sanction", "entity", "programId", "programId"),
)
#: Properties that screening neither compares nor shows.
LEFT_OUT = frozenset({"addressEntity", "notes", "summary", "description"})


def entities(statements: pa.Table) -> Iterator[dict[str, Any]]:
    """Parties in the order of their ids, with what documents, wallets, addresses and listings say of them.

    Args:
        statements: Statements of parties and of the entities that point to them, as a desk gives them.

    Yields:
        Mappings with ``id``, ``schema``, ``datasets`` and ``properties``.
    """
    told = _about(statements)
    streets = _values(statements, ["Address"], "full")
    wanted = statements.filter(pc.is_in(statements["schema"], pa.array(list(KINDS)))).sort_by("entity_id")
    columns = (wanted[name].to_pylist() for name in ("entity_id", "schema", "dataset", "prop", "value"))
    found: dict[str, Any] | None = None
    for entity_id, schema, dataset, prop, value in zip(*columns, strict=True):
        if found is None or found["id"] != entity_id:
            if found is not None:
                yield found
            properties = {key: list(values) for key, values in told.get(entity_id, {}).items()}
            found = {"id": entity_id, "schema": schema, "datasets": [dataset], "properties": properties}
        if prop == "addressEntity":
            for full in streets.get(value, ()):
                _add(found["properties"], "address", full)
        elif prop not in LEFT_OUT:
            _add(found["properties"], prop, value)
        if dataset not in found["datasets"]:
            found["datasets"].append(dataset)
        if schema != found["schema"]:
            found["schema"] = min(schema, found["schema"])
    if found is not None:
        yield found


def _about(statements: pa.Table) -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = {}
    for schema, party, fact, becomes in ABOUT_PARTIES:
        facts = _values(statements, [schema], fact)
        for about, holders in _values(statements, [schema], party).items():
            for holder in holders:
                for value in facts.get(about, ()):
                    _add(told.setdefault(holder, {}), becomes, value)
    return told


def _values(statements: pa.Table, schemas: list[str], prop: str) -> dict[str, list[str]]:
    rows = statements.filter(
        pc.and_(pc.is_in(statements["schema"], pa.array(schemas)), pc.equal(statements["prop"], prop))
    )
    found: dict[str, list[str]] = {}
    for entity_id, value in zip(rows["entity_id"].to_pylist(), rows["value"].to_pylist(), strict=True):
        found.setdefault(entity_id, []).append(value)
    return found


def _add(properties: dict[str, list[str]], prop: str, value: str) -> None:
    held = properties.setdefault(prop, [])
    if value not in held:
        held.append(value)
