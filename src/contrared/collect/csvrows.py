"""CSV rows with the physical line each began on."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from contrared.model.errors import InputError


def rows(text: str, filename: str, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield ``(line, cells)``, line from 1, empty rows left out; a lone Ctrl-Z at the end is end-of-file, as in DOS.

    Raises:
        InputError: the text is not CSV (an unclosed quote, a NUL byte); names the line.
    """
    if text.endswith("\x1a"):
        text = text[:-1]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise InputError(
                f"not CSV: {exc}", where=f"{filename}, line {line}", do="check the quoting of that row"
            ) from exc
        if cells:
            yield line, cells
        line = reader.line_num + 1
