"""GraphML (Brandes et al., GD 2001), as NetworkX, igraph, Gephi and yEd write it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from contrared.network.files.stated import Stated
from contrared.network.files.xml import Collected, elements, free, required, spot
from contrared.network.treatment import NetworkError, Treatment

#: Name of the label that yEd draws.
_DRAWN = "label"


@dataclass(frozen=True)
class _Key:
    name: str
    default: str | None
    drawn: bool


def graphml(data: bytes, name: str) -> Stated:
    """What a GraphML document states.

    Raises:
        NetworkError: hyperedges, nested or several graphs, an undeclared key, or no GraphML; names the line.
    """
    return _Reader(name).read(data)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Collected(name)
        self.keys: dict[str, dict[str, _Key]] = {"node": {}, "edge": {}}
        self.directed = False
        self.graphs = 0
        self.ports = 0
        self.began = False

    def read(self, data: bytes) -> Stated:
        for closed, tag, element in elements(data, self.name):
            if closed:
                self._closed(tag, element)
            else:
                self._opened(tag, element)
        if not self.graphs:
            raise NetworkError(f"{self.name}: no graph in this GraphML: is it cut off, or of another kind?")
        self._begin()
        if self.ports:
            self.found.treatments.append(Treatment("port", self.ports, "not read: a tie joins nodes"))
        return self.found.stated()

    def _opened(self, tag: str, element: etree._Element) -> None:
        if tag == "graph":
            self._graph(element)
        elif tag == "hyperedge":
            do = "make ties of two ends of it"
            raise NetworkError(f"{spot(element, self.name)}: a hyperedge joins more than two nodes: {do}")

    def _closed(self, tag: str, element: etree._Element) -> None:
        if tag == "key":
            self._key(element)
        elif tag == "node":
            self._begin()
            self.found.node(element, required(element, "id", self.name), self._data(element, "node"))
            free(element)
        elif tag == "edge":
            self._begin()
            ends = required(element, "source", self.name), required(element, "target", self.name)
            self.found.tie(element, ends, self._direction(element), self._data(element, "edge"))
            free(element)
        elif tag == "port":
            self.ports += 1

    def _graph(self, element: etree._Element) -> None:
        parent = element.getparent()
        where = spot(element, self.name)
        if parent is not None and parent.tag.rpartition("}")[2] in {"node", "edge"}:
            raise NetworkError(f"{where}: a graph inside a node: ungroup the nodes (yEd: Grouping) and save again")
        self.graphs += 1
        if self.graphs > 1:
            raise NetworkError(f"{where}: a second graph in one file: save each in a file of its own")
        said = element.get("edgedefault")
        if said not in {"directed", "undirected", None}:
            raise NetworkError(f"{where}: edgedefault is {said!r}: give directed or undirected")
        if said is None:
            self.found.treatments.append(Treatment("graph without edgedefault", 1, "taken as undirected", (where,)))
        self.directed = said == "directed"

    def _key(self, element: etree._Element) -> None:
        id_ = required(element, "id", self.name)
        drawn = element.get("yfiles.type") == "nodegraphics"
        name = _DRAWN if drawn else element.get("attr.name", "" if element.get("yfiles.type") else id_)
        default = next((child.text for child in element if child.tag.rpartition("}")[2] == "default"), None)
        for domain in self.keys:
            if element.get("for", "all") in {domain, "all"}:
                self.keys[domain][id_] = _Key(name, default, drawn)

    def _begin(self) -> None:
        """Keys are known when the first node or tie has come."""
        if not self.began:
            self.began = True
            self.found.node_heads, self.found.tie_heads = (
                tuple(dict.fromkeys(key.name for key in self.keys[domain].values() if key.name))
                for domain in ("node", "edge")
            )

    def _direction(self, element: etree._Element) -> bool:
        said = element.get("directed")
        if said is None:
            return self.directed
        if said not in {"true", "false", "1", "0"}:
            raise NetworkError(f"{spot(element, self.name)}: directed is {said!r}: give true or false")
        return said in {"true", "1"}

    def _data(self, element: etree._Element, domain: str) -> dict[str, str]:
        keys = self.keys[domain]
        values = {key.name: key.default for key in keys.values() if key.default is not None and key.name}
        for child in element:
            if child.tag.rpartition("}")[2] != "data":
                continue
            key = keys.get(required(child, "key", self.name))
            if key is None:
                where, said = spot(child, self.name), child.get("key")
                raise NetworkError(
                    f"{where}: key {said!r} is not declared for a {domain}: declare it, or remove the data"
                )
            text = _drawn(child) if key.drawn else child.text
            if key.name and text is not None:
                values[key.name] = text
        return values


def _drawn(data: etree._Element) -> str | None:
    """The label in a drawing of yEd's."""
    texts = (part.text for part in data.iter() if part.tag.rpartition("}")[2] == "NodeLabel")
    return next((text.strip() for text in texts if text and text.strip()), None)
