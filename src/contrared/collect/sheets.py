"""One row of a workbook, shown as ``column: value`` lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from contrared.collect.workbook import cell_text, open_workbook, rows_of
from contrared.model import InputError, Locator

#: Rows among which the header row is looked for; lists put titles and dates above it.
_HEADER_ROWS = 20


def show_row(
    path: Path, locator: Locator, filename: str, narrow: Callable[[str], tuple[int, int]]
) -> tuple[str, int, int]:
    """The row as text, and where in it the wanted cell (or the wanted part of it) stands.

    Args:
        path: The workbook.
        locator: ``line`` is the row from 1, ``path`` the sheet (the first one where absent), ``field`` the column.
        filename: For errors.
        narrow: Gives the wanted part of a cell's text.

    Raises:
        InputError: not a workbook, or no such sheet, row or column.
    """

    def nowhere(what: str) -> InputError:
        return InputError(
            f"the locator points at nothing: {what}",
            where=f"{filename}, {locator}",
            do="check that this is the file the statement was read from, then load it again",
        )

    stat = path.stat()
    rows = _rows(path, stat.st_size, stat.st_mtime_ns, locator.path)
    if rows is None:
        raise nowhere(f"there is no sheet {locator.path!r}")
    number = locator.line or 0
    row = _texts(rows[number - 1]) if 0 < number <= len(rows) else []
    if not any(row):
        raise nowhere(f"row {number} is empty or not there")
    header = _header([_texts(cells) for cells in rows[:_HEADER_ROWS]], locator.field)
    if locator.field is not None and locator.field not in header:
        raise nowhere(f"there is no column {locator.field!r}")
    text, mark = "", (0, 0)
    for column, cell in zip(header, row, strict=False):
        if cell or column == locator.field:
            text += f"{column}: "
            if column == locator.field:
                low, high = narrow(cell)
                mark = (len(text) + low, len(text) + high)
            text += cell + "\n"
    text = text.removesuffix("\n")
    return (text, *(mark if locator.field is not None else narrow(text)))


# Several places of one workbook are shown in a row (a party's statements), and unpacking it is what takes the time.
@lru_cache(maxsize=1)
def _rows(path: Path, size: int, changed: int, name: str | None) -> list[Sequence[object]] | None:
    """All rows of a sheet as unpacked, None where there is no such sheet; size and time of change tell files apart."""
    book = open_workbook(path)
    name = name or book.sheet_names[0]
    if name not in book.sheet_names:
        return None
    return list(rows_of(book, name, path.name))


def _texts(cells: Sequence[object]) -> list[str]:
    return [cell_text(cell) for cell in cells]


def _header(heads: Sequence[list[str]], field: str | None) -> list[str]:
    """The row that names the columns: of those with the wanted column, or of all, the first that is filled most."""
    candidates = [row for row in heads if field in row] or heads
    return max(candidates, key=lambda row: sum(map(bool, row)), default=[])
