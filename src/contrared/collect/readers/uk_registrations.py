"""Registration and tax numbers in the UK list's ``(Business Reg No)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contrared.collect.readers.uk_cells import Part

_TOKEN = re.compile(
    r"(?P<passed>dated\s+[\d/]+|\(\d\)|KPP:?\s*\d+)"
    r"|(?P<tax>Tax\s*ID|Tax\s+Identification\s+Number|Taxpayer\s+ID|\bINN\b)"
    r"|(?P<licence>License\s+number)"
    r"|(?P<register>OGRN|Registration\s+Number|code|Company\s+no|Reg)"
    r"|(?P<number>\b[A-Z]{0,2}\d(?:[\d ]*\d)?[A-Za-z]?\b)"
)
_PROPERTIES = {"tax": "taxNumber", "licence": "licenseNumber", "register": "registrationNumber"}


def registrations(text: str, start: int) -> Iterator[tuple[str, Part]]:
    """Numbers with the property each belongs to.

    A number belongs to the label right before it; without one it is the register's. A KPP is passed over because it
    names a tax office and a reason, not one company.

    Args:
        text: What stands behind the label.
        start: Where that begins in its cell.
    """
    prop = "registrationNumber"
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "number":
            yield prop, Part(token[0], start + token.start(), start + token.end())
            prop = "registrationNumber"
        elif token.lastgroup in _PROPERTIES:
            prop = _PROPERTIES[token.lastgroup]
