"""GEXF 1.1 to 1.3, as Gephi and NetworkX write it."""

from __future__ import annotations

import re
from dataclasses import replace

import pyarrow as pa
from lxml import etree

from contrared.network.files.stated import Stated
from contrared.network.files.xml import Collected, elements, free, required, spot
from contrared.network.treatment import NetworkError, Treatment

_YEAR = re.compile(r"([12]\d{3})(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DATED = frozenset({"date", "datetime", "dateTime", "xsd:date", "xsd:dateTime"})
_UNBOUNDED = frozenset({"-Infinity", "Infinity", "-INF", "INF"})
#: Attributes of an edge that the format has beside those a document declares.
_OWN = ("weight", "kind", "start", "end")
#: 1.3 and 1.2 have intervals open at an end; a date is a date.
_TIMES = (("start", ("start", "startopen")), ("end", ("end", "endopen")))


def gexf(data: bytes, name: str) -> Stated:
    """What a GEXF document states.

    A tie of several spells counts from the first start to the last end. Times that are numbers and no years are not
    read, since nobody can tell what they mean; both are said.

    Raises:
        NetworkError: nodes inside nodes, an undeclared attribute, or no GEXF; names the line.
    """
    return _Reader(name).read(data)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Collected(name)
        self.titles: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self.kind: str | None = None
        self.default = "undirected"
        self.dated = False
        self.began = False
        self.inside = 0
        self.changing = self.spells = 0

    def read(self, data: bytes) -> Stated:
        for closed, tag, element in elements(data, self.name):
            if closed:
                self._closed(tag, element)
            else:
                self._opened(tag, element)
        if self.kind is None:
            raise NetworkError(f"{self.name}: no graph in this GEXF: is it cut off, or of another kind?")
        self._begin()
        told = self.found.treatments
        if self.changing:
            told.append(Treatment("value that changes with time", self.changing, "the last one taken"))
        if self.spells:
            told.append(Treatment("tie with several spells", self.spells, "taken from the first start to the last end"))
        stated = self.found.stated()
        return stated if self.dated else _years(stated)

    def _opened(self, tag: str, element: etree._Element) -> None:
        if tag == "graph":
            if self.kind is not None:
                raise NetworkError(f"{spot(element, self.name)}: a second graph in one file: save each by itself")
            self.kind = "graph"
            self.default = element.get("defaultedgetype", "undirected")
            self.dated = element.get("timeformat", element.get("timetype", "")) in _DATED
        elif tag == "attributes":
            said = element.get("class")
            if said not in self.titles:
                raise NetworkError(f"{spot(element, self.name)}: attributes of class {said!r}: give node or edge")
            self.kind = said
        elif tag == "node":
            self.inside += 1
            if self.inside > 1 or element.get("pid"):
                told = "a node inside a node: flatten the hierarchy and save again"
                raise NetworkError(f"{spot(element, self.name)}: {told}")

    def _closed(self, tag: str, element: etree._Element) -> None:
        if tag == "attribute" and self.kind in self.titles:
            id_ = required(element, "id", self.name)
            title = element.get("title", id_)
            self.titles[self.kind][id_] = title
            default = next((child.text for child in element if child.tag.rpartition("}")[2] == "default"), None)
            if default is not None:
                self.defaults[self.kind][title] = default
        elif tag == "node":
            self.inside -= 1
            self._begin()
            values = self._values(element, "node")
            if (label := element.get("label")) is not None:
                values["label"] = label
            self.found.node(element, required(element, "id", self.name), values)
            free(element)
        elif tag == "edge":
            self._begin()
            ends = required(element, "source", self.name), required(element, "target", self.name)
            values = self._values(element, "edge")
            values |= {own: said for own in ("weight", "kind") if (said := element.get(own)) is not None}
            values |= self._span(element)
            self.found.tie(element, ends, self._direction(element), values)
            free(element)

    def _begin(self) -> None:
        """Attributes are known when the first node or tie has come."""
        if not self.began:
            self.began = True
            self.found.node_heads = tuple(dict.fromkeys(["label", *self.titles["node"].values()]))
            self.found.tie_heads = tuple(dict.fromkeys([*self.titles["edge"].values(), *_OWN]))

    def _values(self, element: etree._Element, kind: str) -> dict[str, str]:
        values = dict(self.defaults[kind])
        seen: set[str] = set()
        for value in element.iterfind("{*}attvalues/{*}attvalue"):
            key = value.get("for", value.get("id", ""))
            title = self.titles[kind].get(key)
            if title is None:
                where = spot(value, self.name)
                raise NetworkError(f"{where}: attribute {key!r} is not declared for a {kind}: declare it, or remove it")
            self.changing += title in seen
            seen.add(title)
            values[title] = value.get("value", "")
        return values

    def _direction(self, element: etree._Element) -> bool:
        said = element.get("type", self.default)
        if said not in {"directed", "undirected", "mutual"}:
            told = f"edge type {said!r}: give directed, undirected or mutual"
            raise NetworkError(f"{spot(element, self.name)}: {told}")
        # A mutual tie runs both ways, as an undirected one does in a directed reading.
        return said == "directed"

    def _span(self, element: etree._Element) -> dict[str, str]:
        spells = element.findall("{*}spells/{*}spell") or [element]
        self.spells += len(spells) > 1
        span = {}
        for column, names in _TIMES:
            said = [next((t for n in names if (t := spell.get(n))), "") for spell in spells]
            said = ["" if time in _UNBOUNDED else time for time in said]
            if all(said):
                span[column] = (min if column == "start" else max)(said, key=_order)
        return span


def _order(time: str) -> tuple[float, str]:
    return (float(time), "") if _NUMBER.fullmatch(time) else (0.0, time)


def _years(stated: Stated) -> Stated:
    """Times that are numbers: years as dates, others not read."""
    columns, treatments = dict(stated.columns), list(stated.treatments)
    for name in ("start", "end"):
        if name not in columns:
            continue
        times = columns[name].to_pylist()
        said = [time for time in times if time]
        if said and all(_YEAR.fullmatch(time) for time in said):
            columns[name] = pa.array([time and time[:4] for time in times], pa.string())
        elif said and all(_NUMBER.fullmatch(time) for time in said):
            del columns[name]
            treatments.append(Treatment(f"{name} that is a number and no date", len(said), "not read", tuple(said[:3])))
    return replace(stated, columns=columns, treatments=tuple(treatments))
