"""A network as GraphML and GEXF, with what was found of its nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from contrared.network.files.columns import Column, Results, ends, node_columns, put, tie_columns
from contrared.network.files.dates import first_and_last
from contrared.network.files.safe import xml_attribute, xml_text
from contrared.network.multilayer import Multilayer
from contrared.network.treatment import NetworkError

NONE: Mapping[str, Sequence[object]] = MappingProxyType({})


def write_graphml(network: Multilayer, path: Path, *, results: Results = NONE) -> None:
    """Write GraphML (Brandes et al., GD 2001), which :func:`~contrared.network.files.read_network` reads back the same.

    Each tie is an edge of its own. Where some ties are directed and some are not, the few say so themselves, as the
    standard has it; NetworkX reads only graphs that are one or the other.

    Args:
        network: The network.
        path: The file; packed where it ends in ``.gz``. Replaced in one step.
        results: Columns for the nodes, in their order.

    Raises:
        NetworkError: a result that does not fit, or two ids that XML cannot tell apart.
    """
    nodes, ties = node_columns(network, results), tie_columns(network)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for domain, columns in (("node", nodes), ("edge", ties)):
        for at, column in enumerate(columns):
            named = f"attr.name={xml_attribute(column.name)}"
            lines.append(f'<key id="{domain[0]}{at}" for="{domain}" {named} attr.type="{column.kind}"/>')
    directed = network.ties["directed"].to_pylist()
    default = sum(directed) * 2 > len(directed)
    lines.append(f'<graph edgedefault="{_direction(default)}">')
    for row, id_ in enumerate(_ids(network)):
        lines.append(f"<node id={xml_attribute(id_)}>{''.join(_data('n', nodes, row))}</node>")
    for row, (one, other) in enumerate(zip(*ends(network), strict=True)):
        own = "" if directed[row] == default else f' directed="{str(directed[row]).lower()}"'
        both = f'id="e{row}" source={xml_attribute(one)} target={xml_attribute(other)}{own}'
        lines.append(f"<edge {both}>{''.join(_data('e', ties, row))}</edge>")
    put(path, "\n".join([*lines, "</graph>", "</graphml>", ""]))


def write_gexf(network: Multilayer, path: Path, *, results: Results = NONE) -> None:
    """Write GEXF 1.3, for Gephi.

    A date that is cut off to a year or a month becomes its first day where a tie starts and its last where it ends:
    Gephi knows days only.

    Args:
        network: The network.
        path: The file; packed where it ends in ``.gz``. Replaced in one step.
        results: Columns for the nodes, in their order.

    Raises:
        NetworkError: a result that does not fit, or two ids that XML cannot tell apart.
    """
    nodes = node_columns(network, results)
    label = next(column.values for column in nodes if column.name == "label")
    nodes = [column for column in nodes if column.name != "label"]
    every = {column.name: column for column in tie_columns(network)}
    ties = [column for name, column in every.items() if name not in {"weight", "start", "end"}]
    time = ' mode="dynamic" timeformat="date"' if {"start", "end"} & set(every) else ' mode="static"'
    directed = network.ties["directed"].to_pylist()
    default = _direction(sum(directed) * 2 > len(directed))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" version="1.3">']
    lines.append(f'<graph defaultedgetype="{default}"{time}>')
    for kind, columns in (("node", nodes), ("edge", ties)):
        if columns:
            lines.append(f'<attributes class="{kind}" mode="static">')
            for at, column in enumerate(columns):
                lines.append(f'<attribute id="{at}" title={xml_attribute(column.name)} type="{column.kind}"/>')
            lines.append("</attributes>")
    lines.append("<nodes>")
    for row, id_ in enumerate(_ids(network)):
        named = f"id={xml_attribute(id_)} label={xml_attribute(label[row] or id_)}"
        lines.append(f"<node {named}>{_attvalues(nodes, row)}</node>")
    lines += ["</nodes>", "<edges>"]
    for row, (one, other) in enumerate(zip(*ends(network), strict=True)):
        both = (
            f'id="{row}" source={xml_attribute(one)} target={xml_attribute(other)} type="{_direction(directed[row])}"'
        )
        said = f' weight="{every["weight"].values[row]}"{_span(every, row)}'
        lines.append(f"<edge {both}{said}>{_attvalues(ties, row)}</edge>")
    put(path, "\n".join([*lines, "</edges>", "</graph>", "</gexf>", ""]))


def _ids(network: Multilayer) -> list[str]:
    """Ids of the nodes.

    Raises:
        NetworkError: two of them are the same in XML.
    """
    ids: list[str] = network.ids.to_pylist()
    seen: dict[str, str] = {}
    for id_ in ids:
        written = xml_attribute(id_)
        if written in seen:
            raise NetworkError(f"ids {seen[written]!a} and {id_!a} differ only in a character XML may not hold")
        seen[written] = id_
    return ids


def _direction(directed: bool) -> str:
    return "directed" if directed else "undirected"


def _data(domain: str, columns: Sequence[Column], row: int) -> Iterator[str]:
    for at, column in enumerate(columns):
        if (value := column.values[row]) is not None:
            yield f'<data key="{domain}{at}">{xml_text(value)}</data>'


def _attvalues(columns: Sequence[Column], row: int) -> str:
    values = (
        f'<attvalue for="{at}" value={xml_attribute(value)}/>'
        for at, column in enumerate(columns)
        if (value := column.values[row]) is not None
    )
    inside = "".join(values)
    return f"<attvalues>{inside}</attvalues>" if inside else ""


def _span(columns: Mapping[str, Column], row: int) -> str:
    said = ""
    for at, name in enumerate(("start", "end")):
        if name in columns and (value := columns[name].values[row]):
            said += f' {name}="{first_and_last(value)[at].isoformat()}"'
    return said
