"""Where in a document of JSON its records are, where nobody says: the longest list of objects in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contrared.collect.opening import open_bytes

#: A longer document is not looked through: whoever has it says where its records are.
MOST_BYTES = 1 << 25
#: Objects within objects that are looked into, and records that make a list one of records.
DEEPEST, FEWEST = 4, 2


def records_in(path: Path) -> str:
    """Dotted path of the longest list of objects within the one object of a document; empty where there is none.

    Empty too for lines of JSON, whose records are the lines, and for a document that is itself a list.

    Args:
        path: The file; gzip is seen through.
    """
    with open_bytes(path) as stream:
        data = stream.read(MOST_BYTES + 1)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if len(data) > MOST_BYTES or not start.startswith(b"{"):
        return ""
    try:
        document = json.loads(start)
    except (ValueError, RecursionError):
        return ""  # lines of JSON, or damaged: whoever reads the table says what is wrong with it
    found = sorted(_lists("", document, 0), key=lambda item: -item[1])
    return found[0][0] if found else ""


def _lists(name: str, value: Any, depth: int) -> Iterator[tuple[str, int]]:
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    for key, inner in value.items():
        place = f"{name}.{key}" if name else str(key)
        if "." in str(key):
            continue
        if isinstance(inner, list) and len(inner) >= FEWEST and all(isinstance(item, dict) for item in inner):
            yield place, len(inner)
        else:
            yield from _lists(place, inner, depth + 1)
