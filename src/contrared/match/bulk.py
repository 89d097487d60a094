"""Screening a table in bulk: somebody else approves exactly this table first, where the node asks for it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

from contrared.govern import Desk
from contrared.govern.approvals import Act, Permit, Scope, demand
from contrared.match.columns import Columns
from contrared.match.segments import Segment
from contrared.model import InputError, strictest


def leave(
    desk: Desk,
    segments: Sequence[Segment],
    table: Path,
    columns: Columns,
    *,
    limit: int,
    legal_basis: str = "",
    emergency: str = "",
) -> Permit | None:
    """Leave to screen a table; None where it has so few rows that it is not bulk.

    What is approved is the table by its SHA-256, what its columns say, and how many candidates each row may give;
    lists may be loaded anew meanwhile.

    Args:
        desk: The desk of whoever screens.
        segments: What is asked.
        table: Table of customers, UTF-8.
        columns: What its columns say.
        limit: Candidates of a row to give at most.
        legal_basis: On which legal basis.
        emergency: Why it cannot wait for anybody; somebody else reviews it afterwards.

    Raises:
        Waiting: somebody else must approve it first.
        InputError: the table is malformed.
    """
    rows = _rows(table, columns)
    if rows <= desk.node.settings.approvals.bulk_rows:
        return None
    with table.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    says = {what: list(at) for what, at in columns.says.items()}
    open_here = desk.sources()
    asked = [segment.version for segment in segments]
    held = (open_here[key].handling for version in asked for key in version.sources if key in open_here)
    return demand(
        desk,
        Act.BULK,
        {"table": table.name, "sha256": digest, "rows": rows, "columns": says, "limit": limit},
        subject=f"bulk {digest}",
        scope=Scope(datasets=tuple(sorted({version.dataset for version in asked})), handling=strictest(held).banner),
        legal_basis=legal_basis,
        emergency=emergency,
    )


def _rows(table: Path, columns: Columns) -> int:
    with table.open(encoding="utf-8-sig", newline="") as source:
        rows = csv.reader(source, delimiter=columns.delimiter, strict=True)
        try:
            return sum(1 for row in rows if row) - 1
        except (csv.Error, UnicodeDecodeError) as exc:
            raise InputError(
                f"the table is malformed: {exc}", where=f"{table}, line {rows.line_num}", do="correct that line"
            ) from exc
