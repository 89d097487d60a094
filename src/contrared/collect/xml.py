"""Streaming XML without DTDs, entities or network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from contrared.collect.csvrows import CELL_LIMIT
from contrared.collect.encodings import refuse_others
from contrared.collect.opening import open_bytes
from contrared.model.errors import InputError

#: No line number beyond this fits into a node of libxml2.
_LAST_STORED_LINE = 65535
_LENGTH = etree.XPath("string-length()")
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"'>]*)")
_PLACE = re.compile(r"\s*,? line \d+, column \d+\s*$")


def records(path: Path, *tags: str) -> Iterator[tuple[int, etree._Element]]:
    """Yield ``(line, element)`` for each closing element named in ``tags``; the element is freed afterwards.

    Comments and processing instructions are left out, so that the text around them is one text.

    Raises:
        InputError: not well-formed, truncated, not in UTF-8, a record of more than ``CELL_LIMIT`` characters, or it
            carries a DTD; names file and line.
    """
    with open_bytes(path) as stream:
        start = stream.peek(1)
        refuse_others(start, path.name)
        _refuse_doctype(start, path)
        _refuse_encoding(start, path)
        events = etree.iterparse(
            stream,
            events=("end",),
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        checked = False
        try:
            for _, element in events:
                if not checked:
                    _refuse_late_doctype(element, path)
                    checked = True
                line = line_of(element)
                length = _LENGTH(element)
                if isinstance(length, float) and length > CELL_LIMIT:
                    raise InputError(
                        f"a record of more than {CELL_LIMIT} characters, as no list has",
                        where=f"{path.name}, line {line}",
                        do="check what it is that stands there, or fetch the file again",
                    )
                yield line, element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as exc:
            raise _malformed(exc, events, path) from exc
        root = events.root
        if not checked and root is not None:
            _refuse_late_doctype(root, path)


def line_of(element: etree._Element) -> int:
    """Line on which an element begins.

    libxml2 stores no line beyond 65,535. For an element further on it gives the line of the first text in or after
    it, and of a text the line on which it ends.
    """
    line = element.sourceline
    if not isinstance(line, int):
        return 0
    if line < _LAST_STORED_LINE:
        return line
    return line - _first_text(element).count("\n")


def _first_text(element: etree._Element) -> str:
    node: etree._Element | None = element
    while node is not None:
        if node.text:
            return node.text
        if len(node):
            node = node[0]
        elif node.tail:
            return node.tail
        else:
            node = node.getnext()
    return ""


def _malformed(exc: etree.XMLSyntaxError, events: Any, path: Path) -> InputError:
    line, what = exc.lineno or 0, str(exc.msg)
    if not line and (last := events.error_log.last_error) is not None:
        # What lxml then says ("no element found") is not what is wrong.
        line, what = last.line, last.message
    return InputError(
        f"not well-formed XML: {_PLACE.sub('', ' '.join(what.split()))}",
        where=f"{path.name}, line {line}",
        do="the file is cut off or damaged there; fetch it again, nothing was loaded",
    )


def _refuse_doctype(start: bytes, path: Path) -> None:
    """Refuse a DTD before the parser sees it."""
    at = start.find(b"<!DOCTYPE")
    if at >= 0:
        raise _dtd(path, start.count(b"\n", 0, at) + 1)


def _refuse_late_doctype(element: etree._Element, path: Path) -> None:
    """Refuse a DTD that began too far on to be seen before; on which line the parser does not say."""
    info = element.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise _dtd(path, None)


def _refuse_encoding(start: bytes, path: Path) -> None:
    """Refuse a document that says it is in anything but UTF-8: the parser would believe it."""
    found = _ENCODING.match(start)
    if found is not None and found[1].upper() not in {b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII"}:
        raise InputError(
            f"the document says it is in {found[1].decode('ascii', 'replace')}; lists are in UTF-8",
            where=f"{path.name}, line 1",
            do="fetch the file again, or convert it to UTF-8 and correct its first line",
        )


def _dtd(path: Path, line: int | None) -> InputError:
    return InputError(
        "the document carries a DTD, which no list needs",
        where=path.name if line is None else f"{path.name}, line {line}",
        do="refuse the file, or remove the DOCTYPE if you know where it came from",
    )
