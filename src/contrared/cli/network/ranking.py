"""The command `network rank`: who matters, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, keep_finding
from contrared.cli.network.target import (
    Directed,
    Duplicated,
    Layers,
    NodeTable,
    Of,
    Options,
    Out,
    Weighted,
    Without,
    names,
    opened,
)
from contrared.cli.network.written import give
from contrared.cli.options import HERE, Json, NodeDir, Purpose, User

#: Measures that are told unless others are asked for.
USUAL = "degree,strength,closeness,betweenness,eigenvector,pagerank,core,clustering,constraint"


@network.command("rank")
def rank(
    of: Of,
    by: Annotated[str, typer.Option("--by", help="Measure to rank by.")] = "betweenness",
    measures: Annotated[
        str, typer.Option("--measures", help="Measures to tell, parted by commas; `all` for every one there is.")
    ] = USUAL,
    top: Annotated[int, typer.Option("--top", min=1, help="How many are shown; --json holds all unless given.")] = 0,
    first: Annotated[int, typer.Option("--first", min=1, help="The k of the chance to be among the first k.")] = 5,
    samples: Annotated[int, typer.Option("--samples", min=1, help="Worlds that intervals are taken from.")] = 500,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of all that draws at random.")] = 1,
    level: Annotated[float, typer.Option("--level", help="Share of the worlds that an interval holds.")] = 0.9,
    unstated: Annotated[
        float, typer.Option("--unstated", min=0.0, max=1.0, help="Probability of a tie that states none.")
    ] = 0.9,
    missing: Annotated[
        float | None,
        typer.Option("--missing", min=0.0, help="Ties unseen, as a share of those recorded; as many as wrong if absent."),
    ] = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="Also: which single source would change the first, if it were wrong.")
    ] = False,
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    weighted: Weighted = False,
    duplicates: Duplicated = "sum",
    nodes_file: NodeTable = None,
    out: Out = None,
    keep: Keep = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Rank the nodes of a network, with intervals, ties, reasons, and what each stands or falls with.

    Example: contrared network rank ties.csv --top 20 --samples 500
    """
    from contrared.network.drawing.intervals import Row, intervals
    from contrared.network.measures.measure import MEASURES
    from contrared.network.worlds import rank as ranked
    from contrared.network.worlds import source_sensitivity

    options = Options(layers, without, directed, duplicates, nodes_file, node, user, purpose)
    with opened(of, options) as at:
        graph = at.graph
        chosen = tuple(names(measures)) if measures != "all" else tuple(
            name for name, measure in MEASURES.items() if directed or not measure.directed
        )
        with output.progress("sampling worlds"):
            found = ranked(
                graph,
                measures=chosen,
                by=by,
                samples=samples,
                seed=seed,
                top=first,
                unstated=unstated,
                missing=missing,
                level=level,
                weighted=weighted,
                protected=at.protected,
                network=at.network,
                explain=max(20, top),
            )
        shown = found.standings[: top or 20]
        place = found.settings.measures.index(by)
        rows = [
            Row(
                at.labels.get(one.id, one.id),
                one.values[place].value or 0.0,
                one.values[place].low or 0.0,
                one.values[place].high or 0.0,
                f"rank {one.rank_low}–{one.rank_high}",
                one.tier,
            )
            for one in shown
        ]
        drawing = intervals(rows, title=f"{at.title}: {by}", axis=by, description=" ".join(found.words))
        columns = {
            "rank": {one.id: one.rank for one in found.standings},
            "rank_lo": {one.id: one.rank_low for one in found.standings},
            "rank_hi": {one.id: one.rank_high for one in found.standings},
            **{
                name: {one.id: one.values[number].value for one in found.standings}
                for number, name in enumerate(found.settings.measures)
            },
        }
        limited = found if not top else found.only(top)
        give(
            at,
            limited,
            found.table(at.labels, top or 20),
            drawing,
            json=json,
            out=out,
            title=f"{at.title} by {by}",
            notes=found.words,
            columns=columns,
        )
        if keep:
            keep_finding(at, "rank", limited, shown=[one.id for one in shown])
        if sources:
            _sources(at, source_sensitivity(at.network, None, top=first, by=by), json=json, out=out)


def _sources(at: object, found: object, *, json: bool, out: Path | None) -> None:
    raise NotImplementedError
