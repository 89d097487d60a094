"""Every expression over the lake compiles for both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import pytest

from contrared.store import query
from contrared.store.schema import EVIDENCE, STATEMENTS


def _tables() -> tuple[Any, Any, Any]:
    statements = ibis.table(ibis.Schema.from_pyarrow(STATEMENTS), name="first")
    later = ibis.table(ibis.Schema.from_pyarrow(STATEMENTS), name="second")
    evidence = ibis.table(ibis.Schema.from_pyarrow(EVIDENCE), name="evidence")
    return statements, later, evidence


EXPRESSIONS: list[tuple[str, Callable[[Any, Any, Any], Any]]] = [
    ("all", lambda s, t, e: query.chosen(s)),
    ("schemas", lambda s, t, e: query.chosen(s, schemas=["Person"], props=["name"])),
    ("entities", lambda s, t, e: query.chosen(s, entity_ids=["a"])),
    ("statements", lambda s, t, e: query.chosen(s, statement_ids=["a"])),
    ("pointing", lambda s, t, e: query.chosen(s, pointing_to=["a"])),
    ("only in first", lambda s, t, e: query.only_in_first(s, t)),
    ("evidence", lambda s, t, e: query.of_statements(e, ["a"])),
]


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
@pytest.mark.parametrize(("name", "build"), EXPRESSIONS, ids=[name for name, _ in EXPRESSIONS])
def test_compiles(dialect: str, name: str, build: Callable[[Any, Any, Any], Any]) -> None:
    sql = str(ibis.to_sql(build(*_tables()), dialect=dialect))
    assert "SELECT" in sql
    assert "ORDER BY" in sql, "findings need a total order"
