"""CSV rows with the physical line each began on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from contrared.model.errors import InputError

#: No cell of a list comes near this many characters; one that does has swallowed rows.
CELL_LIMIT = 1 << 20
#: DOS ended a text file with Ctrl-Z; some lists still do.
END_MARK = "\x1a"

_END = re.compile(rf"{END_MARK}[{END_MARK}\r\n]*\Z")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def rows(text: str, filename: str, *, delimiter: str = ",", complete: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(line, cells)``, line from 1, empty rows left out; a Ctrl-Z at the end is end-of-file, as in DOS.

    Args:
        text: The text, in which a line ends with ``\\n``, ``\\r\\n`` or ``\\r`` and with nothing else.
        filename: For errors.
        delimiter: What parts cells.
        complete: Whether a last row with neither line end nor Ctrl-Z behind it is one that was cut off.

    Raises:
        InputError: the text is not CSV (a quote that is never closed or not doubled, a cell beyond ``CELL_LIMIT``), or
            it is cut off; names the line.
    """
    body = _END.sub("", text)
    lines = (found[0] for found in _LINE.finditer(body))
    return streamed(lines, filename, delimiter=delimiter, complete=complete and body is text)


def streamed(
    source: Iterable[str], filename: str, *, delimiter: str = ",", complete: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """As :func:`rows`, from lines with their ends, so that no more than a row is in memory.

    Raises:
        InputError: as :func:`rows`.
    """
    lines = _Lines(source)
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise _unreadable(str(exc), filename, line) from exc
        if lines.quotes % 2:
            raise _unreadable("odd", filename, line)
        lines.quotes = 0
        if complete and not lines.ended:
            raise InputError(
                "the last row has no line end: the file is cut off",
                where=f"{filename}, line {line}",
                do="fetch it again; nothing was loaded",
            )
        if cells:
            yield line, cells
        line = reader.line_num + 1


class _Lines:
    """Lines for the CSV reader, their quotes counted: they are even in a sound row."""

    def __init__(self, source: Iterable[str]) -> None:
        self._lines = iter(source)
        self.quotes = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.quotes += line.count('"')
        self.ended = line[-1] in "\r\n"
        return line


def _unreadable(told: str, filename: str, line: int) -> InputError:
    if "field larger" in told:
        what, do = f"a cell of more than {CELL_LIMIT} characters", "most likely a quote in that row is never closed"
    elif "end of data" in told:
        what, do = "a quote opened in this row is never closed", "check the quoting of that row, or fetch it again"
    elif "expected after" in told:
        what, do = "something follows a closing quote", "double the quotes inside the cell, or fetch the file again"
    elif told == "odd":
        what, do = "a quote in this row has no partner", "check the quoting of that row, or fetch the file again"
    else:
        what, do = told, "check the quoting of that row"
    return InputError(f"not CSV: {what}", where=f"{filename}, line {line}", do=do)
