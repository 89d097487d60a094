"""The commands `correct …`: putting a false accusation right, and telling everybody who received it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern import Desk

correct = typer.Typer(
    name="correct",
    cls=Commands,
    help="Corrections: what was false leaves matching, networks and briefs; everybody who received it is told.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(correct)


@correct.command()
def make(
    target: Annotated[str, typer.Argument(help="Id of a statement, or of an entity of which everything is false.")],
    false: Annotated[str, typer.Option("--false", help="What is false, in words.")],
    why: Annotated[str, typer.Option("--why", help="How that is known.")],
    ordered_by: Annotated[str, typer.Option("--ordered-by", help="Court, prosecutor or authority, with the number.")],
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Correct a statement or an entity; it stays for the court and the defence and leaves everything else.

    Example: contrared correct make ofac-4711 --false "not the same man" --why "fingerprints" --ordered-by "Court 3"
        --legal-basis "CPP 2"
    """
    from contrared.govern.rights.corrections import Corrections
    from contrared.match.watching import catch_up

    with output.desk_at(node, user, purpose, case) as desk:
        row = Corrections(desk).make(target, false=false, why=why, ordered_by=ordered_by, legal_basis=legal_basis)
        raised = catch_up(desk, row["datasets"])
    shape = _shape(row, told=row["told"])
    if json:
        output.emit(shapes.CorrectionsShape(corrections=[shape], alerts=len(raised)))
        return
    output.say(f"{shape.id}: {shape.kind} {shape.target} is corrected and shows as false")
    for kind in sorted({flag.kind for flag in shape.flags}):
        these = [flag.target for flag in shape.flags if flag.kind == kind]
        output.say(f"  {len(these)} {kind}s {'withdrawn' if kind == 'alert' else 'flagged'}: {', '.join(these[:5])}")
    output.say(f"  {shape.told} recipients to be told: see `contrared correct pending`")
    if raised:
        output.say(f"  {len(raised)} alerts stand again without what was false: see `contrared alerts`")


@correct.command()
def undo(
    correction: Annotated[str, typer.Argument(help="Id of the correction.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Undo a correction; whoever was told is told of that too.

    Example: contrared correct undo cor-15c7b21ebf78 --why "the order was quashed"
    """
    from contrared.govern.rights.corrections import Corrections
    from contrared.match.watching import catch_up

    with output.desk_at(node, user, purpose, case) as desk:
        row = Corrections(desk).undo(correction, why)
        raised = catch_up(desk, row["datasets"])
    shape = _shape({**row, "flags": []}, told=row["told"])
    if json:
        output.emit(shapes.CorrectionsShape(corrections=[shape], alerts=len(raised)))
    else:
        output.say(f"{shape.id} is undone; {shape.told} recipients to be told, {len(raised)} alerts raised")


@correct.command(name="list")
def listed(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List corrections, undone ones too.

    Example: contrared correct list --node my-node
    """
    from contrared.govern.rights.corrections import Corrections

    with output.desk_at(node, user, purpose, case) as desk:
        rows = [_shape(row) for row in Corrections(desk).all()]
    if json:
        output.emit(shapes.CorrectionsShape(corrections=rows))
        return
    table = [(r.id, r.kind, r.target, r.false, r.ordered_by, r.by, r.at, "undone" if r.undone_at else "") for r in rows]
    output.table("Corrections", ["id", "kind", "what", "false", "ordered by", "by", "at", ""], table)


@correct.command()
def pending(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List recipients that have not been told yet.

    Example: contrared correct pending --node my-node
    """
    with output.desk_at(node, user, purpose, case) as desk:
        rows = _waiting(desk)
    _tell_notices(rows, json=json)


@correct.command()
def told(
    notice: Annotated[str, typer.Argument(help="Id of the notice.")],
    how: Annotated[str, typer.Option("--how", help="How: letter and date, receipt of the partner.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Say that a recipient was told.

    Example: contrared correct told ntc-15c7b21ebf78 --how "letter 44/2026, receipt signed"
    """
    from contrared.govern.rights.corrections import Corrections

    with output.desk_at(node, user, purpose, case) as desk:
        Corrections(desk).told(notice, how)
        rows = _waiting(desk)
    _tell_notices(rows, json=json)


def _waiting(desk: Desk) -> list[shapes.NoticeShape]:
    from contrared.govern.rights.corrections import Corrections
    from contrared.govern.rights.recipients import pending as waiting

    Corrections(desk)  # whoever may not correct may not know who received what
    keys = ("id", "topic", "about", "recipient", "at")
    return [shapes.NoticeShape(**{key: row[key] for key in keys}) for row in waiting(desk.node)]


def _tell_notices(rows: Sequence[shapes.NoticeShape], *, json: bool) -> None:
    if json:
        output.emit(shapes.NoticesShape(notices=list(rows)))
        return
    table = [(r.id, r.topic, r.about, r.recipient, r.at) for r in rows]
    output.table("Not told yet", ["id", "topic", "about", "recipient", "since"], table)


def _shape(row: dict[str, Any], told: int | None = None) -> shapes.CorrectionShape:
    keys = ("id", "kind", "target", "datasets", "false", "why", "ordered_by", "legal_basis", "by", "at")
    return shapes.CorrectionShape(
        **{key: row[key] for key in keys},
        flags=[shapes.FlagShape(kind=flag["kind"], target=flag["target"]) for flag in row["flags"]],
        told=told,
        undone_by=row.get("undone_by") or "",
        undone_at=row.get("undone_at") or "",
        undone_why=row.get("undone_why") or "",
    )
