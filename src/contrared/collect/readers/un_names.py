"""Several names in one cell of the UN list: ``A; B``, ``أبو شيماء (Abu-Shaima; Abu-Shayma)``, ``A; B b) C``."""

from __future__ import annotations

import re

_LETTERED = re.compile(r"\s+[a-z]\)\s+")
_REMARK = re.compile(r"\(\s*original script\s*\)")
_LATIN = re.compile(r"[A-Za-z]")


def names(cell: str) -> list[str]:
    """The names in a cell, in order.

    A parenthesis with several names, or with the transliteration of the name before it, holds names of its own; any
    other one (``… (HTS)``) belongs to its name.

    >>> names("أبو شيماء (Abu-Shaima; Abu-Shayma)")
    ['أبو شيماء', 'Abu-Shaima', 'Abu-Shayma']
    >>> names("Hay'at Tahrir al-Sham (HTS)")
    ["Hay'at Tahrir al-Sham (HTS)"]
    """
    outer, inner = _apart(_REMARK.sub("", " ".join(cell.split())))
    found = [name.strip() for part in outer.split(";") for name in _LETTERED.split(part)]
    return [name for name in found if name] + [name for group in inner for name in names(group)]


def _apart(text: str) -> tuple[str, list[str]]:
    """The text without the parentheses that hold names, and what those hold."""
    outer, inner = "", []
    position = 0
    while (opening := text.find("(", position)) >= 0:
        closing = _closing(text, opening)
        group = text[opening + 1 : closing]
        before = text[position:opening]
        transliterated = before.strip() and not _LATIN.search(before) and _LATIN.search(group)
        outer += before
        if ";" in group or transliterated:
            inner.append(group)
        else:
            outer += text[opening : closing + 1]
        position = closing + 1
    return outer + text[position:], inner


def _closing(text: str, opening: int) -> int:
    """Where a parenthesis closes; the end of the text where it never does."""
    depth = 0
    for position in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)
