"""The UK consolidated list of financial sanctions targets (OFSI), CSV of 29 columns as published until 2022."""

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
from contrared.collect.readers import uk, uk_group
from contrared.collect.readers.references import Bearer, References
from contrared.collect.readers.uk_cells import date
from contrared.collect.readers.uk_csv_columns import COLUMNS
from contrared.collect.readers.uk_csv_text import PAPERS, imo_numbers, papers, un_references
from contrared.model import InputError

#: Columns of the workbook that this form writes otherwise, or has not.
_EMPTY = dict.fromkeys(uk.COLUMNS, "")
#: Read here, since this form has number and details in one cell.
_NO_PAPERS = {column: "" for column, _, _, _ in PAPERS}
_KINDS = {"Prime Alias": "Primary name", "AKA": "AKA", "FKA": "FKA"}
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_BEGINNING = 1 << 14
#: FtM properties of this form; it has no original scripts, no quality of aliases and none of the later references.
CARRIES = frozenset(
    "name alias previousName lastName firstName middleName title birthDate birthPlace birthCountry nationality "
    "passportNumber idNumber imoNumber position notes fatherName motherName country addressEntity full street city "
    "postalCode programId program entity authority recordId listingDate modifiedAt unscId holder number type summary "
    "startDate endDate person relative relationship subject object role".split()
)


class UkCsvReader:
    """Reads the table, with or without its date and header rows; a party has the id that the workbook gives it.

    Not taken apart: what *Other Information* says in words, other than the party's UN reference, an IMO number, the
    names of parents and the parties it names; the whole text is kept as a note.
    """

    name = "uk-csv"
    version = "1"
    summary = "UK OFSI consolidated list, CSV with 29 columns (Windows-1252 or UTF-8), with or without header"

    def recognise(self, path: Path) -> bool:
        """The first whole row is the header of the list or a party of it; a row with the date may stand before."""
        return path.is_file() and any(_is_ours(cells) for cells in _first_rows(path))

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date stands in the first row, or is taken from the name of the file where there is none.

        Raises:
            InputError: neither gives a date, and reading the list fails.
        """
        (path,) = files.values()
        first = next(iter(_first_rows(path)), [])
        stated = date(first[1]) if len(first) > 1 and first[0] == "Last Updated" else None
        named = _NAMED.search(path.name)
        if stated is None and named is None:
            # Nobody is asked for the date of a list that is damaged, or of what is no list.
            next(self.read(files), None)
        return About(
            dataset="gb_hmt_sanctions",
            publisher="HM Treasury, Office of Financial Sanctions Implementation",
            licence="Open Government Licence v3.0",
            url="https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
            as_of=stated or (named[0] if named else ""),
            carries=CARRIES,
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the groups in the order of their first row.

        Raises:
            InputError: a row has another width, the file is not CSV, is cut off, or encodings are mixed.
        """
        ((file, path),) = files.items()
        text, encoding = read_list(path)
        groups: dict[str, list[uk_group.UkRow]] = {}
        for line, cells in rows(text, f"{file} (read as {encoding})", complete=True):
            if line <= 2 and (cells[0] == "Last Updated" or cells[:2] == list(COLUMNS[:2])):
                if len(cells) > 2 and [cell.strip() for cell in cells] != list(COLUMNS):
                    raise InputError(
                        "these are not the columns of the UK list's CSV form",
                        where=f"{file}, line {line}",
                        do="expected " + ", ".join(COLUMNS),
                    )
                continue
            if len(cells) != len(COLUMNS):
                raise InputError(
                    f"{len(cells)} columns where the UK list's CSV form has {len(COLUMNS)}",
                    where=f"{file} (read as {encoding}), line {line}",
                    do="the row is cut off or this is no such list; fetch the file again",
                )
            row = dict(zip(COLUMNS, cells, strict=True))
            if not row["Group ID"].strip().isdigit():
                reason = f"{row['Group ID']!r} is not a Group ID"
                yield Reject(file, f"line={line};field=Group ID", reason, " | ".join(cells))
                continue
            if row["Alias Type"] not in _KINDS:
                reason = f"unknown kind of alias {row['Alias Type']!r}; taken as an alias"
                yield Reject(file, f"line={line};field=Alias Type", reason, row["Name 6"])
            row["Alias Type"] = _KINDS.get(row["Alias Type"], "AKA")
            groups.setdefault(row["Group ID"].strip(), []).append(uk_group.UkRow(line, {**_EMPTY, **row}))
        known, codes = _references(groups), uk_group.regime_codes({})
        for identity, members in groups.items():
            bare = [uk_group.UkRow(row.number, {**row.cells, **_NO_PAPERS}) for row in members]
            group = uk_group.UkGroup(identity, bare, file, "", known, codes)
            yield from _papers(group, members)
            for item in group.drafts():
                if isinstance(item, Draft) and item.schema == "Sanction":
                    _reference(item, members)
                yield item


def _papers(group: uk_group.UkGroup, members: Sequence[uk_group.UkRow]) -> Iterator[Draft]:
    party = group.party
    for row in members:
        place = f"line={row.number}"
        for column, _, _, kind in PAPERS:
            cell = row.cells[column]
            if party.schema == "Person":
                yield from papers(cell, column, party, place)
            elif cell.strip():
                party.add("notes", f"{kind}: {cell.strip()}", f"{place};field={column}", original=cell)
        if party.schema != "Person":
            for part in imo_numbers(row.cells["Other Information"]):
                where = f"{place};field=Other Information;chars={part.start}-{part.end}"
                party.add("imoNumber", part.text, where)


def _reference(sanction: Draft, members: Sequence[uk_group.UkRow]) -> None:
    regimes = {fact.value for fact in sanction.facts if fact.prop == "program"}
    for row in members:
        if row.cells["Regime"] in regimes:
            for part in un_references(row.cells["Other Information"]):
                where = f"line={row.number};field=Other Information;chars={part.start}-{part.end}"
                sanction.add("unscId", part.text, where)


def _references(groups: Mapping[str, Sequence[uk_group.UkRow]]) -> References:
    known = References()
    for identity, members in groups.items():
        schema = uk_group.SCHEMATA.get(members[0].cells["Group Type"], "Organization")
        for row in members:
            for part in un_references(row.cells["Other Information"]):
                known.add(part.text, Bearer(f"uk-{identity}", schema))
    return known


def _first_rows(path: Path) -> list[list[str]]:
    start = head(path, _BEGINNING).decode(LEGACY, "replace").removeprefix("ï»¿").splitlines()[:3]
    try:
        return list(csv.reader(start))
    except csv.Error:
        return []


def _is_ours(cells: Sequence[str]) -> bool:
    if len(cells) != len(COLUMNS):
        return False
    return list(cells[:2]) == list(COLUMNS[:2]) or (cells[24] in _KINDS and cells[23] in uk_group.SCHEMATA)
