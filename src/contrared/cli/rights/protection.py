"""The commands `protection …`: finding the missing and the trafficked, for authorities for victims only."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contrared.cli import output, party, shapes
from contrared.cli.app import Commands, app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern.rights.channel import Sought

protection = typer.Typer(
    name="protection",
    cls=Commands,
    help="The protection channel: the missing and trafficked, looked for apart from all screening, told by name only.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(protection)


@protection.command()
def find(
    kind: Annotated[Sought, typer.Argument(help="missing or trafficked.")],
    name: Annotated[str, typer.Argument(help="Name of the person.")],
    contact: Annotated[str, typer.Option("--contact", help="Whom an officer who meets the person is told to call.")],
    legal_basis: Annotated[str, typer.Option("--legal-basis", help="Law, report or order.")],
    country: Annotated[str, typer.Option("--country", help="Country of the authority, two letters.")],
    alias: party.Alias = None,
    born: party.Born = "",
    nationality: Annotated[list[str] | None, typer.Option("--nationality", help="May be given several times.")] = None,
    document: party.Document = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Look for somebody: against every encounter on record now, and every one to come.

    Example: contrared protection find missing "Killa Huanca" --born 2009 --contact "victims desk 155"
        --country pe --legal-basis "Ley 28950"
    """
    from contrared.govern.rights.channel import Channel
    from contrared.match.question import Known
    from contrared.match.sought import looked_for

    known = Known(
        names=tuple(text for text in (name, *(alias or ())) if text.strip()),
        schema="Person",
        born=born,
        countries=tuple(nationality or ()),
        documents=tuple(document or ()),
    )
    with output.desk_at(node, user, purpose, case) as desk:
        row = Channel(desk).seek(kind, name, known.queries(), contact=contact, country=country, legal_basis=legal_basis)
        looked_for(desk, row)
        rows = [item for item in Channel(desk).all() if item["id"] == row["id"]]
    _tell([_shape(item) for item in rows], json=json)


@protection.command(name="list")
def listed(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List whom your own authority looks for, and sightings; where, once somebody released it.

    Example: contrared protection list --user victims-desk
    """
    from contrared.govern.rights.channel import Channel

    with output.desk_at(node, user, purpose, case) as desk:
        rows = [_shape(item) for item in Channel(desk).all()]
    _tell(rows, json=json)


@protection.command()
def waiting(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """List sightings that wait for a release: which authority asks, and which encounter it would be told.

    Example: contrared protection waiting --user supervisor
    """
    from contrared.govern.rights.channel import Channel

    with output.desk_at(node, user, purpose, case) as desk:
        rows = [shapes.WaitingSightingShape(**row) for row in Channel(desk).waiting()]
    if json:
        output.emit(shapes.WaitingSightingsShape(sightings=rows))
        return
    table = [(r.id, r.encounter_id, r.authority, r.country, r.at) for r in rows]
    output.table("Waiting for a release", ["sighting", "encounter", "authority", "country", "since"], table)


@protection.command()
def release(
    sighting: Annotated[str, typer.Argument(help="Id of the sighting.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    own_country: Annotated[str, typer.Option("--own-country", help="Country of this node, two letters.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Tell an authority where somebody was seen; never towards the country an asylum seeker fled.

    Example: contrared protection release see-15c7b21ebf78 --why "request 9/2026" --user supervisor
    """
    from contrared.govern.rights.channel import Channel

    with output.desk_at(node, user, purpose, case) as desk:
        told = Channel(desk).release(sighting, why, own_country)
    shape = shapes.ReleasedSightingShape(
        sighting=sighting, authority=told["authority"], encounter=told["id"], at=told["at"], place=told["place"]
    )
    if json:
        output.emit(shape)
    else:
        output.say(f"{shape.authority} is told: {shape.encounter}, {shape.place}, {shape.at}")


@protection.command()
def end(
    sought: Annotated[str, typer.Argument(help="Id of the person looked for.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record: found, or no longer looked for.")],
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Take somebody out of the register.

    Example: contrared protection end sgt-15c7b21ebf78 --why "found, with her family" --user victims-desk
    """
    from contrared.govern.rights.channel import Channel

    with output.desk_at(node, user, purpose, case) as desk:
        channel = Channel(desk)
        channel.end(sought, why)
        rows = [_shape(item) for item in channel.all() if item["id"] == sought]
    _tell(rows, json=json)


def _shape(row: dict[str, Any]) -> shapes.SoughtShape:
    return shapes.SoughtShape(
        **{key: row[key] for key in ("id", "kind", "label", "authority", "contact", "at")},
        ended_at=row["ended_at"] or "",
        sightings=[
            shapes.SightingShape(
                **{key: seen[key] for key in ("id", "at", "released_by", "released_why")},
                place=seen["encounter"].get("place", ""),
                met_at=seen["encounter"].get("at", ""),
            )
            for seen in row["sightings"]
        ],
    )


def _tell(rows: list[shapes.SoughtShape], *, json: bool) -> None:
    if json:
        output.emit(shapes.SoughtListShape(sought=rows))
        return
    output.table(
        "Looked for",
        ["id", "kind", "who", "since", "state"],
        [(r.id, r.kind, r.label, r.at, "ended" if r.ended_at else f"{len(r.sightings)} sightings") for r in rows],
    )
    for row in rows:
        for seen in row.sightings:
            told = f"{seen.place}, {seen.met_at}" if seen.place else "where is told once somebody releases it"
            output.say(f"  {row.id}: {seen.id}: {told}")
