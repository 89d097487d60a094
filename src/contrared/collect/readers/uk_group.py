"""One group of the UK list: all rows of a party, each fact with every row that states it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.references import links
from contrared.collect.readers.uk_cells import Labelled, Part, date, information, numbered

AUTHORITY = "HM Treasury, Office of Financial Sanctions Implementation"
SCHEMATA = {"Individual": "Person", "Entity": "Organization", "Ship": "Vessel"}
ADDRESS = (*(f"Address {n}" for n in range(1, 7)), "Post/Zip Code")

#: Labels of *Other Information* and the property their value has, where the party's schema has it.
LABELS: Mapping[str, str] = {
    "Gender": "gender",
    "Phone number": "phone",
    "Fax": "phone",
    "Website": "website",
    "Email address": "email",
    "Type of entity": "classification",
    "Business Reg No": "registrationNumber",
    "IMO number": "imoNumber",
    "Flag of ship": "flag",
    "Previous flags": "pastFlags",
    "Type of ship": "type",
    "Tonnage of ship": "tonnage",
    "Year built": "buildDate",
}
_SCHEMA_LABELS = {
    "Person": {"Gender", "Phone number", "Fax", "Website", "Email address"},
    "Organization": {"Phone number", "Fax", "Website", "Email address", "Type of entity", "Business Reg No"},
    "Vessel": {"IMO number", "Flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Year built"},
}
_PHONES = re.compile(r"[+(]?\d[\d ()/-]{5,}\d")
_MAILS = re.compile(r"[^\s@;,()]+@[^\s@;,()]+\.[A-Za-z]+")
_SITES = re.compile(r"(?:https?://|www\.)[^\s;,]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s;,]*)?")


@dataclass(frozen=True, slots=True)
class UkRow:
    """One row of the sheet, numbered as the sheet numbers it."""

    number: int
    cells: Mapping[str, str]


def references(groups: Mapping[str, Sequence[UkRow]]) -> dict[str, tuple[str, str]]:
    """Entity id and schema by quoted UN reference, case folded; ships quote their owner's and are left out."""
    found: dict[str, set[tuple[str, str]]] = {}
    for identity, rows in groups.items():
        schema = SCHEMATA.get(rows[0].cells["Group Type"], "Organization")
        if schema == "Vessel":
            continue
        for item in information(rows[0].cells["Other Information"]):
            if item.label == "UN Ref":
                found.setdefault(item.part.text.casefold(), set()).add((f"uk-{identity}", schema))
    return {reference: next(iter(ids)) for reference, ids in found.items() if len(ids) == 1}


