"""The command `seizures`: goods seized or declared, listed and summed without anybody who was involved."""

from __future__ import annotations

from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, AsOf, CaseId, Json, NodeDir, Purpose, User


@app.command()
def seizures(
    kind: Annotated[
        str, typer.Option("--kind", help="Only drug, precursor, gold, arms, cash or other; all if absent.")
    ] = "",
    since: Annotated[str, typer.Option("--since", help="Only of this date or later: YYYY, YYYY-MM, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option("--until", help="Only of this date or earlier.")] = "",
    as_of: AsOf = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List and sum goods that were seized or declared; nobody who was involved is shown.

    Events are summed as they are told: one seizure that two sources tell of as two events counts twice.

    Example: contrared seizures --kind drug --since 2026 --json
    """
    from contrared.case.seizures import goods_events, totals
    from contrared.collect.cleaning import clean

    for option, value in (("--since", since), ("--until", until)):
        if value and clean("date", value) is None:
            from contrared.model import InputError

            raise InputError(f"{value!r} is no date", where=option, do="write YYYY, YYYY-MM or YYYY-MM-DD")
    with output.desk_at(node, user, purpose, case, as_of) as desk:
        events = goods_events(desk, kind=kind, since=since, until=until)
    summed = totals(events)
    if json:
        output.emit(
            shapes.SeizuresShape(
                events=[
                    shapes.GoodsEventShape(
                        entity_id=each.entity_id,
                        what=each.what,
                        date=each.date,
                        commodity=each.commodity,
                        kind=each.kind,
                        cas=each.cas,
                        quantity=each.quantity.number if each.quantity else "",
                        unit=each.quantity.unit if each.quantity else "",
                        places=list(each.places),
                        authority=each.authority,
                        datasets=list(each.datasets),
                    )
                    for each in events
                ],
                totals=[
                    shapes.TotalShape(
                        what=each.what,
                        commodity=each.commodity,
                        kind=each.kind,
                        amount="" if each.amount is None else f"{each.amount:f}",
                        unit=each.unit,
                        events=each.events,
                    )
                    for each in summed
                ],
            )
        )
        return
    if not events:
        output.say("no seizure or declaration is held, or none that fits")
        return
    output.table(
        "Seizures and declarations",
        ["id", "what", "date", "commodity", "kind", "quantity", "where", "authority", "dataset"],
        [
            (
                each.entity_id,
                each.what,
                each.date,
                each.commodity,
                each.kind,
                str(each.quantity) if each.quantity else "not known",
                ", ".join(each.places),
                each.authority,
                ", ".join(each.datasets),
            )
            for each in events
        ],
    )
    output.say()
    output.table(
        "Sums",
        ["what", "commodity", "kind", "sum", "events"],
        [
            (
                each.what,
                each.commodity,
                each.kind,
                "not known" if each.amount is None else f"{each.amount:f} {each.unit}",
                each.events,
            )
            for each in summed
        ],
    )
