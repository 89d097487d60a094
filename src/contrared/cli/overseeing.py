"""The command `oversight`: for the body that watches over a node."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.escrowing import hold, open_named
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.proving import number
from contrared.cli.questioning import questioned
from contrared.govern import Desk
from contrared.model import InputError, PolicyError


class Act(StrEnum):
    """What `oversight` does."""

    LOOKS = "looks"
    SUPPRESSED = "suppressed"
    USE = "use"
    ESCROW = "escrow"
    OPEN = "open"
    QUESTIONS = "questions"


@app.command()
def oversight(
    act: Annotated[
        Act,
        typer.Argument(
            help="looks ENTITY (who looked at it), suppressed (names taken out of lists or indexes, alerts left to "
            "lie, hits dismissed twice or alone), use (use of the node that wants an explanation), "
            "escrow (take salts in on the body's side and check them), open LINE… (on a court's order), "
            "questions (to partners, drawn by chance and computed again)."
        ),
    ],
    what: Annotated[list[str] | None, typer.Argument(help="looks: entity id; open: numbers of lines.")] = None,
    of_interest: Annotated[
        Path | None,
        typer.Option("--of-interest", help="use: file of entity ids nobody should look at without a case."),
    ] = None,
    hours: Annotated[int, typer.Option("--utc", min=-12, max=14, help="use: local time zone, hours from UTC.")] = 0,
    skip_indexes: Annotated[
        bool, typer.Option("--skip-indexes", help="suppressed: leave the indexes out, which are built anew to compare.")
    ] = False,
    key: Annotated[
        Path | None, typer.Option("--key", help="escrow, open, questions: private key of the oversight body.")
    ] = None,
    memory: Annotated[
        Path | None, typer.Option("--memory", help="escrow, open: folder of what the body remembers; its own machine.")
    ] = None,
    order: Annotated[str, typer.Option("--order", help="open: court and reference, kept for good on both sides.")] = "",
    later: Annotated[
        bool, typer.Option("--later", help="open: tell the node at the next contact, where it must not know yet.")
    ] = False,
    dice: Annotated[
        str, typer.Option("--dice", help="questions: randomness they are drawn by, hex; the system's unless given.")
    ] = "",
    drawn: Annotated[int, typer.Option("--number", min=1, help="questions: how many are drawn.")] = 10,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Who looked at whom, what was put away in silence, and use of the node that wants an explanation.

    Example: contrared oversight suppressed --node my-node
    """
    with output.desk_at(node, user, purpose, case) as desk:
        decision = desk.policy.may(desk.person, "audit", desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not oversee this node", where=desk.person.id, do=decision.rule)
        if not later:
            desk.record("oversight", {"act": act.value, "entity": " ".join(what or [])})
        if act is Act.ESCROW:
            shape = hold(desk, key, memory)
        elif act is Act.OPEN:
            shape = open_named(desk, [number(text) for text in what or []], key, memory, order, later)
        elif act is Act.QUESTIONS:
            shape = questioned(desk, key, dice, drawn)
        elif act is Act.LOOKS:
            shape = _looks(desk, " ".join(what or []))
        elif act is Act.SUPPRESSED:
            shape = _suppressed(desk, skip_indexes)
        else:
            shape = _use(desk, of_interest, hours)
    if json:
        output.emit(shape)
    else:
        _tell(shape)
    if shape.problems:
        raise typer.Exit(1)


def _looks(desk: Desk, entity: str) -> shapes.OversightShape:
    from contrared.govern.oversight import looks

    if not entity:
        raise InputError("who was looked at?", do="give an entity id")
    found = [
        shapes.LookShape(
            line=entry.seq, at=entry.at, user=entry.user, purpose=entry.purpose, case=entry.case, action=entry.action
        )
        for entry in looks(desk.node.ledger, entity)
        if entry.action != "oversight"
    ]
    return shapes.OversightShape(act=Act.LOOKS, looks=found)


def _suppressed(desk: Desk, skip_indexes: bool) -> shapes.OversightShape:
    from contrared.govern.oversight import altered, clock_back, left_out, left_to_lie, no_deposit, put_away
    from contrared.match.suppressed import suppressed

    ledger = desk.node.ledger
    found = [*put_away(ledger), *left_to_lie(ledger), *altered(desk.node), *clock_back(ledger), *no_deposit(desk.node)]
    found += left_out(desk.node)
    if not skip_indexes:
        with output.progress("building indexes anew"):
            found += suppressed(desk)
    return shapes.OversightShape(
        act=Act.SUPPRESSED,
        suspicions=[
            shapes.SuspicionShape(kind=each.kind, what=each.what, who=each.who, why=each.why) for each in sorted(found)
        ],
    )


def _use(desk: Desk, of_interest: Path | None, hours: int) -> shapes.OversightShape:
    from contrared.govern import now, record
    from contrared.govern.oversight import Limits, forced, odd_use, unreviewed

    named: list[str] = []
    if of_interest is not None:
        try:
            named = of_interest.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError) as exc:
            raise InputError(f"cannot be read ({exc})", where=str(of_interest), do="give a file of entity ids") from exc
    found = forced(record.entries(desk.node.ledger))
    found += odd_use(record.entries(desk.node.ledger), limits=Limits(hours_from_utc=hours), of_interest=named)
    return shapes.OversightShape(
        act=Act.USE,
        suspicions=[
            shapes.SuspicionShape(kind=each.kind, what=each.when, who=each.who, why=each.why, lines=list(each.lines))
            for each in found
        ]
        + [
            shapes.SuspicionShape(kind=each.kind, what=each.what, who=each.who, why=each.why)
            for each in unreviewed(desk.node.ledger, now())
        ],
    )


def _opened(line: shapes.OpenedShape) -> tuple[object, ...]:
    frame = [line.frame.get(key, "") for key in ("at", "user_id", "action")]
    return line.line, *frame, line.what or "", line.problem


def _tell(shape: Any) -> None:
    if shape.act == Act.LOOKS:
        rows = [(each.line, each.at, each.user, each.purpose, each.case, each.action) for each in shape.looks]
        output.table("looks", ("line", "at", "who", "why", "case", "act"), rows)
        return
    if shape.act == Act.ESCROW:
        output.say(f"{shape.size:,} entries, {shape.taken:,} new, {shape.erased:,} lines erased on record")
        for problem in shape.problems:
            output.say(problem)
        return
    if shape.act == Act.QUESTIONS:
        asked = [(each.ask, each.by, each.peer, each.purpose, each.case, *each.names[:1]) for each in shape.questions]
        output.table(f"drawn by {shape.dice}", ("question", "who", "partner", "why", "case", "about"), asked)
        for problem in shape.problems:
            output.say(problem)
        return
    if shape.act == Act.OPEN:
        columns = ("line", "at", "who", "act", "whom", "what is wrong")
        output.table(shape.order, columns, [_opened(each) for each in shape.opened])
        return
    odd = [(each.kind, each.what, each.who, each.why, " ".join(map(str, each.lines))) for each in shape.suspicions]
    output.table("wants an explanation", ("kind", "what", "who", "why", "lines"), odd)
    output.say("an explanation may be good; nothing here accuses anybody" if odd else "nothing wants an explanation")
