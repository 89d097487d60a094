"""Features of a party in OFAC's Advanced XML, and the property each kind of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contrared.collect.cleaning import clean, property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.elements import Element
from contrared.collect.readers.ofac_identifiers import NO_IDENTITY, property_for
from contrared.collect.readers.ofac_phrases import MEASURES, PREFIXES
from contrared.collect.readers.ofac_told import NO_FLAG
from contrared.collect.readers.ofac_xml_beside import OfacPlace, Piece
from contrared.collect.readers.ofac_xml_elements import period, words
from contrared.collect.readers.ofac_xml_values import Values
from contrared.collect.readers.un_elements import each, text

#: Names of kinds in this form of the list; what the CSV form's remarks call the same way is in ``PREFIXES``.
_PROPERTIES: Mapping[str, str] = {
    **{phrase.strip().rstrip(":"): prop for phrase, prop in PREFIXES},
    "Birthdate": "birthDate",
    "Place of Birth": "birthPlace",
    "Citizenship Country": "citizenship",
    "Nationality Country": "nationality",
    "SWIFT/BIC": "swiftBic",
    "Website": "website",
    "Email Address": "email",
    "Phone Number": "phone",
    "Maritime Mobile Service Identity (MMSI)": "mmsi",
    "VESSEL TYPE": "type",
    "Vessel Tonnage": "tonnage",
    "Vessel Gross Tonnage": "tonnage",
    "Vessel Gross Registered Tonnage": "grossRegisteredTonnage",
}
#: Kinds that are numbers, as remarks have them among the documents.
_NUMBERS = ("D-U-N-S", "BIK", "MICEX", "ISIN", "Equity Ticker", "UN/LOCODE")
_CRYPTO = "Digital Currency Address - "
_LOCATION = "Location"
#: What a feature may be called without its being in doubt.
_SURE = frozenset({"", "Unknown", "Confirmed"})


@dataclass(frozen=True, slots=True)
class Features:
    """Puts the features of a profile on its party.

    Attributes:
        party: Whom they are stated of.
        line: Line on which its record begins.
        values: The reference value sets.
        places: Locations by their number.
        measures: Filled with what is said of the sanction rather than of the party; it belongs to its listings.
    """

    party: Draft
    line: int
    values: Values
    places: Mapping[str, OfacPlace]
    measures: list[Piece]

    def tell(self, profile: Element) -> Iterator[Draft | Reject]:
        """State every feature, and yield the addresses and wallets that hang on the party."""
        for path, feature in each(profile, "Feature"):
            number = feature.get("FeatureTypeID")
            kind = self.values.name("FeatureType", number)
            if not kind:
                reason = f"the file does not say what FeatureType {number} is"
                yield Reject(self.party.file, self._at(f"{path}/@FeatureTypeID"), reason, words(feature))
                continue
            for below, version in each(feature, "FeatureVersion"):
                yield from self._version(kind, f"{path}/{below}", version)

    def _at(self, path: str) -> str:
        return f"line={self.line};path=Profile/{path}"

    def _version(self, kind: str, path: str, version: Element) -> Iterator[Draft | Reject]:
        doubt = self.values.name("Reliability", version.get("ReliabilityID"))
        self._note(f"{kind}: ", Piece(text(version, "Comment"), self._at(f"{path}/Comment")))
        for below, located in each(version, "VersionLocation"):
            yield from self._located(kind, f"{path}/{below}", located.get("LocationID", ""))
        for piece in self._pieces(path, version):
            if doubt not in _SURE:
                self._note(f"{kind} ({doubt.lower()}): ", piece)
            elif kind.startswith(_CRYPTO):
                yield self._wallet(kind.removeprefix(_CRYPTO), piece)
            else:
                self._state(kind, piece)

    def _pieces(self, path: str, version: Element) -> Iterator[Piece]:
        """What a version says: dates, a text, or a value of a set."""
        for below, span in each(version, "DatePeriod"):
            for date in period(span):
                yield Piece(date, self._at(f"{path}/{below}"), words(span))
        for below, detail in each(version, "VersionDetail"):
            number = detail.get("DetailReferenceID")
            if said := text(detail):
                yield Piece(said, self._at(f"{path}/{below}"))
            elif name := self.values.name("DetailReference", number):
                yield Piece(name, self._at(f"{path}/{below}/@DetailReferenceID"), number)

    def _state(self, kind: str, piece: Piece) -> None:
        party, value = self.party, piece.value
        if value == NO_FLAG:
            return
        label = kind.rstrip(" -:")
        if label.startswith(MEASURES):
            self.measures.append(Piece(f"{kind} {value}", piece.where, piece.original or value))
            return
        if label.startswith(_NUMBERS):
            if label.startswith(NO_IDENTITY):
                self._note(f"{label}: ", piece)
                return
            prop = property_for(label, value, person=party.schema == "Person")
        else:
            prop = _PROPERTIES.get(label, "")
        if prop == "jurisdiction" and property_of(party.schema, prop) is None:
            prop = "country"
        if prop == "gender":
            value = value.casefold()
        elif prop in ("tonnage", "grossRegisteredTonnage"):
            value = value.replace(",", "")
        if not prop or property_of(party.schema, prop) is None:
            self._note(f"{label}: ", piece)
            return
        party.add(prop, value, piece.where, original=piece.original or (piece.value if value != piece.value else None))
        if prop == "birthPlace":
            country = value.rpartition(", ")[2]
            if clean("country", country) is not None:
                party.add("birthCountry", country, piece.where, original=value)

    def _located(self, kind: str, path: str, number: str) -> Iterator[Draft | Reject]:
        place, party = self.places.get(number), self.party
        where = self._at(f"{path}/@LocationID")
        if place is None:
            yield Reject(party.file, where, f"no Location has the number {number}", party.entity_id)
            return
        address = place.address(party.file)
        if kind == _LOCATION and place.country is not None:
            party.add("country", place.country.value, place.country.where, original=place.country.original)
        if address is None:
            return
        full = address.facts[0].value
        if kind == _LOCATION:
            party.add("addressEntity", address.entity_id, where, original=number)
            yield address
        else:
            self._state(kind, Piece(full, where, number))

    def _wallet(self, currency: str, piece: Piece) -> Draft:
        wallet = Draft(f"ofac-wallet-{digest(currency + piece.value, 16)}", "CryptoWallet", self.party.file)
        wallet.add("publicKey", piece.value, piece.where)
        wallet.add("holder", self.party.entity_id, piece.where, original=piece.value)
        wallet.add("currency", currency, piece.where, original=piece.value)
        return wallet

    def _note(self, label: str, piece: Piece) -> None:
        if piece.value:
            self.party.add("notes", label + piece.value, piece.where, original=piece.original or piece.value)
