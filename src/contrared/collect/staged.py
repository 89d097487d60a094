"""Writing a version into its staging folder: raw rows as they stream in, then sorted and without repeats."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from followthemoney.statement.util import NON_LANG_TYPE_NAMES

from contrared.collect.cleaning import PLAIN_TYPES, clean, fallback_of, property_of
from contrared.collect.draft import Batch, Draft, Fact, Reject
from contrared.store.config import EngineSettings
from contrared.store.schema import EVIDENCE, STATEMENTS

BATCH = 50_000
#: Columns of a statement that differ from row to row; the others are the same in the whole version.
TOLD: pa.Schema = pa.schema(
    [
        STATEMENTS.field(name)
        for name in ("id", "entity_id", "schema", "prop", "prop_type", "value", "lang", "original_value")
    ]
)
_ORIGINAL = TOLD.get_field_index("original_value")
#: Columns worth a dictionary in the raw files; the others hardly repeat.
_REPEATING = ["entity_id", "schema", "prop", "prop_type", "lang", "source_id"]
#: Two rows with one id differ in nothing but these, and then the smallest stands.
_ONCE = (
    "(SELECT id, any_value(entity_id) AS entity_id, min(schema) AS schema, any_value(prop) AS prop, "
    "min(prop_type) AS prop_type, any_value(value) AS value, any_value(lang) AS lang, "
    "min(original_value) AS original_value FROM told GROUP BY id)"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was written."""

    statements: int
    evidence: int
    entities: int
    rejects: int


class StagedVersion:
    """Takes drafts and rejects of one load and leaves the files of a version.

    Args:
        folder: Staging folder.
        dataset: Dataset name.
        version: Id of the version, written into each row.
        as_of: Date the statements were seen.
        source_ids: Source id of each file of the load.
        engine: Limits of the engine that sorts.
    """

    def __init__(
        self,
        folder: Path,
        dataset: str,
        version: str,
        as_of: str,
        source_ids: Mapping[str, str],
        engine: EngineSettings,
    ) -> None:
        self._folder = folder
        self._dataset = dataset
        self._version = version
        self._as_of = as_of
        self._source_ids = source_ids
        self._engine = engine
        self._told = _Rows(folder / "told.parquet", TOLD)
        self._places = _Rows(folder / "places.parquet", EVIDENCE)
        self._reject_file = (folder / "rejects.csv").open("w", newline="", encoding="utf-8")
        self._reject_rows = csv.writer(self._reject_file)
        self._reject_rows.writerow(["file", "locator", "reason", "raw"])
        self.rejects = 0

    def __enter__(self) -> StagedVersion:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        with ExitStack() as closing:
            # On a full disk closing one of them fails, which is no reason to leave the others open.
            for file in (self._told, self._places, self._reject_file):
                closing.callback(file.close)

    def take(self, item: Draft | Batch | Reject) -> None:
        """Take one draft, batch of statements, or reject."""
        if isinstance(item, Reject):
            self._reject(item)
        elif isinstance(item, Batch):
            self._batch(item)
        else:
            self._draft(item)

    def finish(self) -> Tally:
        """Write the final, sorted files and remove the raw ones."""
        self._told.close()
        self._places.close()
        self._reject_file.close()
        engine = duckdb.connect(
            config={
                "threads": self._engine.threads,
                "memory_limit": self._engine.memory,
                "temp_directory": str(self._folder / "spill"),
            }
        )
        try:
            engine.execute("SET enable_progress_bar = false")
            engine.read_parquet(str(self._told.path)).create_view("told")
            engine.read_parquet(str(self._places.path)).create_view("places")
            rows, ids, entities = engine.execute(
                "SELECT count(*), count(DISTINCT id), count(DISTINCT entity_id) FROM told"
            ).fetchall()[0]
            # What is said twice of one entity was already joined; only one entity drafted twice leaves repeats.
            repeated = rows > ids
            same = {
                "canonical_id": "entity_id",
                "dataset": "$dataset",
                "version": "$version",
                "first_seen": "$as_of",
                "last_seen": "$as_of",
                "external": "false",
                "origin": "NULL::VARCHAR",
            }
            columns = ", ".join(f"{same.get(name, name)} AS {name}" for name in STATEMENTS.names)
            told = _ONCE if repeated else "told"
            engine.execute(
                f"COPY (SELECT {columns} FROM {told} ORDER BY entity_id, prop, value, lang, id) "
                f"TO '{_sql(self._folder / 'statements.parquet')}' (FORMAT parquet, COMPRESSION zstd)",
                {"dataset": self._dataset, "version": self._version, "as_of": self._as_of},
            )
            engine.execute(
                f"COPY (SELECT {'DISTINCT ' if repeated else ''}* FROM places ORDER BY 1, 2, 3) "
                f"TO '{_sql(self._folder / 'evidence.parquet')}' (FORMAT parquet, COMPRESSION zstd)"
            )
        finally:
            engine.close()
        self._told.path.unlink()
        self._places.path.unlink()
        evidence = pq.read_metadata(self._folder / "evidence.parquet").num_rows
        return Tally(ids, evidence, entities, self.rejects)

    def _draft(self, draft: Draft) -> None:
        schema, entity_id = draft.schema, draft.entity_id
        stem = f"{self._dataset}.{entity_id}."
        rows, places = self._told.cells, self._places.cells
        said: dict[tuple[str, str, str | None], tuple[int, str, str]] = {}
        again: dict[tuple[str, str, str], None] = {}
        for fact in draft.facts:
            prop, value, file, locator, lang, original = fact
            kept = _kept(schema, prop)
            if kept is None:
                self._refuse(fact, f"{schema} has no property {prop!r}")
                continue
            name, kind, plain, lingual = kept
            cleaned = " ".join(value.split()) if plain else clean(kind, value)
            if not cleaned:
                self._refuse(fact, f"{prop}: not a valid {kind}; kept as text")
                fallback = fallback_of(schema)
                if fallback is None:
                    continue
                name, kind, lingual, cleaned = fallback, "text", True, f"{prop}: {value}"
            if not lingual:
                lang = None
            if original is None:
                original = value
            written = None if original == cleaned else original
            source = self._source_ids[file]
            first = said.get((name, cleaned, lang))
            if first is None:
                # As Statement.make_key, whose first parts are the same for the whole draft; a test compares the two.
                text = f"{stem}{name}.{cleaned}" if lang is None else f"{stem}{name}.{cleaned}@{lang}"
                identity = sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()
                said[name, cleaned, lang] = len(rows), source, locator
                rows += (identity, entity_id, schema, name, kind, cleaned, lang, written)
                places += (identity, source, locator)
            else:
                place, known, stood = first
                if (known, stood) != (source, locator):
                    again[rows[place], source, locator] = None
                held = rows[place + _ORIGINAL]
                if written is not None and (held is None or written < held):
                    rows[place + _ORIGINAL] = written
        for found in again:
            places += found
        self._told.flush_if_full()
        self._places.flush_if_full()

    def _batch(self, batch: Batch) -> None:
        """As a draft for each statement, without looking for repeats: there are few, and the end takes them out."""
        rows, places, dataset = self._told.cells, self._places.cells, self._dataset
        source = self._source_ids[batch.file]
        for entity_id, schema, prop, value, lang, original, locator in batch.told:
            kept = _kept(schema, prop)
            if kept is None:
                self._reject(Reject(batch.file, locator, f"{schema} has no property {prop!r}", value))
                continue
            name, kind, plain, lingual = kept
            cleaned = " ".join(value.split()) if plain else clean(kind, value)
            if not cleaned:
                self._reject(Reject(batch.file, locator, f"{prop}: not a valid {kind}; kept as text", value))
                fallback = fallback_of(schema)
                if fallback is None:
                    continue
                name, kind, lingual, cleaned = fallback, "text", True, f"{prop}: {value}"
            text = f"{dataset}.{entity_id}.{name}.{cleaned}"
            if lang is not None:
                lang = lang if lingual else None
                text = text if lang is None else f"{text}@{lang}"
            identity = sha1(text.encode("utf-8"), usedforsecurity=False).hexdigest()
            if original is None:
                original = value
            written = None if original == cleaned else original
            rows += (identity, entity_id, schema, name, kind, cleaned, lang, written)
            places += (identity, source, locator)
        self._told.flush_if_full()
        self._places.flush_if_full()

    def _refuse(self, fact: Fact, reason: str) -> None:
        self._reject(Reject(fact.file, fact.locator, reason, fact.value))

    def _reject(self, reject: Reject) -> None:
        self._reject_rows.writerow([reject.file, reject.locator, reject.reason, reject.raw])
        self.rejects += 1


