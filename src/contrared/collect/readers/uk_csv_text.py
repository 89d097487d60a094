"""Cells of the UK list's CSV form that say in words what the workbook has in columns: papers and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contrared.collect.digest import digest
from contrared.collect.draft import Draft
from contrared.collect.readers.ofac_identifiers import is_imo
from contrared.collect.readers.uk_cells import Part, numbered
from contrared.collect.readers.uk_papers import say

#: Column, schema of the paper, property of a person, and what the paper is called.
PAPERS = (
    ("Passport Details", "Passport", "passportNumber", "Passport"),
    ("NI Number", "Identification", "idNumber", "National Identification"),
)
#: A number and what is said of it: ``Passport No: 592667 (Qatari passport …)``, ``G827238 (Tunisian). Issued …``.
_NUMBER = re.compile(
    r"(?:(?:[A-Z][a-z]+ )?(?:[Pp]assport|[Cc]ard|ID|[Ii]dentification)?\s*(?:[Nn]o|[Nn]umber|[Nn]os)[.:]*\s*)?"
    r"(?P<number>(?=[^\s,;(]*\d)[A-Z0-9][A-Za-z0-9./-]*(?: \d[\d-]*)*)(?P<rest>.*)",
    re.DOTALL,
)
_TRIM = re.compile(r"^[\s.,;:(]*")
#: ``UN Ref QDe.004``, ``UN REF:QE.A.146.14``, ``UN Ref.KPI.067``.
_UN = re.compile(
    r"\bUN\s*Ref(?:erence)?(?:\s*(?:No|Number))?[.:\s]*(?P<code>[A-Z]{1,2}[A-Za-z]?\.(?:[A-Z]\.)?\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_IMO = re.compile(r"\bIMO(?:\s+(?:No|[Nn]umber))?[.:\s]*(?P<code>\d{7})\b")


def papers(cell: str, column: str, party: Draft, place: str) -> Iterator[Draft]:
    """Papers of a person whose number stands first in its part of the cell; the whole cell is kept as a note too.

    Args:
        cell: The cell.
        column: A column of :data:`PAPERS`.
        party: Whose papers they are; the numbers are added to it.
        place: Locator of the row.
    """
    ((_, schema, prop, kind),) = (item for item in PAPERS if item[0] == column)
    where = f"{place};field={column}"
    party.add("notes", f"{kind}: {cell.strip()}" if cell.strip() else "", where, original=cell)
    for part in numbered(cell):
        match = _NUMBER.match(part.text)
        if match is None:
            continue
        number = match["number"].rstrip("./-")
        start = part.start + match.start("number")
        said = f"{where};chars={start}-{start + len(number)}"
        party.add(prop, number, said)
        paper = Draft(f"{party.entity_id}-doc-{digest(f'{kind}|{number}', 12)}", schema, party.file)
        paper.add("holder", party.entity_id, said, original=number)
        paper.add("number", number, said)
        paper.add("type", kind, said, original=number)
        rest = match["number"][len(number) :] + match["rest"]
        trimmed = _TRIM.sub("", rest)
        if trimmed.strip(" ().,"):
            begin = start + len(number) + len(rest) - len(trimmed)
            say(paper, Part(trimmed, begin, begin + len(trimmed)), where)
        yield paper


def un_references(cell: str) -> list[Part]:
    """The party's own references of the United Nations; what it only names stands in no such words."""
    return [Part(found["code"], *found.span("code")) for found in _UN.finditer(cell)]


def imo_numbers(cell: str) -> list[Part]:
    """IMO numbers whose check digit is right."""
    return [Part(found["code"], *found.span("code")) for found in _IMO.finditer(cell) if is_imo(found["code"])]
