"""Texts that a spreadsheet must not run and an XML document may not hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pyarrow.compute as pc

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Spreadsheets run cells that begin so; a quote before them keeps them text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = r"^'('*[=+\-@\t\r])"


def cell(text: str) -> str:
    """A text as a cell of CSV: with a quote before it where a spreadsheet would run it, or where it has one already."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Texts without the quote that :func:`cell` put before them, and how many had one."""
    guarded = pc.sum(pc.match_substring_regex(column, _GUARDED)).as_py() or 0
    return (pc.replace_substring_regex(column, _GUARDED, r"\1") if guarded else column), guarded


def xml_text(text: str) -> str:
    """A text as XML; characters that XML may not hold become U+FFFD."""
    return escape(_NOT_XML.sub("�", text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """The same as the value of an attribute, with its quotes."""
    return quoteattr(_NOT_XML.sub("�", text))
