"""Finding the lines of a zone in what was pasted: labels, text around them, spaces, one joined line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contrared.model.mrz.cleaning import LABEL_SIGNS, Row
from contrared.model.mrz.fitting import Fit, best_layout, likeness
from contrared.model.mrz.formats import SHAPES, Layout, layouts_of
from contrared.model.mrz.states import is_known

_OUTSIDE = re.compile(r"[^A-Z0-9<\s]+")
#: Readings of one row that are tried for one width; a row of a document has one or two.
_MOST_READINGS = 4
#: So many check digits seldom agree by chance.
_SPEAKING = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a zone.

    Attributes:
        layout: The layout they fit best.
        lines: The lines in the order in which a document has them.
        swapped: Whether they stood in another order.
    """

    layout: Layout
    lines: tuple[str, ...]
    swapped: bool = False


def find(rows: Sequence[Row]) -> Found | None:
    """The lines of the first zone in the rows that fits best, or None."""
    tidy = _tidy(rows)
    if tidy is not None:
        layouts = layouts_of(len(tidy[0]), tidy[0])
        if len(layouts) == 1 and _begins(layouts[0], tidy) and likeness(layouts[0], tidy) is not None:
            return Found(layouts[0], tidy)
        if (best := _best(_orders([tidy]))) is not None:
            return best
    straight = ((lines, False) for lines in _candidates(rows))
    return _best(straight, sure=True) or _best(_orders(_candidates(rows)), sure=True)


def _best(candidates: Iterable[tuple[tuple[str, ...], bool]], *, sure: bool = False) -> Found | None:
    """The lines that fit best, the first of equals; lines taken out of order only if a check digit speaks for them.

    Args:
        candidates: Lines, and whether they stood in another order.
        sure: Whether they were picked out of a text: enough picks make anything look like a zone, so they must also
            begin like a document or have three check digits speak for them.
    """
    best: tuple[Fit, Found] | None = None
    for lines, swapped in candidates:
        fitting = best_layout(lines)
        if fitting is None or (swapped and not fitting[0].agreeing):
            continue
        if sure and not (fitting[0].agreeing >= _SPEAKING or (fitting[0].agreeing and _begins(fitting[1], lines))):
            continue
        if best is None or fitting[0] > best[0]:
            best = fitting[0], Found(fitting[1], lines, swapped)
    return None if best is None else best[1]


def _orders(candidates: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], bool]]:
    for lines in candidates:
        for place, order in enumerate(itertools.permutations(lines)):
            yield order, place > 0


def _begins(layout: Layout, lines: tuple[str, ...]) -> bool:
    """Whether the first line begins as a document does, so that no other order need be tried."""
    return lines[0][0] in layout.codes and is_known(layout.slots["issuing_state"].span.of(lines).rstrip("<"))


def _tidy(rows: Sequence[Row]) -> tuple[str, ...] | None:
    """The rows as they are, if their number and width already are those of a zone."""
    lines = tuple(row.compact for row in rows)
    if not lines or len(set(map(len, lines))) != 1 or SHAPES.get(len(lines[0])) != len(lines):
        return None
    return lines


def _candidates(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Every way to take lines of one shape from the rows, the plainest first."""
    for width, height in SHAPES.items():
        options = [found for row in rows if (found := tuple(_pieces(row, width)))]
        for start in range(len(options) - height + 1):
            yield from itertools.product(*options[start : start + height])
        for row in rows:
            for joined in _pieces(row, width * height):
                yield _cut(joined, width)
        yield from _wrapped(rows, width, height)


def _pieces(row: Row, length: int) -> Iterator[str]:
    """Runs of the row that have a length once white space is taken out, and hold what every line of a zone holds."""
    seen: set[str] = set()
    for reading in row.readings():
        for piece in _runs(reading, length):
            if piece not in seen and _looks_like_a_line(piece):
                seen.add(piece)
                yield piece
                if len(seen) == _MOST_READINGS:
                    return


def _runs(text: str, length: int) -> Iterator[str]:
    whole = "".join(text.split())
    # A whole row may hold signs that could not be read; what a label leaves behind may not.
    if len(whole) == length and LABEL_SIGNS.isdisjoint(whole):
        yield whole
    if len(whole) < length:
        return
    for segment in _OUTSIDE.split(text):
        words = segment.split()
        joined = "".join(words)
        starts = [0, *itertools.accumulate(map(len, words))]
        ends = set(starts)
        for start in starts:
            if start + length in ends:
                yield joined[start : start + length]


def _looks_like_a_line(piece: str) -> bool:
    return "<" in piece or sum(map(str.isdigit, piece)) >= 8


def _wrapped(rows: Sequence[Row], width: int, height: int) -> Iterator[tuple[str, ...]]:
    """All rows as one, where a mail program or a form has broken the lines elsewhere."""
    if 1 < len(rows) <= 2 * height:
        joined = "".join(row.compact for row in rows)
        if len(joined) == width * height:
            yield _cut(joined, width)


def _cut(joined: str, width: int) -> tuple[str, ...]:
    return tuple(joined[start : start + width] for start in range(0, len(joined), width))
