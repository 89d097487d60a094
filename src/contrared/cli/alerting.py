"""Alerts as people and machines read them, and the re-screening that raises them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.indexing import refreshed
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern import Desk
from contrared.store import DatasetVersion


def rescreened(desk: Desk, before: DatasetVersion | None, after: DatasetVersion) -> list[shapes.AlertShape]:
    """Screen what a new version changed against those the node keeps an eye on, and build its index."""
    from contrared.match.segments import FOLDER
    from contrared.match.subjects import subjects
    from contrared.match.watching import rescreen

    if (desk.node.root / FOLDER).exists():
        refreshed(desk)
    if not subjects(desk):
        return []
    with output.progress("screening what changed"):
        return alert_shapes(desk, rescreen(desk, before, after))


def alert_shapes(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> list[shapes.AlertShape]:
    """Rows of alerts in their documented shape."""
    from contrared.match.subjects import subjects

    if not rows:
        return []
    who = {subject.id: subject for subject in subjects(desk)}
    desk.record("alerts", {"shown": [row["id"] for row in rows]})
    names = desk.statements(entity_ids=sorted({row["entity_id"] for row in rows}), props=["name"])
    listed: dict[str, str] = {}
    for entity, value in zip(names["entity_id"].to_pylist(), names["value"].to_pylist(), strict=True):
        listed.setdefault(entity, value)
    return [
        shapes.AlertShape(
            id=row["id"],
            kind=row["kind"],
            state=row["state"],
            subject=row["subject_id"],
            subject_label=who[row["subject_id"]].label if row["subject_id"] in who else "no longer watched",
            subject_where=who[row["subject_id"]].where if row["subject_id"] in who else "",
            entity_id=row["entity_id"],
            listed_name=listed.get(row["entity_id"], "no longer listed"),
            dataset=row["dataset"],
            version=row["version"],
            score=row["score"],
            reasons=[shapes.Reason(**reason) for reason in row["reasons"]],
            changes=row["changes"],
            raised_at=row["raised_at"],
            due_at=row["due_at"],
            escalated=bool(row.get("escalated_at")),
            why=row.get("why") or "",
        )
        for row in rows
    ]


def tell_alerts(found: Sequence[shapes.AlertShape]) -> None:
    """Print alerts, where there are any."""
    if found:
        output.table(
            "ALERTS",
            ["alert", "kind", "who", "listed as", "score", "what changed", "state", "due"],
            [
                (
                    a.id,
                    f"hit {a.kind}" if a.kind != "new" else "new hit",
                    f"{a.subject_label} ({a.subject_where})",
                    f"{a.listed_name} ({a.entity_id})",
                    f"{a.score:.3f}",
                    "; ".join(a.changes),
                    "OVERDUE" if a.escalated else a.state,
                    a.due_at,
                )
                for a in found
            ],
        )


@app.command()
def alerts(
    attend: Annotated[str | None, typer.Option("--attend", help="Take this alert in hand.")] = None,
    dismiss: Annotated[str | None, typer.Option("--dismiss", help="Dismiss this alert: not the same party.")] = None,
    confirm: Annotated[
        str | None, typer.Option("--confirm", help="As the second person: confirm a dismissal or a removal.")
    ] = None,
    refuse: Annotated[
        str | None, typer.Option("--refuse", help="Not confirm a dismissal or a removal: it is as it was.")
    ] = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", help="Undo the clearance of this dismissed alert.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")] = "",
    catch_up: Annotated[
        bool,
        typer.Option("--catch-up", help="First screen everybody against lists of which an earlier run did not."),
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Settled ones too.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and ring for each alert and each request of a partner that comes in.")
    ] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List alerts that wait for somebody, overdue ones first; attend to one or dismiss it with a reason.

    Example: contrared alerts --dismiss alr-0123456789ab --why "born 1990, listed party born 1962" --node my-node
    """
    from contrared.match.subjects import subjects
    from contrared.match.watching import catch_up as screen_everybody
    from contrared.match.watching import overdue

    with output.desk_at(node, user, purpose, case) as desk:
        memory = desk.memory
        if watch:
            from contrared.cli.partners import watch_desk

            watch_desk(desk)
        if catch_up:
            with output.progress("screening everybody against the lists that are due"):
                screen_everybody(desk)
        if attend:
            memory.attend(attend, why)
        if dismiss:
            memory.dismiss(dismiss, why)
        if confirm:
            memory.confirm(confirm)
        if refuse:
            memory.refuse(refuse, why)
        if withdraw:
            memory.withdraw(withdraw, why)
        late = memory.escalate()
        due = overdue(desk) if subjects(desk) else []
        shape = shapes.AlertsShape(
            alerts=alert_shapes(desk, memory.alerts(everything=everything)),
            escalated=len(late),
            overdue=[f"{version.dataset}@{version.version}" for version in due],
        )
    if json:
        output.emit(shape)
        return
    tell_alerts(shape.alerts)
    for version in shape.overdue:
        output.say(f"NOT screened yet: nobody was screened against {version}; run `contrared alerts --catch-up`")
    if not shape.alerts:
        output.say("no alert waits for anybody")
