"""Canada's consolidated autonomous sanctions list (SEMA and JVCFOR), XML of 2022 or of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.cleaning import clean
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.ca_names import split_aliases
from contrared.collect.readers.elements import LEAF, Element, Elements
from contrared.collect.xml import records
from contrared.model import InputError

AUTHORITY = "Global Affairs Canada"
_YEAR = re.compile(r"(20\d{2})(?:[-_](\d{2})[-_](\d{2}))?")
_DATE = re.compile(r"\b\d{4}(?:-\d{2}(?:-\d{2})?)?\b")
KNOWN = dict.fromkeys(
    (
        "Country LastName GivenName Entity EntityOrShip Schedule Item DateOfListing DateOfBirth "
        "DateOfBirthOrShipBuildDate Aliases Title TitleOrShip ShipIMONumber"
    ).split(),
    LEAF,
)
#: Elements that stand in every edition.
ALWAYS = ("Country", "LastName", "GivenName", "Schedule", "Item")


class CaReader:
    """Reads records; the list numbers items within a schedule only, so ids come from country and names."""

    name = "ca"
    version = "3"
    summary = "Canada: consolidated autonomous sanctions list, XML"

    def recognise(self, path: Path) -> bool:
        """An XML file of ``data-set`` with ``record``, ``Country`` and ``Schedule`` elements."""
        start = head(path, 4096) if path.is_file() else b""
        return b"<data-set" in start and b"<record>" in start and b"<Country>" in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The file carries no date; a year in its name is taken."""
        (path,) = files.values()
        found = _YEAR.search(path.name)
        return About(
            dataset="ca_dfatd_sema_sanctions",
            publisher=AUTHORITY,
            licence="Open Government Licence – Canada",
            url="https://www.international.gc.ca/world-monde/international_relations-relations_internationales/"
            "sanctions/consolidated-consolide.aspx",
            as_of="-".join(part for part in found.groups() if part) if found else "",
            grade="A2",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the records.

        An item of the list has no number that lasts: items are renumbered within a schedule from one edition to the
        next. The id is therefore made of country and names, and of the IMO number of a ship. Records that give the same
        are one party with several listings, unless they state different dates of birth: then the later ones have their
        date in the id. In the editions of 2022 and 2025 one name stands twice (two parts of a schedule), none with
        different dates.

        Raises:
            InputError: not well-formed, cut off, with a DTD, without a record, or of a form that is not known.
        """
        ((file, path),) = files.items()
        born: dict[str, str] = {}
        any_record = False
        elements = Elements(KNOWN)
        for line, element in records(path, "record"):
            any_record = True
            record = _Record(element, line, file)
            yield from elements.unread(element, line, file)
            if not record.name:
                yield Reject(file, f"line={line}", "no LastName, GivenName or Entity", record.country)
                continue
            before = born.setdefault(record.key, record.born)
            if _differ(before, record.born):
                record.key = f"{record.key}|{record.born}"
            else:
                born[record.key] = max(before, record.born, key=len)
            yield from record.drafts()
        if not any_record:
            raise InputError("no record in it", where=f"{file}, line 1", do="check that it is the Canadian list")
        elements.check(ALWAYS, file)


class _Record:
    """One record being read."""

    def __init__(self, element: Element, line: int, file: str) -> None:
        self.element = element
        self.line = line
        self.file = file
        self.country = self.text("Country")
        self.last, self.given = self.text("LastName"), self.text("GivenName")
        self.entity_tag = "EntityOrShip" if element.find("EntityOrShip") is not None else "Entity"
        self.entity = self.text(self.entity_tag)
        self.name = " ".join(part for part in (self.given, self.last) if part) or self.entity
        self.imo = self.text("ShipIMONumber")
        self.born = self.text("DateOfBirth") or self.text("DateOfBirthOrShipBuildDate")
        self.key = "|".join((_first(self.country), self.last, self.given, self.entity, self.imo)).casefold()

    @property
    def schema(self) -> str:
        """Person where a last or given name stands, Vessel where an IMO number does."""
        if self.last or self.given:
            return "Person"
        return "Vessel" if self.imo else "Organization"

    def text(self, tag: str) -> str:
        """Text of a child element, squeezed."""
        found = self.element.find(tag)
        return "" if found is None or found.text is None else " ".join(found.text.split())

    def drafts(self) -> Iterator[Draft]:
        """Party and listing."""
        party = Draft(f"ca-{digest(' '.join(self.key.split()), 12)}", self.schema, self.file)
        if self.schema == "Person":
            party.add("name", self.name, self._at("LastName" if self.last else "GivenName"))
            party.add("lastName", self.last, self._at("LastName"))
            party.add("firstName", self.given, self._at("GivenName"))
            party.add("notes", self.entity, self._at(self.entity_tag))
        else:
            party.add("name", self.entity, self._at(self.entity_tag))
        self._aliases(party)
        self._dates(party)
        for title in ("Title", "TitleOrShip"):
            prop = {"Person": "title", "Vessel": "type"}.get(self.schema, "notes")
            party.add(prop, _first(self.text(title)), self._at(title), original=self.text(title))
        party.add("imoNumber", self.imo if self.schema == "Vessel" else "", self._at("ShipIMONumber"))
        party.add("programId", self.country, self._at("Country"))
        # A few programmes are named after an event or a law instead of a country.
        if clean("country", _first(self.country)) is not None:
            party.add("country", _first(self.country), self._at("Country"), original=self.country)
        yield party
        yield self._sanction(party)

    def _sanction(self, party: Draft) -> Draft:
        schedule, item = self.text("Schedule"), self.text("Item")
        key = digest(f"{self.country}|{schedule}|{item}", 8)
        sanction = Draft(f"{party.entity_id}-sanction-{key}", "Sanction", self.file)
        sanction.add("entity", party.entity_id, self._at("Item"), original=item)
        sanction.add("programId", self.country, self._at("Country"))
        sanction.add("program", self.country, self._at("Country"))
        sanction.add("authority", AUTHORITY, self._at("Country"), original=self.country)
        sanction.add("country", "ca", self._at("Country"), original=self.country)
        sanction.add("provisions", f"Schedule {schedule}" if schedule else "", self._at("Schedule"), original=schedule)
        sanction.add("recordId", f"item {item}" if item else "", self._at("Item"), original=item)
        sanction.add("listingDate", self.text("DateOfListing"), self._at("DateOfListing"))
        return sanction

    def _aliases(self, party: Draft) -> None:
        raw = self.text("Aliases")
        for alias in split_aliases(raw, person=party.schema == "Person"):
            lone = party.schema == "Person" and " " not in alias
            party.add("weakAlias" if lone else "alias", alias, self._at("Aliases"))

    def _dates(self, party: Draft) -> None:
        for tag in ("DateOfBirth", "DateOfBirthOrShipBuildDate"):
            raw = self.text(tag)
            prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(party.schema, "notes")
            dates = _DATE.findall(raw)
            for date in dates:
                party.add(prop, date, self._at(tag), original=raw)
            if raw and not dates:
                party.add("notes", f"{tag}: {raw}", self._at(tag), original=raw)

    def _at(self, tag: str) -> str:
        return f"line={self.line};path={tag}"


def _differ(one: str, other: str) -> bool:
    """Whether two dates cannot be one, the less precise of them counting for all days in it."""
    return not (one.startswith(other) or other.startswith(one))


def _first(text: str) -> str:
    return text.partition("/")[0].strip()
