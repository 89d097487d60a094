"""Commands `network compare` and `network periods`: what changed, and how a network answers to events."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal, cast

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, keep_finding
from contrared.cli.network.ranking import By
from contrared.cli.network.target import Directed, Layers, NodeTable, Of, Options, Out, Weighted, Without, names, opened
from contrared.cli.network.written import give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.network.drawing.course import Course, courses
from contrared.network.drawing.intervals import Row, intervals

Samples = Annotated[int, typer.Option("--samples", min=1, help="Worlds that intervals are taken from.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of all that draws at random.")]


@network.command("compare")
def compare(
    earlier: Annotated[str, typer.Argument(help="The earlier network: an edge list or a case.")],
    later: Annotated[str, typer.Argument(help="The later network.")],
    by: By = "betweenness",
    samples: Samples = 500,
    seed: Seed = 1,
    top: Annotated[int, typer.Option("--top", min=1, help="How many are told in the table.")] = 20,
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    weighted: Weighted = False,
    out: Out = None,
    keep: Keep = False,
    as_of: AsOf = "",
    earlier_as_of: Annotated[
        str, typer.Option("--earlier-as-of", help="The earlier network from what lists said by then.")
    ] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Compare an earlier network with a later one: who came and went, whose rank really changed, who emerges.

    Example: contrared network compare phase-1.csv phase-2.csv

    Of one case at two dates: contrared network compare border-26 border-26 --earlier-as-of 2024
    """
    from contrared.network.periods import compare as compared

    options = Options(layers, without, directed, "sum", None, node, user, purpose, as_of)
    before = replace(options, as_of=earlier_as_of or as_of)
    with opened(earlier, before) as then, opened(later, options) as now:
        with output.progress("sampling worlds of both"):
            found = compared(
                then.network,
                now.network,
                by=by,
                samples=samples,
                seed=seed,
                directed=directed,
                weighted=weighted,
                protected=then.protected | now.protected,
            )
        labels = {**then.labels, **now.labels}
        rows = [_row(labels.get(one.id, one.id), one.rose) for one in found.moved[:30]]
        real = sum(one.real for one in found.moved)
        notes = [
            f"{len(found.nodes_came)} nodes came, {len(found.nodes_went)} went.",
            f"{len(found.ties_came)} tied pairs came, {len(found.ties_went)} went.",
            f"{real} of {len(found.moved)} changed their rank by more than the intervals leave open (starred).",
            "Emerging: " + (", ".join(labels.get(one.id, one.id) for one in found.emerging) or "nobody that surely"),
        ]
        if not json:
            shapes = found.shapes()
            output.table("figures", shapes.heads, shapes.rows)
        give(
            now,
            found,
            found.table(labels, top),
            intervals(rows, title=f"{then.title} to {now.title}: ranks risen", axis="ranks risen"),
            json=json,
            out=out,
            title=f"{then.title} to {now.title}",
            notes=notes,
        )
        if keep:
            keep_finding(now, "compare", found, text=" ".join(notes), evidence=())


@network.command("periods")
def periods(
    of: Of,
    by: Annotated[str, typer.Option("--by", help="year, quarter or month.")] = "year",
    cuts: Annotated[str, typer.Option("--cuts", help="Dates that begin a period, parted by commas.")] = "",
    events: Annotated[
        list[str] | None, typer.Option("--event", help="DATE=WHAT, such as 1995-03=seizure; may be given again.")
    ] = None,
    undated: Annotated[str, typer.Option("--undated", help="Ties without dates: in all periods, or none.")] = "none",
    samples: Samples = 200,
    seed: Seed = 1,
    layers: Layers = "",
    without: Without = "",
    nodes_file: NodeTable = None,
    out: Out = None,
    keep: Keep = False,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Follow a network over time: by the calendar, at dates, or from event to event, such as seizures.

    Example: contrared network periods ties.csv --event 1995-03=seizure --event 1995-09=arrests
    """
    from contrared.network.periods import Event, phases, seizures
    from contrared.network.periods import periods as divided

    if undated not in ("all", "none"):
        raise InputError(f"{undated!r} is no way to treat ties without dates", where="--undated", do="say all or none")
    if by not in ("year", "quarter", "month"):
        raise InputError(f"{by!r} is no period", where="--by", do="say year, quarter or month")
    with opened(of, Options(layers, without, False, "sum", nodes_file, node, user, purpose, as_of)) as at:
        hidden = at.protected
        with output.progress("sampling worlds of each period"):
            always = cast(Literal["all", "none"], undated)
            if events:
                told = [Event(*_event(each)) for each in events]
                found = seizures(at.network, told, undated=always, samples=samples, seed=seed, protected=hidden)
            else:
                parts = divided(at.network, by=by, cuts=names(cuts) or None, undated=always)  # type: ignore[arg-type]
                found = phases(parts.periods, samples=samples, seed=seed, protected=hidden)
        steps = [one.name for one in found.phases]
        lines = [
            Course(
                f"centralisation by {name}",
                tuple(one.centralisation[place].value or 0.0 for one in found.phases),
                tuple(one.centralisation[place].low or 0.0 for one in found.phases),
                tuple(one.centralisation[place].high or 0.0 for one in found.phases),
            )
            for place, name in enumerate(("degree", "betweenness"))
        ]
        lines.append(Course("density", tuple(one.shape.density or 0.0 for one in found.phases)))
        notes = ["What follows an event need not follow from it."] if events else []
        give(
            at,
            found,
            found.table(at.labels),
            courses(lines, steps, title=f"{at.title} over time", axis="period"),
            json=json,
            out=out,
            title=f"{at.title} over time",
            notes=notes,
        )
        if keep:
            brokers = "; ".join(f"{one.name}: {', '.join(one.brokers[:3])}" for one in found.phases)
            keep_finding(at, "periods", found, text=f"Brokers by period: {brokers}.", evidence=())


def _event(text: str) -> tuple[str, str]:
    date, _, label = text.partition("=")
    return date.strip(), label.strip()


def _row(name: str, rose: Any) -> Row:
    return Row(name, float(rose.value or 0), float(rose.low or 0), float(rose.high or 0))
