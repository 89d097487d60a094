"""Commands `network build`, `ego`, `path`: how a network is made up."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from contrared.cli.network.group import network
from contrared.cli.network.target import (
    Directed,
    Duplicated,
    Layers,
    NodeTable,
    Of,
    Opened,
    Options,
    Out,
    Without,
    opened,
)
from contrared.cli.network.written import give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.network import Multilayer, Table
from contrared.network.drawing.meta import community_map, network_sketch
from contrared.network.drawing.sketch import MOST


@network.command("build")
def build(
    of: Annotated[str, typer.Argument(help="An edge list; leave it out with --case.")] = "",
    case: Annotated[
        str, typer.Option("--case", help="Id of a case or its case.toml; . for all that the node holds.")
    ] = "",
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    duplicates: Duplicated = "sum",
    nodes_file: NodeTable = None,
    out: Out = None,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Draw the network of a case or an edge list: its layers, how many ties each has, what was refused and why.

    Example: contrared network build --case my-case --layers ownership,family --out network --node my-node
    """
    from contrared.network.measures import components

    if bool(of) == bool(case):
        raise InputError("a network is built of one thing", do="give an edge list, or --case")
    options = Options(layers, without, directed, duplicates, nodes_file, node, user, purpose, as_of)
    with opened(of or case, options) as at:
        graph = at.graph
        parts = components(graph)
        ties = at.network.ties
        stated = Counter(
            layer
            for layer, p in zip(ties["layer"].to_pylist(), ties["probability"].to_pylist(), strict=True)
            if p is not None
        )
        counts = Counter(ties["layer"].to_pylist())
        rows = tuple((layer, f"{counts[layer]:,}", f"{stated[layer]:,}") for layer in sorted(counts))
        told: dict[str, Any] = {
            "title": at.title,
            "nodes": graph.order,
            "ties": len(ties),
            "edges": graph.size,
            "components": len(parts.sizes),
            "largest_component": max(parts.sizes, default=0),
            "layers": {layer: counts[layer] for layer in sorted(counts)},
            "with_probability": {layer: stated[layer] for layer in sorted(stated)},
            "treatments": [str(treatment) for treatment in graph.treatments],
        }
        give(
            at,
            _Plain(told, graph.treatments),
            Table(("layer", "ties", "with a probability"), rows),
            _drawn(at),
            json=json,
            out=out,
            title=at.title,
            notes=[f"{graph.order:,} nodes, {len(ties):,} ties, {graph.size:,} joined pairs", *_parts(parts.sizes)],
        )


@network.command("ego")
def ego(
    of: Of,
    who: Annotated[str, typer.Argument(help="Id of the node in the middle.")],
    hops: Annotated[int, typer.Option("--hops", min=0, max=10, help="Greatest number of steps.")] = 2,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Greatest number of nodes.")] = 5000,
    layers: Layers = "",
    without: Without = "",
    nodes_file: NodeTable = None,
    out: Out = None,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Who is within a few steps of a node, and how they are tied.

    Example: contrared network ego ties.csv A --hops 2
    """
    from contrared.network.nearby import ego as around
    from contrared.network.worlds.nodes import network_without

    options = Options(layers, without, False, "sum", nodes_file, node, user, purpose, as_of)
    with opened(of, options) as at:
        found = around(network_without(at.network, at.protected), who, hops, limit)
        small = Opened(found, f"{at.labels[who]}, {hops} steps", at.options, at.case, at.desk)
        give(
            small,
            _Plain(_ties_json(found), found.treatments),
            _ties(found),
            _drawn(small, middle=who),
            json=json,
            out=out,
            title=small.title,
            notes=[f"{len(found.nodes):,} nodes, {len(found.ties):,} ties"],
        )


@network.command("path")
def path(
    of: Of,
    one: Annotated[str, typer.Argument(help="Id of one end.")],
    two: Annotated[str, typer.Argument(help="Id of the other.")],
    number: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many paths.")] = 5,
    probable: Annotated[
        bool, typer.Option("--probable", help="The most probable paths instead of the shortest.")
    ] = False,
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    nodes_file: NodeTable = None,
    out: Out = None,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """The best paths between two nodes, with the ties and the evidence of each step.

    Example: contrared network path ties.csv A B
    """
    from contrared.network.between import shortest_paths
    from contrared.network.worlds.nodes import network_without

    options = Options(layers, without, directed, "sum", nodes_file, node, user, purpose, as_of)
    with opened(of, options) as at:
        shown = network_without(at.network, at.protected)
        found = shortest_paths(shown, one, two, number, by="probability" if probable else "steps", directed=directed)
        names = at.labels
        rows = tuple(
            (
                str(place),
                str(len(item.steps)),
                "" if item.probability is None else f"{item.probability:.3f}",
                " – ".join(names.get(key, key) for key in item.nodes),
                "; ".join("+".join(sorted({tie.layer for tie in step})) for step in item.steps),
                " | ".join(" ".join(key for tie in step for key in tie.evidence) for step in item.steps),
            )
            for place, item in enumerate(found.paths, 1)
        )
        touched = sorted({key for item in found.paths for key in item.nodes})
        small = Opened(_among(shown, touched), f"{names[one]} to {names[two]}", at.options, at.case, at.desk)
        notes = [] if found.paths else ["no path; absence in these sources is not absence"]
        give(
            small,
            found,
            Table(("", "steps", "probability", "path", "layers", "evidence"), rows),
            _drawn(small),
            json=json,
            out=out,
            title=small.title,
            notes=notes,
        )


def _parts(sizes: tuple[int, ...]) -> list[str]:
    return [f"{len(sizes):,} components, the largest of {sizes[0]:,} nodes"] if sizes else []


class _Plain:
    """Plain values with the treatments they came with."""

    def __init__(self, told: Any, treatments: Any) -> None:
        self._told = told
        self.treatments = treatments

    def as_json(self) -> Any:
        return self._told


def _drawn(at: Opened, middle: str = "") -> str:
    if len(at.network.nodes) <= MOST:
        return network_sketch(at.network, title=at.title, middle=middle)
    from contrared.network.measures import communities as divide

    graph = at.graph
    return community_map(graph, divide(graph).groups, at.labels, title=at.title)


def _among(found: Multilayer, wanted: list[str]) -> Multilayer:
    from contrared.network.worlds.nodes import network_without

    kept = set(wanted)
    return network_without(found, [key for key in found.ids.to_pylist() if key not in kept])


def _ties(found: Multilayer) -> Table:
    ids, labels = found.ids.to_pylist(), found.nodes["label"].to_pylist()
    del ids
    columns = [
        found.ties[name].to_pylist() for name in ("source", "target", "layer", "weight", "probability", "evidence")
    ]
    rows = tuple(
        (labels[a], labels[b], layer, f"{weight:g}", "" if p is None else f"{p:.3f}", evidence or "")
        for a, b, layer, weight, p, evidence in zip(*columns, strict=True)
    )
    return Table(("from", "to", "layer", "weight", "probability", "evidence"), rows)


def _ties_json(found: Multilayer) -> dict[str, Any]:
    ids = found.ids.to_pylist()
    nodes = found.nodes.to_pylist()
    ties = [{**row, "source": ids[row["source"]], "target": ids[row["target"]]} for row in found.ties.to_pylist()]
    return {"nodes": nodes, "ties": ties, "treatments": [str(item) for item in found.treatments]}
