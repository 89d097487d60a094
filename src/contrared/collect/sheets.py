"""One row of a workbook, shown as ``column: value`` lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from python_calamine import CalamineError, CalamineWorkbook

from contrared.model import InputError, Locator

#: Rows among which the header row is looked for; lists put titles and dates above it.
_HEADER_ROWS = 20


def show_row(
    data: bytes, locator: Locator, filename: str, narrow: Callable[[str], tuple[int, int]]
) -> tuple[str, int, int]:
    """The row as text, and where in it the wanted cell (or the wanted part of it) stands.

    Args:
        data: The workbook.
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

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = locator.path or book.sheet_names[0]
        if name not in book.sheet_names:
            raise nowhere(f"there is no sheet {name!r}")
        sheet = book.get_sheet_by_name(name)
    except CalamineError as exc:
        raise InputError(f"not a workbook: {exc}", where=filename, do="fetch the file again") from exc
    wanted = locator.line or 0
    heads: list[list[str]] = []
    row: list[str] | None = None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number <= _HEADER_ROWS:
            heads.append([_shown(cell) for cell in cells])
        if number == wanted:
            row = [_shown(cell) for cell in cells]
        if number >= wanted and number >= _HEADER_ROWS:
            break
    if row is None or not any(row):
        raise nowhere(f"row {wanted} is empty or not there")
    header = _header(heads, locator.field)
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


def _header(heads: Sequence[list[str]], field: str | None) -> list[str]:
    """The row that names the columns: the first with the wanted column, else the first that is filled most."""
    for row in heads:
        if field is not None and field in row:
            return row
    return max(heads, key=lambda row: sum(map(bool, row)), default=[])


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
