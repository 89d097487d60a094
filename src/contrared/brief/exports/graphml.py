"""GraphML (Brandes et al., GD 2001), for Gephi, yEd, Cytoscape and NetworkX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contrared.brief.exports.document import Document
from contrared.brief.exports.graph import EDGE, NODE, nodes, tie
from contrared.brief.exports.holding import Holding
from contrared.network.files.safe import xml_attribute, xml_text


def document(holding: Holding) -> Document:
    """A directed multigraph; ``directed`` says of each tie whether its direction means anything.

    NetworkX and Gephi read graphs that are directed or not, never both in one file; so one direction is written for
    ties that have none, the smaller id first.
    """
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    # What Gephi shows beside a node.
    head.append('<key id="node-label" for="node" attr.name="label" attr.type="string"/>')
    for domain, attributes in (("node", NODE), ("edge", EDGE)):
        for name, kind in attributes.items():
            head.append(f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>')
    head.append('<key id="graph-handling" for="graph" attr.name="handling" attr.type="string"/>')
    head.append('<graph id="network" edgedefault="directed">')
    head.append(f'<data key="graph-handling">{xml_text(holding.handling.banner)}</data>\n')
    return Document(_items(holding), head="\n".join(head), tail="\n</graph>\n</graphml>\n")


def _items(holding: Holding) -> Iterator[str]:
    for node in nodes(holding):
        label = f'<data key="node-label">{xml_text(node.label)}</data>'
        yield f"<node id={xml_attribute(node.id)}>{label}{_data('node', node.attributes)}</node>"
    for edge in holding.edges:
        ends = f"source={xml_attribute(edge.source)} target={xml_attribute(edge.target)}"
        yield f"<edge id={xml_attribute(edge.id)} {ends}>{_data('edge', tie(holding, edge))}</edge>"


def _data(domain: str, values: Mapping[str, str]) -> str:
    cells = (f'<data key="{domain}-{name}">{xml_text(value)}</data>' for name, value in values.items() if value)
    return "".join(cells)
