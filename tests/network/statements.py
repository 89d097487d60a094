"""Statement tables for the tests of this room, written as short tuples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
from followthemoney import model

from contrared.store.schema import STATEMENTS

Said = tuple[str, str, str, str]


def table(
    said: Iterable[Said], *, canonical: Mapping[str, str] | None = None, dataset: str = "us_ofac_sdn"
) -> pa.Table:
    """A table of ``(entity, schema, property, value)``; statement ids are ``s0``, ``s1`` ... in the order given."""
    rows = []
    for number, (entity, schema, prop, value) in enumerate(said):
        found = model.get(schema)
        assert found is not None
        rows.append(
            {
                "id": f"s{number}",
                "entity_id": entity,
                "canonical_id": (canonical or {}).get(entity, entity),
                "schema": schema,
                "prop": prop,
                "prop_type": found.properties[prop].type.name,
                "value": value,
                "dataset": dataset,
                "version": "v1",
                "external": False,
            }
        )
    return pa.Table.from_pylist(rows, schema=STATEMENTS)


def people(*names: str) -> list[Said]:
    """A person for each name, the name being the id too."""
    return [(name, "Person", "name", name) for name in names]


def link(subject: str, target: str, role: str = "Linked To") -> list[Said]:
    """An ``UnknownLink``."""
    key = f"{subject}-link-{target}-{role}"
    return [
        (key, "UnknownLink", "subject", subject),
        (key, "UnknownLink", "object", target),
        (key, "UnknownLink", "role", role),
    ]
