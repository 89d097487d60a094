"""Tables in a workbook: one sheet, days as days."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from contrared.collect.draft import Reject
from contrared.collect.mapping.tables.table import Column, Reading, Row, name_columns, unnamed
from contrared.collect.opening import open_bytes
from contrared.collect.workbook import cell_text, open_workbook, rows_of
from contrared.model import InputError, Locator

_1904 = re.compile(rb"<workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)")
#: Days between the two systems by which a workbook counts.
_LATER = 1462


class BookTable:
    """A sheet of a workbook (.xlsx).

    Args:
        path: The file.
        reading: How to read it.

    Raises:
        InputError: not a workbook, no such sheet, or no header row.
    """

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        book = open_workbook(path)
        sheet = reading.sheet or book.sheet_names[0]
        if sheet not in book.sheet_names:
            raise InputError(
                f"there is no sheet {sheet!r}", where=path.name, do="choose one of: " + ", ".join(book.sheet_names)
            )
        self._sheet = sheet
        self._rows = rows_of(book, sheet, path.name)
        self.serial: int | None = _LATER if _counts_from_1904(path) else 0
        wanted = reading.header or (
            next((n for n, cells in enumerate(self._rows, 1) if any(cell_text(cell).strip() for cell in cells)), 0),
        )
        if not 0 < min(wanted) <= max(wanted) <= len(self._rows):
            raise InputError("there is no header row", where=f"{path.name}, sheet {sheet}", do="check reading.header")
        self._body = max(wanted)
        heads = [[cell_text(cell) for cell in self._rows[number - 1]] for number in sorted(wanted)]
        self.columns: Sequence[Column] | None = name_columns(heads)
        self.remark = unnamed(self.columns)

    def rows(self) -> Iterator[Row | Reject]:
        """Stream the rows; in a sheet all have as many cells."""
        names = [column.name for column in self.columns or ()]
        path = Locator(path=self._sheet)
        for number, cells in enumerate(self._rows[self._body :], self._body + 1):
            found = {}
            for name, cell in zip(names, cells, strict=False):
                text = cell_text(cell).strip()
                if text:
                    found[name] = text
            if found:
                yield Row(f"line={number};{path}", found)


def _counts_from_1904(path: Path) -> bool:
    with open_bytes(path) as stream, zipfile.ZipFile(io.BytesIO(stream.read())) as packed:
        name = next(item for item in packed.namelist() if item.endswith("workbook.xml"))
        return _1904.search(packed.read(name)) is not None
