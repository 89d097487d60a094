"""What goes into the picture of the bridges: groups of interest, dual-listed parties, paths, and a few neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from contrared.model.ftm import model
from contrared.model.programmes import Category
from contrared.network.convergence.paths import GroupPaths, PathsFound
from contrared.network.edge import Edge, Layer
from contrared.network.graph import Graph
from contrared.network.ties.parties import Party


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A node of the picture.

    Attributes:
        id: Canonical id.
        name: Name shown.
        kind: ``person``, ``organisation``, ``craft`` (vessels, aircraft, vehicles) or ``other``.
        group: Whether it is a group of interest.
        dual: Whether it is listed both for terror and for drugs or organised crime.
        terror: Whether it is listed for terror.
        drugs: Whether it is listed for drugs.
        organised_crime: Whether it is listed for organised crime.
        more: Neighbours that the picture leaves out.
    """

    id: str
    name: str
    kind: str
    group: bool
    dual: bool
    terror: bool
    drugs: bool
    organised_crime: bool
    more: int


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """All edges of one layer between two nodes.

    Attributes:
        source: Canonical id, the smaller one.
        target: Canonical id.
        layer: Layer.
        kinds: What is stated, sorted.
        statement_ids: Statements, sorted.
    """

    source: str
    target: str
    layer: Layer
    kinds: tuple[str, ...]
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes by id, edges in a total order."""

    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]


def picture(
    graph: Graph,
    parties: Mapping[str, Party],
    *,
    groups: Mapping[str, str],
    dual: Collection[str],
    paths: GroupPaths | None = None,
    neighbours: int = 3,
    most: int = 40,
) -> Picture:
    """Choose the subgraph to draw.

    Neighbours are taken from the strongest layer down and then by id, never by how central they are: standing in the
    picture is no rank.

    Args:
        graph: The graph.
        parties: The parties, by canonical id.
        groups: Groups of interest: canonical id and the name the case gives it.
        dual: Canonical ids of dual-listed parties.
        paths: Findings on paths; the first path of each is drawn.
        neighbours: Direct neighbours drawn for each group and dual-listed party.
        most: Nodes drawn at most; groups, dual-listed parties and paths are always drawn.
    """
    core = {key for key in (*groups, *dual) if key in parties}
    for finding in paths.findings if paths else ():
        if isinstance(finding, PathsFound):
            core.update(finding.paths[0].nodes)
    drawn = set(core)
    queues = {key: _neighbours(graph, key, core)[:neighbours] for key in sorted(core)}
    for turn in range(neighbours):
        for queue in queues.values():
            if turn < len(queue) and len(drawn) < most:
                drawn.add(queue[turn])
    nodes = tuple(_node(graph, parties[key], groups, drawn) for key in sorted(drawn))
    return Picture(nodes, tuple(_edges(graph, drawn)))


def _neighbours(graph: Graph, key: str, core: Collection[str]) -> list[str]:
    if key not in graph.number:
        return []
    here = graph.number[key]
    found = []
    for other in graph.neighbours(here):
        if graph.nodes[other] not in core:
            strongest = min(edge.layer.weakness for edge in graph.between[min(here, other), max(here, other)])
            found.append((strongest, graph.nodes[other]))
    return [name for _, name in sorted(found)]


def _node(graph: Graph, party: Party, groups: Mapping[str, str], drawn: Collection[str]) -> PictureNode:
    categories = party.categories
    around = graph.neighbours(graph.number[party.id]) if party.id in graph.number else []
    terror = Category.TERROR in categories
    crime = bool(categories & {Category.DRUGS, Category.ORGANISED_CRIME})
    return PictureNode(
        id=party.id,
        name=groups.get(party.id) or party.name,
        kind=_kind(party.schema),
        group=party.id in groups,
        dual=terror and crime,
        terror=terror,
        drugs=Category.DRUGS in categories,
        organised_crime=Category.ORGANISED_CRIME in categories,
        more=sum(graph.nodes[other] not in drawn for other in around),
    )


def _kind(schema: str) -> str:
    found = model.get(schema)
    if found is None:
        return "other"
    for parent, kind in (("Person", "person"), ("Organization", "organisation"), ("Vehicle", "craft")):
        if found.is_a(parent):
            return kind
    return "other"


def _edges(graph: Graph, drawn: Collection[str]) -> Sequence[PictureEdge]:
    found: dict[tuple[str, str, int], list[Edge]] = {}
    for edge in graph.edges:
        if edge.source in drawn and edge.target in drawn:
            left, right = sorted((edge.source, edge.target))
            found.setdefault((left, right, edge.layer.weakness), []).append(edge)
    return [
        PictureEdge(
            left,
            right,
            edges[0].layer,
            tuple(sorted({edge.kind for edge in edges})),
            tuple(sorted({key for edge in edges for key in edge.statement_ids})),
        )
        for (left, right, _), edges in sorted(found.items(), key=lambda item: item[0])
    ]
