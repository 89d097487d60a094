"""The commands `case …`: what people work on, who does what in it, and who else works on the same party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, Json, NodeDir, User

if TYPE_CHECKING:
    from contrared.govern import Desk
    from contrared.govern.casework import Casebook, Casework

case = typer.Typer(
    name="case",
    cls=Commands,
    help="Cases: subjects, tasks, notes, competing explanations, and who else works on the same party.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(case)
Id = Annotated[str, typer.Argument(help="Id of the case.")]
Why = Annotated[str, typer.Option("--why", help="Reason, kept on record.")]


@case.command()
def new(
    case_id: Id,
    title: Annotated[str, typer.Option("--title", help="What it is about.")],
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law it is worked on under.")],
    contact: Annotated[str, typer.Option("--contact", help="Whom others call: name and telephone.")],
    lead: Annotated[str, typer.Option("--lead", help="User who leads it; you unless given.")] = "",
    openness: Annotated[
        str, typer.Option("--openness", help="What others on the same party are told: full, contact or sealed.")
    ] = "contact",
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Open a case; whoever leads it, opened it or is made a member sees it, to others it does not exist.

    Example: contrared case new darien-26 --title "Route" --legal-basis "CPP 205" --contact "Ruiz, 555" --node my-node
    """
    with at(node, user, case_id) as (_, work):
        made = work.new(case_id, title=title, legal_basis=legal_basis, contact=contact, lead=lead, openness=openness)
    _say(made, f"{case_id} is open", json=json)


