"""Set-based steps over the lake, written once as Ibis expressions; DuckDB runs them by default."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from contrared.store.config import EngineSettings
from contrared.store.schema import EVIDENCE, STATEMENTS
from contrared.store.version import DatasetVersion

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from contrared.store.lake import Lake

#: Columns that make two statements of two versions the same one.
STATEMENT_ORDER = ("entity_id", "prop", "value", "lang", "id")


class Engine:
    """An in-memory query engine over the Parquet files of chosen versions.

    Args:
        settings: Threads and memory.
        spill: Folder the engine may spill to.
    """

    def __init__(self, settings: EngineSettings, spill: Path) -> None:
        import ibis

        self._ibis = ibis
        self.backend = ibis.duckdb.connect(
            threads=settings.threads, memory_limit=settings.memory, temp_directory=str(spill / ".spill")
        )

    def statements(self, lake: Lake, versions: Sequence[DatasetVersion]) -> Table:
        """The statements of these versions as one expression."""
        return self._union(lake, versions, "statements.parquet", STATEMENTS)

    def evidence(self, lake: Lake, versions: Sequence[DatasetVersion]) -> Table:
        """The evidence rows of these versions as one expression."""
        return self._union(lake, versions, "evidence.parquet", EVIDENCE)

    def permitted(
        self, lake: Lake, whole: Sequence[DatasetVersion], parts: Sequence[DatasetVersion], forbidden: Collection[str]
    ) -> Table:
        """All statements of some versions, and those of others that a source makes which is not forbidden.

        Evidence is joined version by version: what a closed version says as well must not show as said there.
        """
        tables = [self.statements(lake, whole)] if whole or not parts else []
        for version in parts:
            table, proof = self.statements(lake, [version]), self.evidence(lake, [version])
            proof = proof.filter(~proof["source_id"].isin(sorted(forbidden)))
            tables.append(table.semi_join(proof, table["id"] == proof["statement_id"]))
        return tables[0] if len(tables) == 1 else self._ibis.union(*tables)

    def run(self, expression: Any) -> pa.Table:
        """Run an expression."""
        return self.backend.to_pyarrow(expression)

    def close(self) -> None:
        """Let go of the engine."""
        self.backend.disconnect()

    def _union(self, lake: Lake, versions: Sequence[DatasetVersion], name: str, schema: pa.Schema) -> Table:
        paths = [str(lake.folder(version) / name) for version in versions]
        if not paths:
            return self._ibis.memtable(schema.empty_table())
        return self.backend.read_parquet(paths)


def chosen(
    statements: Table,
    *,
    schemas: Sequence[str] | None = None,
    props: Sequence[str] | None = None,
    entity_ids: Sequence[str] | None = None,
    statement_ids: Sequence[str] | None = None,
    pointing_to: Sequence[str] | None = None,
) -> Table:
    """Statements narrowed to some schemata, properties, entities, ids or the entities they name, in a total order."""
    import ibis

    if schemas is not None:
        statements = statements.filter(statements["schema"].isin(list(schemas)))
    if props is not None:
        statements = statements.filter(statements["prop"].isin(list(props)))
    if entity_ids is not None:
        wanted = ibis.memtable(pa.table({"entity_id": pa.array(sorted(set(entity_ids)), pa.string())}))
        statements = statements.semi_join(wanted, "entity_id")
    if statement_ids is not None:
        wanted = ibis.memtable(pa.table({"id": pa.array(sorted(set(statement_ids)), pa.string())}))
        statements = statements.semi_join(wanted, "id")
    if pointing_to is not None:
        wanted = ibis.memtable(pa.table({"value": pa.array(sorted(set(pointing_to)), pa.string())}))
        statements = statements.filter(statements["prop_type"] == "entity").semi_join(wanted, "value")
    return statements.order_by(["dataset", *STATEMENT_ORDER, "version"])


def without(statements: Table, statement_ids: Collection[str], entity_ids: Collection[str]) -> Table:
    """Statements but for some, all of some entities, and those that name one of these entities."""
    import ibis

    def listed(name: str, values: Collection[str]) -> Table:
        return ibis.memtable(pa.table({name: pa.array(sorted(set(values)), pa.string())}))

    if statement_ids:
        statements = statements.anti_join(listed("id", statement_ids), "id")
    if entity_ids:
        statements = statements.anti_join(listed("entity_id", entity_ids), "entity_id")
        naming = statements.filter(statements["prop_type"] == "entity").semi_join(listed("value", entity_ids), "value")
        statements = statements.anti_join(naming, "id")
    return statements


def only_in_first(first: Table, second: Table) -> Table:
    """Statements of ``first`` whose id is not in ``second``, in a total order."""
    return first.anti_join(second, "id").order_by(list(STATEMENT_ORDER))


def of_statements(evidence: Table, statement_ids: Sequence[str] | None) -> Table:
    """Evidence rows of these statements, in a total order."""
    import ibis

    if statement_ids is not None:
        wanted = ibis.memtable(pa.table({"statement_id": pa.array(sorted(set(statement_ids)), pa.string())}))
        evidence = evidence.semi_join(wanted, "statement_id")
    return evidence.order_by(["statement_id", "source_id", "locator"])


def with_canonical(statements: pa.Table, mapping: Mapping[str, str]) -> pa.Table:
    """Statements with the canonical id of their entity; an entity that was merged with none is its own."""
    ids = statements["entity_id"]
    if mapping:
        keys = pa.array(list(mapping), pa.string())
        values = pa.array(list(mapping.values()), pa.string())
        ids = pc.coalesce(values.take(pc.index_in(ids, keys)), ids)
    return statements.set_column(statements.schema.get_field_index("canonical_id"), "canonical_id", ids)
