"""The documents and registrations that OFAC remarks name, and the FtM property each belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Beginning of a label, and the property of the party that holds the number; the first that fits counts.
PROPERTIES: tuple[tuple[str, str], ...] = (
    ("British National Overseas Passport", "passportNumber"),
    ("Diplomatic Passport", "passportNumber"),
    ("Stateless Person Passport", "passportNumber"),
    ("Passport", "passportNumber"),
    ("SSN", "socialSecurityNumber"),
    ("SWIFT/BIC", "swiftBic"),
    ("Legal Entity Number", "leiCode"),
    ("D-U-N-S", "dunsCode"),
    ("Unified Social Credit Code", "uscCode"),
    ("V.A.T.", "vatCode"),
    ("NIT", "taxNumber"),
    ("RUC", "taxNumber"),
    ("RIF", "taxNumber"),
    ("R.F.C.", "taxNumber"),
    ("RFC", "taxNumber"),
    ("C.U.I.T.", "taxNumber"),
    ("Driver's License", "idNumber"),
    ("Trade License", "registrationNumber"),
    ("License", "licenseNumber"),
)

#: A label ends with the last of these words before the first word that carries a digit.
ENDS = frozenset(
    "Passport SSN SWIFT/BIC R.F.C. RFC C.U.R.P. C.U.I. C.U.I.T. D.N.I. N.I.E. C.I.F. I.F.E. N.R.I.C. C.R. "
    "# No No. Nos. Number number ID Card Code Certificate License Registry Permit".split()
)
#: Parentheses that belong to a label, not to its number.
_LABEL_NOTE = re.compile(r"^\((?:CBLS|USCC|also called [^)]*)\) ")
_DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{2} \d{4}|\d{4}"
_VALUE = re.compile(
    rf"(?P<number>.+?)(?: \((?P<country>[^()]+)\))?(?: issued (?P<issued>{_DAY}))?(?: expires (?P<expires>{_DAY}))?"
)
_LONGEST_LABEL = 9


@dataclass(frozen=True, slots=True)
class OfacDocument:
    """A document or registration as a remark names it; ``start`` is where the number begins in the segment."""

    label: str
    number: str
    country: str | None
    issued: str | None
    expires: str | None
    start: int


def parse_document(segment: str) -> OfacDocument | None:
    """Read one segment of a remark as a document, or None where it is none.

    The number is everything between the label and the country, whole: ``RL 2325452``, ``R-19 3649``.

    >>> parse_document("Passport RL 2325452 (Lebanon) expires 31 Jul 2017").number
    'RL 2325452'
    """
    words = segment.split(" ")
    end = 0
    for position, word in enumerate(words[:_LONGEST_LABEL]):
        if word in ENDS:
            end = position + 1
        elif any(character.isdigit() for character in word):
            break
    if end == 0 or end >= len(words) or not segment[0].isupper():
        return None
    label = " ".join(words[:end])
    rest = " ".join(words[end:])
    note = _LABEL_NOTE.match(rest)
    if note is not None:
        rest = rest[note.end() :]
    found = _VALUE.fullmatch(rest)
    if found is None or not any(character.isdigit() for character in found["number"]):
        return None
    return OfacDocument(
        label, found["number"], found["country"], found["issued"], found["expires"], len(segment) - len(rest)
    )


def property_for(label: str, *, person: bool) -> str:
    """The FtM property a document's number belongs to: by label, else id number of a person, registration of others."""
    for beginning, prop in PROPERTIES:
        if label.startswith(beginning):
            return prop
    if "tax" in label.lower() or "fiscal" in label.lower():
        return "taxNumber"
    return "idNumber" if person else "registrationNumber"
