"""The European Union's consolidated list of financial sanctions, older CSV form of 59 columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import LEGACY, read_list
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.eu_columns import COLUMNS, DATE, PARTY, REFERENCE
from contrared.collect.readers.eu_row import EuRow
from contrared.collect.readers.uk_cells import date
from contrared.model import InputError

AUTHORITY = "European Union, consolidated list of financial sanctions"
_BEGINNING = 1 << 14
#: Spaces and tabs after the last column: what a spreadsheet made of the commas that a row has not.
_PADDING = "\t \r\n"


class EuReader:
    """Reads the table separated by semicolons, also where every row was put into quotes once more.

    In an extract that went through a spreadsheet a comma has become a tab; it is read as the comma it was. A row is a
    name, an address, a birth, a paper or a citizenship of a party; which of several names is the main one this form
    does not say, so that all of them are names. The newer CSV form and the XML form are not read.
    """

    name = "eu-csv"
    version = "1"
    summary = "European Union consolidated financial sanctions list, older CSV form (Windows-1252 or UTF-8)"

    def recognise(self, path: Path) -> bool:
        """The file begins with the first columns, quoted or not."""
        return path.is_file() and _wrong_column(_first_row(path)[:4]) is None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date stands in the first column of every row.

        Raises:
            InputError: it does not, and reading the list fails.
        """
        (path,) = files.values()
        second = _line(path, 1)
        as_of = date(second[0]) if second else None
        if as_of is None:
            next(self.read(files), None)
        return About(
            dataset="eu_fsf",
            publisher=AUTHORITY,
            licence="European Commission reuse, CC BY 4.0",
            url="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-"
            "eu-financial-sanctions",
            as_of=as_of or "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the rows; parties come once for every row that says something of them.

        Raises:
            InputError: the columns are others, a row has another width, it is no CSV, cut off, or encodings are mixed.
        """
        ((file, path),) = files.items()
        text, encoding = read_list(path)
        told = f"{file} (read as {encoding})"
        header: list[str] = []
        types: dict[str, str] = {}
        for line, outer in rows(text, told, delimiter=";", complete=True):
            cells = _cells(outer, f"{told}, line {line}")
            if not header:
                header = cells
                if (wrong := _wrong_column(header)) is not None or len(header) != len(COLUMNS):
                    raise InputError(
                        "these are not the columns of the European Union's list"
                        + (f": {wrong!r} is missing" if wrong else ""),
                        where=f"{told}, line {line}",
                        do="this reader knows the older CSV form with 59 columns; check which form of the list this is",
                    )
                continue
            if len(cells) != len(COLUMNS):
                raise InputError(
                    f"{len(cells)} columns where the European Union's list has {len(COLUMNS)}",
                    where=f"{told}, line {line}",
                    do="the row is cut off or its quoting is broken; fetch the file again",
                )
            # Where a section repeats the number of the party, the first is the one that counts.
            row = EuRow(dict(reversed(list(zip(COLUMNS, cells, strict=True)))), file, line)
            number = row.cells[PARTY].strip()
            if not number.isdigit():
                yield row.reject(PARTY, f"{number!r} is not the number of a party", " | ".join(filter(None, cells)))
                continue
            kind = row.cells["Subject_type"].strip()
            if kind not in ("P", "E") or types.setdefault(number, kind) != kind:
                reason = f"{kind!r} is neither P nor E" if kind not in ("P", "E") else f"{kind}, before {types[number]}"
                yield row.reject("Subject_type", f"{reason}; the row was left out", row.cells[REFERENCE])
                continue
            yield from row.drafts(AUTHORITY)
        if not types:
            raise InputError("no party in it", where=told, do="fetch the file again; nothing was loaded")


def _cells(outer: Sequence[str], where: str) -> list[str]:
    if len(outer) != 1:
        return list(outer)
    inner = outer[0].rstrip(_PADDING)
    try:
        (cells,) = csv.reader([inner], delimiter=";", strict=True)
    except (csv.Error, ValueError) as exc:
        raise InputError(
            f"the row within the quotes is not CSV ({exc})", where=where, do="check the quoting of that row"
        ) from exc
    return cells


def _wrong_column(found: Sequence[str]) -> str | None:
    """The first of the columns that is not where it belongs."""
    if not found or not found[0].strip().lstrip("\ufeff").startswith(DATE):
        return DATE
    return next((c for c, f in zip(COLUMNS[1:], found[1:], strict=False) if c.lower() != f.strip().lower()), None)


def _first_row(path: Path) -> list[str]:
    return _line(path, 0)


def _line(path: Path, number: int) -> list[str]:
    lines = head(path, _BEGINNING).decode(LEGACY, "replace").removeprefix("ï»¿").splitlines()
    return re.split(r"\s*;\s*", lines[number].strip('"')) if len(lines) > number else []
