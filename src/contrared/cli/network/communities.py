"""Command `network communities`: who hangs together, and how surely."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, evidence_of, keep_finding
from contrared.cli.network.target import Duplicated, Layers, NodeTable, Of, Options, Out, Without, opened
from contrared.cli.network.written import give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.network import Table
from contrared.network.drawing.meta import community_map


@network.command("communities")
def communities(
    of: Of,
    runs: Annotated[int, typer.Option("--runs", min=2, max=200, help="Runs with other seeds, for stability.")] = 20,
    seed: Annotated[int, typer.Option("--seed", min=0, help="First seed.")] = 1,
    resolution: Annotated[float, typer.Option("--resolution", min=0.01, help="Above 1 for smaller communities.")] = 1.0,
    worlds: Annotated[
        bool, typer.Option("--worlds", help="Each run on another sampled world: stability under uncertain ties.")
    ] = False,
    layers: Layers = "",
    without: Without = "",
    duplicates: Duplicated = "sum",
    nodes_file: NodeTable = None,
    out: Out = None,
    keep: Keep = False,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Leiden communities, how stable they are over runs, and who sits in them how firmly.

    Example: contrared network communities ties.csv --runs 20
    """
    from contrared.network.measures import stable_communities
    from contrared.network.worlds.nodes import graph_without

    options = Options(layers, without, False, duplicates, nodes_file, node, user, purpose, as_of)
    with opened(of, options) as at:
        graph = graph_without(at.graph, at.protected)
        with output.progress("looking for communities"):
            found = stable_communities(graph, runs=runs, seed=seed, resolution=resolution, worlds=worlds)
        groups, names = found.communities.groups, at.labels
        member = dict(zip(graph.ids.to_pylist(), found.membership, strict=True))
        rows = tuple(
            (
                str(place),
                str(len(group)),
                f"{found.held[place]:.2f}",
                ", ".join(names[key] for key in sorted(group, key=lambda key: (-member[key], key))[:8]),
            )
            for place, group in enumerate(groups)
        )
        division = found.communities.of()
        notes = [
            f"{len(groups):,} communities, modularity {found.communities.modularity:.3f}",
            f"{runs} runs: adjusted Rand {found.adjusted_rand:.2f}, mutual information {found.mutual_information:.2f}",
            "A community is a pattern of ties in these sources, not an organisation.",
        ]
        give(
            at,
            found,
            Table(("community", "nodes", "held together", "firmest members"), rows),
            community_map(graph, groups, names, title=f"{at.title}: communities"),
            json=json,
            out=out,
            title=f"{at.title}: communities",
            notes=notes,
            columns={"community": dict(division), "membership": dict(member)},
        )
        if keep:
            keep_finding(at, "communities", found, text=notes[0], evidence=evidence_of(at, groups[0] if groups else ()))
