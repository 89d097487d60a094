"""What changed between two versions of a dataset, and what the narrower of the two cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from contrared.govern import Desk
from contrared.store import DatasetVersion

#: Schemata that are parties or things of their own; the rest (listings, documents, links) are told under them.
ATTACHED = frozenset({"Sanction", "Passport", "Identification", "Address", "UnknownLink", "CryptoWallet"})


@dataclass(frozen=True, slots=True)
class StatementChange:
    """One statement that came or went."""

    statement_id: str
    prop: str
    value: str


@dataclass(frozen=True, slots=True)
class EntityDifference:
    """What came and went for one entity."""

    entity_id: str
    schema: str
    name: str
    removed: tuple[StatementChange, ...]
    added: tuple[StatementChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between two versions of a dataset.

    Attributes:
        dataset: Dataset name.
        first: Earlier version id.
        second: Later version id.
        added: Entities only in the later version.
        removed: Entities only in the earlier version.
        changed: Entities in both whose statements differ.
        unknown_properties: Properties that one of the versions cannot carry.
        unknown: Number of statements of those properties: neither removed nor added, but unknown.
    """

    dataset: str
    first: str
    second: str
    added: tuple[EntityDifference, ...]
    removed: tuple[EntityDifference, ...]
    changed: tuple[EntityDifference, ...]
    unknown_properties: tuple[str, ...]
    unknown: int


def difference(desk: Desk, first: DatasetVersion, second: DatasetVersion) -> Difference:
    """Compare two versions of one dataset, statement by statement.

    A property that one version does not carry (a lone ``sdn.csv`` has no aliases and no addresses) is unknown there,
    so statements of it count neither as removed nor as added.
    """
    gone, new = desk.difference(first, second)
    everywhere = desk.statements(versions=[first, second], props=["name"])
    names = _first_names(everywhere)
    ids_first = set(desk.statements(versions=[first])["entity_id"].to_pylist())
    ids_second = set(desk.statements(versions=[second])["entity_id"].to_pylist())
    removed, unknown_removed, props_removed = _by_entity(gone, second.carries)
    added, unknown_added, props_added = _by_entity(new, first.carries)
    entities: list[tuple[str, EntityDifference]] = []
    for entity_id in sorted(set(removed) | set(added)):
        schema = (removed.get(entity_id) or added[entity_id])[0][0]
        entry = EntityDifference(
            entity_id,
            schema,
            names.get(entity_id, entity_id),
            tuple(change for _, change in removed.get(entity_id, ())),
            tuple(change for _, change in added.get(entity_id, ())),
        )
        if entity_id not in ids_first:
            kind = "added"
        elif entity_id not in ids_second:
            kind = "removed"
        else:
            kind = "changed"
        entities.append((kind, entry))
    return Difference(
        dataset=first.dataset,
        first=first.version,
        second=second.version,
        added=tuple(entry for kind, entry in entities if kind == "added"),
        removed=tuple(entry for kind, entry in entities if kind == "removed"),
        changed=tuple(entry for kind, entry in entities if kind == "changed"),
        unknown_properties=tuple(sorted(props_removed | props_added)),
        unknown=unknown_removed + unknown_added,
    )


def parties(entries: Iterable[EntityDifference]) -> list[EntityDifference]:
    """Only parties and things of their own, without their listings, documents and links."""
    return [entry for entry in entries if entry.schema not in ATTACHED]


def _by_entity(
    statements: pa.Table, carries: tuple[str, ...]
) -> tuple[dict[str, list[tuple[str, StatementChange]]], int, set[str]]:
    found: dict[str, list[tuple[str, StatementChange]]] = {}
    unknown = 0
    properties: set[str] = set()
    columns = [statements[name].to_pylist() for name in ("entity_id", "schema", "id", "prop", "value")]
    for entity_id, schema, statement_id, prop, value in zip(*columns, strict=True):
        if carries and prop not in carries:
            unknown += 1
            properties.add(prop)
            continue
        found.setdefault(entity_id, []).append((schema, StatementChange(statement_id, prop, value)))
    return found, unknown, properties


def _first_names(statements: pa.Table) -> dict[str, str]:
    names: dict[str, str] = {}
    for entity_id, name in zip(statements["entity_id"].to_pylist(), statements["value"].to_pylist(), strict=True):
        names.setdefault(entity_id, name)
    return names
