"""Commands `network rank` and `network sources`: who matters, how sure that is, and what it stands or falls with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, evidence_of, keep_finding
from contrared.cli.network.target import (
    Directed,
    Duplicated,
    Layers,
    NodeTable,
    Of,
    Opened,
    Options,
    Out,
    Weighted,
    Without,
    names,
    opened,
)
from contrared.cli.network.written import give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.network import Table
from contrared.network.drawing.intervals import Row, intervals

if TYPE_CHECKING:
    from contrared.network.worlds import Ranking

#: Measures that are told unless others are asked for.
USUAL = "degree,strength,closeness,betweenness,eigenvector,pagerank,core,clustering,constraint"
By = Annotated[str, typer.Option("--by", help="Measure to rank by.")]
First = Annotated[int, typer.Option("--first", min=1, help="The k of being among the first k.")]


@network.command("rank")
def rank(
    of: Of,
    by: By = "betweenness",
    measures: Annotated[
        str, typer.Option("--measures", help="Measures to tell, parted by commas; `all` for every one there is.")
    ] = USUAL,
    top: Annotated[int, typer.Option("--top", min=0, help="How many are told; 0: 20 in the table, all in JSON.")] = 0,
    first: First = 5,
    samples: Annotated[
        int,
        typer.Option("--samples", min=0, help="Worlds for the intervals; 0: 500, fewer in large networks."),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of all that draws at random.")] = 1,
    level: Annotated[float, typer.Option("--level", help="Share of the worlds that an interval holds.")] = 0.9,
    unstated: Annotated[
        float, typer.Option("--unstated", min=0.0, max=1.0, help="Probability of a tie that states none.")
    ] = 0.9,
    missing: Annotated[
        float | None,
        typer.Option(
            "--missing", min=0.0, help="Unseen ties as a share of those recorded; as many as wrong if not given."
        ),
    ] = None,
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    weighted: Weighted = False,
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
    """Rank the nodes of a network, with intervals, ties, reasons, and what each stands or falls with.

    Example: contrared network rank ties.csv --top 20 --samples 500
    """
    from contrared.network.measures.measure import MEASURES
    from contrared.network.worlds import rank as ranked

    every = [name for name, measure in MEASURES.items() if directed or not measure.directed]
    options = Options(layers, without, directed, duplicates, nodes_file, node, user, purpose, as_of)
    with opened(of, options) as at:
        graph = at.graph
        with output.progress("sampling worlds"):
            found = ranked(
                graph,
                measures=every if measures == "all" else names(measures),
                by=by,
                samples=samples or _affordable(graph.order),
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
        told = replace(found, standings=found.standings[:top]) if top else found
        columns: dict[str, dict[str, object]] = {
            "rank": {one.id: one.rank for one in found.standings},
            "rank_lo": {one.id: one.rank_low for one in found.standings},
            "rank_hi": {one.id: one.rank_high for one in found.standings},
        }
        for number, name in enumerate(found.settings.measures):
            columns[name] = {one.id: one.values[number].value for one in found.standings}
        give(
            at,
            told,
            _short(at, found, len(shown)),
            _drawing(at, found, len(shown)),
            json=json,
            out=out,
            title=f"{at.title} by {by}",
            notes=[*_reasons(at, found, min(first, len(shown))), *found.words],
            columns=columns,
            full=found.table(at.labels),
        )
        if keep:
            lines = [f"{at.labels[one.id]} (rank {one.rank_low}–{one.rank_high})" for one in shown[:first]]
            text = f"First by {by}, {level:.0%} of {found.settings.samples} worlds: {'; '.join(lines)}."
            keep_finding(at, "rank", told, text=text, evidence=evidence_of(at, [one.id for one in shown[:first]]))


@network.command("sources")
def sources(
    of: Of,
    by: By = "betweenness",
    first: First = 5,
    layers: Layers = "",
    without: Without = "",
    directed: Directed = False,
    weighted: Weighted = False,
    nodes_file: NodeTable = None,
    out: Out = None,
    keep: Keep = False,
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Which single source would change the first of a ranking, if it were wrong.

    Example: contrared network sources ties.csv --first 5
    """
    from contrared.network.worlds import source_sensitivity

    options = Options(layers, without, directed, "sum", nodes_file, node, user, purpose, as_of)
    with opened(of, options) as at:
        known = None if at.case is None else at.case.sources
        with output.progress("leaving out each source"):
            found = source_sensitivity(
                at.network, known, top=first, by=by, directed=directed, weighted=weighted, protected=at.protected
            )
        rows = [Row(one.source, float(one.moved), 0.0, float(one.moved), f"{one.ties} ties") for one in found.sources]
        named = ", ".join(at.labels.get(key, key) for key in found.first)
        notes = [f"First by {by} now: {named}.", f"{found.corroborated} sources state nothing that no other states."]
        give(
            at,
            found,
            found.table(at.labels),
            intervals(
                rows[:30], title=f"{at.title}: if a source were wrong", axis="ranks lost and gained by the first"
            ),
            json=json,
            out=out,
            title=f"{at.title}: what changes if a source were wrong",
            notes=notes,
        )
        if keep:
            worst = found.sources[0] if found.sources else None
            text = (
                f"If {worst.source} were wrong, {len(worst.left)} of the first {first} by {by} would not be among them."
                if worst
                else f"No single source changes the first {first} by {by}."
            )
            keep_finding(at, "sources", found, text=text, evidence=evidence_of(at, found.first))


def _affordable(order: int) -> int:
    """Worlds that take minutes at most: all measures of a world grow with the square of the nodes."""
    return 500 if order <= 1000 else max(50, int(500 * (1000 / order) ** 2))


def _short(at: Opened, found: Ranking, count: int) -> Table:
    """What fits a terminal: rank, who, the measure and the degree with their intervals, the chance to be first."""
    measures = found.settings.measures
    shown = list(dict.fromkeys((found.settings.by, *(name for name in ("degree",) if name in measures))))
    rows = tuple(
        (
            f"{one.rank} [{one.rank_low}–{one.rank_high}]",
            str(one.tier),
            at.labels.get(one.id, one.id),
            *(str(one.values[measures.index(name)]) for name in shown),
            f"{one.first:.2f}",
            str(one.tied),
        )
        for one in found.standings[:count]
    )
    return Table(("rank", "tier", "node", *shown, f"P(first {found.settings.top})", "tied with"), rows)


def _reasons(at: Opened, found: Ranking, count: int) -> list[str]:
    """What carries the first of them, and what they stand or fall with."""
    told = []
    for one in found.standings[:count]:
        name = at.labels.get(one.id, one.id)
        told.append(f"{name}: " + "; ".join(reason.words(at.labels) for reason in one.reasons))
        told += [f"  against: {doubt.words(at.labels)}" for doubt in one.doubts[:2]]
    return told


def _drawing(at: Opened, found: Ranking, count: int) -> str:
    by = found.settings.by
    place = found.settings.measures.index(by)
    rows = []
    for one in found.standings[:count]:
        value = one.values[place]
        span = f"rank {one.rank_low}" if one.rank_low == one.rank_high else f"rank {one.rank_low}–{one.rank_high}"
        rows.append(
            Row(at.labels.get(one.id, one.id), value.value or 0.0, value.low or 0.0, value.high or 0.0, span, one.tier)
        )
    return intervals(rows, title=f"{at.title}: {by}", axis=by, description=" ".join(found.words))
