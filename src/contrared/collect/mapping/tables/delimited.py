"""Tables in text: cells parted by a comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from contrared.collect.characters import without_controls
from contrared.collect.csvrows import streamed
from contrared.collect.draft import Reject
from contrared.collect.mapping.tables.table import Column, Reading, Row, name_columns, unnamed
from contrared.collect.mapping.tables.text import encoding_of, lines_of
from contrared.model import InputError

#: What may part cells, the likelier first.
DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_LOOKED_AT = 40


class DelimitedTable:
    """A CSV or TSV file of any size, read line by line.

    Args:
        path: The file; gzip is seen through.
        reading: How to read it.

    Raises:
        InputError: the encoding cannot be told, or there is no header row.
    """

    serial: int | None = None

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._encoding = encoding_of(path, reading.encoding)
        first = list(islice(lines_of(path, self._encoding), _LOOKED_AT))
        found = likely_delimiter(first)
        self._delimiter = reading.delimiter or found
        if len(self._delimiter) != 1:
            raise InputError(f"{self._delimiter!r} is not one character", where="reading.delimiter", do="e.g. ';'")
        heads, self._body = self._heads()
        self.columns: Sequence[Column] | None = name_columns(heads)
        self.remark = unnamed(self.columns)
        if len(self.columns) == 1 and found != self._delimiter and found in "".join(first[:1]):
            self.remark = (
                f"the rows seem to be parted by {_NAMES[found]}, not {_NAMES.get(self._delimiter, self._delimiter)!r}; "
                f"state 'reading: {{delimiter: {found!r}}}'"
            )
        elif len(self.columns) == 1:
            self.remark = "the header row is one cell; state what parts cells with 'reading: {delimiter: …}'"

    def rows(self) -> Iterator[Row | Reject]:
        """Stream the rows; one with more cells than the header, or fewer unless ``ragged: fill``, is set aside."""
        columns = self.columns or ()
        names = [column.name for column in columns]
        width = len(names)
        file = self._path.name
        for line, cells in self._cells():
            if line < self._body:
                continue
            if len(cells) != width:
                more = any(cell.strip() for cell in cells[width:])
                if not any(cell.strip() for cell in cells):
                    continue
                if more or (len(cells) < width and self._reading.ragged != "fill"):
                    raw = self._delimiter.join(cells)
                    yield Reject(file, f"line={line}", f"{len(cells)} cells where the header has {width}", raw)
                    continue
            found = {}
            for name, cell in zip(names, cells, strict=False):
                text = cell.strip()
                if text:
                    found[name] = text if text.isprintable() else without_controls(text)
            if found:
                yield Row(f"line={line}", found)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        return streamed(lines_of(self._path, self._encoding), self._path.name, delimiter=self._delimiter)

    def _heads(self) -> tuple[list[list[str]], int]:
        """The header rows, and the line behind them."""
        wanted = self._reading.header
        heads: list[list[str]] = []
        for number, (line, cells) in enumerate(self._cells(), 1):
            if heads and (not wanted or number > max(wanted)):
                return heads, line
            if number in wanted or (not wanted and any(cell.strip() for cell in cells)):
                heads.append(cells)
        if len(heads) < max(len(wanted), 1):
            raise InputError("there is no header row", where=self._path.name, do="check that it is a table")
        raise InputError("there is nothing below the header row", where=self._path.name, do="check the file")


def likely_delimiter(lines: Sequence[str]) -> str:
    """What parts the cells of these lines: the sign by which most rows have as many cells, more than one, as the first.

    >>> likely_delimiter(["id;name\\n", "1;Ruiz, Ana\\n"])
    ';'
    """
    best, chosen = (0, 0), DELIMITERS[0]
    for delimiter in DELIMITERS:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if cells]
        common = max(set(widths), key=widths.count, default=0)
        score = (widths.count(common), common) if common > 1 else (0, 0)
        if score > best:
            best, chosen = score, delimiter
    return chosen
