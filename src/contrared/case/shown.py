"""The picture of a case and its table twin, told by the ids that the lists use and in the direction each tie has."""

from __future__ import annotations

from dataclasses import replace

from contrared.brief import Picture, Tie
from contrared.case.materials import Materials
from contrared.case.wording import joined, role
from contrared.model import text
from contrared.model.language.phrase import strung
from contrared.network import Layer, node_table, picture, svg
from contrared.network import Picture as Drawn

#: Neighbours drawn of each party; which of many they are says nothing, so few.
NEIGHBOURS = 2


def shown(materials: Materials) -> Picture | None:
    """The picture, or None where there is nothing to draw.

    Parties without a tie stand in the table and in the note, not in the drawing, which they would make too small to
    read.
    """
    analysis = materials.analysis
    groups = {
        key: strung("", [materials.name(key), text("case.picture.delisted")])
        if materials.delisted(key)
        else materials.name(key)
        for key in analysis.canonical.values()
        if key not in analysis.hidden
    }
    drawn = picture(
        analysis.graph,
        analysis.parties,
        groups=groups,
        dual=[item.party for item in analysis.dual.found],
        paths=analysis.paths,
        neighbours=NEIGHBOURS,
    )
    if not drawn.nodes:
        return None
    tied = {end for edge in drawn.edges for end in (edge.source, edge.target)}
    alone = [node.name for node in drawn.nodes if node.id not in tied]
    title = text("case.picture.title")
    ties = _ties(materials, drawn)
    heads, rows = _nodes(materials, drawn)
    return Picture(
        svg=svg(replace(drawn, nodes=tuple(node for node in drawn.nodes if node.id in tied)), title=title)
        if tied
        else "",
        title=title,
        alt=text("case.picture.alt", nodes=len(tied), edges=len(drawn.edges), as_of=materials.as_of),
        note=text("case.picture.alone", names=joined(sorted(alone))) if alone else "",
        node_columns=heads,
        node_rows=rows,
        edge_columns=tuple(text(f"case.picture.{key}") for key in ("source", "target", "layer", "kinds", "id")),
        ties=ties,
    )


def _nodes(materials: Materials, drawn: Drawn) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The network's table, with the ids of the lists for the canonical one, and what has changed since."""
    table = node_table(drawn)
    rows = []
    for node, (_, name, *cells) in zip(drawn.nodes, table.rows, strict=True):
        entries = materials.analysis.parties[node.id].entity_ids
        note, changed, _ = materials.since(materials.listings_of(node.id))
        rows.append((name, ", ".join(entries), *cells, note if changed else ""))
    _, name_head, *heads = table.heads
    return (name_head, text("case.picture.entries"), *heads, text("case.picture.since")), tuple(sorted(rows))


def _ties(materials: Materials, drawn: Drawn) -> tuple[Tie, ...]:
    there = {node.id: node.name for node in drawn.nodes}
    kinds: dict[tuple[str, str, str], set[str]] = {}
    statements: dict[tuple[str, str, str], set[str]] = {}
    for edge in materials.analysis.graph.edges:
        if edge.source in there and edge.target in there:
            key = (edge.source, edge.target, text(f"network.layer.{edge.layer}"))
            kinds.setdefault(key, set()).add(role(edge.kind) if edge.layer is Layer.REPORTED else edge.kind)
            statements.setdefault(key, set()).update(edge.statement_ids)
    found = [
        Tie(
            (there[source], there[target], layer, strung("; ", sorted(said))),
            tuple(sorted(statements[source, target, layer])),
        )
        for (source, target, layer), said in kinds.items()
    ]
    return tuple(sorted(found, key=lambda tie: tie.cells))
