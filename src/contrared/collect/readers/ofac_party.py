"""One OFAC party at a time: its row, aliases, addresses and remarks into drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contrared.collect.cleaning import property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.ofac_names import OfacNames, person_name
from contrared.collect.readers.ofac_tables import OfacRow
from contrared.collect.readers.ofac_told import NO_FLAG, Remark, Telling

AUTHORITY = "US Department of the Treasury, Office of Foreign Assets Control"
SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
ALIASES = {"aka": "alias", "fka": "previousName", "nka": "alias"}
#: Columns of the main table and the property each is, where the schema has it.
COLUMNS = {
    "title": "position",
    "call_sign": "callSign",
    "vess_type": "type",
    "tonnage": "tonnage",
    "grt": "grossRegisteredTonnage",
    "vess_flag": "flag",
}
_NUMBER = re.compile(r"[0-9]+")
_REGION = "Region: "
_UNDETERMINED = "undetermined"


@dataclass(slots=True)
class OfacParties:
    """The tables of one list, joined by entity number.

    Names are known before the first party is drafted, so that ``Linked To:`` can be followed in both directions.
    """

    main: list[OfacRow] = field(default_factory=list)
    _beside: dict[str, dict[str, list[OfacRow]]] = field(default_factory=dict)
    _names: OfacNames = field(default_factory=OfacNames)
    _types: dict[str, str] = field(default_factory=dict)

    def gather(self, table: str, rows: Iterable[OfacRow | Reject]) -> Iterator[Reject]:
        """Keep the rows of a table beside the main one, by entity number; an alias without a name is rejected."""
        kept = self._beside.setdefault(table, {})
        for row in rows:
            if isinstance(row, Reject):
                yield row
                continue
            number = row.cells["ent_num"].strip()
            if table == "alt":
                if not row.cells["alt_name"].strip():
                    yield _reject(row, "alt_name", "an alias without a name")
                    continue
                if row.cells["alt_type"].strip().lower() not in ALIASES:
                    yield _reject(row, "alt_type", "not aka, fka or nka; taken as an alias")
                self._names.add(row.cells["alt_name"], number, alias=True)
            kept.setdefault(number, []).append(row)

    def gather_main(self, rows: Iterable[OfacRow | Reject]) -> Iterator[Reject]:
        """Keep rows of the main table; a row without number or name, or with a number seen before, is rejected."""
        for row in rows:
            if isinstance(row, Reject):
                yield row
                continue
            number, name = row.cells["ent_num"].strip(), row.cells["sdn_name"].strip()
            if not _NUMBER.fullmatch(number):
                yield _reject(row, "ent_num", f"{number!r} is not an entity number")
            elif number in self._types:
                yield _reject(row, "ent_num", f"entity number {number} stands there twice; the first row was taken")
            elif row.cells["sdn_type"].strip() not in SCHEMATA:
                yield _reject(row, "sdn_type", f"unknown type {row.cells['sdn_type']!r}")
            elif not name:
                yield _reject(row, "sdn_name", "no name")
            else:
                self.main.append(row)
                self._types[number] = row.cells["sdn_type"].strip()
                self._names.add(name, number)

    def dangling(self) -> Iterator[Reject]:
        """Rows of the other tables whose entity number the main table does not have."""
        for kept in self._beside.values():
            for number, rows in kept.items():
                if number not in self._types:
                    for row in rows:
                        yield _reject(row, "ent_num", f"no party has entity number {number}")

    def drafts(self, row: OfacRow) -> Iterator[Draft | Reject]:
        """Everything the tables say about one party."""
        number = row.cells["ent_num"].strip()
        party = Draft(f"ofac-{number}", SCHEMATA[row.cells["sdn_type"].strip()], row.file)
        _name(party, "name", row.cells["sdn_name"], row.file, f"line={row.line};field=sdn_name")
        self._aliases(party, number)
        yield from self._addresses(party, number)
        sanctions = _sanctions(party, row)
        _columns(party, row)
        self._owner(party, row)
        remark = Remark.of(row, self._beside.get("comments", {}).get(number, []))
        if remark.text.strip():
            yield from Telling(party, sanctions, remark, self._names.find).tell()
        yield party
        yield from sanctions

    def _aliases(self, party: Draft, number: str) -> None:
        for alias in self._beside.get("alt", {}).get(number, ()):
            prop = ALIASES.get(alias.cells["alt_type"].strip().lower(), "alias")
            _name(party, prop, alias.cells["alt_name"], alias.file, f"line={alias.line};field=alt_name")
            party.add("notes", alias.cells["alt_remarks"], f"line={alias.line};field=alt_remarks", file=alias.file)

    def _addresses(self, party: Draft, number: str) -> Iterator[Draft]:
        """Addresses; a row without one, as the list has it for parties of unknown whereabouts, states nothing."""
        for row in self._beside.get("add", {}).get(number, ()):
            cells = row.cells
            place = f"line={row.line};field="
            party.add("notes", cells["add_remarks"], place + "add_remarks", file=row.file)
            country = cells["country"].strip()
            parts = [cells["address"].strip(), cells["city"].strip(), "" if country == _UNDETERMINED else country]
            full = ", ".join(part for part in parts if part)
            if not full:
                continue
            address = Draft(f"ofac-addr-{digest(full.casefold(), 16)}", "Address", row.file)
            first = next(name for name, part in zip(("address", "city", "country"), parts, strict=True) if part)
            address.add("full", full, place + first)
            address.add("street", parts[0], place + "address")
            address.add("city", parts[1], place + "city")
            party.add("addressEntity", address.entity_id, place + first, file=row.file, original=full)
            if parts[2].startswith(_REGION):
                address.add("region", parts[2].removeprefix(_REGION), place + "country", original=parts[2])
            else:
                address.add("country", parts[2], place + "country")
                party.add("country", parts[2], place + "country", file=row.file)
            yield address

    def _owner(self, party: Draft, row: OfacRow) -> None:
        """The owner of a ship: a party of the list where one alone bears the name, else what is written."""
        owner = row.cells["vess_owner"]
        if not owner:
            return
        found = self._names.find(owner)
        place = f"line={row.line};field=vess_owner"
        if len(found) == 1 and self._types.get(min(found)) in {"", "individual"}:
            party.add("owner", f"ofac-{min(found)}", place, original=owner)
        else:
            party.add("notes", f"Owner: {owner}", place, original=owner)


def _sanctions(party: Draft, row: OfacRow) -> list[Draft]:
    """One listing for each programme of the cell ``SDNTK] [FTO] [SDGT``."""
    place = f"line={row.line};field=program"
    sanctions = []
    for code in (part.strip() for part in row.cells["program"].strip(" []").split("] [")):
        if not code:
            continue
        party.add("programId", code, place)
        sanction = Draft(f"{party.entity_id}-sanction-{digest(code, 8)}", "Sanction", row.file)
        sanction.add("entity", party.entity_id, f"line={row.line};field=ent_num")
        sanction.add("programId", code, place)
        sanction.add("program", code, place)
        sanction.add("authority", AUTHORITY, place, original=code)
        sanction.add("country", "us", place, original=code)
        sanction.add("recordId", row.cells["ent_num"], f"line={row.line};field=ent_num")
        sanctions.append(sanction)
    return sanctions


def _columns(party: Draft, row: OfacRow) -> None:
    for column, prop in COLUMNS.items():
        value = written = row.cells[column]
        if not written or value.strip() == NO_FLAG:
            continue
        if prop in {"tonnage", "grossRegisteredTonnage"}:
            value = value.replace(",", "")
        if property_of(party.schema, prop) is None:
            prop = "notes"
        party.add(prop, value, f"line={row.line};field={column}", original=written)


def _name(party: Draft, prop: str, raw: str, file: str, place: str) -> None:
    raw = raw.strip()
    if party.schema != "Person":
        party.add(prop, raw, place, file=file)
        return
    name = person_name(raw)
    party.add(prop, name.full, place, file=file, original=raw)
    if prop == "name":
        for part, value in (("firstName", name.first), ("lastName", name.last), ("nameSuffix", name.suffix)):
            party.add(part, value, place, file=file, original=raw)


def _reject(row: OfacRow, column: str, reason: str) -> Reject:
    return Reject(row.file, f"line={row.line};field={column}", reason, " | ".join(row.cells.values()))
