"""Large tables as CSV that a spreadsheet shows and never runs, written batch by batch."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from contrared.store.durable import disk_errors, sync_folder

BATCH = 50_000
#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMULA = r"^[=+\-@\t\r]"


def neutral(cell: object) -> object:
    """A cell that a spreadsheet shows as text.

    >>> neutral("=1+1")
    "'=1+1"
    """
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return "'" + cell
    return cell


def write_table(path: Path, table: pa.Table) -> None:
    """Replace ``path`` by a table of text columns as CSV, in one step, without holding it as text.

    Raises:
        NodeError: the disk is full.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with disk_errors(path):
        try:
            with temporary.open("wb") as stream:
                options = pacsv.WriteOptions(quoting_style="needed")
                with pacsv.CSVWriter(stream, table.schema, write_options=options) as writer:
                    for start in range(0, table.num_rows, BATCH):
                        writer.write_table(_neutral(table.slice(start, BATCH)))
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def _neutral(table: pa.Table) -> pa.Table:
    columns = []
    for column in table.columns:
        text = column.cast(pa.string())
        risky = pc.match_substring_regex(text, _FORMULA)
        columns.append(pc.if_else(risky, pc.binary_join_element_wise("'", text, ""), text).cast(column.type))
    return pa.table(columns, schema=table.schema)
