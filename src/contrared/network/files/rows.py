"""Rows of a delimited text, each with the line it began on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from contrared.network.treatment import NetworkError

#: What may part cells, the likelier first; a space stands for any run of spaces and tabs.
SEPARATORS = ("\t", ";", "|", ",", " ")
_SAMPLE = 200
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CELL_LIMIT = 1 << 20


class Rows:
    """Reads rows; empty rows and comments (lines that begin with ``#`` or ``%``) are left out.

    Attributes:
        separator: What parts cells.
        comments: Lines of the comments met so far.
    """

    def __init__(self, text: str, name: str, separator: str) -> None:
        self._text, self._name, self.separator = text, name, separator
        self._quotes = 0
        self._line = 0
        self.comments: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Yield ``(line, cells)``.

        Raises:
            NetworkError: a quote that is never closed or has no partner, a cell without end; names the line.
        """
        csv.field_size_limit(_CELL_LIMIT)
        spaced = self.separator == " "
        reader = csv.reader(self._lines(), delimiter=self.separator, skipinitialspace=spaced, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as exc:
                raise self._unreadable(str(exc)) from exc
            if self._quotes % 2:
                raise self._unreadable("odd")
            self._quotes = 0
            if any(cell.strip() for cell in cells):
                yield self._began, cells

    def _lines(self) -> Iterator[str]:
        self._began = 1
        for found in _LINE.finditer(self._text):
            line = found[0]
            self._line += 1
            if self._quotes % 2 == 0:
                if line.startswith(("#", "%")):
                    self.comments.append(self._line)
                    continue
                self._began = self._line
                if self.separator == " ":
                    line = " ".join(line.split()) + "\n"
            self._quotes += line.count('"')
            yield line

    def _unreadable(self, told: str) -> NetworkError:
        if "end of data" in told:
            what = "a quote opened in this row is never closed"
        elif "field larger" in told:
            what = f"a cell of more than {_CELL_LIMIT} characters, most likely a quote that is never closed"
        elif "expected after" in told:
            what = "something follows a closing quote; quotes inside a cell are doubled"
        else:
            what = "a quote in this row has no partner"
        return NetworkError(f"{self._name}:{self._began}: {what}: correct the quoting of this row")


def separator_of(text: str, name: str, sense: Callable[[Sequence[Sequence[str]]], int]) -> str:
    """What parts the cells: what makes most sense of the first rows; of several, what gives rows of one length.

    A space parts them only where nothing else makes sense, since names hold spaces.

    Args:
        text: The text.
        name: Its name, for errors.
        sense: How much sense the first rows make as ties, 0 for none.

    Raises:
        NetworkError: nothing parts the rows into two or more cells.
    """
    scores: dict[str, tuple[int, float, int]] = {}
    trouble: NetworkError | None = None
    for order, separator in enumerate(SEPARATORS):
        try:
            sample = [cells for _, cells in islice(Rows(text, name, separator), _SAMPLE)]
        except NetworkError as exc:
            trouble = trouble or exc
            continue
        if share := _alike(sample):
            scores[separator] = sense(sample), share, -order
    spaced = scores.pop(" ", None)
    best = max(scores, key=scores.__getitem__, default=None)
    if spaced is not None and (best is None or (scores[best][0] == 0 and spaced[0] > 0)):
        return " "
    if best is not None:
        return best
    raise trouble or NetworkError(
        f"{name}: one column only: ties need two, parted by a comma, semicolon, tab, bar or space"
    )


def _alike(sample: Sequence[Sequence[str]]) -> float:
    """Share of rows that have as many cells as most; 0 where most have only one."""
    if not sample:
        return 0.0
    length, count = Counter(len(cells) for cells in sample).most_common(1)[0]
    return count / len(sample) if length > 1 else 0.0
