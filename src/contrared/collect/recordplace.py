"""One record of a Parquet file or a JSON list, shown as ``column: value`` lines."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contrared.collect.mapping.tables.flat import flat
from contrared.collect.mapping.tables.records import items_of
from contrared.collect.mapping.tables.table import SEVERAL
from contrared.collect.place import Excerpt, Place

_ITEM = re.compile(r"(.*)\[(\d+)\]")


def is_item(path: str | None) -> bool:
    """Whether the path of a locator names an item of a JSON list, as ``data.rows[3]`` does."""
    return path is not None and _ITEM.fullmatch(path) is not None


def item_record(path: Path, place: Place) -> Excerpt:
    """The item of a JSON list that a locator names.

    Raises:
        InputError: there is no such item.
    """
    found = _ITEM.fullmatch(place.locator.path or "")
    if found is None:
        raise place.nowhere("it names no item of a list")
    number = int(found[2])
    item = next(islice(items_of(path, found[1]), number, None), None)
    if item is None or not isinstance(item[1], dict):
        raise place.nowhere(f"there is no record {number}")
    return _shown(flat(item[1]), place, number + 1)


def parquet_record(path: Path, place: Place) -> Excerpt:
    """The row of a Parquet file that a locator names.

    Raises:
        InputError: there is no such row.
    """
    row = (place.locator.line or 0) - 1
    with pq.ParquetFile(path) as file:
        before = 0
        for group in range(file.num_row_groups):
            held = file.metadata.row_group(group).num_rows
            if 0 <= row - before < held:
                table: pa.Table = file.read_row_group(group).slice(row - before, 1)
                return _shown(flat(table.to_pylist()[0]), place, row + 1)
            before += held
    raise place.nowhere(f"there is no row {place.locator.line}")


def _shown(cells: dict[str, str], place: Place, number: int) -> Excerpt:
    field = place.locator.field
    if field is not None and field not in cells:
        raise place.nowhere(f"the record has no value {field!r}")
    text, mark = "", None
    for name, cell in cells.items():
        cell = cell.replace(SEVERAL, "; ")
        text += f"{name}: "
        if name == field:
            low, high = place.narrow(cell)
            mark = (len(text) + low, len(text) + high)
        text += cell + "\n"
    text = text.removesuffix("\n")
    low, high = mark or place.narrow(text)
    return Excerpt(text, low, high, number, place.words())
