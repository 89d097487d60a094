"""Which form a table has, told by its first bytes."""

from __future__ import annotations

from pathlib import Path

from contrared.collect.mapping.tables.book import BookTable
from contrared.collect.mapping.tables.delimited import DelimitedTable
from contrared.collect.mapping.tables.parquet import MAGIC, ParquetTable
from contrared.collect.mapping.tables.records import RecordTable
from contrared.collect.mapping.tables.table import Reading, Table
from contrared.collect.opening import open_bytes
from contrared.collect.workbook import ZIP

_OLD_BOOK = b"\xd0\xcf\x11\xe0"


def open_table(path: Path, reading: Reading | None = None) -> Table:
    """Open a table: Parquet, a workbook, JSON, or else cells in a text.

    Args:
        path: The file; gzip is seen through.
        reading: How to read it, where it does not tell itself.

    Raises:
        InputError: it cannot be opened, or is damaged.
    """
    reading = reading or Reading()
    with open_bytes(path) as stream:
        start = stream.read(4096)
    if start.startswith(MAGIC):
        return ParquetTable(path, reading)
    if start.startswith((ZIP, _OLD_BOOK)):
        return BookTable(path, reading)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") and not reading.delimiter:
        return RecordTable(path, reading)
    return DelimitedTable(path, reading)
