"""Finding a field of a CSV record by its column's name, header row or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contrared.collect import spans
from contrared.collect.place import Excerpt, Place, in_line, line_start
from contrared.collect.readers import uk_csv_columns
from contrared.collect.readers.ofac_tables import COLUMNS
from contrared.collect.spans import Piece

#: Columns of lists that carry no header row, by the number of columns.
_HEADERLESS = {len(columns): columns for columns in COLUMNS.values()}
_OFAC_NAME = re.compile(r"(sdn|cons|add|alt)", re.IGNORECASE)
_NULL = frozenset({"", "-0-"})


def csv_record(text: str, place: Place) -> Excerpt:
    """The CSV record a locator names, its field marked; a field of no known column marks the whole record.

    Raises:
        InputError: there is no such line, or nothing on it.
    """
    start = line_start(text, place, any_break=True)
    delimiter = _delimiter(text)
    pieces, end = _cells(text, start, delimiter)
    if text[start:end].strip() in ("", "\x1a"):
        raise place.nowhere("the line is empty")
    wanted = place.locator.field
    index = None if wanted is None else _column(text, wanted, delimiter, len(pieces), place.filename)
    if index is not None and index < len(pieces):
        return place.cut(text, (start, end), _composed(pieces, index, place) or _single(pieces[index], place))
    return place.cut(text, (start, end), in_line(text, start, end, place))


def _cells(text: str, start: int, delimiter: str) -> tuple[list[Piece], int]:
    """Cells of a record; where a whole record was put into quotes once more, the cells within it."""
    pieces, end = spans.cells(text, start, delimiter)
    if len(pieces) > 1 or delimiter not in pieces[0].value:
        return pieces, end
    (outer,) = pieces
    inner, _ = spans.cells(outer.value, 0, delimiter)
    return [_within(outer, piece) for piece in inner], end


def _within(outer: Piece, piece: Piece) -> Piece:
    begins = tuple(outer.begins[at] for at in piece.begins)
    ends = tuple(outer.ends[at - 1] for at in piece.ends)
    at = outer.begins[piece.at] if piece.at < len(outer.begins) else outer.at
    return Piece(piece.value, begins, ends, at)


def _single(piece: Piece, place: Place) -> tuple[int, int]:
    return piece.part(*place.narrow(piece.value))


def _composed(pieces: Sequence[Piece], index: int, place: Place) -> tuple[int, int] | None:
    """The run of cells around a column that a value was put together from, as addresses are; None where it was not."""
    if place.locator.start is not None or not place.value or place.says(pieces[index].value):
        return None

    def used(cell: Piece) -> bool:
        words = " ".join(cell.value.split())
        return words in _NULL or words.casefold() in place.value.casefold()

    if not used(pieces[index]):
        return None
    low = high = index
    while low > 0 and used(pieces[low - 1]):
        low -= 1
    while high + 1 < len(pieces) and used(pieces[high + 1]):
        high += 1
    run = [cell for cell in pieces[low : high + 1] if cell.value.strip() not in _NULL]
    return (run[0].begins[0], run[-1].ends[-1]) if run else None


def _column(text: str, wanted: str, delimiter: str, width: int, filename: str) -> int | None:
    """Index of a column by its name in the header row, or in OFAC's specification where there is none."""
    position, filled, found = 0, 0, None
    for _ in range(20):
        if position >= len(text):
            break
        names, position = _cells(text, position, delimiter)
        # A title or date above the header row may hold the same word; the header row is the one that is filled.
        count = sum(1 for name in names if name.value)
        if count > filled and (index := _named([name.value for name in names], wanted)) is not None:
            filled, found = count, index
        while text[position : position + 1] in ("\r", "\n"):
            position += 1
    if found is not None:
        return found
    if width == len(uk_csv_columns.COLUMNS):
        return _named(uk_csv_columns.COLUMNS, wanted)
    return _named(_HEADERLESS.get(width, ()), wanted) if _OFAC_NAME.match(filename) else None


def _named(names: Sequence[str], wanted: str) -> int | None:
    plain = [re.sub(r"[\W_]+", " ", name).strip().casefold() for name in names]
    target = re.sub(r"[\W_]+", " ", wanted).strip().casefold()
    return plain.index(target) if target in plain else None


def _delimiter(text: str) -> str:
    counts = {char: text.count(char, 0, 4096) for char in ",;\t|"}
    return max(counts, key=lambda char: counts[char])
