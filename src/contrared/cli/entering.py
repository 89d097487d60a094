"""The command `enter`: a fact by hand, in one line or by a form at the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.alerting import rescreened, tell_alerts
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, LegalBasis, NodeDir, Purpose, User
from contrared.model import EvidentialStatus, Grade, Handling, InputError

if TYPE_CHECKING:
    from contrared.collect.entering import Said
    from contrared.govern import Desk

Source = Annotated[str, typer.Option("--source", help="What it is taken from: a report, an interview, a ledger.")]
Locator = Annotated[str, typer.Option("--locator", help="Where in it, such as 'p. 3'.")]
GradeOf = Annotated[str, typer.Option("--grade", help="Admiralty grade, such as B2; the two halves are independent.")]
HandlingOf = Annotated[str, typer.Option("--handling", help="E.g. 'TLP:AMBER // H1'.")]
Releasable = Annotated[
    list[str] | None, typer.Option("--releasable-to", help="Country or agency; may be given several times.")
]
AsOf = Annotated[str, typer.Option("--as-of", help="Date the source speaks for; today if absent.")]
Note = Annotated[str, typer.Option("--note", help="What whoever reads it must know; kept with the entry.")]
#: What an entry is refused without, and how it is asked for at a terminal.
ASKED = {
    "source": "taken from (a report, an interview …)",
    "locator": "where in it (p. 3, 00:12:40 …)",
    "grade": "grade (reliability A-F, credibility 1-6, such as B2)",
}


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def enter(
    context: typer.Context,
    schema: Annotated[str, typer.Argument(help="Schema, such as Person or Ownership; asked for if absent.")] = "",
    source: Source = "",
    locator: Locator = "",
    grade: GradeOf = "",
    handling: HandlingOf = "TLP:AMBER",
    releasable_to: Releasable = None,
    as_of: AsOf = "",
    status: Annotated[str, typer.Option("--status", help="public, evidence or intelligence.")] = "intelligence",
    legal_basis: LegalBasis = "",
    obtained_from: Annotated[str, typer.Option("--obtained-from", help="From whom it came.")] = "",
    note: Note = "",
    same_as: Annotated[
        str, typer.Option("--same-as", help="Entity held before that it is about; kept as your judgement, with --why.")
    ] = "",
    why: Annotated[str, typer.Option("--why", help="With --same-as: why it is the same; kept on record.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Enter a fact by hand; each further option is a property of the schema, such as --name or --birth-date.

    It is checked as a loaded row is, becomes a source with its bytes in the archive, and is screened against everybody
    watched. At a terminal, what is missing is asked for. A false entry is put right with `correct make`.

    Example: contrared enter Person --name "Ana Ríos" --birth-date 1971-03 --source "Interview 12/2026" --locator "p. 3"
        --grade B2

    Example: contrared enter Ownership --owner ent-0123456789abcdef --asset ofac-4711 --source "Deed 7" --locator "p. 1"
        --grade A1
    """
    from contrared.collect.entering import Entry, Named, enter_by_hand, schema_of
    from contrared.collect.entering.goods import with_commodities

    with output.desk_at(node, user, purpose, case) as desk:
        values = given(context.args)
        schema = schema or asked("schema (Person, Company, Ownership, Seizure …)", "SCHEMA")
        if not values:
            values = form(schema)
        found = {"source": source, "locator": locator, "grade": grade}
        for key, question in ASKED.items():
            found[key] = found[key] or asked(question, f"--{key}")
        entities = with_commodities([Named(schema_of(schema).name, tuple(values))])
        said = said_by(
            desk,
            found,
            handling=handling,
            releasable_to=tuple(releasable_to or ()),
            as_of=as_of,
            status=status,
            legal_basis=legal_basis,
            obtained_from=obtained_from,
            note=note,
        )
        if said.status is EvidentialStatus.TIP:
            raise InputError(
                "a tip is not entered as a fact",
                where="--status",
                do="use `contrared tip new`",
            )
        if same_as:
            _held(desk, same_as, why)
        kept = enter_by_hand(desk, Entry(said, tuple(entities)))
        made = kept.entry.entities[-1].id
        judged = _judged(desk, made, same_as, why) if same_as else ""
        alerts = rescreened(desk, kept.before, kept.version)
    shape = shapes.EnteredShape(
        entry=kept.entry.id,
        entities=[each.id for each in kept.entry.entities],
        source_id=kept.source.id,
        dataset=kept.version.dataset,
        version=kept.version.version,
        judgement=judged,
        alerts=alerts,
    )
    if json:
        output.emit(shape)
        return
    output.say(f"{made}: {kept.entry.entities[-1].schema}, grade {said.grade}, {said.handling.banner}")
    for each in kept.entry.entities:
        for prop, value in each.values:
            output.say(f"  {each.schema} {prop}: {value}")
    output.say(f"source {shape.source_id} in {shape.dataset}; put right with `contrared correct make {made} …`")
    if judged:
        output.say(f"{judged}: the same as {same_as}; takes effect with the next `contrared resolve`")
    tell_alerts(alerts)


