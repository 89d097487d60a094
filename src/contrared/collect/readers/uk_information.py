"""The labelled text of the UK list's *Other Information*, as facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from contrared.collect.draft import Draft
from contrared.collect.readers.kinship import parent_names
from contrared.collect.readers.uk_cells import CODES, Labelled, Part, information, numbered
from contrared.collect.readers.uk_registrations import registrations

COLUMN = "Other Information"
#: Labels and the property their value has, by schema of the party; what is not here is kept in the text as a whole.
_CONTACT = {"Phone number": "phone", "Fax": "phone", "Tel": "phone", "Website": "website", "Email address": "email"}
LABELS: Mapping[str, Mapping[str, str]] = {
    "Person": {"Gender": "gender", **_CONTACT},
    "Organization": {"Type of entity": "classification", **_CONTACT},
    "Vessel": {
        "IMO number": "imoNumber",
        "Flag of ship": "flag",
        "Previous flags": "pastFlags",
        "Type of ship": "type",
        "Tonnage of ship": "tonnage",
        "Year built": "buildDate",
    },
}
_LISTING = {"UK Sanctions List Ref": "authorityId", "UN Ref": "unscId", "UK Statement of Reasons": "reason"}
#: A number, with the code of a town in parentheses, but without those of a numbered list.
_PHONES = re.compile(r"(?!\(\d\)\s)(?<!\()[+(]?\d(?:[\d /-]|\((?!\d\)\s)|\)){5,}\d")
_MAILS = re.compile(r"[^\s@;,()]+@[^\s@;,()]+\.[A-Za-z]+")
_SITES = re.compile(r"(?:https?://|www\.)[^\s;,]+|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s;,]*)?")
_FLAGS = re.compile(r"[^.;,]+")
_PATTERNS = {"phone": _PHONES, "email": _MAILS, "website": _SITES, "pastFlags": _FLAGS}


def tell(cell: str, party: Draft, sanction: Draft, place: str, ours: Callable[[str, str], bool]) -> None:
    """State what one cell says of the party and of its listing.

    A ship's ``(UN Ref)`` stands in a sentence about its owner; it is not the ship's and is left in the text.

    Args:
        cell: The cell.
        party: Whom it is about.
        sanction: The listing of the row.
        place: Locator of the cell.
        ours: Whether a reference (label, code) is that of the listing.
    """
    party.add("notes", cell, place)
    for item in information(cell):
        if item.label in CODES and not ours(item.label, item.part.text):
            continue
        for draft, prop, part in _facts(item, party, sanction):
            draft.add(prop, _value(prop, part.text), f"{place};chars={part.start}-{part.end}", original=part.text)
    if party.schema == "Person":
        for parent in parent_names(cell):
            party.add(parent.prop, parent.name, f"{place};chars={parent.start}-{parent.end}")


def _facts(item: Labelled, party: Draft, sanction: Draft) -> Iterator[tuple[Draft, str, Part]]:
    if item.label in _LISTING:
        if not (item.label == "UN Ref" and party.schema == "Vessel"):
            yield sanction, _LISTING[item.label], item.part
    elif item.label == "Business Reg No" and party.schema != "Vessel":
        for prop, part in registrations(item.part.text, item.part.start):
            yield party, prop, part
    elif item.label in LABELS[party.schema]:
        prop = LABELS[party.schema][item.label]
        for part in _values(prop, item.part):
            yield party, prop, part


def _value(prop: str, text: str) -> str:
    if prop == "gender":
        return text.casefold()
    # The prefix with which one dials abroad; only the sign is understood without a country.
    return f"+{text[2:]}" if prop == "phone" and text.startswith("00") else text


def _values(prop: str, whole: Part) -> Iterator[Part]:
    pattern = _PATTERNS.get(prop)
    for part in numbered(whole.text):
        start = whole.start + part.start
        if pattern is None:
            yield Part(part.text, start, start + len(part.text))
            continue
        for match in pattern.finditer(part.text):
            text = match[0].strip().rstrip(".")
            begin = start + match.start() + match[0].index(text)
            yield Part(text, begin, begin + len(text))
