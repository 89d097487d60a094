"""The listed parties: about 31,000 real ones, through the project's own readers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from contrared.collect import LoadOptions, load
from contrared.govern import enter
from contrared.store import Node

from . import cache

DATA = Path(__file__).parents[3] / "shared" / "data"
WATCHLISTS = DATA / "watchlists"
#: Lists, in loading order. OFAC of June 2021 is the last that has its aliases and addresses beside it.
LISTS = (
    "ofac/flat_2021-06",
    "ofac/cons_flat_2024-08",
    "un/un_consolidated_2026-02-27.xml.gz",
    "uk/ConList_2022-05-04.xlsx",
    "ca/sema-lmes_2025.xml.gz",
    "mx/mx_sat_69b_2023-07.csv.gz",
)
PARTIES = frozenset({"Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane"})
#: Running text quotes other lists' references and would give the answer away.
LEFT_OUT = frozenset({"notes", "summary", "addressEntity"})
NAMES = ("name", "alias", "previousName", "weakAlias")

Properties = dict[str, list[str]]


@dataclass(frozen=True)
class Listed:
    """One entry of one list.

    Attributes:
        id: Its entity id.
        schema: FtM schema.
        dataset: The list.
        properties: FtM properties, values sorted.
        references: UN references the entry bears or quotes.
    """

    id: str
    schema: str
    dataset: str
    properties: Properties
    references: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``person``, ``vessel``, ``aircraft`` or ``organisation``."""
        return {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}.get(self.schema, "organisation")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names, each once, main names first."""
        return tuple(dict.fromkeys(value for prop in NAMES for value in self.properties.get(prop, ())))

    def entity(self, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
        """As a mapping that matchers read, without some of its names."""
        kept = {
            prop: [value for value in values if prop not in NAMES or value not in without]
            for prop, values in self.properties.items()
        }
        return {"id": self.id, "schema": self.schema, "properties": {p: v for p, v in kept.items() if v}}


def listed() -> list[Listed]:
    """All listed parties, ordered by id; read from the lists once, then from the cache."""
    return [
        Listed(row["id"], row["schema"], row["dataset"], row["properties"], tuple(row["references"]))
        for row in cache.lines("listed", key(), _read)
    ]


def key() -> str:
    """Key of the cached parties: changes with the lists and with the code that reads them."""
    import contrared

    house = Path(contrared.__file__).parent
    code = [*house.joinpath("collect").rglob("*.py"), Path(__file__)]
    files = [path for name in LISTS for path in _files(WATCHLISTS / name)]
    return cache.content_key([*code, *files])


def _files(path: Path) -> list[Path]:
    return sorted(path.iterdir()) if path.is_dir() else [path]


def _read() -> Iterator[cache.Record]:
    with tempfile.TemporaryDirectory() as temporary:
        node = Node.init(Path(temporary) / "node", unencrypted="a benchmark")
        desk = enter(node, purpose="bench")
        for name in LISTS:
            load(desk, WATCHLISTS / name, LoadOptions())
        statements = desk.statements()
        node.close()
    yield from assemble(statements)


def assemble(statements: pa.Table) -> Iterator[cache.Record]:
    """Records of parties from statements: properties joined, full addresses and UN references folded in."""
    columns = [statements[name].to_pylist() for name in ("entity_id", "schema", "dataset", "prop", "value")]
    about: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[str, set[str]]] = {}
    for entity, schema, dataset, prop, value in zip(*columns, strict=True):
        about[entity] = (schema, dataset)
        values.setdefault(entity, {}).setdefault(prop, set()).add(value)
    references: dict[str, set[str]] = {}
    for entity, (schema, _) in about.items():
        if schema == "Sanction":
            for party in values[entity].get("entity", ()):
                references.setdefault(party, set()).update(
                    r.strip().casefold() for r in values[entity].get("unscId", ())
                )
    for entity in sorted(about):
        schema, dataset = about[entity]
        held = values[entity]
        if schema not in PARTIES or not any(held.get(prop) for prop in NAMES):
            continue
        full = {v for address in held.get("addressEntity", ()) for v in values.get(address, {}).get("full", ())}
        properties = {prop: sorted(found) for prop, found in sorted(held.items()) if prop not in LEFT_OUT}
        if full or "address" in properties:
            properties["address"] = sorted({*full, *properties.get("address", ())})
        yield {
            "id": entity,
            "schema": schema,
            "dataset": dataset,
            "properties": properties,
            "references": sorted(references.get(entity, ())),
        }
