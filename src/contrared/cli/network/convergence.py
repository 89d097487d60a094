"""The command `network bridges`: who joins two groups that are otherwise apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from contrared.cli import output
from contrared.cli.network.group import network
from contrared.cli.network.keeping import Keep, keep_finding
from contrared.cli.network.target import Layers, NodeTable, Of, Opened, Options, Out, Without, names, opened
from contrared.cli.network.written import give
from contrared.cli.options import HERE, AsOf, Json, NodeDir, Purpose, User
from contrared.model import InputError
from contrared.network import Table
from contrared.network.drawing.intervals import Row, intervals


@network.command("bridges")
def bridges(
    of: Of,
    between: Annotated[
        str,
        typer.Option(
            "--between",
            help="First group: terror, drugs or organised-crime; ids or groups of the case; column=value.",
        ),
    ],
    other: Annotated[str, typer.Option("--and", help="Second group, said alike.")],
    authority: Annotated[
        list[str] | None,
        typer.Option("--authority", help="With an edge list: designation or authorisation of each group, in order."),
    ] = None,
    samples: Annotated[int, typer.Option("--samples", min=19, help="Rewired networks to compare with.")] = 500,
    q: Annotated[float, typer.Option("--q", help="False-discovery rate.")] = 0.05,
    max_hops: Annotated[int, typer.Option("--max-hops", min=2, max=6, help="Longest path in ties.")] = 3,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of all that draws at random.")] = 1,
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
    """Facilitators that two groups share, beyond what their number of ties leads one to expect.

    Example: contrared network bridges my-case --between terror --and drugs --node my-node
    """
    from contrared.network.convergence import bridges as found_between

    with opened(of, Options(layers, without, False, "sum", nodes_file, node, user, purpose, as_of)) as at:
        said = authority or []
        first, first_rests = _side(at, between, said[0] if said else "")
        second, second_rests = _side(at, other, said[1] if len(said) > 1 else "")
        with output.progress("rewiring") as bar:
            found = found_between(
                at.network,
                first,
                second,
                names=(between, other),
                authorities=(first_rests, second_rests),
                samples=samples,
                seed=seed,
                q=q,
                protected=at.protected,
                max_hops=max_hops,
                source_of=None if at.case is None else at.case.sources,
                on_progress=lambda done, _: bar.update(bar.task_ids[0], completed=done),
            )
        shown = found.candidates
        rows = [
            Row(
                one.label,
                one.score,
                one.score if one.score_lo is None else one.score_lo,
                one.score if one.score_hi is None else one.score_hi,
                str(one.verdict),
                int(one.verdict != "bridge"),
            )
            for one in shown[:30]
        ]
        groups = found.groups
        notes = [
            *(f"{group.name}: {group.members} members, {group.authority[:160]}." for group in groups),
            f"{found.direct} pairs of members are tied directly, {found.joined} joined through others;",
            f"in rewired networks {found.joined_expected:.1f} are.",
            f"{found.tested} parties were compared with chance, false discoveries controlled at {q:g}.",
            "A candidate facilitator joins the groups in these sources; that it knows of it is not said.",
        ]
        give(
            at,
            found,
            _short(shown),
            intervals(rows, title=f"{at.title}: {between} and {other}", axis="pairs of members it joins"),
            json=json,
            out=out,
            title=f"{at.title}: between {between} and {other}",
            notes=notes,
            columns={
                "bridging_score": {one.id: one.score for one in shown},
                "verdict": {one.id: str(one.verdict) for one in shown},
            },
            full=found.table(),
        )
        if not json:
            for one in shown[:5]:
                _tell(at, one)
        if keep:
            held = {verdict: [one.label for one in shown if one.verdict == verdict] for verdict in ("bridge", "dual")}
            text = (
                f"Between {between} and {other}: beyond chance {', '.join(held['bridge']) or 'nobody'}; "
                f"members of both {', '.join(held['dual']) or 'nobody'}."
            )
            keep_finding(at, "bridges", found, text=text, evidence=[key for one in shown[:10] for key in one.evidence])


def _short(shown: Sequence[Any]) -> Table:
    """What fits a terminal; the whole table is written with ``--out``."""
    heads = ("name", "stands", "beside chance", "pairs joined", "expected", "p", "q")
    rows = tuple(
        (
            one.label,
            str(one.standing),
            str(one.verdict),
            f"{one.score:g}" if one.score_lo is None else f"{one.score:g} [{one.score_lo:g}–{one.score_hi:g}]",
            *("" if value is None else f"{value:.3g}" for value in (one.expected, one.p, one.q)),
        )
        for one in shown
    )
    return Table(heads, rows)


def _tell(at: Opened, one: Any) -> None:
    output.say(f"{one.label}: {one.verdict}")
    for way in one.paths[:2]:
        steps = [f"{at.labels.get(item.target, item.target)} ({'+'.join(item.layers)})" for item in way.stretches]
        output.say("  " + " – ".join([at.labels.get(way.nodes[0], way.nodes[0]), *steps]))
    for reason in one.counter_evidence:
        output.say(f"  against: {reason.text}")


def _side(at: Opened, words: str, authority: str) -> tuple[frozenset[str], str]:
    """Members of a group and what it rests on."""
    if at.case is not None:
        members, rests = at.case.members(words)
        return members, authority or rests
    column, equals, value = words.partition("=")
    table = at.network.nodes
    if equals:
        if column not in table.column_names:
            known = ", ".join(name for name in table.column_names if name not in ("id", "label")) or "none"
            raise InputError(f"the nodes have no column {column!r}", where=at.title, do=f"there are: {known}")
        cells = zip(table["id"].to_pylist(), table[column].to_pylist(), strict=True)
        found = frozenset(key for key, cell in cells if str(cell) == value)
        if not found:
            raise InputError(f"no node has {words}", where=at.title, do="check the value")
        return found, authority
    for key in names(words):
        at.network.place(key)
    return frozenset(names(words)), authority
