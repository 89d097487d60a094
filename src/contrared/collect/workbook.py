"""Opening a workbook without trusting what it says of its own size."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from contrared.collect.characters import without_controls
from contrared.collect.opening import bound, open_bytes, too_large
from contrared.model import InputError

#: A workbook may not unpack to more than this, whatever its size.
UNPACKED_LIMIT = 512 * 2**20
#: Cells of the rectangle from A1 to the last cell: what the parser would take memory for, whether they hold anything or
#: not. The UK list has half a million.
CELLS_LIMIT = 20_000_000

ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAR = re.compile(rb"r\s*=\s*[\"'](?:[B-Z][A-Z]|[A-Z]{3}|[A-Z]*\d{6})")
_CELL = re.compile(rb"r\s*=\s*[\"']([A-Z]*)(\d+)")
_COUNT = re.compile(rb"<sst\b[^>]*?\buniqueCount\s*=\s*[\"'](\d+)")
_ENCRYPTED = 0x1
_AGAIN = "fetch the file again; nothing was loaded"


def open_workbook(path: Path) -> CalamineWorkbook:
    """Open a workbook, gzip seen through.

    Raises:
        InputError: not a workbook, damaged, with a password, or one that would unpack into more than memory holds.
    """
    with open_bytes(path) as stream:
        data = stream.read()
    if data.startswith(_OLD):
        raise InputError(
            "an old workbook (.xls), or one with a password",
            where=path.name,
            do="save it as .xlsx without a password and load that",
        )
    if not data.startswith(ZIP):
        raise InputError("not a workbook (.xlsx)", where=path.name, do="check that it is the list you think it is")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for item, content in _parts(packed, path.name, min(UNPACKED_LIMIT, bound(len(data)))):
                _refuse_boundless(content, path.name, item)
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, KeyError) as exc:
        raise damaged(exc, path.name) from exc


def rows_of(book: CalamineWorkbook, name: str, filename: str) -> list[list[object]]:
    """All rows of a sheet, as the sheet numbers them.

    Raises:
        InputError: the sheet is damaged or not there.
    """
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[return-value]
    except (CalamineError, ValueError, KeyError) as exc:
        raise damaged(exc, f"{filename}, sheet {name}") from exc


def cell_text(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a time of day, no controls."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else without_controls(str(value))


def damaged(exc: Exception, where: str) -> InputError:
    """The error for a workbook that cannot be read, with what the parser says of it."""
    return InputError(f"the workbook is damaged ({' '.join(str(exc).split())})", where=where, do=_AGAIN)


def _parts(packed: zipfile.ZipFile, name: str, limit: int) -> Iterator[tuple[str, bytes]]:
    """Every part, unpacked and its checksum compared, as long as all of them together stay within the limit."""
    if not any(item.filename.endswith("workbook.xml") for item in packed.infolist()):
        raise InputError(
            "a zip archive, but no workbook", where=name, do="unpack it by hand and load the list that is in it"
        )
    seen = 0
    for item in packed.infolist():
        if item.flag_bits & _ENCRYPTED:
            raise InputError("the archive has a password", where=name, do="unpack it by hand and load what is in it")
        seen += item.file_size
        if seen > limit:
            raise too_large(name, limit)
        # Reads no more than the size stated above; a part that goes on has another checksum.
        yield item.filename, packed.read(item)


def _refuse_boundless(content: bytes, name: str, part: str) -> None:
    """Refuse a few bytes that name a cell or a count so large that the parser would take all memory for it."""
    if (stated := _COUNT.search(content)) is not None and int(stated[1]) > len(content):
        raise InputError(
            f"{part} says it holds {int(stated[1])} texts in {len(content)} bytes",
            where=name,
            do="the workbook is damaged or made to harm; refuse it",
        )
    if _FAR.search(content) is None:
        return  # no cell beyond column AZ and none beyond row 99,999
    cells = _CELL.findall(content)
    columns = max(_number(column) for column, _ in cells)
    rows = max(int(row[:10]) for _, row in cells)
    if columns * rows > CELLS_LIMIT:
        raise InputError(
            f"{part} reaches to column {columns} and row {rows}, more cells than any list has",
            where=name,
            do="delete what stands far outside the table, or refuse the file if you do not know where it came from",
        )


def _number(letters: bytes) -> int:
    """Number of a column from its letters, ``A`` is 1; of endless letters the first four tell enough."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number
