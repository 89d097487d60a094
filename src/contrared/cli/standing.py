"""The command `standing`: approvals given beforehand, for when nobody is there to sign."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.govern.approvals import Request, Seat

Texts = list[str] | None


class Act(StrEnum):
    """What `standing` does."""

    ADD = "add"
    LIST = "list"
    REVOKE = "revoke"


@app.command()
def standing(
    act: Annotated[Act, typer.Argument(help="add, list or revoke.")],
    request: Annotated[str, typer.Argument(help="revoke: id of the standing approval, apr-….")] = "",
    covers: Annotated[str, typer.Option("--act", help="add: what it covers: release, bulk or export.")] = "release",
    for_: Annotated[Texts, typer.Option("--for", help="add: purpose it is for; may be given several times.")] = None,
    partner: Annotated[Texts, typer.Option("--partner", help="add: who may be told.")] = None,
    category: Annotated[Texts, typer.Option("--category", help="add: category of the exchange.")] = None,
    dataset: Annotated[Texts, typer.Option("--dataset", help="add: dataset or watchlist it is about.")] = None,
    ceiling: Annotated[
        str, typer.Option("--ceiling", help="add: strictest handling it covers, such as 'TLP:AMBER // H1'.")
    ] = "TLP:GREEN",
    most_uses: Annotated[int, typer.Option("--most-uses", min=1, help="add: uses there may be in all.")] = 10,
    most_per_day: Annotated[int, typer.Option("--most-per-day", min=1, help="add: uses in one day, UTC.")] = 3,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="add: days it holds.")] = 30,
    why: Annotated[str, typer.Option("--why", help="add, revoke: reason, kept on record.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="list: those that ended, too.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Approve beforehand what is narrow and ends; others sign it with `contrared approvals approve`.

    What it does not name it does not cover. Each use is counted, kept on record and reviewed by somebody else.

    Example: contrared standing add --partner node-pa --for "border alert" --dataset wanted --why "night desk"

    Example: contrared standing revoke apr-0123456789ab --why "the officer left"
    """
    from contrared.govern.approvals import Act as Approved
    from contrared.govern.approvals import Seat, Terms, listed, offer, revoke, shown

    with output.desk_at(node, user, purpose, case) as desk:
        seat = Seat.of(desk)
        if act is Act.ADD:
            terms = Terms(
                act=covers,
                purposes=tuple(for_ or ()),
                partners=tuple(partner or ()),
                categories=tuple(category or ()),
                datasets=tuple(dataset or ()),
                ceiling=ceiling,
                most_uses=most_uses,
                most_per_day=min(most_per_day, most_uses),
                until=seat.in_hours(24 * days),
            )
            found = [offer(seat, terms, why)]
        elif act is Act.REVOKE:
            if not request:
                raise InputError("which standing approval?", do="give its id; see `contrared standing list`")
            revoke(seat, request, why)
            found = [shown(seat, request).request]
        else:
            found = listed(seat, everything=everything, act=Approved.STANDING)
        shape = shapes.StandingsShape(standing=[_shape(seat, each) for each in found])
    if json:
        output.emit(shape)
        return
    if act is Act.ADD:
        output.say(f"{found[0].id} waits for {found[0].draft.needed} to approve it; then it holds")
    _tell(shape)


def _shape(seat: Seat, request: Request) -> shapes.StandingShape:
    from contrared.govern.approvals import said_of, terms_of

    terms = terms_of(request)
    return shapes.StandingShape(
        id=request.id,
        state=request.state.value,
        **terms.to_dict(),
        uses=request.uses,
        by=request.draft.by,
        why=request.draft.content["why"],
        needed=request.draft.needed,
        approvers=[each.approver for each in said_of(seat, request) if not each.against],
        ended_why=request.ended[2],
    )


def _tell(shape: shapes.StandingsShape) -> None:
    rows = [
        (
            each.id,
            each.act,
            ", ".join((*each.partners, *each.categories, *each.datasets)),
            ", ".join(each.purposes),
            each.ceiling,
            f"{each.uses} of {each.most_uses}, {each.most_per_day} a day",
            each.until,
            ", ".join(each.approvers),
            each.state + (f": {each.ended_why}" if each.ended_why else ""),
        )
        for each in shape.standing
    ]
    columns = ("id", "act", "covers", "for", "up to", "uses", "until", "approved by", "state")
    output.table("Standing approvals", columns, rows)
