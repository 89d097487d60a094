"""GEXF 1.3, for Gephi: the network with its time line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contrared.brief.exports.document import Document
from contrared.brief.exports.graph import EDGE, NODE, nodes, tie
from contrared.brief.exports.holding import Holding, day
from contrared.network import Edge
from contrared.network.files.safe import xml_attribute, xml_text

#: What stands between the nodes and the ties.
_TIES = "</nodes>\n<edges>"


def document(holding: Holding) -> Document:
    """A directed multigraph; ``directed`` says of each tie whether its direction means anything.

    Gephi's time line knows whole days: a year or month becomes its first day where a tie begins, its last where it
    ends; as stated, the dates stand in ``first`` and ``last``.
    """
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        f"<meta><description>{xml_text(holding.handling.banner)}</description></meta>",
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">',
    ]
    for domain, attributes in (("node", NODE), ("edge", _edge_attributes())):
        head.append(f'<attributes class="{domain}" mode="static">')
        for name, kind in attributes.items():
            head.append(f'<attribute id="{name}" title="{name}" type="{kind}"/>')
        head.append("</attributes>")
    head.append("<nodes>\n")
    tail = "\n</edges>\n</graph>\n</gexf>\n"
    return Document(_items(holding), head="\n".join(head), tail=tail if holding.edges else f"\n{_TIES}{tail}")


def _edge_attributes() -> dict[str, str]:
    """All but the weight, for which GEXF has a word of its own."""
    return {name: kind for name, kind in EDGE.items() if name != "weight"}


def _items(holding: Holding) -> Iterator[str]:
    for node in nodes(holding):
        named = f"id={xml_attribute(node.id)} label={xml_attribute(node.label)}"
        yield f"<node {named}>{_values(node.attributes)}</node>"
    for place, edge in enumerate(holding.edges):
        values = tie(holding, edge)
        weight = values.pop("weight")
        ends = f"source={xml_attribute(edge.source)} target={xml_attribute(edge.target)}"
        # Parallel ties of other kinds stay apart in Gephi.
        said = f'type="directed" kind="{edge.layer.value}" weight="{weight}"{_span(edge)}'
        opened = "" if place else _TIES + "\n"
        yield f"{opened}<edge id={xml_attribute(edge.id)} {ends} {said}>{_values(values)}</edge>"


def _values(values: Mapping[str, str]) -> str:
    cells = (f'<attvalue for="{name}" value={xml_attribute(value)}/>' for name, value in values.items() if value)
    return f"<attvalues>{''.join(cells)}</attvalues>"


def _span(edge: Edge) -> str:
    start, end = day(edge.first), day(edge.last, last=True)
    if start and end and end < start:
        return ""
    return (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "")
