"""Why a text could not be read as a zone, said so that the person who pasted it can put it right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contrared.model.messages import text as message
from contrared.model.mrz.checkdigit import ALPHABET
from contrared.model.mrz.checks import long_number, verify
from contrared.model.mrz.cleaning import LABEL_SIGNS, Row
from contrared.model.mrz.errors import MrzError
from contrared.model.mrz.formats import SHAPES, layouts_of

_WANTED = tuple(SHAPES.items())
_OUTSIDE = re.compile(r"[^A-Z0-9<\s]+")
#: Shorter runs are words and numbers around a zone, not damaged lines of one.
_SHORTEST_LINE = 20
_FEWEST_FILLERS = 2
_FEWEST_FIGURES = 10
#: Farther from the length of a whole zone, one line is a line and no joined zone.
_JOINED_SLACK = 4
#: Characters that a line which is not there counts for: fewer than lines of the next width differ by.
_ABSENT = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """What of a row looks like a line of a zone."""

    row: int
    text: str


def diagnose(rows: Sequence[Row]) -> MrzError:
    """The error for rows in which no zone was found."""
    if not rows:
        return MrzError(message("mrz.error.empty.what"), found=(), wanted=_WANTED, do=message("mrz.error.empty.do"))
    pieces = [piece for row in rows if (piece := _line_like(row)) is not None]
    if not pieces:
        lengths = tuple(len(row.compact) for row in rows)
        what = message("mrz.error.none.what", lines=len(lengths), longest=max(lengths))
        return MrzError(what, found=lengths, wanted=_WANTED, do=message("mrz.error.none.do"))
    if len(pieces) == 1:
        return _single(pieces[0])
    width, chosen = _nearest(pieces)
    wrong = next((place for place, piece in enumerate(chosen) if len(piece.text) != width), None)
    if wrong is not None:
        return _wrong_length(chosen, wrong, width)
    if len(chosen) < SHAPES[width]:
        return _missing(chosen, width)
    return MrzError(
        message("mrz.error.unlike.what", lines=len(chosen), width=width),
        found=_lengths(chosen),
        wanted=_WANTED,
        where=message("mrz.place.row", line=chosen[0].row),
        do=message("mrz.error.unlike.do"),
    )


def _line_like(row: Row) -> _Piece | None:
    text = row.compact
    if not LABEL_SIGNS.isdisjoint(text):
        text = max(("".join(segment.split()) for segment in _OUTSIDE.split(row.readings()[0])), key=len)
    if len(text) < _SHORTEST_LINE:
        return None
    if text.count("<") < _FEWEST_FILLERS and sum(map(str.isdigit, text)) < _FEWEST_FIGURES:
        return None
    return _Piece(row.number, text)


def _single(piece: _Piece) -> MrzError:
    length = len(piece.text)
    width = min(SHAPES, key=lambda width: abs(length - width * SHAPES[width]))
    height = SHAPES[width]
    if abs(length - width * height) > _JOINED_SLACK:
        return _missing([piece], min(SHAPES, key=lambda width: abs(length - width)))
    what = message("mrz.error.joined.what", found=length, wanted=width * height, lines=height, width=width)
    return MrzError(
        what,
        found=(length,),
        wanted=((width, height),),
        where=message("mrz.place.row", line=piece.row),
        do=message("mrz.error.joined.do"),
    )


def _nearest(pieces: Sequence[_Piece]) -> tuple[int, Sequence[_Piece]]:
    """The shape the lines are nearest to, and the run of lines that is."""

    def distance(choice: tuple[int, Sequence[_Piece]]) -> int:
        width, chosen = choice
        absent = SHAPES[width] - len(chosen)
        return sum(abs(len(piece.text) - width) for piece in chosen) + absent * _ABSENT

    choices = [
        (width, pieces[start : start + height])
        for width, height in SHAPES.items()
        for start in range(max(1, len(pieces) - height + 1))
    ]
    return min(choices, key=distance)


def _missing(chosen: Sequence[_Piece], width: int) -> MrzError:
    height = SHAPES[width]
    return MrzError(
        message("mrz.error.missing.what", found=len(chosen), length=len(chosen[0].text), wanted=height, width=width),
        found=_lengths(chosen),
        wanted=((width, height),),
        where=message("mrz.place.row", line=chosen[0].row),
        do=message("mrz.error.missing.do"),
    )


def _wrong_length(chosen: Sequence[_Piece], wrong: int, width: int) -> MrzError:
    length = len(chosen[wrong].text)
    side = "short" if length < width else "long"
    what = message(f"mrz.error.{side}.what", line=wrong + 1, found=length, wanted=width, difference=abs(length - width))
    do = message(f"mrz.error.{side}.do")
    place = _place_of_one(tuple(piece.text for piece in chosen), wrong, width)
    if place is not None:
        do = message(f"mrz.error.{side}.at", first=place[0], last=place[1]) + " " + do
    return MrzError(
        what,
        found=_lengths(chosen),
        wanted=((width, SHAPES[width]),),
        where=message("mrz.place.row", line=chosen[wrong].row),
        do=do,
    )


def _place_of_one(lines: tuple[str, ...], wrong: int, width: int) -> tuple[int, int] | None:
    """First and last position, from 1, where the check digits put the one character too few or too many."""
    text = lines[wrong]
    rest = [len(line) == width for place, line in enumerate(lines) if place != wrong]
    if abs(len(text) - width) != 1 or not all(rest) or len(lines) != SHAPES[width]:
        return None
    counts = [
        max(_agreeing((*lines[:wrong], mended, *lines[wrong + 1 :])) for mended in _mended(text, place, width))
        for place in range(max(len(text), width))
    ]
    best = [place for place, count in enumerate(counts, 1) if count == max(counts)]
    if best[-1] - best[0] > width // 2:
        return None
    return best[0], best[-1]


def _mended(text: str, place: int, width: int) -> Iterable[str]:
    """The line with some character put in at a place, or with the one that stands there left out."""
    if len(text) > width:
        return (text[:place] + text[place + 1 :],)
    return (text[:place] + character + text[place:] for character in ALPHABET)


def _agreeing(lines: tuple[str, ...]) -> int:
    return max(
        sum(check.ok for check in verify(layout, lines, long_number(layout, lines)))
        for layout in layouts_of(len(lines[0]), lines[0])
    )


def _lengths(pieces: Iterable[_Piece]) -> tuple[int, ...]:
    return tuple(len(piece.text) for piece in pieces)