class UkGroup:
    """Turns the rows of one group into drafts."""

    def __init__(
        self, identity: str, rows: Sequence[UkRow], file: str, sheet: str, known: Mapping[str, tuple[str, str]]
    ) -> None:
        self.rows = rows
        self.file = file
        self.sheet = sheet
        self.known = known
        kind = rows[0].cells["Group Type"]
        self.schema = SCHEMATA.get(kind, "Organization")
        self.party = Draft(f"uk-{identity}", self.schema, file)
        self.sanction = Draft(f"uk-{identity}-sanction", "Sanction", file)

    def drafts(self) -> Iterator[Draft | Reject]:
        """Everything the rows say; a text repeated on every row is cited at the first."""
        told: set[tuple[str, str]] = set()
        for row in self.rows:
            self._names(row)
            self._sanctioned(row)
            yield from self._address(row)
            for column in ("DOB", "Town of Birth", "Country of Birth", "Nationality", "Position", "Title"):
                self._column(row, column, told)
            for column in ("Passport", "National Identification"):
                yield from self._documents(row, column, told)
            yield from self._information(row, told)
        yield self.party
        yield self.sanction

    def _at(self, row: UkRow, column: str, part: Part | None = None) -> str:
        place = f"line={row.number};path={self.sheet};field={column}"
        return place if part is None else f"{place};chars={part.start}-{part.end}"

    def _names(self, row: UkRow) -> None:
        cells = row.cells
        given = [cells[f"Name {n}"].strip() for n in range(1, 6)]
        last = cells["Name 6"].strip()
        full = " ".join(part for part in [*given, last] if part)
        kind, quality = cells["Alias Type"], cells["Alias Quality"]
        prop = {"Primary name": "name", "FKA": "previousName"}.get(kind, "alias")
        if prop == "alias" and quality == "Low quality":
            prop = "weakAlias"
        self.party.add(prop, full, self._at(row, "Name 6"), original=full)
        if prop == "name" and self.schema == "Person" and any(given):
            self.party.add("lastName", last, self._at(row, "Name 6"))
            self.party.add("firstName", given[0], self._at(row, "Name 1"))
            self.party.add("middleName", " ".join(part for part in given[1:] if part), self._at(row, "Name 2"))
        self.party.add("alias", cells["Name Non-Latin Script"], self._at(row, "Name Non-Latin Script"))

    def _sanctioned(self, row: UkRow) -> None:
        cells = row.cells
        self.party.add("programId", cells["Regime"], self._at(row, "Regime"))
        self.sanction.add("entity", self.party.entity_id, self._at(row, "Group ID"), original=cells["Group ID"])
        for prop in ("programId", "program"):
            self.sanction.add(prop, cells["Regime"], self._at(row, "Regime"))
        self.sanction.add("authority", AUTHORITY, self._at(row, "Regime"), original=cells["Regime"])
        self.sanction.add("country", "gb", self._at(row, "Regime"), original=cells["Regime"])
        self.sanction.add("recordId", cells["Group ID"], self._at(row, "Group ID"))
        for prop, column in (
            ("listingDate", "Listed On"),
            ("startDate", "UK Sanctions List Date Designated"),
            ("modifiedAt", "Last Updated"),
        ):
            self.sanction.add(prop, date(cells[column]), self._at(row, column), original=cells[column])

    def _column(self, row: UkRow, column: str, told: set[tuple[str, str]]) -> None:
        cell = row.cells[column]
        if not cell.strip() or (column, cell) in told:
            return
        told.add((column, cell))
        if column == "DOB":
            prop = "birthDate" if self.schema == "Person" else "notes"
            value = date(cell) if self.schema == "Person" else cell
            self.party.add(prop, value or cell, self._at(row, column), original=cell)
            return
        prop = {
            "Town of Birth": "birthPlace",
            "Country of Birth": "birthCountry",
            "Nationality": "nationality",
            "Position": "position",
            "Title": "title",
        }[column]
        for part in numbered(cell):
            self.party.add(prop if self.schema == "Person" else "notes", part.text, self._at(row, column, part))

    def _address(self, row: UkRow) -> Iterator[Draft]:
        cells = row.cells
        country = cells["Country"].strip()
        parts = [cells[column].strip() for column in ADDRESS if cells[column].strip()]
        self.party.add("country", country, self._at(row, "Country"))
        if not parts:
            return
        full = ", ".join([*parts, country] if country else parts)
        key = hashlib.sha1(full.casefold().encode(), usedforsecurity=False).hexdigest()[:16]
        first = next(column for column in ADDRESS if cells[column].strip())
        place = self._at(row, first)
        address = Draft(f"uk-addr-{key}", "Address", self.file)
        address.add("full", full, place, original=parts[0])
        address.add("street", ", ".join(parts[:-1]) if cells["Address 6"].strip() else "", place, original=parts[0])
        address.add("city", cells["Address 6"], self._at(row, "Address 6"))
        address.add("postalCode", cells["Post/Zip Code"], self._at(row, "Post/Zip Code"))
        address.add("country", country, self._at(row, "Country"))
        self.party.add("addressEntity", address.entity_id, place, original=parts[0])
        yield address

    def _documents(self, row: UkRow, column: str, told: set[tuple[str, str]]) -> Iterator[Draft]:
        numbers, details = f"{column} Number", f"{column} Details"
        cell = row.cells[numbers]
        if (numbers, cell + row.cells[details]) in told:
            return
        told.add((numbers, cell + row.cells[details]))
        passport = column == "Passport"
        for part in numbered(cell):
            self.party.add("passportNumber" if passport else "idNumber", part.text, self._at(row, numbers, part))
            key = hashlib.sha1(f"{column}|{part.text}".encode(), usedforsecurity=False).hexdigest()[:12]
            paper = Draft(f"{self.party.entity_id}-doc-{key}", "Passport" if passport else "Identification", self.file)
            place = self._at(row, numbers, part)
            paper.add("holder", self.party.entity_id, place, original=part.text)
            paper.add("number", part.text, place)
            paper.add("type", column, place, original=part.text)
            paper.add("summary", row.cells[details], self._at(row, details))
            yield paper
        if not numbered(cell):
            detail = row.cells[details]
            self.party.add(
                "notes", f"{column}: {detail}" if detail.strip() else "", self._at(row, details), original=detail
            )

    def _information(self, row: UkRow, told: set[tuple[str, str]]) -> Iterator[Draft | Reject]:
        column = "Other Information"
        cell = row.cells[column]
        if not cell.strip() or (column, cell) in told:
            return
        told.add((column, cell))
        self.party.add("notes", cell, self._at(row, column))
        for item in information(cell):
            self._labelled(row, column, item)
        yield from links(self.party.entity_id, self.schema, cell, self.known, self.file, self._at(row, column))

    def _labelled(self, row: UkRow, column: str, item: Labelled) -> None:
        place = self._at(row, column, item.part)
        if item.label == "UN Ref" and self.schema != "Vessel":
            self.sanction.add("unscId", item.part.text, place)
        elif item.label == "UK Sanctions List Ref":
            self.sanction.add("authorityId", item.part.text, place)
        elif item.label == "UK Statement of Reasons":
            self.sanction.add("reason", item.part.text, place)
        elif item.label in _SCHEMA_LABELS[self.schema]:
            prop = LABELS[item.label]
            for part in _values(prop, item.part):
                self.party.add(prop, part.text, self._at(row, column, part))


def _values(prop: str, whole: Part) -> Iterator[Part]:
    pattern = {"phone": _PHONES, "email": _MAILS, "website": _SITES}.get(prop)
    if pattern is not None:
        for match in pattern.finditer(whole.text):
            yield Part(match[0].rstrip("."), whole.start + match.start(), whole.start + match.end())
        return
    for part in numbered(whole.text):
        yield Part(part.text, whole.start + part.start, whole.start + part.end)
