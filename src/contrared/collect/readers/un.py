"""The consolidated list of the United Nations Security Council, XML."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head
from contrared.collect.reader import About
from contrared.collect.readers.references import links
from contrared.collect.xml import records
from contrared.model import InputError

RECORDS = ("INDIVIDUAL", "ENTITY")
AUTHORITY = "United Nations Security Council"
_GENERATED = re.compile(rb'dateGenerated="(\d{4}-\d{2}-\d{2})')
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_NAME_PROPS = ("firstName", "secondName", "middleName", "lastName")

Element = etree._Element


class UnReader:
    """Reads individuals and entities, with the references they make to each other."""

    name = "un"
    version = "1"
    summary = "United Nations Security Council consolidated list, XML"

    def recognise(self, path: Path) -> bool:
        """An XML file whose root is CONSOLIDATED_LIST."""
        return path.is_file() and b"<CONSOLIDATED_LIST" in head(path, 2048)

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return {path.name: path}

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is the root's ``dateGenerated``."""
        (path,) = files.values()
        found = _GENERATED.search(head(path, 4096))
        return About(
            dataset="un_sc_sanctions",
            publisher=AUTHORITY,
            licence="public list of the UN Security Council, no formal licence",
            url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
            as_of=found[1].decode() if found else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the parties; a first pass learns who bears which reference."""
        ((file, path),) = files.items()
        known = _references(path)
        seen: set[str] = set()
        any_record = False
        for line, element in records(path, *RECORDS):
            any_record = True
            number = _text(element, "DATAID")
            if not number.isdigit():
                yield Reject(file, f"line={line};path=DATAID", f"{number!r} is not a DATAID", _text(element, _NAMES[0]))
                continue
            if number in seen:
                reason = f"DATAID {number} stands there twice; the first was taken"
                yield Reject(file, f"line={line};path=DATAID", reason, _text(element, _NAMES[0]))
                continue
            seen.add(number)
            yield from _Record(element, line, file, f"un-{number}", known).drafts()
        if not any_record:
            raise InputError("no INDIVIDUAL and no ENTITY in it", where=file, do="check that it is the UN list")


class _Record:
    """One INDIVIDUAL or ENTITY being read."""

    def __init__(
        self, element: Element, line: int, file: str, entity_id: str, known: Mapping[str, tuple[str, str]]
    ) -> None:
        self.element = element
        self.line = line
        self.file = file
        self.known = known
        self.person = element.tag == "INDIVIDUAL"
        self.party = Draft(entity_id, "Person" if self.person else "Organization", file)

    def drafts(self) -> Iterator[Draft | Reject]:
        """Everything the record says."""
        self._names()
        self._simple()
        self._births()
        yield from self._addresses()
        yield from self._documents()
        yield self._sanction()
        comments = _text(self.element, "COMMENTS1", squeeze=False)
        yield from links(
            self.party.entity_id, self.party.schema, comments, self.known, self.file, self._at("COMMENTS1")
        )
        yield self.party

    def _at(self, path: str) -> str:
        return f"line={self.line};path={path}"

    def _names(self) -> None:
        parts = [_text(self.element, tag) for tag in _NAMES]
        full = " ".join(part for part in parts if part)
        self.party.add("name", full, self._at("FIRST_NAME"))
        if self.person:
            given = [(tag, part) for tag, part in zip(_NAMES, parts, strict=True) if part]
            for (tag, part), prop in zip(given, _NAME_PROPS, strict=False):
                self.party.add(prop, part, self._at(tag))
        self.party.add("name", _text(self.element, "NAME_ORIGINAL_SCRIPT"), self._at("NAME_ORIGINAL_SCRIPT"))
        prefix = self.element.tag
        for alias in self.element.iterfind(f"{prefix}_ALIAS"):
            quality = _text(alias, "QUALITY")
            prop = {"Low": "weakAlias", "f.k.a.": "previousName"}.get(quality, "alias")
            place = self._at(f"{prefix}_ALIAS/ALIAS_NAME")
            raw = _text(alias, "ALIAS_NAME")
            for name in (part.strip() for part in raw.split(";")):
                self.party.add(prop, name, place, original=raw)
            if self.person:
                self.party.add(
                    "birthDate", _date(_text(alias, "DATE_OF_BIRTH")), self._at(f"{prefix}_ALIAS/DATE_OF_BIRTH")
                )
                self.party.add("birthPlace", _text(alias, "CITY_OF_BIRTH"), self._at(f"{prefix}_ALIAS/CITY_OF_BIRTH"))
                country = _text(alias, "COUNTRY_OF_BIRTH")
                self.party.add("birthCountry", country, self._at(f"{prefix}_ALIAS/COUNTRY_OF_BIRTH"))
            note = _text(alias, "NOTE")
            self.party.add("notes", f"{raw}: {note}" if note else "", self._at(f"{prefix}_ALIAS/NOTE"), original=note)

    def _simple(self) -> None:
        many = {"TITLE": "title", "DESIGNATION": "position", "NATIONALITY": "nationality"}
        for tag, prop in many.items():
            for value in self.element.iterfind(f"{tag}/VALUE"):
                target = prop if self.person else "notes"
                self.party.add(target, _own(value), self._at(f"{tag}/VALUE"))
        gender = _text(self.element, "GENDER")
        if gender.casefold() != "unknown":
            self.party.add("gender", gender.casefold(), self._at("GENDER"), original=gender)
        comments = _text(self.element, "COMMENTS1", squeeze=False)
        self.party.add("notes", comments, self._at("COMMENTS1"))
        self.party.add("programId", _text(self.element, "UN_LIST_TYPE"), self._at("UN_LIST_TYPE"))

    def _births(self) -> None:
        for birth in self.element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
            kind = _text(birth, "TYPE_OF_DATE")
            about = "" if kind in {"", "EXACT"} else f"{kind} "
            for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
                value = _text(birth, tag)
                if not value:
                    continue
                place = self._at(f"INDIVIDUAL_DATE_OF_BIRTH/{tag}")
                date = _date(value)
                if about:
                    date = date[:4]
                self.party.add("birthDate", date, place, original=about + value)
            note = _text(birth, "NOTE")
            self.party.add(
                "notes", f"Birth: {note}" if note else "", self._at("INDIVIDUAL_DATE_OF_BIRTH/NOTE"), original=note
            )
        for place_of_birth in self.element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
            parts = [_text(place_of_birth, tag) for tag in ("CITY", "STATE_PROVINCE", "COUNTRY")]
            full = ", ".join(part for part in parts if part)
            self.party.add("birthPlace", full, self._at("INDIVIDUAL_PLACE_OF_BIRTH"))
            self.party.add("birthCountry", parts[2], self._at("INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY"))
            note = _text(place_of_birth, "NOTE")
            text = f"Birthplace: {note}" if note else ""
            self.party.add("notes", text, self._at("INDIVIDUAL_PLACE_OF_BIRTH/NOTE"), original=note)

    def _addresses(self) -> Iterator[Draft]:
        tag = f"{self.element.tag}_ADDRESS"
        for found in self.element.iterfind(tag):
            parts = [_text(found, part) for part in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")]
            note = _text(found, "NOTE")
            full = ", ".join(part for part in parts if part)
            self.party.add("country", parts[4], self._at(f"{tag}/COUNTRY"))
            if not full:
                self.party.add("notes", f"Address: {note}" if note else "", self._at(f"{tag}/NOTE"), original=note)
                continue
            address = Draft(f"un-addr-{_digest(full.casefold(), 16)}", "Address", self.file)
            address.add("full", full, self._at(tag))
            for prop, part, value in zip(
                ("street", "city", "region", "postalCode", "country"),
                ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"),
                parts,
                strict=True,
            ):
                address.add(prop, value, self._at(f"{tag}/{part}"))
            address.add("notes", note, self._at(f"{tag}/NOTE"))
            self.party.add("addressEntity", address.entity_id, self._at(tag), original=full)
            yield address

    def _documents(self) -> Iterator[Draft]:
        tag = "INDIVIDUAL_DOCUMENT"
        for found in self.element.iterfind(tag):
            number, note = _text(found, "NUMBER"), _text(found, "NOTE")
            kind = _text(found, "TYPE_OF_DOCUMENT")
            if not number:
                if note:
                    self.party.add("notes", f"{kind}: {note}", self._at(f"{tag}/NOTE"), original=note)
                continue
            passport = re.search(r"passe?port|pasaporte", kind, re.IGNORECASE) is not None
            self.party.add("passportNumber" if passport else "idNumber", number, self._at(f"{tag}/NUMBER"))
            key = f"{kind}|{number}"
            paper = Draft(
                f"{self.party.entity_id}-doc-{_digest(key, 12)}",
                "Passport" if passport else "Identification",
                self.file,
            )
            paper.add("holder", self.party.entity_id, self._at(f"{tag}/NUMBER"), original=number)
            paper.add("number", number, self._at(f"{tag}/NUMBER"))
            for prop, part in (
                ("type", "TYPE_OF_DOCUMENT"),
                ("summary", "TYPE_OF_DOCUMENT2"),
                ("country", "ISSUING_COUNTRY"),
                ("authority", "CITY_OF_ISSUE"),
                ("summary", "NOTE"),
            ):
                paper.add(prop, _text(found, part), self._at(f"{tag}/{part}"))
            paper.add("startDate", _date(_text(found, "DATE_OF_ISSUE")), self._at(f"{tag}/DATE_OF_ISSUE"))
            if not _text(found, "ISSUING_COUNTRY"):
                paper.add("country", _text(found, "COUNTRY_OF_ISSUE"), self._at(f"{tag}/COUNTRY_OF_ISSUE"))
            yield paper

    def _sanction(self) -> Draft:
        sanction = Draft(f"{self.party.entity_id}-sanction", "Sanction", self.file)
        sanction.add("entity", self.party.entity_id, self._at("DATAID"))
        for prop, tag in (
            ("unscId", "REFERENCE_NUMBER"),
            ("programId", "UN_LIST_TYPE"),
            ("program", "UN_LIST_TYPE"),
            ("recordId", "DATAID"),
            ("description", "SUBMITTED_BY"),
        ):
            sanction.add(prop, _text(self.element, tag), self._at(tag))
        sanction.add("authority", AUTHORITY, self._at("UN_LIST_TYPE"), original=_text(self.element, "UN_LIST_TYPE"))
        sanction.add("listingDate", _text(self.element, "LISTED_ON"), self._at("LISTED_ON"))
        for updated in self.element.iterfind("LAST_DAY_UPDATED/VALUE"):
            sanction.add("modifiedAt", _own(updated), self._at("LAST_DAY_UPDATED/VALUE"))
        return sanction


def _references(path: Path) -> dict[str, tuple[str, str]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for _, element in records(path, *RECORDS):
        reference = _text(element, "REFERENCE_NUMBER").casefold()
        schema = "Person" if element.tag == "INDIVIDUAL" else "Organization"
        found.setdefault(reference, set()).add((f"un-{_text(element, 'DATAID')}", schema))
    return {reference: next(iter(ids)) for reference, ids in found.items() if len(ids) == 1}


def _text(element: Element, tag: str, *, squeeze: bool = True) -> str:
    found = element.find(tag)
    if found is None or found.text is None:
        return ""
    return " ".join(found.text.split()) if squeeze else found.text


def _own(element: Element) -> str:
    return " ".join((element.text or "").split())


def _date(value: str) -> str:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else value


def _digest(text: str, length: int) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:length]
