"""What stands before the parties in OFAC's Advanced XML and is pointed at by them: places and papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contrared.collect.cleaning import property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.elements import Element
from contrared.collect.readers.ofac_identifiers import is_passport, property_for
from contrared.collect.readers.ofac_xml_elements import period, words
from contrared.collect.readers.ofac_xml_values import Values
from contrared.collect.readers.un_elements import each, text

#: An area whose description says that it is none.
UNDETERMINED = "undetermined"
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_PARTS = {"CITY": "city", "STATE/PROVINCE": "state", "POSTAL CODE": "postalCode", "REGION": "region"}
_DATES = {"Issue Date": "startDate", "Expiration Date": "endDate"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One value, where it stands, and what literally stands there if that is another."""

    value: str
    where: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class OfacPlace:
    """A ``Location``: its parts by kind, and its country."""

    line: int
    parts: tuple[tuple[str, Piece], ...]
    country: Piece | None

    @classmethod
    def of(cls, element: Element, line: int, values: Values) -> OfacPlace:
        """Read the element; an area takes the place of a country where none is stated."""
        parts = []
        for path, part in each(element, "LocationPart"):
            kind = values.name("LocPartType", part.get("LocPartTypeID"))
            for below, value in each(part, "LocationPartValue/Value"):
                if said := text(value):
                    parts.append((kind, Piece(said, f"line={line};path={path}/{below}")))
        return cls(line, tuple(parts), _country(element, line, values))

    def address(self, file: str) -> Draft | None:
        """The address, under the id that the CSV tables give it; None where nothing but "undetermined" is stated."""
        found: dict[str, list[Piece]] = {}
        for kind, piece in self.parts:
            found.setdefault(kind, []).append(piece)

        def said(kind: str) -> str:
            return ", ".join(piece.value for piece in found.get(kind, ()))

        street = ", ".join(part for kind in _STREET if (part := said(kind)))
        area = " ".join(part for kind in ("STATE/PROVINCE", "POSTAL CODE") if (part := said(kind)))
        city = ", ".join(part for part in (said("CITY"), area) if part)
        region = f"Region: {said('REGION')}" if said("REGION") else ""
        country = self.country.value if self.country is not None else region
        full = ", ".join(part for part in (street, city, country) if part)
        if not full:
            return None
        address = Draft(f"ofac-addr-{digest(full.casefold(), 16)}", "Address", file)
        address.add("full", full, f"line={self.line}", original=" ".join(piece.value for _, piece in self.parts))
        for kind in _STREET:
            for piece in found.get(kind, ()):
                address.add("street", piece.value, piece.where)
        for kind, pieces in found.items():
            for piece in pieces:
                if kind not in _STREET:
                    address.add(_PARTS.get(kind, "notes"), piece.value, piece.where)
        if self.country is not None:
            address.add("country", self.country.value, self.country.where, original=self.country.original)
        return address


@dataclass(frozen=True, slots=True)
class OfacPaper:
    """An ``IDRegDocument``: a document of an identity, or a number it is registered under."""

    line: int
    label: Piece
    number: Piece
    country: Piece | None
    authority: Piece
    notes: tuple[Piece, ...]
    dates: tuple[tuple[str, Piece], ...]

    @classmethod
    def of(cls, element: Element, line: int, values: Values) -> OfacPaper:
        """Read the element."""

        def at(path: str) -> str:
            return f"line={line};path={path}"

        kind, issuer = element.get("IDRegDocTypeID"), element.get("IssuedBy-CountryID")
        notes = [Piece(text(element, "Comment"), at("Comment"))]
        validity = element.get("ValidityID")
        if (said := values.name("Validity", validity)) not in ("", "Valid", "Unknown"):
            notes.append(Piece(said, at("@ValidityID"), validity))
        dates = []
        for path, dated in each(element, "DocumentDate"):
            prop = _DATES.get(values.name("IDRegDocDateType", dated.get("IDRegDocDateTypeID")), "date")
            span = dated.find("DatePeriod")
            for date in period(span) if span is not None else ():
                dates.append((prop, Piece(date, at(f"{path}/DatePeriod"), words(dated))))
        country = values.name("Country", issuer)
        return cls(
            line,
            Piece(values.name("IDRegDocType", kind), at("@IDRegDocTypeID"), kind),
            Piece(text(element, "IDRegistrationNo"), at("IDRegistrationNo")),
            Piece(country, at("@IssuedBy-CountryID"), issuer) if country else None,
            Piece(text(element, "IssuingAuthority"), at("IssuingAuthority")),
            tuple(note for note in notes if note.value),
            tuple(dates),
        )

    def tell(self, party: Draft) -> Iterator[Draft]:
        """State the number on the party, and the document where the party is one who holds documents."""
        label, number = self.label, self.number
        prop = property_for(label.value, number.value, person=party.schema == "Person")
        if property_of(party.schema, prop) is None:
            prop = "registrationNumber"
        party.add(prop, number.value, number.where)
        if property_of(party.schema, "taxNumber") is None:
            for note in self.notes:
                party.add("notes", f"{label.value} {number.value}: {note.value}", note.where, original=note.original)
            return
        country = self.country.value if self.country is not None else ""
        key = "|".join((label.value, number.value, country))
        schema = "Passport" if is_passport(label.value) else "Identification"
        paper = Draft(f"{party.entity_id}-doc-{digest(key, 12)}", schema, party.file)
        paper.add("holder", party.entity_id, number.where, original=number.value)
        for prop, piece in (
            ("type", label),
            ("number", number),
            ("country", self.country),
            ("authority", self.authority),
            *self.dates,
            *(("summary", note) for note in self.notes),
        ):
            if piece is not None:
                paper.add(prop, piece.value, piece.where, original=piece.original)
        yield paper


def _country(element: Element, line: int, values: Values) -> Piece | None:
    for tag, attribute in (("LocationCountry", "CountryID"), ("LocationAreaCode", "AreaCodeID")):
        for path, found in each(element, tag):
            number = found.get(attribute)
            if tag == "LocationCountry":
                name = values.name("Country", number)
            else:
                area = values.find("AreaCode", number)
                name = area.attributes.get("Description", area.name) if area is not None else ""
            if name and name != UNDETERMINED:
                return Piece(name, f"line={line};path={path}/@{attribute}", number)
    return None
