"""The UK consolidated list of financial sanctions targets (OFSI), workbook of 36 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers import uk_group
from contrared.collect.readers.uk_cells import date
from contrared.collect.workbook import ZIP, cell_text, open_workbook, rows_of
from contrared.model import InputError

COLUMNS = (
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Title",
    "Name Non-Latin Script",
    "Non-Latin Script Type",
    "Non-Latin Script Language",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Number",
    "Passport Details",
    "National Identification Number",
    "National Identification Details",
    "Position",
    "Address 1",
    "Address 2",
    "Address 3",
    "Address 4",
    "Address 5",
    "Address 6",
    "Post/Zip Code",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Alias Quality",
    "Regime",
    "Listed On",
    "UK Sanctions List Date Designated",
    "Last Updated",
    "Group ID",
)
#: Rows of the sheet before the first party: the date, and the header.
HEADER_ROW = 2


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The first sheet, and how many rows of each of the others hold something."""

    name: str
    rows: Sequence[Sequence[object]]
    others: Mapping[str, int]


class UkReader:
    """Reads the workbook; several rows form one group, which is one party."""

    name = "uk-xlsx"
    version = "3"
    summary = "UK OFSI consolidated list, XLSX with 36 columns"

    def recognise(self, path: Path) -> bool:
        """A workbook whose second row begins with ``Name 6``."""
        if not path.is_file() or head(path, 4) != ZIP:
            return False
        try:
            rows = _sheet(path).rows
        except InputError:
            return False
        return len(rows) > 1 and [str(cell) for cell in rows[1][:2]] == ["Name 6", "Name 1"]

    def files(self, path: Path) -> Mapping[str, Path]:
        """The workbook itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is the cell beside ``Last Updated``.

        Raises:
            InputError: not a workbook; or there is no date, and its columns are not those of the list.
        """
        ((file, path),) = files.items()
        rows = _sheet(path).rows
        stated = cell_text(rows[0][1]) if rows and len(rows[0]) > 1 and rows[0][0] == "Last Updated" else ""
        if not stated:
            # Nobody is asked for the date of a workbook that is no list.
            _check_header(rows, file)
        return About(
            dataset="gb_hmt_sanctions",
            publisher="HM Treasury, Office of Financial Sanctions Implementation",
            licence="Open Government Licence v3.0",
            url="https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
            as_of=date(stated) or stated,
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the groups in the order of their first row.

        Raises:
            InputError: not a workbook, or a column is missing or out of place.
        """
        ((file, path),) = files.items()
        sheet = _sheet(path)
        _check_header(sheet.rows, file)
        for name, count in sheet.others.items():
            yield Reject(file, f"path={name}", f"a second sheet with {count} rows; only the first is read")
        groups: dict[str, list[uk_group.UkRow]] = {}
        for number, cells in enumerate(sheet.rows[HEADER_ROW:], HEADER_ROW + 1):
            texts = [cell_text(cell) for cell in cells]
            row = uk_group.UkRow(number, dict(zip(COLUMNS, texts + [""] * len(COLUMNS), strict=False)))
            identity = row.cells["Group ID"].strip()
            if not any(texts):
                continue
            if surplus := [text for text in texts[len(COLUMNS) :] if text]:
                reason = f"a cell beyond the {len(COLUMNS)} columns of the list"
                yield Reject(file, f"line={number};path={sheet.name}", reason, " | ".join(surplus))
            if not identity.isdigit():
                reason = f"{identity!r} is not a Group ID"
                yield Reject(file, f"line={number};path={sheet.name};field=Group ID", reason, " | ".join(texts))
                continue
            groups.setdefault(identity, []).append(row)
        known, codes = uk_group.references(groups), uk_group.regime_codes(groups)
        for identity, members in groups.items():
            yield from uk_group.UkGroup(identity, members, file, sheet.name, known, codes).drafts()


def _sheet(path: Path) -> _Sheet:
    try:
        stat = path.stat()
    except OSError as exc:
        raise InputError(f"cannot be opened ({exc.strerror})", where=path.name, do="check the path") from exc
    return _read_sheet(path, stat.st_size, stat.st_mtime_ns)


# Recognising, dating and reading the list each need the sheet, and unpacking it is what takes the time.
@lru_cache(maxsize=1)
def _read_sheet(path: Path, size: int, changed: int) -> _Sheet:
    """The sheets; size and time of change tell files apart."""
    book = open_workbook(path)
    if not book.sheet_names:
        raise InputError("the workbook has no sheet", where=path.name, do="fetch the file again; nothing was loaded")
    first, *others = book.sheet_names
    filled = {name: sum(1 for row in rows_of(book, name, path.name) if any(row)) for name in others}
    return _Sheet(first, rows_of(book, first, path.name), {name: count for name, count in filled.items() if count})


def _check_header(rows: Sequence[Sequence[object]], file: str) -> None:
    found = [str(cell).strip() for cell in rows[1]] if len(rows) > 1 else []
    expected = [*COLUMNS, *[""] * (len(found) - len(COLUMNS))]
    for position, column in enumerate(expected):
        there = found[position] if position < len(found) else ""
        if there != column:
            shown = repr(there) if there else "nothing"
            raise InputError(
                f"column {position + 1} should be {column!r}, there is {shown}"
                if column
                else f"a column {there!r} that this reader does not know",
                where=f"{file}, row 2",
                do="this reader knows the workbook of 2022; check which form of the list this is",
            )
    if len(rows) <= HEADER_ROW:
        raise InputError("no rows below the header", where=file, do="fetch the file again; nothing was loaded")
