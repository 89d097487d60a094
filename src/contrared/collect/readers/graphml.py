"""GraphML (Brandes et al., GD 2001): nodes as parties, ties as relationships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from contrared.collect.draft import Draft, Reject
from contrared.collect.opening import head, one_file
from contrared.collect.reader import About
from contrared.collect.readers.graph_parts import Said, identity, node, tie, tie_identity
from contrared.collect.xml import records
from contrared.model import InputError, Locator

_NAMED = re.compile(r"20\d{2}(?:-\d{2}(?:-\d{2})?)?")
_SPACE = "{http://graphml.graphdrawing.org/xmlns}"
_TAGS = ("key", "node", "edge", "hyperedge")


class GraphmlReader:
    """Reads a network that somebody drew or measured: a node is a party, an edge a relationship between two.

    What a node is, an attribute says (``schema``, ``type``, ``kind`` …: the name of a FollowTheMoney schema, or person,
    company, empresa …); a LegalEntity, which may be either, where none does. An edge is the relationship its type names
    (Ownership, director, member …), else an ``UnknownLink`` with its type as role. Attributes by the name of a property
    are that property; all others are kept as notes. Ids are those of the file, behind its name.
    """

    name = "graphml"
    version = "1"
    summary = "GraphML: nodes as parties, edges as relationships"

    def recognise(self, path: Path) -> bool:
        """An XML file whose root is ``graphml``."""
        return path.is_file() and b"<graphml" in head(path, 2048)

    def files(self, path: Path) -> Mapping[str, Path]:
        """The file itself."""
        return one_file(path)

    def about(self, files: Mapping[str, Path]) -> About:
        """A graph says neither who made it nor of when it is; a date in the file's name is taken."""
        (name,) = files
        found = _NAMED.search(name)
        return About(
            dataset=f"graph_{stem(name)}", publisher="", licence="", url="", as_of=found[0] if found else "", grade="F6"
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Stream nodes and edges; an edge whose end is no node is set aside.

        Raises:
            InputError: not well-formed, cut off, with a DTD, no graph, a hyperedge, or a node twice.
        """
        ((file, path),) = files.items()
        prefix = stem(file).replace("_", "-")
        keys: dict[str, str] = {}
        nodes: dict[str, str] = {}
        for line, element in records(path, *_TAGS, *(_SPACE + tag for tag in _TAGS)):
            tag = etree.QName(element).localname
            where = f"{file}, line {line}"
            if tag == "key":
                declared = element.get("id") or ""
                keys[declared] = element.get("attr.name") or declared
            elif tag == "hyperedge":
                raise InputError("a hyperedge joins more than two", where=where, do="make edges of two ends of it")
            elif tag == "node":
                key = element.get("id")
                if not key:
                    yield Reject(file, str(Locator(line=line)), "a node without id", _shown(element))
                    continue
                if key in nodes:
                    raise InputError(f"the node {key!r} is there twice", where=where, do="save the graph again")
                nodes[key] = identity(prefix, key)
                yield node(nodes[key], Said("id", key, _at(line, "@id")), _said(element, keys, line), file)
            else:
                ends = [(end, element.get(end) or "") for end in ("source", "target")]
                missing = [f"{end} {key!r}" for end, key in ends if key not in nodes]
                if missing:
                    reason = f"{' and '.join(missing)} is no node that stands before it"
                    yield Reject(file, str(Locator(line=line)), reason, _shown(element))
                    continue
                left, right = ((nodes[key], Said(end, key, _at(line, f"@{end}"))) for end, key in ends)
                said = _said(element, keys, line)
                yield tie(tie_identity(prefix, left[0], right[0], said), left, right, said, file)
        if not nodes:
            raise InputError("there is no node in it", where=file, do="check that it is a graph, and not cut off")


def stem(name: str) -> str:
    """The name of a file as part of a dataset's."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold().partition(".")[0]).strip("_")
    return plain or "network"


def _said(element: etree._Element, keys: Mapping[str, str], line: int) -> list[Said]:
    told = []
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname == "data":
            text = " ".join("".join(map(str, child.itertext())).split())
            if text:
                key = child.get("key") or ""
                told.append(Said(keys.get(key, key), text, _at(line, "data")))
    return told


def _at(line: int, path: str) -> str:
    return str(Locator(line=line, path=path))


def _shown(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)[:500]
