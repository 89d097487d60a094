"""Cells of the UK list: numbered lists, partial dates, and the labelled text of *Other Information*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"\((\d{1,2})(?:-(\d{1,2}))?\)\s*(?:to\s*\((\d{1,2})\)\s*)?")
_FIRST = re.compile(r"\s*\(1(?:-\d{1,2})?\)")
_DATE = re.compile(r"(?:(\d{2})/)?(\d{2})/(\d{4})")
_LABEL = re.compile(
    r"\((UK Sanctions List Ref|UN Ref|UK Statement of Reasons|Gender|Type of entity|Phone number|Website|Email address|"
    r"Parent company|Business Reg No|Subsidiaries|IMO number|Flag of ship|Type of ship|Tonnage of ship|Length of ship|"
    r"Year built|Current owners|Previous flags|Fax|Tel)\)\s*:\s*"
)
_CODE = re.compile(r"[A-Za-z]+[.\d]*\d")
_CODE_LIST = re.compile(rf"{_CODE.pattern}(?:(?:\s*,\s*|\s*,?\s+and\s+){_CODE.pattern})*[.,;]*")
_ABBREVIATION = re.compile(r"\b[A-Z]\.$|\.[A-Za-z]\.$|(?:Co|Ltd|Inc|Corp|St|No)\.$")
#: Labels whose value is a code, or a few joined by commas and "and"; what follows is free text.
CODES = frozenset({"UK Sanctions List Ref", "UN Ref"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell and its characters.

    Attributes:
        text: The piece.
        start: Its first character in the cell.
        end: One past its last.
        number: The number before it in a numbered list; 0 where the cell has none.
        last: Last number it stands for, where the list says ``(1) to (6)`` or ``(1-6)``.
    """

    text: str
    start: int
    end: int
    number: int = 0
    last: int = 0

    def stands_for(self, number: int) -> bool:
        """Whether it is what the list says under a number, or for the whole cell."""
        return self.number == 0 or self.number <= number <= self.last


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind one label of *Other Information*; ``label`` is empty for free text."""

    label: str
    part: Part


# A group repeats its cells on every row, up to 400 times.
@lru_cache(maxsize=1 << 14)
def numbered(cell: str) -> tuple[Part, ...]:
    """Split ``(1) X. (2) Y`` into its parts; a cell without numbers is one part, a lone ``-`` none.

    >>> [(part.text, part.number, part.last) for part in numbered("(1) to (6) Algeria (7) Morocco")]
    [('Algeria', 1, 6), ('Morocco', 7, 7)]
    """
    if _FIRST.match(cell) is None:
        whole = _trim(cell, 0, len(cell))
        return () if whole is None else (whole,)
    marks = list(_NUMBER.finditer(cell))
    found = []
    for position, mark in enumerate(marks):
        end = marks[position + 1].start() if position + 1 < len(marks) else len(cell)
        part = _trim(cell, mark.end(), end)
        if part is not None:
            found.append(Part(part.text, part.start, part.end, int(mark[1]), int(mark[2] or mark[3] or mark[1])))
    return tuple(found)


def date(cell: str) -> str | None:
    """``00/00/1963`` → ``1963``, ``00/02/1963`` and ``02/1963`` → ``1963-02``, ``01/02/1963`` → ``1963-02-01``."""
    cell = cell.strip()
    if re.fullmatch(r"\d{4}", cell):
        return cell
    match = _DATE.fullmatch(cell)
    if match is None:
        return None
    day, month, year = match.groups()
    if month == "00":
        return year
    return f"{year}-{month}" if day in {None, "00"} else f"{year}-{month}-{day}"


@lru_cache(maxsize=1 << 12)
def information(cell: str) -> tuple[Labelled, ...]:
    """Take *Other Information* apart at its labels, in order."""
    return tuple(_information(cell))


def _information(cell: str) -> Iterator[Labelled]:
    labels = list(_LABEL.finditer(cell))
    first = labels[0].start() if labels else len(cell)
    lead = _trim(cell, 0, first)
    if lead is not None:
        yield Labelled("", lead)
    for position, label in enumerate(labels):
        end = labels[position + 1].start() if position + 1 < len(labels) else len(cell)
        start = label.end()
        if label[1] in CODES:
            codes = _CODE_LIST.match(cell, start, end)
            if codes is not None:
                for code in _CODE.finditer(codes[0]):
                    begin = start + code.start()
                    yield Labelled(label[1], Part(code[0], begin, begin + len(code[0])))
                start = codes.end()
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
    if text.endswith(".") and not _ABBREVIATION.search(text):
        text = text[:-1].rstrip()
    if not text.strip("-. "):
        return None
    return Part(text, start, start + len(text))
