"""What a remark tells about a party, as facts with the exact characters they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contrared.collect.cleaning import clean, property_of
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.readers.ofac_dates import dates
from contrared.collect.readers.ofac_identifiers import is_passport, property_for
from contrared.collect.readers.ofac_names import person_name
from contrared.collect.readers.ofac_phrases import DATED
from contrared.collect.readers.ofac_remarks import Told, read
from contrared.collect.readers.ofac_tables import REMARK_LIMIT, OfacRow

#: What lists write where a ship has no flag; it is not a country.
NO_FLAG = "None Identified"
_NAMES = frozenset({"alias", "weakAlias", "previousName"})

#: Entity numbers of those who bear a name.
Find = Callable[[str], frozenset[str]]
#: File and locator.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark put together from the main table and the comments that continue it.

    Attributes:
        text: The whole text.
        pieces: The rows it stands in, each with where its part begins in ``text``.
        cut: Whether it breaks off because no comment continues it.
    """

    text: str
    pieces: tuple[tuple[OfacRow, int], ...]
    cut: bool

    @classmethod
    def of(cls, row: OfacRow, comments: list[OfacRow]) -> Remark:
        """Join a row's remark with its comments, which go on exactly where it was cut, in mid-word if need be."""
        text = ""
        pieces = []
        for piece in (row, *comments):
            pieces.append((piece, len(text)))
            text += piece.cells["remarks"]
        return cls(text, tuple(pieces), not comments and len(text) >= REMARK_LIMIT)

    def places(self, start: int, end: int) -> Iterator[Place]:
        """Where characters of the whole stand: one place in each file they touch."""
        for row, begin in self.pieces:
            low, high = max(start - begin, 0), min(end - begin, len(row.cells["remarks"]))
            if low < high:
                yield row.file, f"line={row.line};field=remarks;chars={low}-{high}"

    def verbatim(self, party: Draft) -> None:
        """State the whole remark as it stands; what stands in each file is kept beside it where there are several."""
        for row, _ in self.pieces:
            part = row.cells["remarks"]
            if part.strip():
                original = None if len(self.pieces) == 1 else part
                party.add("notes", self.text, f"line={row.line};field=remarks", file=row.file, original=original)


