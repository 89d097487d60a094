"""One INDIVIDUAL or ENTITY of the UN list: everything its elements say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.elements import Element
from contrared.collect.readers.kinship import parent_names
from contrared.collect.readers.references import Bearer, References, links
from contrared.collect.readers.un_documents import papers
from contrared.collect.readers.un_elements import each, text
from contrared.collect.readers.un_names import names
from contrared.collect.readers.validity import written

AUTHORITY = "United Nations Security Council"
NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = {
    "STREET": "street",
    "CITY": "city",
    "STATE_PROVINCE": "region",
    "ZIP_CODE": "postalCode",
    "COUNTRY": "country",
}
_LINK = re.compile(r"https?://[^\s<>\"]+")
_MONTH = re.compile(r"[A-Z][a-z]{2,8}\.?")


def schema_of(record: Element) -> str:
    """Person or Organization."""
    return "Person" if record.tag == "INDIVIDUAL" else "Organization"


class UnRecord:
    """Turns one record into drafts.

    Args:
        element: The record.
        line: Line on which it begins.
        file: Name of its file.
        known: Who bears which reference.
    """

    def __init__(self, element: Element, line: int, file: str, known: References) -> None:
        self.element = element
        self.line = line
        self.file = file
        self.known = known
        self.person = element.tag == "INDIVIDUAL"
        self.party = Draft(f"un-{text(element, 'DATAID')}", schema_of(element), file)
        self.sanction = Draft(f"{self.party.entity_id}-sanction", "Sanction", file)

    def drafts(self) -> Iterator[Draft | Reject]:
        """The party, its listing, addresses and papers, and its edges to other parties."""
        self._names()
        self._simple()
        self._births()
        self._listing()
        yield from self._addresses()
        yield from papers(self.element, self.party, self.line)
        yield from self._comments()
        yield self.party
        yield self.sanction

    def _at(self, path: str) -> str:
        return f"line={self.line};path={path}"

    def _noted(self, label: str, note: str, path: str) -> None:
        self.party.add("notes", f"{label}: {note}" if note else "", self._at(path), original=note)

    def _names(self) -> None:
        stated = [(tag, part) for tag in NAMES if (part := text(self.element, tag))]
        if self.person:
            self.party.add("name", " ".join(part for _, part in stated), self._at("FIRST_NAME"))
            for (tag, part), prop in zip(stated, ("firstName", "secondName", "middleName", "lastName"), strict=False):
                self.party.add(prop, part, self._at(tag))
        else:
            for tag, part in stated:
                for name in names(part):
                    self.party.add("name", name, self._at(tag), original=part)
        self.party.add("name", text(self.element, "NAME_ORIGINAL_SCRIPT"), self._at("NAME_ORIGINAL_SCRIPT"))
        for path, alias in each(self.element, f"{self.element.tag}_ALIAS"):
            self._alias(path, alias)

    def _alias(self, path: str, alias: Element) -> None:
        prop = {"Low": "weakAlias", "f.k.a.": "previousName"}.get(text(alias, "QUALITY"), "alias")
        cell = text(alias, "ALIAS_NAME")
        for name in names(cell):
            self.party.add(prop, name, self._at(f"{path}/ALIAS_NAME"), original=cell)
        if self.person:
            self.party.add("birthDate", text(alias, "DATE_OF_BIRTH"), self._at(f"{path}/DATE_OF_BIRTH"))
            self.party.add("birthPlace", text(alias, "CITY_OF_BIRTH"), self._at(f"{path}/CITY_OF_BIRTH"))
            self.party.add("birthCountry", text(alias, "COUNTRY_OF_BIRTH"), self._at(f"{path}/COUNTRY_OF_BIRTH"))
        self._noted(cell or "Alias", text(alias, "NOTE"), f"{path}/NOTE")

    def _simple(self) -> None:
        for tag, prop in (("TITLE", "title"), ("DESIGNATION", "position"), ("NATIONALITY", "nationality")):
            for path, value in each(self.element, f"{tag}/VALUE"):
                self.party.add(prop if self.person else "notes", text(value), self._at(path))
        gender = text(self.element, "GENDER")
        if gender.casefold() != "unknown":
            self.party.add("gender", gender.casefold(), self._at("GENDER"), original=gender)
        self.party.add("programId", text(self.element, "UN_LIST_TYPE"), self._at("UN_LIST_TYPE"))

    def _births(self) -> None:
        for path, birth in each(self.element, "INDIVIDUAL_DATE_OF_BIRTH"):
            self._birth(path, birth)
        for path, place in each(self.element, "INDIVIDUAL_PLACE_OF_BIRTH"):
            parts = [text(place, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")]
            self.party.add("birthPlace", ", ".join(part for part in parts if part), self._at(path))
            self.party.add("birthCountry", parts[3], self._at(f"{path}/COUNTRY"))
            self._noted("Birthplace", text(place, "NOTE"), f"{path}/NOTE")

    def _birth(self, path: str, birth: Element) -> None:
        """Exact dates as stated; of approximate ones and both ends of a range the year only, qualifier kept beside."""
        kind, note = text(birth, "TYPE_OF_DATE"), text(birth, "NOTE")
        about = f"{kind} " if kind in {"APPROXIMATELY", "BETWEEN"} else ""
        stated = [(tag, value) for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR") if (value := text(birth, tag))]
        for tag, value in stated:
            if tag == "YEAR" and _MONTH.fullmatch(note):
                self.party.add("birthDate", written(f"{note} {value}"), self._at(path), original=f"{note} {value}")
                continue
            date = value[:4] if about else value
            self.party.add("birthDate", date, self._at(f"{path}/{tag}"), original=about + value)
        if not stated:
            date = written(note) or ""
            self.party.add("birthDate", date[:4] if about else date, self._at(f"{path}/NOTE"), original=note)
        self._noted("Birth", note, f"{path}/NOTE")

    def _addresses(self) -> Iterator[Draft]:
        for path, found in each(self.element, f"{self.element.tag}_ADDRESS"):
            parts = {tag: text(found, tag) for tag in _ADDRESS}
            note = text(found, "NOTE")
            full = ", ".join(part for part in parts.values() if part)
            self.party.add("country", parts["COUNTRY"], self._at(f"{path}/COUNTRY"))
            if not full:
                self._noted("Address", note, f"{path}/NOTE")
                continue
            key = digest(full.casefold(), 16)
            address = Draft(f"un-addr-{key}", "Address", self.file)
            address.add("full", full, self._at(path))
            for tag, prop in _ADDRESS.items():
                address.add(prop, parts[tag], self._at(f"{path}/{tag}"))
            address.add("notes", note, self._at(f"{path}/NOTE"))
            self.party.add("addressEntity", address.entity_id, self._at(path), original=full)
            yield address

    def _listing(self) -> None:
        listed = text(self.element, "UN_LIST_TYPE")
        self.sanction.add("entity", self.party.entity_id, self._at("DATAID"), original=text(self.element, "DATAID"))
        self.sanction.add("authority", AUTHORITY, self._at("UN_LIST_TYPE"), original=listed)
        for prop, tag in (
            ("unscId", "REFERENCE_NUMBER"),
            ("programId", "UN_LIST_TYPE"),
            ("program", "UN_LIST_TYPE"),
            ("recordId", "DATAID"),
            ("listingDate", "LISTED_ON"),
        ):
            self.sanction.add(prop, text(self.element, tag), self._at(tag))
        for path, updated in each(self.element, "LAST_DAY_UPDATED/VALUE"):
            self.sanction.add("modifiedAt", text(updated), self._at(path))
        for label, tag in (("Submitted by", "SUBMITTED_BY"), ("Submitted on", "SUBMITTED_ON")):
            said = text(self.element, tag)
            self.sanction.add("description", f"{label} {said}" if said else "", self._at(tag), original=said)

    def _comments(self) -> Iterator[Draft | Reject]:
        words = text(self.element, "COMMENTS1", squeeze=False)
        place = self._at("COMMENTS1")
        self.party.add("notes", words, place)
        for found in _LINK.finditer(words):
            url = found[0].rstrip(".,;)")
            self.sanction.add("sourceUrl", url, f"{place};chars={found.start()}-{found.start() + len(url)}")
        if self.person:
            for parent in parent_names(words):
                self.party.add(parent.prop, parent.name, f"{place};chars={parent.start}-{parent.end}")
        yield from links(Bearer(self.party.entity_id, self.party.schema), words, self.known, self.file, place)
