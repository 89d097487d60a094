"""The command `network remove`: key players, removal plans, and what networks do after a removal."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, evidence_of, keep_finding
from contrared.cli.network.target import Duplicated, Layers, NodeTable, Of, Options, Out, Without, names, opened
from contrared.cli.network.written import as_json, give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.network.drawing.course import Course, courses


@network.command("remove")
def remove(
    of: Of,
    nodes: Annotated[str, typer.Option("--nodes", help="Ids of those removed, parted by commas.")] = "",
    plan: Annotated[int, typer.Option("--plan", min=0, help="Look for so many whose removal does most.")] = 0,
    objective: Annotated[
        str,
        typer.Option(
            "--objective",
            help="plan: distance_fragmentation, fragmentation (KPP-Neg), m_reach or distance_reach (KPP-Pos).",
        ),
    ] = "distance_fragmentation",
    recovery: Annotated[
        str, typer.Option("--recovery", help="Rules of recovery: none, random, preferential, trust, role.")
    ] = "none,random,preferential,trust,role",
    trust: Annotated[str, typer.Option("--trust", help="Layers that trust runs along, parted by commas.")] = "",
    role_column: Annotated[str, typer.Option("--role-column", help="Column of nodes that says roles.")] = "role",
    worlds: Annotated[int, typer.Option("--worlds", min=20, max=5000, help="Worlds simulated for each rule.")] = 500,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of all that draws at random.")] = 1,
    unstated: Annotated[
        float, typer.Option("--unstated", min=0.0, max=1.0, help="Probability of a tie that states none.")
    ] = 0.9,
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
    """Simulate a removal and how the network recovers, beside no action and beside random removals.

    Example: contrared network remove ties.csv --plan 5 --recovery none,trust,role
    """
    from contrared.network.disruption import key_players
    from contrared.network.disruption import remove as removed

    if bool(nodes) == bool(plan):
        raise InputError("whom?", do="name --nodes, or ask for a --plan")
    with opened(of, Options(layers, without, False, duplicates, nodes_file, node, user, purpose, as_of)) as at:
        hidden = at.protected
        chosen = names(nodes)
        players: Any = None
        if plan:
            with output.progress("looking for key players"):
                players = key_players(at.graph, plan, objective=objective, protected=hidden)  # type: ignore[arg-type]
            chosen = list(players.nodes)
        with output.progress("simulating"):
            found = removed(
                at.network,
                chosen,
                rules=names(recovery),  # type: ignore[arg-type]
                worlds=worlds,
                seed=seed,
                protected=hidden,
                trust_layers=names(trust) or None,
                role_column=role_column,
                assumed=unstated,
                duplicates=duplicates,  # type: ignore[arg-type]
            )
        labels = [at.labels.get(key, key) for key in found.nodes]
        lines = [_course(str(item.rule), item.chosen.of("efficiency")) for item in found.outcomes]
        alone = next(series.points for series in found.no_action if series.measure == "efficiency")
        lines.append(_course("no action", alone))
        steps = [str(step) for step in range(len(alone))]
        worst = max(found.outcomes, key=lambda item: item.chosen.worse.either.share)
        notes = [
            f"Removed: {', '.join(labels)}.",
            *found.assumptions,
            f"By the rule {worst.rule} the removal made things worse in {worst.chosen.worse.either} of the worlds;",
            f"turnover alone does in {worst.chosen.worse.by_chance}.",
            "A simulation is no prediction, and no recommendation to act against anybody.",
        ]
        result = found if players is None else _Planned(players, found)
        if players is not None:
            notes.insert(0, players.caution)
            if not json:
                told = players.table()
                output.table("key players", told.heads, told.rows)
        give(
            at,
            result,
            found.table(),
            courses(lines, steps, title=f"{at.title}: efficiency after the removal", axis="steps"),
            json=json,
            out=out,
            title=f"{at.title}: removal of {len(labels)}",
            notes=notes,
            columns={"removed": dict.fromkeys(found.nodes, True)},
        )
        if keep:
            text = " ".join((f"Removed: {', '.join(labels)}.", *notes[-3:]))
            keep_finding(at, "removal", result, text=text, evidence=evidence_of(at, found.nodes))


class _Planned:
    """A plan, never without what came of it."""

    def __init__(self, players: Any, removal: Any) -> None:
        self._players, self._removal = players, removal
        self.treatments = removal.treatments

    def as_json(self) -> dict[str, Any]:
        return {"plan": as_json(self._players), "removal": as_json(self._removal)}


def _course(name: str, points: Any) -> Course:
    return Course(name, tuple(p.median for p in points), tuple(p.low for p in points), tuple(p.high for p in points))