@dataclass(frozen=True, slots=True)
class Telling:
    """Puts what a remark tells on a party, its listings and the entities that hang on it."""

    party: Draft
    sanctions: list[Draft]
    remark: Remark
    find: Find

    def tell(self) -> Iterator[Draft | Reject]:
        """State all facts of the remark."""
        self.remark.verbatim(self.party)
        for told in read(self.remark.text, person=self.party.schema == "Person", cut=self.remark.cut):
            if told.kind == "fact":
                self._fact(told)
            elif told.kind == "measure":
                self._measure(told)
            elif told.kind == "document":
                yield from self._document(told)
            elif told.kind == "crypto":
                yield self._wallet(told)
            elif told.kind == "linked":
                yield from self._linked(told)
            elif told.kind == "cut":
                reason = f"the remark breaks off after {REMARK_LIMIT} characters and no comments table continues it"
                for file, where in self._places(told):
                    yield Reject(file, where, f"{reason}; its last segment is kept in notes only", told.segment.text)

    def _places(self, told: Told) -> Iterator[Place]:
        return self.remark.places(told.start, told.end)

    def _whole(self, told: Told) -> Iterator[Place]:
        return self.remark.places(told.segment.start, told.segment.end)

    def _fact(self, told: Told) -> None:
        party, prop = self.party, told.prop
        written = self.remark.text[told.start : told.end]
        person = party.schema == "Person"
        known = property_of(party.schema, prop)
        if prop == "jurisdiction" and known is None:
            prop, known = "country", property_of(party.schema, "country")
        if known is None or NO_FLAG in told.values:
            return
        if prop == "operator":
            self._operator(told)
            return
        for value in told.values:
            original = written if prop in DATED else None
            if person and prop in _NAMES:
                value, original = person_name(value).full, value
            elif prop == "phone":
                value, original = _phone(value), value
            for file, where in self._places(told):
                party.add(prop, value, where, file=file, original=original)
        if prop == "birthPlace":
            country = told.values[0].rpartition(", ")[2]
            if clean("country", country) is not None:
                for file, where in self.remark.places(told.end - len(country), told.end):
                    party.add("birthCountry", country, where, file=file)

    def _operator(self, told: Told) -> None:
        found = self.find(told.values[0])
        if len(found) == 1:
            for file, where in self._places(told):
                self.party.add("operator", f"ofac-{min(found)}", where, file=file, original=told.values[0])

    def _measure(self, told: Told) -> None:
        for sanction in self.sanctions:
            for file, where in self._whole(told):
                sanction.add("provisions", told.segment.text, where, file=file)
                programme = next((fact.value for fact in sanction.facts if fact.prop == "programId"), "")
                if told.prop and told.act in programme:
                    for value in told.values:
                        sanction.add(told.prop, value, where, file=file, original=told.segment.text)

    def _wallet(self, told: Told) -> Draft:
        address, party = told.values[0], self.party
        wallet = Draft(f"ofac-wallet-{digest(told.prop + address, 16)}", "CryptoWallet", party.file)
        for file, where in self._places(told):
            wallet.add("publicKey", address, where, file=file)
        for file, where in self._whole(told):
            wallet.add("holder", party.entity_id, where, file=file, original=told.segment.text)
        begin = told.start - 1 - len(told.prop)
        for file, where in self.remark.places(begin, begin + len(told.prop)):
            wallet.add("currency", told.prop, where, file=file)
        return wallet

    def _linked(self, told: Told) -> Iterator[Draft | Reject]:
        name = told.values[0]
        found = self.find(name)
        if len(found) != 1:
            reason = "several parties bear this name" if found else "no party of the list bears this name"
            for file, where in self._places(told):
                yield Reject(file, where, f"Linked To: {reason}; kept in notes only", told.segment.text)
            return
        target = f"ofac-{min(found)}"
        link = Draft(f"{self.party.entity_id}-link-{digest(target, 12)}", "UnknownLink", self.party.file)
        for file, where in self._whole(told):
            link.add("subject", self.party.entity_id, where, file=file, original=told.segment.text)
            link.add("role", "Linked To", where, file=file, original=told.segment.text)
        for file, where in self._places(told):
            link.add("object", target, where, file=file, original=name)
        yield link

    def _document(self, told: Told) -> Iterator[Draft]:
        document, party = told.document, self.party
        assert document is not None
        prop = property_for(document.label, document.number, person=party.schema == "Person")
        spans = told.spans
        if property_of(party.schema, prop) is None:
            prop = "registrationNumber"
        for file, where in self.remark.places(*spans["number"]):
            party.add(prop, document.number, where, file=file)
        # Only persons and organisations hold papers; a ship's number is its own.
        if property_of(party.schema, "taxNumber") is None:
            return
        key = "|".join((document.label, document.number, document.country or ""))
        schema = "Passport" if is_passport(document.label) else "Identification"
        paper = Draft(f"{party.entity_id}-doc-{digest(key, 12)}", schema, party.file)

        def say(prop: str, value: str | None, part: str, original: str | None = None) -> None:
            if value:
                for file, where in self.remark.places(*spans[part]):
                    paper.add(prop, value, where, file=file, original=original)

        for file, where in self._whole(told):
            paper.add("holder", party.entity_id, where, file=file, original=told.segment.text)
        say("type", document.label, "label")
        say("number", document.number, "number")
        say("country", document.country, "country")
        say("authority", document.authority, "authority")
        say("summary", document.note, "note")
        for prop, part, written in (("startDate", "issued", document.issued), ("endDate", "expires", document.expires)):
            found = dates(written) if written else None
            if found and len(found) == 1:
                say(prop, found[0], part, written)
        yield paper


def _phone(written: str) -> str:
    """The number with its country, where what is written is one with the plus left out; else as it is written."""
    plain = written.strip()
    if clean("phone", plain) is None and not plain.startswith("+"):
        digits = "".join(filter(str.isdigit, plain)).removeprefix("00")
        if not digits.startswith("0") and clean("phone", f"+{digits}") is not None:
            return f"+{digits}"
    return plain
