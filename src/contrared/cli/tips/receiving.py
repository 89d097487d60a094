"""The command `tip new`: what came is archived, its facts become a source of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.entering import HandlingOf, Releasable, given
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.tips.group import tip, tip_shape


@tip.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def new(
    context: typer.Context,
    schema: Annotated[str, typer.Argument(help="Schema of what it says, such as Person or UnknownLink.")],
    channel: Annotated[str, typer.Option("--channel", help="How it came: telephone, letter, web form …")],
    text: Annotated[str, typer.Option("--text", help="What was told, in its own words.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="What came, as it came; kept byte for byte.")] = None,
    about: Annotated[
        list[str] | None, typer.Option("--about", help="Entity held before that it speaks of; may be repeated.")
    ] = None,
    sender: Annotated[
        str, typer.Option("--sender", help="Who gave it; anonymous if absent. Shown to few, and exported to nobody.")
    ] = "",
    received: Annotated[str, typer.Option("--received", help="Date on which it came; today if absent.")] = "",
    handling: HandlingOf = "TLP:AMBER",
    releasable_to: Releasable = None,
    note: Annotated[str, typer.Option("--note", help="What tells it from another that says the same.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Take a tip; each further option is a property of the schema, such as --name or --birth-date.

    It is graded F6, whatever is asked. Alone it carries no judgement, is merged with nobody and raises no alert.

    Example: contrared tip new Person --name "Ana Ríos" --channel "web form" --text "Ana Ríos moves gold by boat"
    """
    from contrared.cli.alerting import rescreened
    from contrared.collect.entering import Named, schema_of
    from contrared.collect.entering.goods import with_commodities
    from contrared.collect.entering.receiving import Received, receive
    from contrared.model import Handling

    with output.desk_at(node, user, purpose, case) as desk:
        came = Received(
            channel=channel,
            handling=Handling.parse(handling, releasable_to=tuple(releasable_to or ())),
            text=text,
            file=file,
            sender=sender,
            received=received,
            about=tuple(about or ()),
            note=note,
        )
        entities = with_commodities([Named(schema_of(schema).name, tuple(given(context.args)))])
        made, kept = receive(desk, came, entities)
        rescreened(desk, kept.before, kept.version)
    if json:
        output.emit(shapes.TipsShape(tips=[tip_shape(made)]))
        return
    output.say(f"{made.id}: graded {made.grade}, {'from somebody named' if made.named else 'anonymous'}")
    for each in kept.entry.entities:
        for prop, value in each.values:
            output.say(f"  {each.schema} {prop}: {value}")
    output.say(f"entity {kept.entry.entities[-1].id}, source {made.source_id} in {made.dataset}")
    output.say("corroborate it with `contrared tip corroborate`, or find it false with `contrared tip refute`")
