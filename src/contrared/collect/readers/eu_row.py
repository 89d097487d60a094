"""One row of the European Union's list: a name, address, birth, paper or citizenship of a party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followthemoney.types import registry

from contrared.collect.cleaning import clean
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.eu_columns import PARTY, REFERENCE
from contrared.collect.readers.validity import expires, issued

SCHEMATA = {"P": "Person", "E": "Organization"}
_GENDERS = {"M": "male", "F": "female"}
#: Written where a date or place is not known.
_UNKNOWN = frozenset({"", "N/A"})
#: ``AD001095 (passport-National passport) ((passport))``; kinds are ``passport``, ``id``, ``regnumber``, ``other`` …
_PAPER = re.compile(r"(?P<number>.+?)\s*\((?P<kind>[a-z]+)-(?P<label>[^()]*)\)\s*(?P<note>.*)", re.DOTALL)
_PAPERS = {"passport": "passportNumber", "regnumber": "registrationNumber", "fiscalcode": "taxNumber"}
_CONTACT = re.compile(r"(?P<kind>PHONE|FAX|EMAIL|WEB)\[(?P<value>[^\]]+)\]")
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "EMAIL": "email", "WEB": "website"}
_ADDRESS = (
    ("Addr_number", "street"),
    ("Addr_street", "street"),
    ("Addr_zipcode", "postalCode"),
    ("Addr_city", "city"),
    ("Addr_country", "country"),
)


@dataclass(frozen=True, slots=True)
class EuRow:
    """A row, by column.

    Attributes:
        cells: What stands in it.
        file: Name of its file.
        line: Line on which it begins.
    """

    cells: Mapping[str, str]
    file: str
    line: int

    def drafts(self, authority: str) -> Iterator[Draft]:
        """The party with what this row says of it, its listing, its address and its paper."""
        party = Draft(f"eu-{self.cells[PARTY].strip()}", SCHEMATA[self.cells["Subject_type"].strip()], self.file)
        self._say(party, "notes", "Entity_remark")
        self._name(party)
        yield from self._address(party)
        self._birth(party)
        yield from self._paper(party)
        self._say(party, "nationality" if party.schema == "Person" else "country", "Citi_country")
        self._say(party, "programId", "Programme")
        yield party
        yield self._listing(party, authority)

    def reject(self, column: str, reason: str, raw: str) -> Reject:
        """A reject that points at a column of this row."""
        return Reject(self.file, self._at(column), reason, raw)

    def _at(self, column: str) -> str:
        return f"line={self.line};field={column}"

    def _said(self, column: str) -> str:
        # A spreadsheet made a tab of each comma, and line breaks are written as two characters.
        cell = self.cells[column].strip().replace("\t", ",").replace("\\n", "\n")
        return "" if cell in _UNKNOWN else cell

    def _say(self, draft: Draft, prop: str, column: str, value: str | None = None, *, lang: str | None = None) -> None:
        said = self._said(column) if value is None else value
        written = self.cells[column]
        draft.add(prop, said, self._at(column), original=written if said != written else None, lang=lang)

    def _name(self, party: Draft) -> None:
        language = registry.language.clean(self._said("Naal_language") or None)
        self._say(party, "name", "Naal_wholename", lang=language)
        if party.schema != "Person":
            self._say(party, "notes", "Naal_function")
            return
        for column, prop in (
            ("Naal_firstname", "firstName"),
            ("Naal_middlename", "middleName"),
            ("Naal_lastname", "lastName"),
            ("Naal_title", "title"),
            ("Naal_function", "position"),
        ):
            self._say(party, prop, column, lang=language)
        self._say(party, "gender", "Naal_gender", _GENDERS.get(self._said("Naal_gender"), self._said("Naal_gender")))

    def _address(self, party: Draft) -> Iterator[Draft]:
        other = self._said("Addr_other")
        self._say(party, "notes", "Addr_other")
        for found in _CONTACT.finditer(other):
            prop, value = _CONTACTS[found["kind"]], found["value"].strip()
            if clean(prop if prop != "website" else "url", value) is not None:
                party.add(prop, value, self._at("Addr_other"), original=value)
        self._say(party, "country", "Addr_country")
        parts = [(column, prop, said) for column, prop in _ADDRESS if (said := self._said(column))]
        if all(prop == "country" for _, prop, _ in parts):
            return
        full = ", ".join(said for _, _, said in parts)
        address = Draft(f"eu-addr-{digest(full.casefold(), 16)}", "Address", self.file)
        first = parts[0][0]
        address.add("full", full, self._at(first), original=self.cells[first])
        for column, prop, _ in parts:
            self._say(address, prop, column)
        party.add("addressEntity", address.entity_id, self._at(first), original=self.cells[first])
        yield address

    def _birth(self, party: Draft) -> None:
        if party.schema == "Person":
            for column, prop in (("date", "birthDate"), ("place", "birthPlace"), ("country", "birthCountry")):
                self._say(party, prop, f"Birt_{column}")

    def _paper(self, party: Draft) -> Iterator[Draft]:
        cell = self._said("Iden_number")
        if not cell:
            return
        match = _PAPER.fullmatch(cell)
        kind = match["kind"] if match is not None else "other"
        number = (match["number"] if match is not None else cell).strip()
        other = "idNumber" if party.schema == "Person" else "registrationNumber"
        prop = _PAPERS.get(kind, other)
        if party.schema != "Person" and prop == "passportNumber":
            prop = other
        party.add(prop, number, self._at("Iden_number"), original=number)
        schema = "Passport" if kind == "passport" else "Identification"
        paper = Draft(f"{party.entity_id}-doc-{digest(f'{kind}|{number}', 12)}", schema, self.file)
        paper.add("holder", party.entity_id, self._at("Iden_number"), original=number)
        paper.add("number", number, self._at("Iden_number"))
        if match is not None:
            paper.add("type", match["label"], self._at("Iden_number"))
            note = match["note"].strip()
            paper.add("summary", note.strip("() "), self._at("Iden_number"))
            for when, found in (("startDate", issued(note)), ("endDate", expires(note))):
                if found is not None:
                    paper.add(when, found[0], self._at("Iden_number"), original=note[found[1] : found[2]])
        self._say(paper, "country", "Iden_country")
        yield paper

    def _listing(self, party: Draft, authority: str) -> Draft:
        programme = self._said("Programme")
        sanction = Draft(f"{party.entity_id}-sanction-{digest(programme, 8)}", "Sanction", self.file)
        sanction.add("entity", party.entity_id, self._at(PARTY), original=self.cells[PARTY])
        sanction.add("authority", authority, self._at("Programme"), original=self.cells["Programme"])
        sanction.add("country", "eu", self._at("Programme"), original=self.cells["Programme"])
        for prop, column in (
            ("programId", "Programme"),
            ("program", "Programme"),
            ("recordId", PARTY),
            ("authorityId", REFERENCE),
            ("reason", "Leba_numtitle"),
            ("date", "Leba_publication_date"),
            ("sourceUrl", "Leba_url"),
        ):
            self._say(sanction, prop, column)
        return sanction
