"""Cells of the UK list: numbered lists, partial dates, and the labelled text of *Other Information*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"\(\d{1,2}\)\s*")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_LABEL = re.compile(
    r"\((UK Sanctions List Ref|UN Ref|UK Statement of Reasons|Gender|Type of entity|Phone number|Website|Email address|"
    r"Parent company|Business Reg No|Subsidiaries|IMO number|Flag of ship|Type of ship|Tonnage of ship|Length of ship|"
    r"Year built|Current owners|Previous flags|Fax)\)\s*:\s*"
)
_CODE = re.compile(r"^\S+")
#: Labels whose value is one code; what follows it is free text.
_CODES = frozenset({"UK Sanctions List Ref", "UN Ref"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell and its characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind one label of *Other Information*; ``label`` is empty for free text."""

    label: str
    part: Part


def numbered(cell: str) -> list[Part]:
    """Split ``(1) X. (2) Y`` into its parts; a cell without numbers is one part, a lone ``-`` none."""
    if not cell.lstrip().startswith("(1)"):
        return [part for part in [_trim(cell, 0, len(cell))] if part is not None]
    marks = list(_NUMBER.finditer(cell))
    found = []
    for position, mark in enumerate(marks):
        end = marks[position + 1].start() if position + 1 < len(marks) else len(cell)
        part = _trim(cell, mark.end(), end)
        if part is not None:
            found.append(part)
    return found


def date(cell: str) -> str | None:
    """``00/00/1963`` → ``1963``, ``00/02/1963`` → ``1963-02``, ``01/02/1963`` → ``1963-02-01``, ``1951`` → ``1951``."""
    cell = cell.strip()
    if re.fullmatch(r"\d{4}", cell):
        return cell
    match = _DATE.fullmatch(cell)
    if match is None:
        return None
    day, month, year = match.groups()
    if month == "00":
        return year
    return f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}"


def information(cell: str) -> Iterator[Labelled]:
    """Take *Other Information* apart at its labels, in order."""
    labels = list(_LABEL.finditer(cell))
    first = labels[0].start() if labels else len(cell)
    lead = _trim(cell, 0, first)
    if lead is not None:
        yield Labelled("", lead)
    for position, label in enumerate(labels):
        end = labels[position + 1].start() if position + 1 < len(labels) else len(cell)
        start = label.end()
        if label[1] in _CODES:
            code = _CODE.match(cell[start:end])
            if code is None:
                continue
            stop = start + code.end()
            yield Labelled(label[1], Part(cell[start:stop].rstrip(".,;"), start, stop))
            start = stop
            rest = _trim(cell, start, end)
            if rest is not None:
                yield Labelled("", rest)
            continue
        part = _trim(cell, start, end)
        if part is not None:
            yield Labelled(label[1], part)


def _trim(cell: str, start: int, end: int) -> Part | None:
    text = cell[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if text.endswith(".") and not re.search(r"\b[A-Z]\.$|\.[A-Za-z]\.$|(?:Co|Ltd|Inc|Corp|St|No)\.$", text):
        text = text[:-1].rstrip()
    if not text.strip("-. "):
        return None
    return Part(text, start, start + len(text))
