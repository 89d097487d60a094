"""The table twin of the picture: the same rows in words."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.network.drawing.picture import Picture, PictureNode


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows, every cell a text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def node_table(picture: Picture) -> Table:
    """One row for each node: id, name, kind, group of interest, both sides, listed for, ties not drawn."""
    heads = tuple(text(f"network.table.{key}") for key in ("id", "name", "kind", "group", "dual", "listed", "more"))
    rows = tuple(
        (
            node.id,
            node.name,
            text(f"network.node.{node.kind}"),
            _yes(node.group),
            _yes(node.dual),
            _listed(node),
            str(node.more),
        )
        for node in picture.nodes
    )
    return Table(heads, rows)


def edge_table(picture: Picture) -> Table:
    """One row for each line: from, to, tie, as stated, statements."""
    heads = tuple(text(f"network.table.{key}") for key in ("source", "target", "layer", "kinds", "statements"))
    names = {node.id: node.name for node in picture.nodes}
    rows = tuple(
        (
            names[edge.source],
            names[edge.target],
            text(f"network.layer.{edge.layer}"),
            "; ".join(edge.kinds),
            " ".join(edge.statement_ids),
        )
        for edge in picture.edges
    )
    return Table(heads, rows)


def _yes(value: bool) -> str:
    return text("network.node.yes" if value else "network.node.no")


def _listed(node: PictureNode) -> str:
    sides = (("terror", node.terror), ("drugs", node.drugs), ("organised_crime", node.organised_crime))
    return strung(", ", (text(f"network.listed.{key}") for key, said in sides if said))
