"""The commands `inquiry list`, `inquiry show` and `inquiry due`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.inquiries.group import InquiryId, inquiry, inquiry_shape
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError


@inquiry.command("list")
def listed(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List inquiries of the case you entered for, all where you entered for none; those that wait first.

    Example: contrared inquiry list --node my-node
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.held(desk)
    if json:
        output.emit(shapes.InquiriesShape(inquiries=[inquiry_shape(each) for each in found]))
        return
    if not found:
        output.say("no inquiry is held")
        return
    rows = [
        (each.id, each.state, each.due, each.addressee, each.kind, each.case_id, each.asked, each.order)
        for each in found
    ]
    output.table("Inquiries", ["id", "state", "due", "to", "kind", "case", "asked", "order"], rows)


@inquiry.command()
def show(
    inquiry_id: InquiryId,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Show an inquiry and everything that became of it.

    Example: contrared inquiry show inq-0123456789ab --node my-node
    """
    from contrared.govern.hand import inquiries

    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.one(desk, inquiry_id)
    if json:
        output.emit(shapes.InquiriesShape(inquiries=[inquiry_shape(found)]))
        return
    output.say(f"{found.id} to {found.addressee}: {found.state}, due on {found.due}")
    output.say(found.asked)
    output.say(f"under {found.order}; {found.legal_basis}")
    if found.about:
        output.say("about " + " ".join(found.about))
    output.say(f"asked by {found.by} on {found.at[:10]}; the first deadline was {found.first_due}")
    rows = [(each.at, each.by, each.event, each.dataset, each.due, each.why) for each in found.happened]
    if rows:
        output.table("What became of it", ["when", "by", "event", "dataset", "due", "why"], rows)


@inquiry.command()
def due(
    days: Annotated[int, typer.Option("--days", min=0, help="Also what falls due within so many days.")] = 14,
    on: Annotated[str, typer.Option("--on", help="Day from which is counted; today if absent.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List what is overdue and what falls due soon, the one longest overdue first.

    Example: contrared inquiry due --days 30 --json
    """
    from contrared.govern import now
    from contrared.govern.hand import inquiries

    try:
        today = date.fromisoformat(on or now()[:10])
    except ValueError as exc:
        raise InputError(f"{on!r} is not a day", where="--on", do="write YYYY-MM-DD") from exc
    with output.desk_at(node, user, purpose, case) as desk:
        found = inquiries.due(desk, today, days)
    if json:
        output.emit(
            shapes.InquiriesDueShape(
                on=today.isoformat(),
                overdue=sum(each.days < 0 for each in found),
                due=[shapes.InquiryDueShape(inquiry=inquiry_shape(each.inquiry), days=each.days) for each in found],
            )
        )
        return
    if not found:
        output.say(f"nothing is overdue, and nothing falls due within {days} days")
        return
    rows = []
    for each in found:
        asked = each.inquiry
        reminded = asked.reminders[-1].at[:10] if asked.reminders else ""
        rows.append((asked.id, each.days, asked.due, asked.addressee, asked.state, asked.asked, reminded))
    output.table("Due", ["id", "days left", "deadline", "to", "state", "asked", "reminded"], rows)
