"""One group of the UK list: all rows of a party, each fact with every row that states it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from followthemoney.types import registry

from contrared.collect.cleaning import clean, property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers import uk_information, uk_papers
from contrared.collect.readers.references import Bearer, References, links
from contrared.collect.readers.uk_cells import CODES, Part, date, information, numbered
from contrared.collect.readers.uk_codes import RegimeCodes

AUTHORITY = "HM Treasury, Office of Financial Sanctions Implementation"
SCHEMATA = {"Individual": "Person", "Entity": "Organization", "Ship": "Vessel"}
_STREET = tuple(f"Address {n}" for n in range(1, 6))
_GIVEN = tuple(f"Name {n}" for n in range(1, 6))
#: Columns whose cells are numbered lists, and the property of a person; of others they are kept as notes.
_LISTS = {
    "Town of Birth": "birthPlace",
    "Country of Birth": "birthCountry",
    "Nationality": "nationality",
    "Position": "position",
    "Title": "title",
}


@dataclass(frozen=True, slots=True)
class UkRow:
    """One row of the sheet, numbered as the sheet numbers it."""

    number: int
    cells: Mapping[str, str]


def references(groups: Mapping[str, Sequence[UkRow]]) -> References:
    """Who bears which UN reference; ships quote their owner's and bear none."""
    known = References()
    for identity, rows in groups.items():
        schema = _schema(rows)
        if schema != "Vessel":
            for item in information(rows[0].cells[uk_information.COLUMN]):
                if item.label == "UN Ref":
                    known.add(item.part.text, Bearer(f"uk-{identity}", schema))
    return known


def regime_codes(groups: Mapping[str, Sequence[UkRow]]) -> RegimeCodes:
    """Which references are those of which regime."""
    return RegimeCodes((_regimes(rows), _codes(rows[0].cells[uk_information.COLUMN])) for rows in groups.values())