class Kept(NamedTuple):
    """How values of a property are kept.

    Attributes:
        prop: Property of the schema.
        kind: Its FtM type.
        plain: Whether only white space is put right.
        lingual: Whether a language can belong to the value.
    """

    prop: str
    kind: str
    plain: bool
    lingual: bool


@cache
def _kept(schema: str, prop: str) -> Kept | None:
    found = property_of(schema, prop)
    if found is None:
        return None
    kind = found.type.name
    return Kept(prop, kind, kind in PLAIN_TYPES, kind not in NON_LANG_TYPE_NAMES)


class _Rows:
    """Rows on their way into a raw file, written batch by batch.

    They wait as one flat list of cells, row after row: no container for each row, which the collector of garbage would
    have to look through.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.cells: list[Any] = []
        self._schema = schema
        # Read once and thrown away: packing it would cost more than it saves.
        dictionary = [name for name in schema.names if name in _REPEATING]
        self._file = pq.ParquetWriter(path, schema, compression="none", use_dictionary=dictionary)

    def flush_if_full(self) -> None:
        if len(self.cells) >= BATCH * len(self._schema):
            self._flush()

    def close(self) -> None:
        try:
            self._flush()
        finally:
            self._file.close()

    def _flush(self) -> None:
        if self.cells:
            width = len(self._schema)
            arrays = [pa.array(self.cells[n::width], field.type) for n, field in enumerate(self._schema)]
            self.cells.clear()
            self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))


def _sql(path: Path) -> str:
    return str(path).replace("'", "''")
