"""The grammar of OFAC remarks: a line of free text into typed facts, each with its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contrared.collect.readers.ofac_dates import births, iso
from contrared.collect.readers.ofac_documents import OfacDocument, parse_document

_ALIAS = re.compile(r"(?:alt\. )?(?P<kind>a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(?P<name>.*)'?", re.DOTALL)
_CRYPTO = re.compile(r"Digital Currency Address - (?P<currency>[A-Z0-9]+) (?P<address>\S+)")
_SITE = re.compile(r"(?:Website )?(?P<site>(?:https?://|www\.)\S+)")
_MAIL = re.compile(r"(?:Email Address )?(?P<mail>[^\s@]+@[^\s@]+\.[A-Za-z]+)")
_PHONE = re.compile(
    r"(?:Phone Number|Telephone:?|Phone No\.|Tel\.?|Fax:?|Cell Phone:?|Mobile:?) (?P<phone>[\d()+ /.-]{6,}.*)"
)
_IMO = re.compile(
    r"(?:Vessel Registration Identification|(?:Identification|Company|Registration) Number) (?P<imo>IMO \d{7})"
)

#: Beginning of a segment, and the property its rest is; countries and dates are told by the property's type.
PREFIXES: tuple[tuple[str, str], ...] = (
    ("POB ", "birthPlace"),
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Gender ", "gender"),
    ("MMSI ", "mmsi"),
    ("Former Vessel Flag ", "pastFlags"),
    ("Vessel Flag ", "flag"),
    ("Vessel Type ", "type"),
    ("Vessel Year of Build ", "buildDate"),
    ("Vessel Call Sign ", "callSign"),
    ("Aircraft Tail Number ", "registrationNumber"),
    ("Aircraft Manufacturer's Serial Number (MSN) ", "serialNumber"),
    ("Aircraft Construction Number (also called L/N or S/N or F/N) ", "serialNumber"),
    ("Aircraft Mode S Transponder Code ", "icaoCode"),
    ("Aircraft Model ", "model"),
    ("Aircraft Manufacture Date ", "buildDate"),
    ("Aircraft Operator ", "operator"),
    ("Organization Established Date ", "incorporationDate"),
    ("Organization Type: ", "classification"),
    ("Target Type ", "legalForm"),
    ("Title: ", "position"),
)
#: Segments about the sanction rather than the party; they go to the listing.
MEASURES = (
    "Additional Sanctions Information",
    "Secondary sanctions risk",
    "Transactions Prohibited For",
    "Executive Order",
    "CAATSA Section",
    "For more information",
    "IFCA Determination",
    "Prohibitions on",
    "Correspondent Account or Payable-Through",
    "Effective Date",
    "Listing Date",
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a remark between semicolons, and where it stands in the whole remark."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """What one segment tells.

    Attributes:
        kind: ``fact``, ``document``, ``crypto``, ``linked``, ``measure`` or ``text`` (not understood).
        segment: The segment.
        prop: Property, for a fact.
        values: Values of it; a range of birth years has several.
        document: The document, for one.
        start: First character of the value in the remark.
        end: One past its last.
    """

    kind: str
    segment: Segment
    prop: str = ""
    values: tuple[str, ...] = ()
    document: OfacDocument | None = field(default=None)
    start: int = 0
    end: int = 0


def segments(remark: str) -> Iterator[Segment]:
    """Split a remark at semicolons, but not inside quoted aliases or parentheses; the final full stop is left out."""
    whole = remark.rstrip()
    if whole.endswith(".") and not whole.endswith(".."):
        whole = whole[:-1]
    start = 0
    while start < len(whole):
        end = _segment_end(whole, start)
        text = whole[start:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield Segment(text.strip(), start + lead)
        start = end + 1


def _segment_end(whole: str, start: int) -> int:
    search = start
    while True:
        end = whole.find(";", search)
        if end == -1:
            return len(whole)
        text = whole[start:end].strip()
        quoted = _ALIAS.match(text) is not None and not text.endswith("'")
        if not quoted and text.count("(") <= text.count(")"):
            return end
        nearest = whole.find("; ", end + 1)
        if nearest == -1 and text.count("(") > text.count(")"):
            return end
        search = end + 1


def read(remark: str) -> Iterator[Told]:
    """Everything a remark tells, in order."""
    for segment in segments(remark):
        yield tell(segment)


def tell(segment: Segment) -> Told:
    """What one segment tells."""
    text = segment.text
    offset = 0
    if text.startswith("alt. "):
        offset = 5
    body = text[offset:]
    if match := _ALIAS.match(text):
        name = match["name"].removesuffix("'")
        prop = {"a": "weakAlias", "f": "previousName", "n": "alias"}[match["kind"][0]]
        return _fact(segment, prop, (name,), match.start("name"), match.start("name") + len(name))
    if body.startswith("DOB "):
        dates = births(body[4:])
        if dates is not None:
            return _fact(segment, "birthDate", tuple(dates), offset + 4, len(text))
    if body.startswith("Linked To: "):
        return _fact(segment, "", (body[11:],), offset + 11, len(text), kind="linked")
    if match := _CRYPTO.fullmatch(body):
        return _fact(
            segment, match["currency"], (match["address"],), offset + match.start("address"), len(text), kind="crypto"
        )
    for pattern, name, prop in ((_IMO, "imo", "imoNumber"), (_SITE, "site", "website"), (_MAIL, "mail", "email")):
        if match := pattern.fullmatch(body):
            return _fact(segment, prop, (match[name],), offset + match.start(name), offset + match.end(name))
    if match := _PHONE.fullmatch(body):
        return _fact(segment, "phone", (match["phone"],), offset + match.start("phone"), len(text))
    for beginning, prop in PREFIXES:
        if body.startswith(beginning):
            value = body[len(beginning) :]
            if prop in {"buildDate", "incorporationDate"}:
                value = iso(value) or value
            return _fact(segment, prop, (value,), offset + len(beginning), len(text))
    if body.startswith(MEASURES):
        return _fact(segment, "provisions", (body,), offset, len(text), kind="measure")
    document = parse_document(body)
    if document is not None:
        start = offset + document.start
        return Told(
            "document",
            segment,
            document=document,
            start=segment.start + start,
            end=segment.start + start + len(document.number),
        )
    return _fact(segment, "", (text,), 0, len(text), kind="text")


def _fact(segment: Segment, prop: str, values: tuple[str, ...], start: int, end: int, *, kind: str = "fact") -> Told:
    return Told(kind, segment, prop, values, None, segment.start + start, segment.start + end)
