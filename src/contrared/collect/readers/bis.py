"""United States, Bureau of Industry and Security: persons to whom export privileges are denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from contrared.collect.csvrows import rows
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import read_list
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.model import InputError

AUTHORITY = "Bureau of Industry and Security, US Department of Commerce"
COLUMNS = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
_ADDRESS = ("Street_Address", "City", "State", "Postal_Code", "Country")
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
#: How the list writes that a party goes by another name; other words in brackets are left in the name.
_ALIAS = re.compile(r"\s+(?:A/K/A|D/B/A)\s+|\s*\(A\.K\.A\.\s+(?P<inside>[^)]+)\)\s*", re.IGNORECASE)
_US, _ISO = "%m/%d/%Y", "%Y-%m-%d"


class BisReader:
    """Reads the tab-separated table: a row is an address of a party under one order.

    The list has no ids. Rows of one name under orders of one date are one party with several addresses; the same name
    under an order of another date may be a namesake, and is a party of its own until somebody judges.
    """

    name = "bis-dpl"
    version = "1"
    summary = "United States: BIS denied persons list, tab-separated text (UTF-8 or Windows-1252)"

    def recognise(self, path: Path) -> bool:
        """The file begins with the first two columns."""
        return path.is_file() and head(path, 64).replace(b'"', b"").startswith(b"Name\tStreet_Address\t")

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The list states no date of its own; it is taken from the name of the file, as in ``dpl_2024-05-03.txt``."""
        (path,) = files.values()
        named = _NAMED.search(path.name)
        return About(
            dataset="us_bis_denied",
            publisher=AUTHORITY,
            licence="US public domain",
            url="https://www.bis.doc.gov/dpl/dpl.txt",
            as_of=named[0] if named else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the rows.

        Raises:
            InputError: the first row is not the header of this list, a row has another width, or encodings are mixed.
        """
        ((file, path),) = files.items()
        text, encoding = read_list(path)
        table = rows(text, file, delimiter="\t", complete=True)
        line, header = next(table, (1, []))
        _check_header(header, f"{file} (read as {encoding}), line {line}")
        for line, cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(COLUMNS):
                raise InputError(
                    f"{len(cells)} columns where the denied persons list has {len(COLUMNS)}",
                    where=f"{file}, line {line}",
                    do="the row is cut off or the delimiter is another; fetch the file again",
                )
            yield from _row(dict(zip(COLUMNS, cells, strict=True)), file, line)


def _row(cells: Mapping[str, str], file: str, line: int) -> Iterator[Draft | Reject]:
    place = f"line={line};field={{}}"
    name = " ".join(cells["Name"].split())
    if not name:
        yield Reject(file, place.format("Name"), "no name", "\t".join(cells.values()))
        return
    key = digest(f"{name.casefold()}|{cells['Effective_Date'].strip()}", 12)
    party = Draft(f"bis-{key}", "LegalEntity", file)
    _names(party, cells["Name"], place.format("Name"))
    yield from _address(party, cells, place)
    party.add("programId", "DPL", place.format("Standard_Order"), original=cells["Standard_Order"])
    order = Draft(f"bis-{key}-order", "Sanction", file)
    order.add("entity", party.entity_id, place.format("Name"), original=cells["Name"])
    for prop, value in (
        ("programId", "DPL"),
        ("program", "Denial of export privileges"),
        ("authority", AUTHORITY),
        ("country", "us"),
    ):
        order.add(prop, value, place.format("Name"), original=cells["Name"])
    for prop, column, form in (
        ("startDate", "Effective_Date", _US),
        ("endDate", "Expiration_Date", _US),
        ("modifiedAt", "Last_Update", _ISO),
    ):
        cell = cells[column].strip()
        if not cell:
            continue
        day = _day(cell, form)
        if day is None:
            yield Reject(file, place.format(column), f"{cell!r} is no date", name)
        else:
            order.add(prop, day, place.format(column), original=cell)
    order.add("recordId", cells["FR_Citation"], place.format("FR_Citation"))
    order.add("description", cells["Action"], place.format("Action"))
    standard = cells["Standard_Order"].strip().upper()
    if standard in ("Y", "N"):
        told = "standard order" if standard == "Y" else "non-standard order: see its terms"
        order.add("provisions", told, place.format("Standard_Order"), original=cells["Standard_Order"])
    elif standard:
        yield Reject(file, place.format("Standard_Order"), f"unknown kind of order {standard!r}", name)
    yield party
    yield order


def _names(party: Draft, cell: str, place: str) -> None:
    """The name, and the others that the list writes behind ``A/K/A``, ``D/B/A`` or in brackets after ``A.K.A.``."""
    found = _ALIAS.search(cell)
    if found is None:
        party.add("name", cell, place)
    elif found["inside"]:
        before, after = cell[: found.start()], cell[found.end() :]
        party.add("name", f"{before} {after}", place, original=cell)
        party.add("alias", found["inside"], f"{place};chars={found.start('inside')}-{found.end('inside')}")
    else:
        start = len(cell) - len(cell.lstrip())
        party.add("name", cell[: found.start()], f"{place};chars={start}-{found.start()}")
        party.add("alias", cell[found.end() :], f"{place};chars={found.end()}-{len(cell.rstrip())}")


def _address(party: Draft, cells: Mapping[str, str], place: str) -> Iterator[Draft]:
    parts = {column: cells[column].strip() for column in _ADDRESS if cells[column].strip()}
    if not parts:
        return
    full = ", ".join(parts.values())
    address = Draft(f"bis-addr-{digest(full.casefold(), 12)}", "Address", party.file)
    first = place.format(next(iter(parts)))
    address.add("full", full, first)
    for prop, column in (
        ("street", "Street_Address"),
        ("city", "City"),
        ("state", "State"),
        ("postalCode", "Postal_Code"),
        ("country", "Country"),
    ):
        address.add(prop, parts.get(column), place.format(column))
    party.add("addressEntity", address.entity_id, first, original=full)
    party.add("country", parts.get("Country"), place.format("Country"))
    yield address


def _check_header(header: list[str], where: str) -> None:
    if tuple(cell.strip() for cell in header) == COLUMNS:
        return
    wrong = next((c for c, h in zip(COLUMNS, [*header, *[""] * len(COLUMNS)], strict=False) if c != h.strip()), None)
    raise InputError(
        "these are not the columns of the denied persons list" + (f": {wrong!r} is missing" if wrong else ""),
        where=where,
        do="check that it is the list, tab-separated and with its header row",
    )


def _day(cell: str, form: str) -> str | None:
    try:
        return datetime.strptime(cell, form).date().isoformat()  # noqa: DTZ007  (a date of the list, of no zone)
    except ValueError:
        return None
