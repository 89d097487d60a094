"""XML as a stream of elements, without DTD, entities or network; and what nodes and ties in it have in common."""

from __future__ import annotations

import io
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from lxml import etree

from contrared.network.files.edgelist import chosen
from contrared.network.files.growing import Growing
from contrared.network.files.heads import NODE_HEADS, TIE_HEADS, find
from contrared.network.files.stated import NodeTable, Place, Stated
from contrared.network.files.values import flat
from contrared.network.treatment import NetworkError, Treatment

#: No line beyond this is kept by the parser.
_LAST_LINE = 65535
_PLACE = re.compile(r"\s*,? line \d+, column \d+\s*$")


def elements(data: bytes, name: str) -> Iterator[tuple[bool, str, etree._Element]]:
    """Yield ``(closed, tag, element)`` when an element opens and when it closes; the tag without its namespace.

    Raises:
        NetworkError: not well-formed, cut off, or with a DTD; names the line.
    """
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    try:
        for event, element in events:
            if first and element.getroottree().docinfo.doctype:
                raise NetworkError(f"{name}: the document has a DTD, which could bring in other files: remove DOCTYPE")
            first = False
            yield event == "end", element.tag.rpartition("}")[2], element
    except etree.XMLSyntaxError as exc:
        line, what = exc.lineno or 0, str(exc.msg)
        if not line and (last := events.error_log.last_error) is not None:
            line, what = last.line, last.message
        told = _PLACE.sub("", " ".join(what.split()))
        raise NetworkError(
            f"{name}:{line}: not well-formed XML ({told}): the file is cut off or damaged there"
        ) from exc


def root_of(data: bytes, name: str) -> str:
    """Name of the outermost element.

    Raises:
        NetworkError: no XML, or with a DTD.
    """
    for _, tag, _ in elements(data, name):
        return tag
    raise NetworkError(f"{name}: no XML")


def free(element: etree._Element) -> None:
    """Give back the memory of an element that is done with, and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def spot(element: etree._Element, name: str) -> str:
    """Where an element stands."""
    line = line_of(element)
    return f"{name}:{line}" if 0 < line < _LAST_LINE else name


def line_of(element: etree._Element) -> int:
    """Line on which an element begins; 0 where the parser does not know."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def required(element: etree._Element, attribute: str, name: str) -> str:
    """An attribute that an element must have.

    Raises:
        NetworkError: it has it not.
    """
    value = element.get(attribute)
    if value is None:
        tag = element.tag.rpartition("}")[2]
        raise NetworkError(f"{spot(element, name)}: a {tag} without {attribute}: every {tag} has one")
    return value


@dataclass
class Collected:
    """Nodes and ties as they are met.

    Attributes:
        name: Name of the file.
        node_heads: Names of what is stated of nodes.
        tie_heads: Names of what is stated of ties.
        treatments: What needed a decision so far.
    """

    name: str
    node_heads: Sequence[str] = ()
    tie_heads: Sequence[str] = ()
    treatments: list[Treatment] = field(default_factory=list)
    _node_cells: defaultdict[str, Growing] = field(default_factory=lambda: defaultdict(Growing))
    _ids: Growing = field(default_factory=Growing)
    _node_lines: array[int] = field(default_factory=lambda: array("l"))
    _cells: defaultdict[str, Growing] = field(default_factory=lambda: defaultdict(Growing))
    _ends: tuple[Growing, Growing] = field(default_factory=lambda: (Growing(), Growing()))
    _directed: bytearray = field(default_factory=bytearray)
    _lines: array[int] = field(default_factory=lambda: array("l"))
    _useful: frozenset[str] | None = None

    def node(self, element: etree._Element, id_: str, values: Mapping[str, str]) -> None:
        """Take a node."""
        for head in self.node_heads:
            self._node_cells[head].append(values.get(head))
        self._ids.append(id_)
        self._node_lines.append(line_of(element))

    def tie(self, element: etree._Element, ends: tuple[str, str], directed: bool, values: Mapping[str, str]) -> None:
        """Take a tie; of what is stated of it, what a tie has here."""
        if self._useful is None:
            heads = ["source", "target", *self.tie_heads]
            self._useful = frozenset(heads[at] for at in find(heads, TIE_HEADS, taken=(0, 1)).values())
        for head in self._useful:
            self._cells[head].append(values.get(head))
        for column, end in zip(self._ends, ends, strict=True):
            column.append(end)
        self._directed.append(directed)
        self._lines.append(line_of(element))

    def stated(self) -> Stated:
        """All of it."""
        empty = {head for head, cells in self._cells.items() if cells.empty}
        heads = ["source", "target", *(head for head in self.tie_heads if head not in empty)]
        cells = {at: self._cells[head].column() for at, head in enumerate(heads) if at > 1}
        found, told = chosen(heads, (0, 1), cells)
        if "directed" in found and self._lines:
            how = "not read: the format says it of each tie itself"
            told.append(Treatment("direction among the attributes", len(self._lines), how))
        columns = {column: cells[at] for column, at in found.items() if self._lines and at > 1}
        columns["source"], columns["target"] = (end.column() for end in self._ends)
        columns["directed"] = pa.array(np.frombuffer(bytes(self._directed), np.bool_))
        nodes = {"id": flat(self._ids.column())} | self._attributes()
        return Stated(
            columns,
            self._place("edge", self._lines),
            NodeTable(nodes, self._place("node", self._node_lines)),
            True,
            (*self.treatments, *told),
        )

    def _attributes(self) -> dict[str, pa.Array]:
        found = find(["", *self.node_heads], NODE_HEADS, taken=(0,))
        label = found.get("label")
        named: dict[str, pa.Array] = {}
        for at, head in enumerate(self.node_heads, 1):
            column = "label" if at == label else head
            if column == "id" or (column == "label" and at != label):
                column = f"{head}_stated"
            named[column] = flat(self._node_cells[head].column())
        return named

    def _place(self, what: str, lines: Sequence[int]) -> Place:
        def place(row: int) -> str:
            if row >= len(lines):
                return self.name
            line = lines[row]
            return f"{self.name}:{line}" if 0 < line < _LAST_LINE else f"{self.name}: {what} {row + 1}"

        return place
