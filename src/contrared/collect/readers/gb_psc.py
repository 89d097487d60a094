"""United Kingdom, Companies House: people with significant control, the snapshot of JSON records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.jsonrows import JsonRecord, json_records
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.jsonwalk import Keys, Teller, text, texts
from contrared.model import InputError

AUTHORITY = "Companies House, United Kingdom"
#: End of a kind, and the schema of whom it is about.
_PARTIES = {"individual": "Person", "corporate-entity": "Company", "legal-person": "LegalEntity"}
_KIND = re.compile(
    r"(?P<party>individual|corporate-entity|legal-person)-(?:person-with-significant-control|beneficial-owner)"
)
_SUPER_SECURE = re.compile(r"super-secure-(?:person-with-significant-control|beneficial-owner)")
_STATEMENT = "persons-with-significant-control-statement"
_TOTALS = "totals#persons-of-significant-control-snapshot"
#: ``ownership-of-shares-75-to-100-percent``, ``ownership-of-shares-more-than-25-percent-as-firm…``.
_SHARES = re.compile(
    r"(?:ownership-of-shares|right-to-share-surplus-assets)-(?:(?P<low>\d+)-to-(?P<high>\d+)|more-than-(?P<more>\d+))"
    r"-percent"
)
_NAMED = re.compile(r"20\d{2}-\d{2}(?:-\d{2})?")
_CONTENT_DATE = re.compile(rb'"ContentDate":\s*"(\d{4}-\d{2}-\d{2})')
_ADDRESS = ("care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality", "region", "postal_code")
_KNOWN = frozenset(
    "company_number ContentDate data.kind data.etag data.links.* data.name data.name_elements.* data.nationality "
    "data.natures_of_control[] data.notified_on data.ceased_on data.ceased data.country_of_residence data.address.* "
    "data.date_of_birth.* data.identification.* data.principal_office_address.* data.is_sanctioned data.statement "
    "data.description".split()
)


class GbPscReader:
    """Reads who controls which company, from JSON lines or from lines that are arrays of records.

    Shares make an ``Ownership`` with the band of percent that is stated; any other control makes an ``UnknownLink``.
    Whoever the register protects is not named, and only noted on the company. Not read: totals, etags, exemptions.
    """

    name = "gb-psc"
    version = "1"
    summary = "United Kingdom: people with significant control (Companies House), JSON records"

    def recognise(self, path: Path) -> bool:
        """JSON that begins with a company number and speaks of significant control."""
        if not path.is_file():
            return False
        start = head(path, 1 << 14).removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith((b"{", b"[")) and b'"company_number"' in start and b"-with-significant-control" in start

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """The date is that of the snapshot in the file's name, or of the first record."""
        (path,) = files.values()
        named = _NAMED.search(path.name)
        found = _CONTENT_DATE.search(head(path, 1 << 14))
        if named is None and found is None:
            # Nobody is asked for the date of a file that is damaged, or of what is no snapshot.
            next(self.read(files), None)
        return About(
            dataset="gb_coh_psc",
            publisher=AUTHORITY,
            licence="Open Government Licence v3.0",
            url="https://download.companieshouse.gov.uk/en_pscdata.html",
            as_of=named[0] if named else found[1].decode() if found else "",
            grade="B3",
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream the records.

        Raises:
            InputError: not UTF-8, not JSON, cut off, or no record of the register in it.
        """
        ((file, path),) = files.items()
        keys = Keys(_KNOWN)
        taken = False
        for record in json_records(path):
            kind = text(record.data, "data.kind")
            if kind == _TOTALS:
                continue
            if not kind or not text(record.data, "company_number"):
                yield Reject(file, record.at(), "no record of the register: no company_number or no kind", kind)
                continue
            taken = True
            yield from keys.unread(record, file)
            yield from _record(record, kind, file)
        if not taken:
            raise InputError(
                "no record of the register in it", where=file, do="check that it is the snapshot of Companies House"
            )


def _record(record: JsonRecord, kind: str, file: str) -> Iterator[Draft | Reject]:
    tell = Teller(record, record.data)
    number = text(record.data, "company_number")
    company = Draft(f"gb-coh-{number}", "Company", file)
    tell.say(company, "registrationNumber", "company_number")
    if not number.startswith("OE"):
        # An overseas entity is registered here and belongs elsewhere.
        tell.derived(company, "jurisdiction", "gb", "company_number")
    match = _KIND.fullmatch(kind)
    if match is not None and text(record.data, "data.name"):
        yield company
        party = _party(tell, _PARTIES[match["party"]], number, file)
        yield from _address(tell, party)
        yield party
        yield _link(tell, party, company)
    elif kind == _STATEMENT:
        for place, said in texts(record.data, "data.statement"):
            ceased = text(record.data, "data.ceased_on")
            span = f"{text(record.data, 'data.notified_on')} to {ceased}" if ceased else "in force"
            company.add("notes", f"Statement to the register ({span}): {said}", tell.at(place), original=said)
        yield company
    elif _SUPER_SECURE.fullmatch(kind):
        tell.derived(
            company, "notes", "Controlled by somebody whom the register protects and does not name", "data.kind"
        )
        yield company
    else:
        reason = "no name" if match is not None else f"a kind of record that is not read: {kind}"
        yield Reject(file, record.at("data.kind"), reason, number)


def _party(tell: Teller, schema: str, number: str, file: str) -> Draft:
    link = text(tell.data, "data.links.self")
    own = link.rpartition("/")[2] or digest(text(tell.data, "data.name"), 12)
    party = Draft(f"gb-psc-{number}-{own}", schema, file)
    tell.say(party, "name", "data.name")
    person = schema == "Person"
    if person:
        for prop, path in (
            ("firstName", "data.name_elements.forename"),
            ("middleName", "data.name_elements.middle_name"),
            ("lastName", "data.name_elements.surname"),
            ("title", "data.name_elements.title"),
            ("nationality", "data.nationality"),
            ("country", "data.country_of_residence"),
        ):
            tell.say(party, prop, path)
        born = [text(tell.data, f"data.date_of_birth.{part}") for part in ("year", "month", "day")]
        stated = [part.zfill(2) for part in born if part]
        tell.derived(party, "birthDate", "-".join(stated), "data.date_of_birth.year")
    for prop, path in (
        ("registrationNumber", "data.identification.registration_number"),
        ("legalForm", "data.identification.legal_form"),
        ("jurisdiction", "data.identification.country_registered"),
    ):
        tell.say(party, "notes" if person else prop, path)
    for label, path in (
        ("Legal authority", "data.identification.legal_authority"),
        ("Register", "data.identification.place_registered"),
    ):
        for place, said in texts(tell.data, path):
            party.add("notes", f"{label}: {said}", tell.at(place), original=said)
    data = tell.data.get("data")
    if isinstance(data, Mapping) and data.get("is_sanctioned") is True:
        party.add("notes", "The register says: sanctioned", tell.at("data.is_sanctioned"), original="true")
    return party


def _address(tell: Teller, party: Draft) -> Iterator[Draft]:
    for path in ("data.address", "data.principal_office_address"):
        for place in tell.below(path):
            parts = [said for key in (*_ADDRESS, "country") if (said := text(place.data, key))]
            if not parts:
                continue
            full = ", ".join(parts)
            address = Draft(f"gb-psc-addr-{digest(full.casefold(), 16)}", "Address", party.file)
            address.add("full", full, place.at(""), original=parts[0])
            for key in _ADDRESS:
                prop = {"locality": "city", "postal_code": "postalCode", "region": "region", "po_box": "postOfficeBox"}
                place.say(address, prop.get(key, "street"), key)
            place.say(address, "country", "country")
            party.add("addressEntity", address.entity_id, place.at(""), original=parts[0])
            yield address


def _link(tell: Teller, party: Draft, company: Draft) -> Draft:
    natures = list(texts(tell.data, "data.natures_of_control[]"))
    owns = any(_SHARES.match(said) for _, said in natures)
    schema, start, end = ("Ownership", "owner", "asset") if owns else ("UnknownLink", "subject", "object")
    link = Draft(f"{party.entity_id}-control", schema, party.file)
    tell.derived(link, start, party.entity_id, "data.name")
    tell.derived(link, end, company.entity_id, "company_number")
    for place, said in natures:
        link.add("role", said, tell.at(place))
        band = _SHARES.match(said)
        if band is not None:
            percent = f"{band['low']}-{band['high']}" if band["low"] else f">{band['more']}"
            link.add("percentage", percent, tell.at(place), original=said)
    tell.say(link, "startDate", "data.notified_on")
    tell.say(link, "endDate", "data.ceased_on")
    data = tell.data.get("data")
    if text(tell.data, "data.ceased_on"):
        tell.derived(link, "status", "ceased", "data.ceased_on")
    elif isinstance(data, Mapping) and data.get("ceased") is True:
        link.add("status", "ceased", tell.at("data.ceased"), original="true")
    return link
