"""The commands `hold …`: keeping from deletion what a court needs, and ending that by two people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User

hold = typer.Typer(
    name="hold",
    cls=Commands,
    help="Legal holds: what is needed for a court stays, whatever its term; two people end a hold.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(hold)


@hold.command()
def add(
    target: Annotated[str, typer.Argument(help="Source (src-…), case, or entity.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law.")],
    order: Annotated[str, typer.Option("--order", help="Order, warrant or file number.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Keep every source that concerns an entity or a case from being deleted.

    Example: contrared hold add ofac-4711 --why trial --legal-basis "CPP 205" --order "Court 3, 12/2026"
    """
    from contrared.govern.rights.holds import Holds

    with output.desk_at(node, user, purpose, case) as desk:
        row = Holds(desk).add(target, why=why, legal_basis=legal_basis, order=order)
    shape = _shape(row)
    if json:
        output.emit(shapes.HoldsShape(holds=[shape]))
    else:
        output.say(f"{shape.id}: {shape.kind} {shape.target} is held; {len(shape.sources)} sources stay")


@hold.command()
def end(
    hold_id: Annotated[str, typer.Argument(metavar="HOLD", help="Id of the hold.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record; the second person gives their own.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """End a hold; it ends when a second person says so too.

    Example: contrared hold end hld-15c7b21ebf78 --why "final judgment" --user supervisor
    """
    from contrared.govern.rights.holds import Holds

    with output.desk_at(node, user, purpose, case) as desk:
        held = Holds(desk)
        ended = held.end(hold_id, why)
        rows = [row for row in held.all() if row["id"] == hold_id]
    if json:
        output.emit(shapes.HoldsShape(holds=[_shape(row) for row in rows]))
    else:
        output.say(f"{hold_id}: " + ("ended" if ended else "waits for a second person; until then it holds"))


@hold.command(name="list")
def listed(
    everything: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List legal holds.

    Example: contrared hold list --node my-node
    """
    from contrared.govern.rights.holds import Holds

    with output.desk_at(node, user, purpose, case) as desk:
        rows = [_shape(row) for row in Holds(desk).all() if everything or row["ended_at"] is None]
    if json:
        output.emit(shapes.HoldsShape(holds=rows))
        return
    table = [(r.id, r.kind, r.target, r.order, r.legal_basis, r.by, r.at, r.state) for r in rows]
    output.table("Holds", ["id", "kind", "what", "order", "legal basis", "by", "since", "state"], table)


def _shape(row: dict[str, Any]) -> shapes.HoldShape:
    state = "ended" if row.get("ended_at") else "ending" if row.get("ended_by") else "in force"
    keys = ("id", "kind", "target", "why", "legal_basis", "order", "by", "at")
    return shapes.HoldShape(
        **{key: row[key] for key in keys},
        state=state,
        sources=list(row.get("sources", [])),
        ended_by=row.get("ended_by") or "",
        ended_at=row.get("ended_at") or "",
        ended_why=row.get("ended_why") or "",
        ended_second=row.get("ended_second") or "",
    )
