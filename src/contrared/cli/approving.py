"""The command `approvals`: what waits for somebody else, deciding on it, and looking afterwards at what could not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern import Desk
from contrared.model import InputError, PolicyError

if TYPE_CHECKING:
    from contrared.govern.approvals import Approval, Request, Seat


class Act(StrEnum):
    """What `approvals` does."""

    LIST = "list"
    SHOW = "show"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    REVIEW = "review"


@app.command()
def approvals(
    act: Annotated[
        Act,
        typer.Argument(help="list, show, approve, refuse, withdraw (what you asked for) or review (what was done)."),
    ] = Act.LIST,
    request: Annotated[str, typer.Argument(help="Id of the request, apr-….")] = "",
    why: Annotated[
        str, typer.Option("--why", help="refuse, withdraw, review, approve of ending a hold: reason, on record.")
    ] = "",
    improper: Annotated[
        bool, typer.Option("--improper", help="review: it should not have been done; proper unless given.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="list: only what somebody else must review.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="list: only reviews that nobody did in time.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="list: settled ones too.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """See what waits for a second person, approve exactly that or refuse it; review what was done alone.

    Example: contrared approvals show apr-0123456789ab --node my-node

    Example: contrared approvals approve apr-0123456789ab --user beto --node my-node

    Example: contrared approvals --overdue --node my-node
    """
    from contrared.govern.approvals import Seat, Verdict, listed, review, shown

    if act is not Act.LIST and not request:
        raise InputError("which request?", do="give its id; see `contrared approvals list`")
    with output.desk_at(node, user, purpose, case) as desk:
        seat = Seat.of(desk)
        shape = shapes.ApprovalsShape()
        if act is Act.REVIEW:
            review(seat, request, Verdict.IMPROPER if improper else Verdict.PROPER, why)
        elif act not in (Act.LIST, Act.SHOW):
            _decide(desk, seat, act, request, why)
        if act is Act.LIST:
            if not (due or overdue):
                found = listed(seat, everything=everything)
                shape.requests = [request_shape(seat, each, None, None) for each in found]
            shape.reviews = _reviews(seat, everything=everything and not (due or overdue), overdue=overdue)
        else:
            seen = shown(seat, request)
            content = seen.content if act is Act.SHOW else None
            shape.requests = [request_shape(seat, seen.request, content, seen.approvals)]
            shape.reviews = [each for each in _reviews(seat, everything=True) if each.request == request]
    if json:
        output.emit(shape)
    elif act is Act.SHOW:
        _tell(shape.requests[0])
    else:
        tell(shape)


def _decide(desk: Desk, seat: Seat, act: Act, request_id: str, why: str) -> None:
    """Approve, refuse or withdraw; what waits in the memory of screening, or on a hold, takes effect at once."""
    from contrared.govern.approvals import Act as Approved
    from contrared.govern.approvals import approve, refuse, shown, withdraw
    from contrared.govern.rights.holds import Holds

    draft = shown(seat, request_id).request.draft
    if draft.act.permission == "confirm":
        if act is Act.APPROVE:
            desk.memory.confirm(draft.subject)
        elif act is Act.REFUSE:
            desk.memory.refuse(draft.subject, why)
        else:
            desk.memory.take_back(draft.subject, why)
    elif act is Act.APPROVE and draft.act is Approved.END_HOLD:
        Holds(desk).end(draft.subject, why)
    elif act is Act.APPROVE:
        approve(seat, request_id)
    elif act is Act.REFUSE:
        refuse(seat, request_id, why)
    else:
        withdraw(seat, request_id, why)


def _reviews(seat: Seat, *, everything: bool = False, overdue: bool = False) -> list[shapes.ReviewShape]:
    """Reviews, for whoever may do them; nobody else is told of them."""
    from dataclasses import asdict

    from contrared.govern.approvals import all_reviews

    if not (seat.may("approve") or seat.may("audit")):
        if overdue:
            raise PolicyError("you may neither approve nor oversee here", where=seat.person.id, do="ask somebody else")
        return []
    now = seat.now()
    found = []
    for each in all_reviews(seat.ledger):
        told = asdict(each)
        late = not each.reviewed_by and each.due_at <= now
        if everything or (late if overdue else not each.reviewed_by):
            found.append(shapes.ReviewShape(request=told.pop("request_id"), overdue=late, **told))
    return found


def request_shape(
    seat: Seat, request: Request, content: dict[str, object] | None, approvals: tuple[Approval, ...] | None
) -> shapes.RequestShape:
    """A request in its documented shape."""
    from dataclasses import asdict

    from contrared.govern.approvals import said_of

    draft = request.draft
    given = said_of(seat, request) if approvals is None else approvals
    return shapes.RequestShape(
        id=request.id,
        act=draft.act.value,
        subject=draft.subject,
        state=request.state.value,
        way=request.way,
        by=draft.by,
        at=request.at,
        purpose=draft.purpose,
        case=draft.case,
        legal_basis=draft.legal_basis,
        **draft.scope.to_dict(),
        needed=draft.needed,
        approvals=[shapes.ApprovalShape(**asdict(each)) for each in given],
        expires_at=request.expires_at,
        hash=request.hash,
        whole=request.whole,
        standing=request.standing,
        replaces=request.replaces,
        used_at=request.used_at,
        ended_by=request.ended[0],
        ended_at=request.ended[1],
        ended_why=request.ended[2],
        content=content,
    )


def tell(shape: shapes.ApprovalsShape) -> None:
    """Print requests and reviews, where there are any."""
    if shape.requests:
        rows = [
            (
                r.id,
                r.act,
                r.subject,
                f"{r.by}, {r.at}",
                r.purpose,
                f"{_count(r)} of {r.needed}",
                r.expires_at,
                _state(r),
            )
            for r in shape.requests
        ]
        columns = ("request", "act", "about", "asked", "purpose", "approved", "expires", "state")
        output.table("Requests", columns, rows)
    if shape.reviews:
        done = [
            (
                r.request,
                r.act,
                r.way,
                f"{r.by}, {r.used_at}",
                r.reason,
                "OVERDUE since " + r.due_at if r.overdue else r.due_at,
                f"{r.verdict}: {r.note} ({r.reviewed_by}, {r.reviewed_at})" if r.reviewed_by else "",
            )
            for r in shape.reviews
        ]
        output.table("Reviews", ("request", "act", "way", "done", "because", "due", "found"), done)
    if not (shape.requests or shape.reviews):
        output.say("nothing waits for anybody")


def _tell(request: shapes.RequestShape) -> None:
    """Print one request so that whoever approves it sees exactly what they sign."""
    from json import dumps

    output.say(f"{request.id}: {request.act} of {request.subject or 'what is below'}, {_state(request)}")
    output.say(f"asked by {request.by} on {request.at}, for {request.purpose!r}, case {request.case or 'none'}")
    output.say(f"legal basis: {request.legal_basis or 'none stated'}; handling: {request.handling or 'none stated'}")
    if request.partner:
        output.say(f"told to: {request.partner} {request.category}".rstrip())
    output.say(f"approved by {_count(request)} of {request.needed}; expires {request.expires_at}")
    for each in request.approvals:
        against = f"; DOES NOT COUNT: {each.against}" if each.against else ""
        output.say(f"  {each.approver}, {each.at}, key {each.key or 'none'}{against}")
    output.say(f"sha256 {request.hash}" + ("" if request.whole else ", which is NOT that of what the ledger holds"))
    if request.content is None:
        output.say("what exactly is not shown to you")
    else:
        output.say(dumps(request.content, ensure_ascii=False, indent=2, sort_keys=True))


def _count(request: shapes.RequestShape) -> int:
    return sum(not each.against for each in request.approvals)


def _state(request: shapes.RequestShape) -> str:
    told = request.state if request.way == "persons" else f"{request.state} ({request.way})"
    return f"{told} by {request.ended_by}: {request.ended_why}" if request.ended_by else told
