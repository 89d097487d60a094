"""The network as files for other tools: GraphML, and CSV of nodes and edges."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from contrared.network.edge import Edge
from contrared.network.files.safe import cell, xml_attribute, xml_text
from contrared.network.ties.parties import Party

NODE_COLUMNS = ("id", "name", "schema", "categories", "programmes", "entity_ids")
EDGE_COLUMNS = ("id", "source", "target", "layer", "kind", "first", "last", "weight", "statement_ids", "span")


def nodes_csv(edges: Iterable[Edge], parties: Mapping[str, Party]) -> str:
    """``nodes.csv``: one row for each party that an edge touches."""
    return _csv(NODE_COLUMNS, (_node(parties, key) for key in _touched(edges)))


def edges_csv(edges: Iterable[Edge]) -> str:
    """``edges.csv``: one row an edge, with its statements."""
    return _csv(EDGE_COLUMNS, (_edge(edge) for edge in _ordered(edges)))


def graphml(edges: Iterable[Edge], parties: Mapping[str, Party]) -> str:
    """GraphML (Brandes et al. 2002): a directed multigraph, the columns of the CSV files as attributes."""
    kept = _ordered(edges)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for domain, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        for column in columns:
            if column not in {"id", "source", "target"}:
                kind = "double" if column == "weight" else "string"
                lines.append(f'<key id="{domain}-{column}" for="{domain}" attr.name="{column}" attr.type="{kind}"/>')
    lines.append('<graph edgedefault="directed">')
    for key in _touched(kept):
        lines.append(f"<node id={xml_attribute(key)}>")
        lines += _data("node", NODE_COLUMNS, _node(parties, key))
        lines.append("</node>")
    for edge in kept:
        ends = f"source={xml_attribute(edge.source)} target={xml_attribute(edge.target)}"
        lines.append(f"<edge id={xml_attribute(edge.id)} {ends}>")
        lines += _data("edge", EDGE_COLUMNS, _edge(edge))
        lines.append("</edge>")
    lines += ["</graph>", "</graphml>"]
    return "\n".join(lines) + "\n"


def _ordered(edges: Iterable[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: edge.key)


def _touched(edges: Iterable[Edge]) -> list[str]:
    return sorted({end for edge in edges for end in (edge.source, edge.target)})


def _node(parties: Mapping[str, Party], key: str) -> tuple[str, ...]:
    party = parties[key]
    programmes = sorted({f"{item.dataset}:{item.code}" for item in party.listings})
    return (
        key,
        party.name,
        party.schema,
        " ".join(sorted(party.categories)),
        "; ".join(programmes),
        " ".join(party.entity_ids),
    )


def _edge(edge: Edge) -> tuple[str, ...]:
    span = f"{edge.span[0]}-{edge.span[1]}" if edge.span else ""
    statements = " ".join(edge.statement_ids)
    weight = format(edge.weight, ".6g")
    return (
        edge.id,
        edge.source,
        edge.target,
        edge.layer.value,
        edge.kind,
        edge.first,
        edge.last,
        weight,
        statements,
        span,
    )


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def _data(domain: str, columns: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    for column, value in zip(columns, cells, strict=True):
        if column not in {"id", "source", "target"} and value:
            yield f'<data key="{domain}-{column}">{xml_text(value)}</data>'
