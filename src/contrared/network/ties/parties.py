"""The parties of the network: who they are called, what they are, and under which programmes they are listed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from contrared.model.ftm import model
from contrared.model.programmes import Category, programme
from contrared.network.ties.rows import Row, rows

#: Schemata whose entities can be nodes; addresses, documents and listings never are.
PARTY_SCHEMATA = ("LegalEntity", "Asset")
_LATIN = re.compile(r"[\x00-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2010-\u201f]*")


@dataclass(frozen=True, slots=True)
class Listing:
    """A programme under which a list names a party.

    Attributes:
        entity_id: Id of the party on that list.
        dataset: The list.
        code: The programme as the list writes it.
        category: What the programme is against; None where it is not classified.
        statement_ids: Statements that say so, sorted.
    """

    entity_id: str
    dataset: str
    code: str
    category: Category | None
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A canonical party.

    Attributes:
        id: Canonical id.
        name: Name it is shown under: the one most lists give, Latin script before others, then alphabetical.
        schema: Most specific schema stated.
        entity_ids: Ids on the lists, sorted.
        listings: In order of list and code.
    """

    id: str
    name: str
    schema: str
    entity_ids: tuple[str, ...]
    listings: tuple[Listing, ...]

    @property
    def categories(self) -> frozenset[Category]:
        """What the programmes that name it are against."""
        return frozenset(item.category for item in self.listings if item.category is not None)


@cache
def is_party(schema: str) -> bool:
    """Whether entities of a schema can be nodes."""
    found = model.get(schema)
    return found is not None and any(found.is_a(parent) for parent in PARTY_SCHEMATA)


def parties(statements: pa.Table) -> dict[str, Party]:
    """All parties by canonical id, in the order of the ids."""
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    schemata: dict[str, set[str]] = defaultdict(set)
    members: dict[str, set[str]] = defaultdict(set)
    listed: dict[str, dict[tuple[str, str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    pairs = statements.select(["entity_id", "canonical_id", "schema"])
    pairs = pairs.group_by(pairs.column_names).aggregate([]).select(pairs.column_names)
    for entity_id, canonical_id, schema in zip(*(column.to_pylist() for column in pairs.columns), strict=True):
        if is_party(schema):
            schemata[canonical_id].add(schema)
            members[canonical_id].add(entity_id)
    for row in rows(statements, props={"name", "programId"}):
        if row.canonical_id not in members or not is_party(row.schema):
            continue
        if row.prop == "name":
            names[row.canonical_id][row.value].add(row.dataset)
        else:
            listed[row.canonical_id][_listing_key(row)].add(row.id)
    return {
        key: Party(
            id=key,
            name=_shown(names[key], key),
            schema=_most_specific(schemata[key]),
            entity_ids=tuple(sorted(members[key])),
            listings=tuple(_listing(where, ids) for where, ids in sorted(listed[key].items())),
        )
        for key in sorted(members)
    }


def _listing_key(row: Row) -> tuple[str, str, str]:
    return row.dataset, row.value, row.entity_id


def _listing(where: tuple[str, str, str], statement_ids: set[str]) -> Listing:
    dataset, code, entity_id = where
    found = programme(dataset, code)
    return Listing(entity_id, dataset, code, found.category if found else None, tuple(sorted(statement_ids)))


def _shown(names: dict[str, set[str]], fallback: str) -> str:
    return min(names, key=lambda n: (not _LATIN.fullmatch(n), -len(names[n]), n), default=fallback)


def _most_specific(schemata: set[str]) -> str:
    depth = {name: len(found.schemata) for name in schemata if (found := model.get(name)) is not None}
    return min(depth, key=lambda name: (-depth[name], name))