def given(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """Properties and values among the arguments that are no option of the command: ``--birth-date 1971``.

    Raises:
        InputError: an option has no value, or a value no option.
    """
    found = []
    rest = list(arguments)
    while rest:
        name = rest.pop(0)
        prop, equals, value = name.removeprefix("--").partition("=")
        if not re.fullmatch(r"--[A-Za-z][\w-]*(=.*)?", name, re.DOTALL):
            raise InputError(f"{name!r} is not the name of a property", do='write --property "value"')
        if not equals:
            if not rest:
                raise InputError(f"--{prop} has no value", do='write --property "value"')
            value = rest.pop(0)
        found.append((prop, value))
    return found


def form(name: str) -> list[tuple[str, str]]:
    """Ask for the values of an entity at the terminal: what its schema is known by first, then anything else."""
    from contrared.collect.entering import schema_of

    schema = schema_of(name)
    first = [*(end for end in (schema.edge_source, schema.edge_target) if end), *schema.featured]
    values = []
    for prop in dict.fromkeys(first):
        if value := asked(f"{prop} (empty: not known)", f"--{prop}", empty=True):
            values.append((prop, value))
    while more := asked("another property, as in alias=El Uno (empty: no more)", "--property", empty=True):
        prop, equals, value = more.partition("=")
        if equals and value.strip():
            values.append((prop.strip(), value.strip()))
        else:
            output.say("write it as property=value")
    return values


def asked(question: str, option: str, *, empty: bool = False) -> str:
    """Ask at the terminal for what the command line did not say.

    Raises:
        InputError: there is no terminal, or it was closed.
    """
    if not sys.stdin.isatty():
        raise InputError(f"{option} is missing", do="give it, or run the command at a terminal, which asks for it")
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError as exc:
            raise InputError(f"{option} is missing; nothing was entered", do="run it again") from exc
        if answer or empty:
            return answer


def said_by(
    desk: Desk,
    found: dict[str, str],
    *,
    handling: str,
    as_of: str,
    status: str,
    releasable_to: tuple[str, ...] = (),
    legal_basis: str = "",
    obtained_from: str = "",
    note: str = "",
) -> Said:
    """Where an entry has it from and how it is held, checked as the options of a load are.

    Raises:
        InputError: a grade, date, status or country is none.
    """
    from contrared.collect import LoadOptions
    from contrared.collect.entering import Said
    from contrared.govern import now

    at = now()
    LoadOptions(as_of=as_of, evidential_status=status, releasable_to=releasable_to).check()
    return Said(
        by=desk.person.id,
        at=at,
        source=found["source"],
        locator=found["locator"],
        grade=Grade.parse(found["grade"]),
        handling=Handling.parse(handling, releasable_to=releasable_to),
        as_of=as_of or at[:10],
        status=EvidentialStatus(status),
        legal_basis=legal_basis,
        obtained_from=obtained_from,
        note=note,
    )


def _held(desk: Desk, entity: str, why: str) -> None:
    if not why.strip():
        raise InputError("a judgement needs a reason", where="--why", do="say why it is the same")
    if not desk.statements(versions=desk.versions(), entity_ids=[entity]).num_rows:
        raise InputError(f"the node holds nothing about {entity!r}", where="--same-as", do="see `contrared show`")


def _judged(desk: Desk, made: str, entity: str, why: str) -> str:
    from contrared.case.identity import record_judgement
    from contrared.resolve import Verdict

    return record_judgement(desk, made, entity, Verdict.SAME, why).id