@case.command(name="list")
def listed(
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """List the cases you work on, or may see.

    Example: contrared case list --node my-node
    """
    with at(node, user, None) as (_, work):
        rows = [case_shape(one) for one in work.all() if everything or one.open]
    if json:
        output.emit(shapes.CasesShape(cases=rows))
        return
    cells = [(r.id, r.title, r.lead, len(r.subjects), sum(not t.done_at for t in r.tasks), r.state) for r in rows]
    output.table("Cases", ["id", "title", "lead", "subjects", "open tasks", "state"], cells)


@case.command(name="open")
def opened(case_id: Id, node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Show a case whole: subjects, tasks, notes, explanations, findings kept for it.

    Example: contrared case open darien-26 --node my-node
    """
    with at(node, user, case_id) as (desk, work):
        shape = case_shape(work.one(case_id))
        findings = [row["id"] for row in desk.findings(case_id)]
        desk.record("case", {"case": case_id})
    shape = shape.model_copy(update={"findings": findings})
    if json:
        output.emit(shape)
        return
    output.say(f"{shape.id}: {shape.title}")
    output.say(f"lead {shape.lead}, call {shape.contact}; {shape.legal_basis}; others are told: {shape.openness}")
    output.say("members: " + ", ".join(shape.members))
    output.table("Subjects", ["entity", "why", "by", "since"], [(s.entity, s.why, s.by, s.at) for s in shape.subjects])
    tasks = [(t.number, t.text, t.whom, t.due, f"{t.done_by} {t.done_at}".strip()) for t in shape.tasks]
    output.table("Tasks", ["no.", "what", "for", "due", "done"], tasks)
    output.table("Hypotheses", ["id", "says", "by"], [(h.id, h.text, h.by) for h in shape.hypotheses])
    output.table("Notes", ["at", "by", "says"], [(n.at, n.by, n.text) for n in shape.notes])
    if shape.findings:
        output.say("findings kept: " + ", ".join(shape.findings))


@case.command()
def log(case_id: Id, node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Say who did what in a case, in the order of time, reads among it.

    Example: contrared case log darien-26 --node my-node
    """
    with at(node, user, case_id) as (_, work):
        rows = [shapes.CaseActShape(**row) for row in work.log(case_id)]
    if json:
        output.emit(shapes.CaseLogShape(acts=rows))
        return
    output.table("Who did what", ["at", "who", "act", "about"], [(r.at, r.by, r.act, r.about) for r in rows])


@case.command()
def note(
    case_id: Id,
    text: Annotated[str, typer.Argument(help="The note.")],
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Add a note; it is never changed, a correction is another note.

    Example: contrared case note darien-26 "The boat is called Marisol" --node my-node
    """
    with at(node, user, case_id) as (_, work):
        work.note(case_id, text)
        made = work.one(case_id)
    _say(made, "noted", json=json)


@case.command()
def task(
    case_id: Id,
    text: Annotated[str, typer.Argument(help="What is to be done; with --done nothing.")] = "",
    due: Annotated[str, typer.Option("--due", help="Last day, e.g. 2026-12-31.")] = "",
    whom: Annotated[str, typer.Option("--for", help="Who does it; you unless given.")] = "",
    done: Annotated[int, typer.Option("--done", help="Number of a task that is done.")] = 0,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Set a task, or say that one is done.

    Example: contrared case task darien-26 "ask the port for its list" --due 2026-12-31 --node my-node
    """
    with at(node, user, case_id) as (_, work):
        if done:
            work.done(case_id, done)
        number = done or work.task(case_id, text, whom=whom, due=due)
        made = work.one(case_id)
    _say(made, f"task {number} is done" if done else f"task {number} is set", json=json)


@case.command()
def member(
    case_id: Id,
    who: Annotated[str, typer.Argument(help="The user.")],
    leaves: Annotated[bool, typer.Option("--leaves", help="They work on it no longer.")] = False,
    leads: Annotated[bool, typer.Option("--leads", help="They lead it from now on.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Let somebody work on a case, lead it, or leave it.

    Example: contrared case member darien-26 ana --node my-node
    """
    with at(node, user, case_id) as (_, work):
        before = work.one(case_id)
        if leads:
            work.hand(case_id, who)
        else:
            work.member(case_id, who, leaves=leaves)
        made = next((one for one in work.all() if one.id == case_id), before)
    if leads:
        _say(made, f"{who} leads {case_id}", json=json)
    else:
        _say(made, f"{who} has left {case_id}" if leaves else f"{who} works on {case_id}", json=json)


@case.command()
def subject(
    case_id: Id,
    entity: Annotated[str, typer.Argument(help="Id of a party, e.g. ofac-4711.")],
    why: Why,
    remove: Annotated[bool, typer.Option("--remove", help="Take it out of the case.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Put a party under a case, or take it out; whoever else works on it is told, as far as each case lets others know.

    Example: contrared case subject darien-26 ofac-4711 --why "owns the boat" --node my-node
    """
    told: list[dict[str, Any]] = []
    with at(node, user, case_id) as (_, work):
        if remove:
            work.unsubject(case_id, entity, why)
        else:
            told = work.subject(case_id, entity, why)
        made = work.one(case_id)
    _say(made, f"{entity} is out of {case_id}" if remove else f"{entity} is under {case_id}", json=json)
    for row in () if json else told:
        output.say(f"somebody else works on {row['entity_id']}: {_told(row['told'])}")


@case.command()
def conflicts(
    seen: Annotated[str, typer.Option("--seen", help="Id of a notice that you have seen.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """List who else works on parties of your cases, as far as they let others know, and partners that ask about them.

    Example: contrared case conflicts --node my-node
    """
    with at(node, user, None) as (desk, work):
        if seen:
            work.seen(seen)
        rows = [shapes.ConflictShape(**row) for row in work.conflicts()]
        desk.record("case", {"conflicts": len(rows)})
    if json:
        output.emit(shapes.ConflictsShape(conflicts=rows))
        return
    cells = [(r.id, r.case, r.entity, r.level, _told(r.told), r.at, r.seen) for r in rows]
    output.table("Others on the same party", ["id", "case", "entity", "level", "told", "since", "seen"], cells)


@case.command()
def close(case_id: Id, why: Why, node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Close a case; what was done in it stays.

    Example: contrared case close darien-26 --why "handed to the prosecutor" --node my-node
    """
    with at(node, user, case_id) as (_, work):
        work.close(case_id, why)
        made = work.one(case_id)
    _say(made, f"{case_id} is closed", json=json)


@case.command()
def reopen(case_id: Id, why: Why, node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Open a closed case again.

    Example: contrared case reopen darien-26 --why "new witness" --node my-node
    """
    with at(node, user, case_id) as (_, work):
        work.reopen(case_id, why)
        made = work.one(case_id)
    _say(made, f"{case_id} is open", json=json)


@contextmanager
def at(node: Path, user: str | None, case_id: str | None) -> Iterator[tuple[Desk, Casework]]:
    """A desk for a case, and the cases at it."""
    from contrared.govern.casework import Casework

    with output.desk_at(node, user, "casework", case_id) as desk:
        yield desk, Casework(desk)


def _say(made: Casebook, line: str, *, json: bool) -> None:
    if json:
        output.emit(case_shape(made))
    else:
        output.say(line)


def _told(told: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in told.items())


def case_shape(made: Casebook) -> shapes.CaseShape:
    """A case in its documented shape."""
    return shapes.CaseShape(
        id=made.id,
        title=made.title,
        legal_basis=made.legal_basis,
        lead=made.lead,
        contact=made.contact,
        openness=made.openness,
        state="open" if made.open else "closed",
        opened_at=made.opened_at,
        closed_at=made.closed_at,
        members=sorted(made.members),
        subjects=[shapes.CaseSubjectShape(entity=s.entity_id, why=s.why, by=s.by, at=s.at) for s in made.subjects],
        tasks=[
            shapes.CaseTaskShape(
                number=t.number, text=t.text, whom=t.whom, due=t.due, done_by=t.done_by, done_at=t.done_at
            )
            for t in made.tasks
        ],
        hypotheses=[shapes.HypothesisShape(id=h.id, text=h.text, by=h.by, at=h.at) for h in made.hypotheses],
        notes=[shapes.CaseNoteShape(text=n.body["text"], by=n.by, at=n.at) for n in made.notes],
        findings=[],
    )
