"""Statements as rows of Python values, for the few properties a layer reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc


class Row(NamedTuple):
    """What the network reads of a statement."""

    id: str
    entity_id: str
    canonical_id: str
    schema: str
    prop: str
    value: str
    dataset: str


def rows(
    statements: pa.Table,
    *,
    props: Collection[str] | None = None,
    schemas: Collection[str] | None = None,
) -> Iterator[Row]:
    """Rows of these properties and schemata, in the order of the table."""
    for column, wanted in (("prop", props), ("schema", schemas)):
        if wanted is not None:
            chosen = pa.array(sorted(wanted), pa.string())
            statements = statements.filter(pc.is_in(statements[column], value_set=chosen))
    columns = [statements[name].to_pylist() for name in Row._fields]
    return map(Row._make, zip(*columns, strict=True))


def canonical_ids(statements: pa.Table) -> dict[str, str]:
    """Canonical id of every entity that the statements are about."""
    pairs = statements.select(["entity_id", "canonical_id"]).group_by(["entity_id", "canonical_id"]).aggregate([])
    return dict(zip(pairs["entity_id"].to_pylist(), pairs["canonical_id"].to_pylist(), strict=True))
