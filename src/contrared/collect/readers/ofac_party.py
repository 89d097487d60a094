"""One OFAC party at a time: its row, aliases, addresses and remarks into drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contrared.collect.cleaning import clean, property_of
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.ofac_dates import iso
from contrared.collect.readers.ofac_documents import property_for
from contrared.collect.readers.ofac_remarks import Told, read
from contrared.collect.readers.ofac_tables import OfacRow

AUTHORITY = "US Department of the Treasury, Office of Foreign Assets Control"
SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
#: Properties whose value is derived from a date as the list writes it.
DATED = frozenset({"birthDate", "buildDate", "incorporationDate"})
ALIASES = {"aka": "alias", "fka": "previousName", "nka": "alias"}


@dataclass(slots=True)
class OfacParties:
    """The tables of one list, joined by entity number.

    Names are known before the first party is drafted, so that ``Linked To:`` can be followed in both directions.
    """

    main: list[OfacRow] = field(default_factory=list)
    _beside: dict[str, dict[str, list[OfacRow]]] = field(default_factory=dict)
    _named: dict[str, set[str]] = field(default_factory=dict)
    _aliased: dict[str, set[str]] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)

    def gather(self, table: str, rows: Iterable[OfacRow]) -> None:
        """Keep the rows of a table beside the main one, by entity number."""
        kept = self._beside.setdefault(table, {})
        for row in rows:
            number = row.cells["ent_num"].strip()
            kept.setdefault(number, []).append(row)
            if table == "alt" and row.cells["alt_name"]:
                self._aliased.setdefault(_key(row.cells["alt_name"]), set()).add(number)

    def gather_main(self, rows: Iterable[OfacRow]) -> Iterator[Reject]:
        """Keep rows of the main table; a row without number or name, or with a number seen before, is rejected."""
        for row in rows:
            number, name = row.cells["ent_num"].strip(), row.cells["sdn_name"].strip()
            if not number.isdigit():
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
                self._named.setdefault(_key(name), set()).add(number)

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
        schema = SCHEMATA[row.cells["sdn_type"].strip()]
        party = Draft(f"ofac-{number}", schema, row.file)
        self._names(party, row, number)
        yield from self._addresses(party, number)
        sanctions = self._sanctions(party, row)
        self._columns(party, row)
        yield from self._remarks(party, row, number, sanctions)
        yield party
        yield from sanctions

    def _names(self, party: Draft, row: OfacRow, number: str) -> None:
        _name(party, "name", row.cells["sdn_name"], row.file, f"line={row.line};field=sdn_name")
        for alias in self._beside.get("alt", {}).get(number, ()):
            prop = ALIASES.get(alias.cells["alt_type"].strip().lower(), "alias")
            place = f"line={alias.line};field=alt_name"
            _name(party, prop, alias.cells["alt_name"], alias.file, place)
            if alias.cells["alt_remarks"]:
                party.add("notes", alias.cells["alt_remarks"], f"line={alias.line};field=alt_remarks", file=alias.file)

    def _addresses(self, party: Draft, number: str) -> Iterator[Draft]:
        for row in self._beside.get("add", {}).get(number, ()):
            cells = row.cells
            parts = [cells[name].strip() for name in ("address", "city", "country") if cells[name].strip()]
            if cells["add_remarks"]:
                party.add("notes", cells["add_remarks"], f"line={row.line};field=add_remarks", file=row.file)
            if not parts:
                continue
            full = ", ".join(parts)
            address = Draft(f"ofac-addr-{_digest(full.casefold(), 16)}", "Address", row.file)
            address.add("full", full, f"line={row.line};field=address")
            for prop, name in (("street", "address"), ("city", "city"), ("country", "country")):
                address.add(prop, cells[name], f"line={row.line};field={name}")
            party.add(
                "addressEntity", address.entity_id, f"line={row.line};field=address", file=row.file, original=full
            )
            party.add("country", cells["country"], f"line={row.line};field=country", file=row.file)
            yield address

    def _sanctions(self, party: Draft, row: OfacRow) -> list[Draft]:
        place = f"line={row.line};field=program"
        sanctions = []
        for code in (part.strip() for part in row.cells["program"].strip(" []").split("] [")):
            if not code:
                continue
            party.add("programId", code, place)
            sanction = Draft(f"{party.entity_id}-sanction-{_digest(code, 8)}", "Sanction", row.file)
            sanction.add("entity", party.entity_id, f"line={row.line};field=ent_num")
            sanction.add("programId", code, place)
            sanction.add("program", code, place)
            sanction.add("authority", AUTHORITY, place, original=code)
            sanction.add("country", "us", place, original=code)
            sanction.add("recordId", row.cells["ent_num"], f"line={row.line};field=ent_num")
            sanctions.append(sanction)
        return sanctions

    def _columns(self, party: Draft, row: OfacRow) -> None:
        columns = {
            "title": "position" if party.schema == "Person" else "notes",
            "call_sign": "callSign",
            "vess_type": "type",
            "tonnage": "tonnage",
            "grt": "grossRegisteredTonnage",
            "vess_flag": "flag",
        }
        for column, prop in columns.items():
            value = row.cells[column]
            if prop in {"tonnage", "grossRegisteredTonnage"}:
                value = value.replace(",", "")
            if value and property_of(party.schema, prop) is None:
                prop = "notes"
            party.add(prop, value, f"line={row.line};field={column}", original=row.cells[column])
        owner = row.cells["vess_owner"]
        if owner:
            found = self._find(owner)
            place = f"line={row.line};field=vess_owner"
            if len(found) == 1 and self._types[next(iter(found))] in {"", "individual"}:
                party.add("owner", f"ofac-{next(iter(found))}", place, original=owner)
            else:
                party.add("notes", f"Owner: {owner}", place, original=owner)

    def _remarks(self, party: Draft, row: OfacRow, number: str, sanctions: list[Draft]) -> Iterator[Draft | Reject]:
        comments = self._beside.get("comments", {}).get(number, [])
        remark = row.cells["remarks"]
        cut = len(remark)
        places = [(row, 0, cut)]
        for comment in comments:
            places.append((comment, len(remark), len(remark) + len(comment.cells["remarks"])))
            remark += comment.cells["remarks"]
        if not remark.strip():
            return
        for place, low, high in places:
            if place.cells["remarks"].strip():
                party.add(
                    "notes",
                    remark,
                    f"line={place.line};field=remarks",
                    file=place.file,
                    original=None if len(places) == 1 else remark[low:high],
                )
        for told in read(remark):
            for place, low, high in places:
                start, end = max(told.start, low), min(told.end, high)
                if start < end:
                    where = f"line={place.line};field=remarks;chars={start - low}-{end - low}"
                    yield from self._tell(party, told, place.file, where, sanctions)

    def _tell(
        self, party: Draft, told: Told, file: str, where: str, sanctions: list[Draft]
    ) -> Iterator[Draft | Reject]:
        text = told.segment.text
        if told.kind == "fact":
            prop = told.prop
            if prop == "operator":
                prop = "notes"
            if property_of(party.schema, prop) is None:
                return
            for value in told.values:
                if prop == "notes":
                    value = text
                party.add(prop, value, where, file=file, original=text if prop in DATED else None)
            if prop == "birthPlace":
                country = told.values[0].rpartition(", ")[2]
                if clean("country", country) is not None:
                    party.add("birthCountry", country, where, file=file)
        elif told.kind == "document" and told.document is not None:
            yield from _document(party, told, file, where)
        elif told.kind == "crypto":
            wallet = Draft(f"ofac-wallet-{_digest(told.prop + told.values[0], 16)}", "CryptoWallet", file)
            wallet.add("publicKey", told.values[0], where)
            wallet.add("currency", told.prop, where, original=text)
            wallet.add("holder", party.entity_id, where, original=text)
            yield wallet
        elif told.kind == "linked":
            yield from self._linked(party, told, file, where)
        elif told.kind == "measure":
            for sanction in sanctions:
                sanction.add("provisions", told.values[0], where, file=file)

    def _linked(self, party: Draft, told: Told, file: str, where: str) -> Iterator[Draft | Reject]:
        name = told.values[0]
        found = self._find(name)
        if len(found) != 1:
            reason = "several parties bear this name" if found else "no party of the list bears this name"
            yield Reject(file, where, f"Linked To: {reason}; kept in notes only", told.segment.text)
            return
        target = f"ofac-{next(iter(found))}"
        link = Draft(f"{party.entity_id}-link-{_digest(target, 12)}", "UnknownLink", file)
        link.add("subject", party.entity_id, where, original=told.segment.text)
        link.add("object", target, where, original=name)
        link.add("role", "Linked To", where, original=told.segment.text)
        yield link

    def _find(self, name: str) -> set[str]:
        key = _key(name)
        return self._named.get(key) or self._aliased.get(key) or set()


def _document(party: Draft, told: Told, file: str, where: str) -> Iterator[Draft]:
    document = told.document
    assert document is not None
    person = party.schema == "Person"
    prop = property_for(document.label, person=person)
    if property_of(party.schema, prop) is not None:
        party.add(prop, document.number, where, file=file)
    if property_of(party.schema, "taxNumber") is None:
        return
    schema = "Passport" if prop == "passportNumber" else "Identification"
    key = "|".join((document.label, document.number, document.country or ""))
    paper = Draft(f"{party.entity_id}-doc-{_digest(key, 12)}", schema, file)
    paper.add("holder", party.entity_id, where, original=told.segment.text)
    paper.add("type", document.label, where)
    paper.add("number", document.number, where)
    paper.add("country", document.country, where)
    if document.issued:
        paper.add("startDate", iso(document.issued), where, original=document.issued)
    if document.expires:
        paper.add("endDate", iso(document.expires), where, original=document.expires)
    yield paper


def _name(party: Draft, prop: str, raw: str, file: str, place: str) -> None:
    raw = raw.strip()
    if party.schema == "Person" and ", " in raw:
        last, _, first = raw.partition(", ")
        party.add(prop, f"{first} {last}", place, file=file, original=raw)
        if prop == "name":
            party.add("firstName", first, place, file=file, original=raw)
            party.add("lastName", last, place, file=file, original=raw)
    else:
        party.add(prop, raw, place, file=file)


def _key(name: str) -> str:
    return " ".join(name.upper().split()).rstrip(".")


def _digest(text: str, length: int) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:length]


def _reject(row: OfacRow, column: str, reason: str) -> Reject:
    return Reject(row.file, f"line={row.line};field={column}", reason, " | ".join(row.cells.values()))