class UkGroup:
    """Turns the rows of one group into drafts: one party, one listing for each regime.

    Args:
        identity: Group ID.
        rows: Its rows, at least one, in the order of the sheet.
        file: Name of the workbook or table.
        sheet: Name of the sheet; empty in a table that has none.
        known: Who bears which UN reference.
        codes: Which references are those of which regime.
    """

    def __init__(
        self, identity: str, rows: Sequence[UkRow], file: str, sheet: str, known: References, codes: RegimeCodes
    ) -> None:
        self.rows = rows
        self.file = file
        self.sheet = sheet
        self.known = known
        self.codes = codes
        self.regimes = _regimes(rows)
        self.schema = _schema(rows)
        self.party = Draft(f"uk-{identity}", self.schema, file)
        self.sanctions: dict[str, Draft] = {}

    def drafts(self) -> Iterator[Draft | Reject]:
        """Everything the rows say, repetitions included."""
        person = Bearer(self.party.entity_id, self.schema)
        for row in self.rows:
            cells, place = row.cells, f"line={row.number};path={self.sheet}".removesuffix(";path=")
            if cells["Group Type"] not in SCHEMATA:
                reason = f"unknown group type {cells['Group Type']!r}; taken as an entity"
                yield Reject(self.file, f"{place};field=Group Type", reason, cells["Name 6"])
            elif SCHEMATA[cells["Group Type"]] != self.schema:
                reason = f"{cells['Group Type']}, on the first row of its group {self.rows[0].cells['Group Type']!r}"
                yield Reject(self.file, f"{place};field=Group Type", f"{reason}; the first was taken", cells["Name 6"])
            self._names(cells, place)
            sanction = self._listing(cells, place)
            yield from self._address(cells, place)
            self._birth(cells["DOB"], place)
            self._lists(cells, place)
            for kind in uk_papers.COLUMNS:
                if cells[f"{kind} Number"] or cells[f"{kind} Details"]:
                    yield from uk_papers.papers(cells, kind, self.party, place)
            cell, where = cells[uk_information.COLUMN], f"{place};field={uk_information.COLUMN}"
            uk_information.tell(cell, self.party, sanction, where, partial(self._ours, cells["Regime"]))
            # Its edges are cited at the first row: the text is one and the same on all of them.
            if row is self.rows[0] or cell != self.rows[0].cells[uk_information.COLUMN]:
                yield from links(person, cell, self.known, self.file, where)
        self._refused_once()
        yield self.party
        yield from self.sanctions.values()

    def _ours(self, regime: str, label: str, code: str) -> bool:
        return self.codes.belongs(label, code, regime, self.regimes)

    def _refused_once(self) -> None:
        """Leave a value that its FtM type will refuse at its first row only: one reject is enough to tell of it."""
        told: set[tuple[str, str]] = set()
        kept = []
        for fact in self.party.facts:
            prop = property_of(self.schema, fact.prop)
            if prop is None or clean(prop.type.name, fact.value) is None:
                if (fact.prop, fact.value) in told:
                    continue
                told.add((fact.prop, fact.value))
            kept.append(fact)
        self.party.facts = kept

    def _names(self, cells: Mapping[str, str], place: str) -> None:
        given = [cells[column].strip() for column in _GIVEN]
        last = cells["Name 6"].strip()
        full = " ".join(part for part in (*given, last) if part)
        kind = cells["Alias Type"]
        prop = {"Primary name": "name", "FKA": "previousName"}.get(kind, "alias")
        if prop == "alias" and cells["Alias Quality"] == "Low quality":
            prop = "weakAlias"
        self.party.add(prop, full, f"{place};field=Name 6")
        if prop == "name" and self.schema == "Person" and any(given):
            self.party.add("lastName", last, f"{place};field=Name 6")
            self.party.add("firstName", given[0], f"{place};field=Name 1")
            for column, part in zip(_GIVEN[1:], given[1:], strict=True):
                self.party.add("middleName", part, f"{place};field={column}")
        language = registry.language.clean(cells["Non-Latin Script Language"] or None)
        column = "Name Non-Latin Script"
        self.party.add("alias", cells[column], f"{place};field={column}", lang=language)

    def _listing(self, cells: Mapping[str, str], place: str) -> Draft:
        """The listing of the row's regime; what we know of every listing is cited where it is first stated."""
        regime = cells["Regime"]
        where = f"{place};field=Regime"
        self.party.add("programId", regime, where)
        sanction = self.sanctions.get(regime)
        if sanction is None:
            key = digest(regime, 8)
            sanction = Draft(f"{self.party.entity_id}-sanction-{key}", "Sanction", self.file)
            self.sanctions[regime] = sanction
            sanction.add("entity", self.party.entity_id, f"{place};field=Group ID", original=cells["Group ID"])
            sanction.add("authority", AUTHORITY, where, original=regime)
            sanction.add("country", "gb", where, original=regime)
        sanction.add("programId", regime, where)
        sanction.add("program", regime, where)
        sanction.add("recordId", cells["Group ID"], f"{place};field=Group ID")
        for prop, column in (
            ("listingDate", "Listed On"),
            ("startDate", "UK Sanctions List Date Designated"),
            ("modifiedAt", "Last Updated"),
        ):
            cell = cells[column]
            sanction.add(prop, date(cell) or cell, f"{place};field={column}", original=cell)
        return sanction

    def _birth(self, cell: str, place: str) -> None:
        if self.schema == "Person":
            self.party.add("birthDate", date(cell) or cell, f"{place};field=DOB", original=cell)
        else:
            self.party.add("notes", cell, f"{place};field=DOB")

    def _lists(self, cells: Mapping[str, str], place: str) -> None:
        for column, prop in _LISTS.items():
            if cells[column]:
                for part in numbered(cells[column]):
                    where = _chars(f"{place};field={column}", part)
                    self.party.add(prop if self.schema == "Person" else "notes", part.text, where)

    def _address(self, cells: Mapping[str, str], place: str) -> Iterator[Draft]:
        country, city, code = (cells[column].strip() for column in ("Country", "Address 6", "Post/Zip Code"))
        self.party.add("country", country, f"{place};field=Country")
        street = [(column, cells[column].strip()) for column in _STREET if cells[column].strip()]
        stated = [*street, *((c, v) for c, v in (("Address 6", city), ("Post/Zip Code", code)) if v)]
        if not stated:
            return
        full = ", ".join([*(part for _, part in stated), *([country] if country else [])])
        key = digest(full.casefold(), 16)
        column, words = stated[0]
        where = f"{place};field={column}"
        address = Draft(f"uk-addr-{key}", "Address", self.file)
        address.add("full", full, where, original=words)
        address.add("street", ", ".join(part for _, part in street), where, original=words)
        address.add("city", city, f"{place};field=Address 6")
        address.add("postalCode", code, f"{place};field=Post/Zip Code")
        address.add("country", country, f"{place};field=Country")
        self.party.add("addressEntity", address.entity_id, where, original=words)
        yield address


def _schema(rows: Sequence[UkRow]) -> str:
    return SCHEMATA.get(rows[0].cells["Group Type"], "Organization")


def _regimes(rows: Sequence[UkRow]) -> frozenset[str]:
    return frozenset(row.cells["Regime"] for row in rows)


def _codes(cell: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in information(cell):
        if item.label in CODES:
            found.setdefault(item.label, []).append(item.part.text)
    return found


def _chars(place: str, part: Part) -> str:
    return f"{place};chars={part.start}-{part.end}"
