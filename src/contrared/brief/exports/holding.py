"""What is to leave a node, as every format takes it: entities, ties and sources that policy has let through."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.model import Handling, Source, strictest
from contrared.model.ftm import model
from contrared.network import Edge, Party

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_COLUMNS = ("canonical_id", "id", "entity_id", "schema", "prop", "prop_type", "value", "dataset", "first_seen", "lang")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an entity; a value that is another entity is its canonical id."""

    id: str
    entity_id: str
    prop: str
    kind: str
    value: str
    dataset: str
    first_seen: str
    lang: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical entity.

    Attributes:
        id: Canonical id.
        schema: The most specific schema stated.
        referents: Ids on the lists that were merged into it, without its own, sorted.
        said: What is stated of it, in the order of the desk.
    """

    id: str
    schema: str
    referents: tuple[str, ...]
    said: tuple[Said, ...]

    def values(self, *props: str) -> list[str]:
        """Distinct values of these properties, those of the first property first."""
        return list(dict.fromkeys(row.value for prop in props for row in self.said if row.prop == prop))

    def first(self, *props: str) -> str:
        """The first of :meth:`values`, or empty."""
        return next(iter(self.values(*props)), "")

    @property
    def statement_ids(self) -> tuple[str, ...]:
        """Ids of the statements."""
        return tuple(row.id for row in self.said)

    @property
    def span(self) -> tuple[str, str]:
        """First and last date for which anything is stated of it."""
        dates = sorted({row.first_seen for row in self.said})
        return dates[0], dates[-1]


@dataclass(frozen=True)
class Holding:
    """What leaves.

    Attributes:
        statements: Columns of the lake, canonical ids filled in, in the order of the desk.
        evidence: Rows ``statement_id, source_id, locator`` of these statements, in a total order.
        sources: Sources by id, only those that the evidence names.
        parties: Parties by canonical id.
        edges: Ties between them, in their order.
        producer: Id and name of the node.
    """

    statements: pa.Table
    evidence: pa.Table
    sources: Mapping[str, Source]
    parties: Mapping[str, Party]
    edges: tuple[Edge, ...]
    producer: tuple[str, str]

    @cached_property
    def handling(self) -> Handling:
        """The strictest handling of all of it."""
        return strictest(source.handling for source in self.sources.values())

    @cached_property
    def _sources_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        columns = (self.evidence[name].to_pylist() for name in ("statement_id", "source_id"))
        for statement, source in zip(*columns, strict=True):
            had = found.get(statement, ())
            if source not in had:
                found[statement] = (*had, source)
        return found

    def sources_of(self, statement_ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the sources that make any of these statements, sorted."""
        return tuple(sorted({source for key in statement_ids for source in self._sources_of.get(key, ())}))

    def handling_of(self, sources: Iterable[str]) -> Handling:
        """The strictest handling of these sources; of everything where there is none to go by."""
        found = [self.sources[key].handling for key in sources if key in self.sources]
        return strictest(found) if found else self.handling

    def entities(self) -> Iterator[Entity]:
        """Entities in the order of their canonical ids, one after the other."""
        mapping = self.merged
        referents: dict[str, list[str]] = {}
        for entity, canonical in mapping.items():
            referents.setdefault(canonical, []).append(entity)
        order = pc.sort_indices(self.statements["canonical_id"])
        said: list[Said] = []
        schemata: set[str] = set()
        current = None
        for batch in self.statements.select(_COLUMNS).take(order).to_batches(max_chunksize=20_000):
            for canonical, key, entity, schema, prop, kind, value, dataset, first, lang in zip(
                *(column.to_pylist() for column in batch.columns), strict=True
            ):
                if canonical != current and current is not None:
                    yield _entity(current, schemata, referents, said)
                    said, schemata = [], set()
                current = canonical
                schemata.add(schema)
                told = mapping.get(value, value) if kind == "entity" else value
                said.append(Said(key, entity, prop, kind, told, dataset, first, lang or ""))
        if current is not None:
            yield _entity(current, schemata, referents, said)

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """Canonical id of each entity that has another one, in the order of the ids."""
        pairs = self.statements.select(["entity_id", "canonical_id"])
        pairs = pairs.filter(pc.not_equal(pairs["entity_id"], pairs["canonical_id"]))
        rows = zip(pairs["entity_id"].to_pylist(), pairs["canonical_id"].to_pylist(), strict=True)
        return dict(sorted(set(rows)))


def _entity(key: str, schemata: set[str], referents: Mapping[str, list[str]], said: list[Said]) -> Entity:
    return Entity(key, most_specific(schemata), tuple(sorted(referents.get(key, ()))), tuple(said))


def most_specific(schemata: Iterable[str]) -> str:
    """The schema that says most, the first by name of several."""
    depth = {name: len(found.schemata) if (found := model.get(name)) is not None else 0 for name in schemata}
    return min(depth, key=lambda name: (-depth[name], name))


def is_a(schema: str, *parents: str) -> bool:
    """Whether a schema is one of these, or below one."""
    found: Any = model.get(schema)
    return found is not None and any(found.is_a(parent) for parent in parents)


def day(text: str, *, last: bool = False) -> str:
    """A whole day, ISO, for a date that may be cut off to a month or a year: its first, or its last; else empty.

    >>> day("2020-02"), day("2020-02", last=True), day("spring")
    ('2020-02-01', '2020-02-29', '')
    """
    match = _DATE.match(text)
    if match is None or not match[1] >= "0001":
        return ""
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        return ""
    most = monthrange(year, month)[1]
    number = int(match[3] or (most if last else 1))
    return f"{year:04d}-{month:02d}-{number:02d}" if 1 <= number <= most else ""
