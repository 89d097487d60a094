"""Showing what a locator points at: the record of the original, with the value marked in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from contrared.collect import jsonplace
from contrared.collect.csvplace import csv_record
from contrared.collect.encodings import decode
from contrared.collect.jsonrows import RECORD_LIMIT
from contrared.collect.mapping.tables.parquet import MAGIC
from contrared.collect.opening import head, open_bytes
from contrared.collect.place import Excerpt, Place, in_line, line_start
from contrared.collect.recordplace import is_item, item_record, parquet_record
from contrared.collect.sheets import show_row
from contrared.collect.workbook import ZIP
from contrared.collect.xmlplace import xml_record
from contrared.model import Locator

__all__ = ["Excerpt", "excerpt"]

#: Bytes of a file whose text is kept until another one is shown.
MOST_KEPT = 16 << 20
_JSON = (".json", ".jsonl", ".ndjson", ".ijson")


def excerpt(path: Path, locator: Locator, *, filename: str, context: int = 300, value: str = "") -> Excerpt:
    """Show the place a locator points at.

    Args:
        path: The original's bytes, as they lie in the archive; gzip is seen through.
        locator: Where.
        filename: Name the file had; its ending tells the format, with the content where it tells nothing.
        context: Characters shown before and after a place in a running text, or in a record over ``RECORD_LIMIT``.
        value: What the fact says, or what stands in the source for it. Where the locator fits several places (an
            element that repeats, a cell with several values), the one that says this is marked.

    Raises:
        InputError: the file cannot be read, or the locator points at nothing in it.
    """
    place = Place(filename, locator, context, " ".join(value.split()))
    name = filename.lower().removesuffix(".gz")
    if locator.line is not None and locator.line < 1:
        raise place.nowhere("lines count from 1")
    if name.endswith(".xlsx") or head(path, 4) == ZIP:
        text, start, end = show_row(path, locator, filename, place.narrow)
        return Excerpt(text, start, end, locator.line or 1, place.words())
    if head(path, 4) == MAGIC:
        return parquet_record(path, place)
    if locator.line is None and is_item(locator.path):
        return item_record(path, place)
    if locator.line is not None and name.endswith(_JSON):
        with open_bytes(path) as stream:
            return _json_record(_json_text(stream, locator), replace(place, first=locator.line))
    stat = path.stat()
    text = (_kept if stat.st_size <= MOST_KEPT else _text)(path, stat.st_size, stat.st_mtime_ns)
    return _form(name, text, locator)(text, place)


def _text(path: Path, size: int, changed: int) -> str:
    with open_bytes(path) as stream:
        return decode(stream.read())


# Several places of one file are shown in a row (a party's statements), and unpacking it is what takes the time.
_kept = lru_cache(maxsize=1)(_text)


def _form(name: str, text: str, locator: Locator) -> Callable[[str, Place], Excerpt]:
    if locator.line is None:
        return _running
    if name.endswith(".xml") or text[:200].lstrip("\ufeff \r\n\t").startswith("<"):
        return xml_record
    if name.endswith((".csv", ".tsv")):
        return csv_record
    return _toml if name.endswith(".toml") else _line


def _running(text: str, place: Place) -> Excerpt:
    at = place.locator
    if at.start is None or at.end is None:
        raise place.nowhere("it names neither a line nor characters")
    if not 0 <= at.start < at.end <= len(text):
        raise place.nowhere(f"the document has {len(text)} characters")
    return place.cut(text, (0, len(text)), (at.start, at.end), whole=0)


def _line(text: str, place: Place) -> Excerpt:
    start = line_start(text, place)
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    at = place.locator
    if at.start is not None and at.end is not None and at.end <= end - start:
        return place.cut(text, (start, end), (start + at.start, start + at.end))
    return place.cut(text, (start, end), in_line(text, start, end, place))


def _json_text(stream: Iterable[bytes], locator: Locator) -> str:
    """The lines of one record: such files run to gigabytes, and only these are taken into memory."""
    assert locator.line is not None
    nth, _ = jsonplace.nth_of(locator.field or "")
    lines = islice(stream, locator.line - 1, None)
    taken, size, tried = [next(lines, b"")], 0, 1
    while True:
        text = decode(b"".join(taken))
        if jsonplace.record(text, 0, nth) is not None or len(text) > RECORD_LIMIT:
            return text
        # Twice as many lines at each try.
        more = list(islice(lines, tried))
        if not more:
            return decode(taken[0]) if size == 0 else text
        taken += more
        size, tried = len(text), tried * 2


def _json_record(text: str, place: Place) -> Excerpt:
    nth, path = jsonplace.nth_of(place.locator.field or "")
    begin = line_start(text, place)
    stop = text.find("\n", begin)
    record = jsonplace.record(text, begin, nth) or (begin, len(text) if stop < 0 else stop)
    if not path:
        if nth == 1 and "\n" not in text[begin : record[1]]:
            return _line(text, place)
        return place.cut(text, record, in_line(text, *record, place))
    found = jsonplace.find(text, record[0], path) or _by_key(text, record, path.rpartition(".")[2])
    if found is None:
        raise place.nowhere(f"the record has no key {path.rpartition('.')[2]!r}")
    # The file may write letters as they are or escaped.
    forms = (place.value, *(json.dumps(place.value, ensure_ascii=ascii_)[1:-1] for ascii_ in (False, True)))
    written = next((form for form in forms if form.casefold() in text[slice(*found)].casefold()), place.value)
    low, high = in_line(text, *found, replace(place, value=written))
    return place.cut(text, record, (low, high))


def _by_key(text: str, record: tuple[int, int], key: str) -> tuple[int, int] | None:
    """The first value under a key, at whatever depth: a property of FollowTheMoney is named without what it is in."""
    found = re.compile(rf'"{re.escape(key)}"\s*:\s*').search(text, *record)
    if found is None:
        return None
    return found.end(), jsonplace.value_end(text, found.end()) or record[1]


def _toml(text: str, place: Place) -> Excerpt:
    start = line_start(text, place)
    following = re.compile(r"^\s*\[", re.MULTILINE).search(text, text.find("\n", start) + 1 or len(text))
    end = len(text[: following.start() if following else len(text)].rstrip())
    if place.locator.field is None:
        return place.cut(text, (start, end), in_line(text, start, end, place))
    found = re.compile(rf"^\s*{re.escape(place.locator.field)}\s*=\s*(.*)$", re.MULTILINE).search(text, start, end)
    if found is None:
        raise place.nowhere(f"the table has no key {place.locator.field!r}")
    low, high = in_line(text, found.start(1), found.end(1), place)
    return place.cut(text, (start, end), (low, high))
