"""Finding a field of a CSV record by its column's name, header row or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contrared.collect import spans
from contrared.collect.place import Excerpt, Place, in_line, line_start

#: Columns of OFAC's lists, which carry no header row (OFAC, *SDN data specification*), by number of columns.
_OFAC: dict[int, tuple[str, ...]] = {
    12: (
        "ent_num",
        "sdn_name",
        "sdn_type",
        "program",
        "title",
        "call_sign",
        "vess_type",
        "tonnage",
        "grt",
        "vess_flag",
        "vess_owner",
        "remarks",
    ),
    6: ("ent_num", "add_num", "address", "city_state_province_postal_code", "country", "add_remarks"),
    5: ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    2: ("ent_num", "remarks"),
}
_OFAC_NAME = re.compile(r"(sdn|cons|add|alt|prim|comments)", re.IGNORECASE)


def csv_record(text: str, place: Place) -> Excerpt:
    """The CSV record a locator names, its field marked; a field of no known column marks the whole record.

    Raises:
        InputError: there is no such line, or nothing on it.
    """
    start = line_start(text, place, any_break=True)
    delimiter = _delimiter(text)
    pieces, end = spans.cells(text, start, delimiter)
    if text[start:end].strip() in ("", "\x1a"):
        raise place.nowhere("the line is empty")
    wanted = place.locator.field
    index = None if wanted is None else _column(text, wanted, delimiter, len(pieces), place.filename)
    if index is not None and index < len(pieces):
        return place.cut(text, (start, end), pieces[index].part(*place.narrow(pieces[index].value)))
    return place.cut(text, (start, end), in_line(text, start, end, place))


def _column(text: str, wanted: str, delimiter: str, width: int, filename: str) -> int | None:
    """Index of a column by its name in the header row, or in OFAC's specification where there is none."""
    position = 0
    for _ in range(20):
        if position >= len(text):
            break
        names, position = spans.cells(text, position, delimiter)
        if (index := _named([name.value for name in names], wanted)) is not None:
            return index
        while text[position : position + 1] in ("\r", "\n"):
            position += 1
    return _named(_OFAC.get(width, []), wanted) if _OFAC_NAME.search(filename) else None


def _named(names: Sequence[str], wanted: str) -> int | None:
    plain = [re.sub(r"[\W_]+", " ", name).strip().casefold() for name in names]
    target = re.sub(r"[\W_]+", " ", wanted).strip().casefold()
    return plain.index(target) if target in plain else None


def _delimiter(text: str) -> str:
    counts = {char: text.count(char, 0, 4096) for char in ",;\t|"}
    return max(counts, key=lambda char: counts[char])
