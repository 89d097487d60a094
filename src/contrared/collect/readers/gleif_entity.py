"""One LEI record of GLEIF."""

from __future__ import annotations

from collections.abc import Iterator

from followthemoney.types import registry

from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.elements import Element
from contrared.collect.readers.un_elements import each, text

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: ELF codes that stand for "no code" (ISO 20275): then the form is written out.
_NO_FORM = frozenset({"8888", "9999"})
_ADDRESS = ("FirstAddressLine", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting", "AdditionalAddressLine")
_ADDRESSES = (
    "LegalAddress",
    "HeadquartersAddress",
    "OtherAddresses/OtherAddress",
    "TransliteratedOtherAddresses/TransliteratedOtherAddress",
)


class GleifRecord:
    """Turns a record into drafts.

    Args:
        record: The element ``LEIRecord`` without namespaces.
        line: Line on which it begins.
        file: Name of its file.
    """

    def __init__(self, record: Element, line: int, file: str) -> None:
        self.record = record
        self.line = line
        self.lei = text(record, "LEI")
        self.draft = Draft(f"lei-{self.lei}", "Company", file)

    def drafts(self) -> Iterator[Draft]:
        """The entity, its addresses and whom it passed on to."""
        self._say("leiCode", "LEI")
        self._names()
        self._simple()
        for path in _ADDRESSES:
            for place, found in each(self.record, f"Entity/{path}"):
                yield from self._address(place, found)
        yield self.draft
        yield from self._successors()

    def _at(self, path: str) -> str:
        return f"line={self.line};path={path}"

    def _say(self, prop: str, path: str) -> None:
        for place, found in each(self.record, path):
            self.draft.add(prop, text(found), self._at(place))

    def _names(self) -> None:
        for path in (
            "LegalName",
            "OtherEntityNames/OtherEntityName",
            "TransliteratedOtherEntityNames/TransliteratedOtherEntityName",
        ):
            for place, found in each(self.record, f"Entity/{path}"):
                prop = "name" if path == "LegalName" else "alias"
                if found.get("type") == "PREVIOUS_LEGAL_NAME":
                    prop = "previousName"
                language = registry.language.clean(found.get(_LANG))
                self.draft.add(prop, text(found), self._at(place), lang=language)

    def _simple(self) -> None:
        for prop, path in (
            ("registrationNumber", "RegistrationAuthority/RegistrationAuthorityEntityID"),
            ("classification", "EntityCategory"),
            ("classification", "EntitySubCategory"),
            ("legalForm", "LegalForm/OtherLegalForm"),
            ("status", "EntityStatus"),
        ):
            self._say(prop, f"Entity/{path}")
        for label, path in (
            ("Registration authority", "Entity/RegistrationAuthority/RegistrationAuthorityID"),
            ("Registration of the LEI", "Registration/RegistrationStatus"),
        ):
            for place, found in each(self.record, path):
                said = text(found)
                self.draft.add("notes", f"{label}: {said}" if said else "", self._at(place), original=said)
        form = text(self.record, "Entity/LegalForm/EntityLegalFormCode")
        if form not in _NO_FORM:
            self.draft.add("legalForm", form, self._at("Entity/LegalForm/EntityLegalFormCode"))
        self._derived("jurisdiction", "Entity/LegalJurisdiction", 2)
        self._derived("incorporationDate", "Entity/EntityCreationDate", 10)
        self._derived("dissolutionDate", "Entity/EntityExpirationDate", 10)
        self._derived("modifiedAt", "Registration/LastUpdateDate", 10)
        for place, event in each(self.record, "Entity/LegalEntityEvents/LegalEntityEvent"):
            said = text(event, "LegalEntityEventEffectiveDate")
            if text(event, "LegalEntityEventType") == "DISSOLUTION":
                path = f"{place}/LegalEntityEventEffectiveDate"
                self.draft.add("dissolutionDate", said[:10], self._at(path), original=said)

    def _derived(self, prop: str, path: str, length: int) -> None:
        """The beginning of a value: the country of ``US-MA``, the day of a moment."""
        said = text(self.record, path)
        self.draft.add(prop, said[:length], self._at(path), original=said if len(said) > length else None)

    def _address(self, place: str, found: Element) -> Iterator[Draft]:
        street = list(dict.fromkeys(said for tag in _ADDRESS for _, line in each(found, tag) if (said := text(line))))
        city, region, code, country = (text(found, tag) for tag in ("City", "Region", "PostalCode", "Country"))
        full = ", ".join(part for part in (*street, city, region, code, country) if part)
        if not full:
            return
        address = Draft(f"lei-addr-{digest(full.casefold(), 16)}", "Address", self.draft.file)
        address.add("full", full, self._at(place))
        for tag in _ADDRESS:
            for path, line in each(found, tag):
                address.add("street", text(line), self._at(f"{place}/{path}"))
        for prop, tag in (("city", "City"), ("region", "Region"), ("postalCode", "PostalCode"), ("country", "Country")):
            address.add(prop, text(found, tag), self._at(f"{place}/{tag}"))
        self.draft.add("country", country, self._at(f"{place}/Country"))
        self.draft.add("addressEntity", address.entity_id, self._at(place), original=full)
        yield address

    def _successors(self) -> Iterator[Draft]:
        for place, found in each(self.record, "Entity/SuccessorEntity"):
            lei = text(found, "SuccessorLEI")
            name = text(found, "SuccessorEntityName")
            if lei:
                edge = Draft(f"{self.draft.entity_id}-successor-{lei}", "Succession", self.draft.file)
                edge.add("predecessor", self.draft.entity_id, self._at("LEI"), original=self.lei)
                edge.add("successor", f"lei-{lei}", self._at(f"{place}/SuccessorLEI"), original=lei)
                yield edge
            elif name:
                note = Draft(self.draft.entity_id, "Company", self.draft.file)
                where = self._at(f"{place}/SuccessorEntityName")
                note.add("notes", f"Successor: {name}", where, original=name)
                yield note
