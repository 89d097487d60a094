"""A network as CSV: nodes and edges, and entities and links for i2 Analyst's Notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from contrared.network.files.columns import Column, Results, ends, node_columns, put, tie_columns
from contrared.network.files.safe import cell
from contrared.network.files.writing_xml import NONE
from contrared.network.multilayer import Multilayer

#: Names of our columns in the words of Analyst's Notebook.
_I2_TIES = (
    ("Link Type", "layer"),
    ("Link Weight", "weight"),
    ("Link Probability", "probability"),
    ("Link Start", "start"),
    ("Link End", "end"),
    ("Link Evidence", "evidence"),
)
#: Attributes that say what sort of thing a node is, the best first.
_TYPES = ("schema", "type", "kind", "mode")


def write_csv(network: Multilayer, folder: Path, *, results: Results = NONE) -> tuple[Path, Path]:
    """Write ``edges.csv`` and ``nodes.csv``, which :func:`~contrared.network.files.read_network` reads back the same.

    Texts that a spreadsheet would run have a quote before them, which reading takes off.

    Args:
        network: The network.
        folder: An existing folder; each file is replaced in one step.
        results: Columns for the nodes, in their order.

    Returns:
        The files of the edges and of the nodes.

    Raises:
        NetworkError: a result that does not fit, or no such folder.
    """
    directed = ["true" if one_way else "false" for one_way in network.ties["directed"].to_pylist()]
    first, second = ends(network)
    ties = [
        Column("source", "string", first),
        Column("target", "string", second),
        *tie_columns(network),
        Column("directed", "boolean", directed),
    ]
    nodes = [Column("id", "string", network.ids.to_pylist()), *node_columns(network, results)]
    edges_file, nodes_file = folder / "edges.csv", folder / "nodes.csv"
    put(nodes_file, _csv(nodes))
    put(edges_file, _csv(ties))
    return edges_file, nodes_file


def write_i2(network: Multilayer, folder: Path, *, results: Results = NONE) -> tuple[Path, Path]:
    """Write ``i2-links.csv`` and ``i2-entities.csv`` for the import of i2 Analyst's Notebook.

    Analyst's Notebook has no format of its own for text: in its import wizard, columns are assigned to the properties
    of entities and links, and entities of one identity become one. So each row of the links holds a link with both of
    its ends; the entities hold what is known and was found of each node, those without a link too. In UTF-8 with a
    byte-order mark.

    Args:
        network: The network.
        folder: An existing folder; each file is replaced in one step.
        results: Columns for the nodes, in their order; attributes of the entities.

    Returns:
        The files of the links and of the entities.

    Raises:
        NetworkError: a result that does not fit, or no such folder.
    """
    nodes = node_columns(network, results)
    named = {column.name: column for column in nodes}
    ids = network.ids.to_pylist()
    labels = [label or id_ for label, id_ in zip(named["label"].values, ids, strict=True)]
    kind = next((named[name].values for name in _TYPES if name in named), [None] * len(ids))
    types = [value or "Entity" for value in kind]
    entities = [
        Column("Entity Identity", "string", ids),
        Column("Entity Label", "string", labels),
        Column("Entity Type", "string", types),
        *(column for column in nodes if column.name != "label"),
    ]
    links = []
    for number, end in ((1, network.source), (2, network.target)):
        for name, values in (("Identity", ids), ("Label", labels), ("Type", types)):
            links.append(Column(f"Entity {number} {name}", "string", [values[at] for at in end.tolist()]))
    links.append(Column("Link Identity", "string", [f"link-{row + 1}" for row in range(len(network.ties))]))
    stated = {column.name: column for column in tie_columns(network)}
    links += [Column(head, stated[name].kind, stated[name].values) for head, name in _I2_TIES if name in stated]
    ways = ["Entity 1 to Entity 2" if one_way else "None" for one_way in network.ties["directed"].to_pylist()]
    links.append(Column("Link Direction", "string", ways))
    links_file, entities_file = folder / "i2-links.csv", folder / "i2-entities.csv"
    put(entities_file, _csv(entities), bom=True)
    put(links_file, _csv(links), bom=True)
    return links_file, entities_file


def _csv(columns: Sequence[Column]) -> str:
    lines = [",".join(_quoted(cell(column.name)) for column in columns)]
    lines += map(",".join, zip(*(_cells(column) for column in columns), strict=True))
    return "\n".join([*lines, ""])


def _cells(column: Column) -> Iterable[str]:
    if column.kind == "string":
        return ("" if value is None else _quoted(cell(value)) for value in column.values)
    return (value or "" for value in column.values)


def _quoted(text: str) -> str:
    """A cell in quotes where it needs them, and where its row would pass for a comment."""
    if text.startswith(("#", "%")) or any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
