"""Writing a version into its staging folder: raw rows as they stream in, then sorted and without repeats."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from followthemoney.statement import Statement
from followthemoney.statement.util import NON_LANG_TYPE_NAMES

from contrared.collect.cleaning import clean, fallback_of, property_of
from contrared.collect.draft import Draft, Reject
from contrared.store.config import EngineSettings
from contrared.store.schema import RAW, STATEMENTS

BATCH = 50_000


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
        self._columns: list[list[object]] = [[] for _ in RAW]
        self._raw = pq.ParquetWriter(folder / "raw.parquet", RAW, compression="lz4")
        self._reject_file = (folder / "rejects.csv").open("w", newline="", encoding="utf-8")
        self._reject_rows = csv.writer(self._reject_file)
        self._reject_rows.writerow(["file", "locator", "reason", "raw"])
        self.facts = 0
        self.rejects = 0

    def __enter__(self) -> StagedVersion:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._raw.close()
        self._reject_file.close()

    def take(self, item: Draft | Reject) -> None:
        """Take one draft or reject."""
        if isinstance(item, Reject):
            self._reject(item)
        else:
            self._draft(item)
        if len(self._columns[0]) >= BATCH:
            self._flush()

    def finish(self) -> Tally:
        """Write the final, sorted files and remove the raw one."""
        self._flush()
        self._raw.close()
        self._reject_file.close()
        raw = self._folder / "raw.parquet"
        engine = duckdb.connect(
            config={
                "threads": self._engine.threads,
                "memory_limit": self._engine.memory,
                "temp_directory": str(self._folder / "spill"),
            }
        )
        try:
            engine.read_parquet(str(raw)).create_view("raw")
            kept = [name for name in STATEMENTS.names if name not in {"canonical_id", "version"}]
            first = ", ".join(f"min({name}) AS {name}" for name in kept if name != "id")
            columns = ", ".join(
                {"canonical_id": "entity_id AS canonical_id", "version": "$version AS version"}.get(name, name)
                for name in STATEMENTS.names
            )
            statements = self._folder / "statements.parquet"
            evidence = self._folder / "evidence.parquet"
            engine.execute(
                f"COPY (SELECT {columns} FROM (SELECT id, {first} FROM raw GROUP BY id) "
                "ORDER BY entity_id, prop, value, lang, id) "
                f"TO '{_sql(statements)}' (FORMAT parquet, COMPRESSION zstd)",
                {"version": self._version},
            )
            engine.execute(
                "COPY (SELECT DISTINCT id AS statement_id, source_id, locator FROM raw "
                f"ORDER BY 1, 2, 3) TO '{_sql(evidence)}' (FORMAT parquet, COMPRESSION zstd)"
            )
            entities = engine.execute("SELECT count(DISTINCT entity_id) FROM raw").fetchone()
        finally:
            engine.close()
        raw.unlink()
        return Tally(
            pq.read_metadata(statements).num_rows,
            pq.read_metadata(evidence).num_rows,
            int(entities[0]) if entities else 0,
            self.rejects,
        )

    def _draft(self, draft: Draft) -> None:
        for fact in draft.facts:
            prop = property_of(draft.schema, fact.prop)
            if prop is None:
                reason = f"{draft.schema} has no property {fact.prop!r}"
                self._reject(Reject(fact.file, fact.locator, reason, fact.value))
                continue
            value = clean(prop.type.name, fact.value)
            original = fact.original if fact.original is not None else fact.value
            name, kind = fact.prop, prop.type.name
            if value is None:
                reason = f"{fact.prop}: not a valid {kind}; kept as text"
                self._reject(Reject(fact.file, fact.locator, reason, fact.value))
                fallback = fallback_of(draft.schema)
                if fallback is None:
                    continue
                name, kind, value = fallback, "text", f"{fact.prop}: {fact.value}"
            self._row(draft, name, kind, value, original, fact.lang, fact.file, fact.locator)

    def _row(
        self, draft: Draft, prop: str, kind: str, value: str, original: str, lang: str | None, file: str, locator: str
    ) -> None:
        if lang is not None and kind in NON_LANG_TYPE_NAMES:
            lang = None
        identity = Statement.make_key(self._dataset, draft.entity_id, prop, value, False, lang=lang)
        row = (
            identity,
            draft.entity_id,
            draft.schema,
            prop,
            kind,
            value,
            lang,
            None if original == value else original,
            self._dataset,
            self._as_of,
            self._as_of,
            False,
            None,
            self._source_ids[file],
            locator,
        )
        for column, cell in zip(self._columns, row, strict=True):
            column.append(cell)
        self.facts += 1

    def _reject(self, reject: Reject) -> None:
        self._reject_rows.writerow([reject.file, reject.locator, reject.reason, reject.raw])
        self.rejects += 1

    def _flush(self) -> None:
        if self._columns[0]:
            arrays = [pa.array(column, field.type) for column, field in zip(self._columns, RAW, strict=True)]
            self._raw.write_table(pa.Table.from_arrays(arrays, schema=RAW))
            for column in self._columns:
                column.clear()


def _sql(path: Path) -> str:
    return str(path).replace("'", "''")
