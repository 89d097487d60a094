"""Streaming XML without DTDs, entities or network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from contrared.collect.opening import open_bytes
from contrared.model.errors import InputError


def records(path: Path, *tags: str) -> Iterator[tuple[int, etree._Element]]:
    """Yield ``(line, element)`` for each closing element named in ``tags``; the element is freed afterwards.

    Raises:
        InputError: not well-formed, truncated, or it carries a DTD; names file and line.
    """
    with open_bytes(path) as stream:
        events = etree.iterparse(
            stream,
            events=("end",),
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        checked = False
        try:
            for _, element in events:
                if not checked:
                    refuse_dtd(element, path)
                    checked = True
                yield element.sourceline or 0, element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as exc:
            raise InputError(
                f"not well-formed XML: {exc.msg}",
                where=f"{path.name}, line {exc.lineno or 0}",
                do="fetch the file again; nothing was loaded",
            ) from exc
        root = events.root
        if not checked and root is not None:
            refuse_dtd(root, path)


def refuse_dtd(element: etree._Element, path: Path) -> None:
    """Refuse a document with a DTD: lists have none, attacks do.

    Raises:
        InputError: the document carries a DTD.
    """
    info = element.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise InputError(
            "the document carries a DTD, which no list needs",
            where=f"{path.name}, line 1",
            do="refuse the file, or remove the DOCTYPE if you know where it came from",
        )
