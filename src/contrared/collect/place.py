"""A place in an original, and the excerpt that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from contrared.model import InputError, Locator

#: A record longer than this is shown only around what is marked in it.
RECORD_LIMIT = 4000

_BREAK = re.compile("[ >]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of an original.

    Attributes:
        text: The record, or the words around the place, as the original has them.
        highlight_start: Where in ``text`` what the locator points at begins.
        highlight_end: Where it ends.
        line_from: Line of the original on which ``text`` begins, from 1; in a workbook the row.
        where: File, line and field in words.
    """

    text: str
    highlight_start: int
    highlight_end: int
    line_from: int
    where: str

    @property
    def highlighted(self) -> str:
        """What the locator points at."""
        return self.text[self.highlight_start : self.highlight_end]


@dataclass(frozen=True, slots=True)
class Place:
    """A locator with what is known of the file it points into.

    Attributes:
        filename: Name the file had.
        locator: Where in it.
        context: Characters shown on either side in a running text.
        value: What the fact says, white space collapsed; may be empty.
        first: Line of the original on which the text at hand begins.
    """

    filename: str
    locator: Locator
    context: int
    value: str
    first: int = 1

    def words(self) -> str:
        """The place in words, for a reader."""
        at = self.locator
        parts = [self.filename]
        for label, item in (("line", at.line), ("page", at.page), ("", at.path), ("field", at.field)):
            if item is not None:
                parts.append(f"{label} {item}".strip())
        if at.start is not None and at.end is not None:
            parts.append(f"characters {at.start}–{at.end}")
        return ", ".join(parts)

    def nowhere(self, what: str) -> InputError:
        """The error for a locator that points at nothing."""
        return InputError(
            f"the locator points at nothing: {what}",
            where=self.words(),
            do="check that this is the file the statement was read from, then load it again",
        )

    def narrow(self, piece: str) -> tuple[int, int]:
        """Which characters of a value are meant.

        Those the locator names, or what says ``value`` nearest to them where they do not (a passport's country stands
        beside its number); without characters what says ``value``, or all.
        """
        at = self.locator
        said = self._said(piece)
        if at.start is None or at.end is None:
            return said[0] if said else (0, len(piece))
        if not 0 <= at.start <= at.end <= len(piece):
            raise self.nowhere(f"the field has {len(piece)} characters")
        start, end = at.start, at.end
        if not said or self.says(piece[start:end]):
            return start, end
        return min(said, key=lambda found: max(start - found[1], found[0] - end))

    def _said(self, piece: str) -> list[tuple[int, int]]:
        if not self.value:
            return []
        wanted = r"\s+".join(map(re.escape, self.value.split(" ")))
        return [found.span() for found in re.finditer(wanted, piece, re.IGNORECASE)]

    def says(self, piece: str) -> bool:
        """Whether a value of the original contains what the fact says."""
        return bool(self.value) and self.value.casefold() in " ".join(piece.split()).casefold()

    def cut(self, text: str, record: tuple[int, int], mark: tuple[int, int], *, whole: int = RECORD_LIMIT) -> Excerpt:
        """The record, or as much of it around the mark as ``context`` allows."""
        start, end = record
        if end - start > whole:
            low, high = max(start, mark[0] - self.context), min(end, mark[1] + self.context)
            # Cut between words or tags, where one is near.
            first = _BREAK.search(text, low, min(low + 40, mark[0])) if low > start else None
            last = max(text.rfind(char, max(high - 40, mark[1]), high) for char in " <") if high < end else -1
            start, end = (first.end() if first else low), (last if last >= 0 else high)
        line = text.count("\n", 0, start) + self.first
        return Excerpt(text[start:end], mark[0] - start, mark[1] - start, line, self.words())


def line_start(text: str, place: Place, *, any_break: bool = False) -> int:
    """Where a line begins; ``any_break`` counts lines as the CSV reader does, which ``\\r`` alone ends too."""
    number = 1 if place.locator.line is None else place.locator.line - place.first + 1
    position = 0
    if any_break:
        breaks = islice(_LINE_BREAK.finditer(text), max(number - 2, 0), None)
        position = 0 if number == 1 else next((found.end() for found in breaks), -1)
    else:
        for _ in range(number - 1):
            position = text.find("\n", position) + 1
            if not position:
                position = -1
                break
    if position < 0 or position >= len(text) or number < 1:
        raise place.nowhere(f"there is no line {place.locator.line}")
    return position


def in_line(text: str, start: int, end: int, place: Place) -> tuple[int, int]:
    """The value within a record whose field is not known by name, or all of it."""
    bare = Place(place.filename, Locator(), place.context, place.value)
    low, high = bare.narrow(text[start:end])
    return start + low, start + high
