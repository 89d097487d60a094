"""Commands on those the node keeps an eye on: watch, encounter, encounters, alerts."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from contrared.api.shapes import document_query
from contrared.cli import output, shapes
from contrared.cli.alerting import alert_shapes, tell_alerts
from contrared.cli.app import app
from contrared.cli.indexing import refreshed
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.partners import asked_partners
from contrared.govern import Desk
from contrared.model import InputError

Texts = list[str] | None


class Act(StrEnum):
    """What `watch` does."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"


@app.command()
def watch(
    act: Annotated[Act, typer.Argument(help="add, list or remove.")],
    what: Annotated[
        list[str] | None, typer.Argument(help="add: a CSV file; list: a watchlist; remove: ids or a watchlist.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="add: name of the watchlist; the file's name if absent.")] = "",
    column: Annotated[Texts, typer.Option("--column", help="add: what a column says, e.g. name=Cliente.")] = None,
    why: Annotated[str, typer.Option("--why", help="remove: reason, kept on record.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Keep an eye on parties: screened now, and again whenever a list changes.

    Example: contrared watch add customers.csv --node my-node
    """
    with output.desk_at(node, user, purpose, case) as desk:
        alerts: list[dict[str, Any]] = []
        if act is Act.ADD:
            rows, alerts = _add(desk, what or [], name, column or [])
        elif act is Act.REMOVE:
            rows = _remove(desk, what or [], why)
        else:
            rows = [row for row in desk.memory.watched() if not what or row["list"] in what]
        shape = shapes.WatchShape(
            watched=[
                shapes.WatchedShape(
                    id=row["id"],
                    list=row["list"],
                    label=row["label"],
                    by=row["by"],
                    at=row["at"],
                    removal_pending=bool(row.get("removed_at")),
                )
                for row in rows
            ],
            alerts=alert_shapes(desk, alerts),
        )
    if json:
        output.emit(shape)
        return
    verb = {Act.ADD: "put under watch", Act.REMOVE: "taken off", Act.LIST: "watched"}[act]
    output.say(f"{len(shape.watched):,} parties {verb}")
    if act is Act.LIST:
        table = [
            (w.id, w.list, w.label, w.by, w.at + (" (removal pending)" if w.removal_pending else ""))
            for w in shape.watched
        ]
        output.table("Watched", ["id", "list", "party", "by", "since"], table)
    tell_alerts(shape.alerts)


@app.command()
def encounter(
    act: Annotated[str, typer.Argument(help="record.")],
    name: Annotated[str | None, typer.Argument(help="Name of the person, where one is known.")] = None,
    place: Annotated[str, typer.Option("--place", help="Where.")] = "",
    country: Annotated[str, typer.Option("--country", help="Country of the place.")] = "",
    at: Annotated[
        str | None, typer.Option("--at", help="When, with its offset: 2026-11-26T08:15-05:00; now if absent.")
    ] = None,
    alias: Annotated[Texts, typer.Option("--alias", help="A further name; may be given several times.")] = None,
    born: Annotated[str, typer.Option("--born", help="Birth date: YYYY, YYYY-MM or YYYY-MM-DD.")] = "",
    nationality: Annotated[Texts, typer.Option("--nationality", help="May be given several times.")] = None,
    document: Annotated[Texts, typer.Option("--document", help="Number of a passport or identity card.")] = None,
    gender: Annotated[str, typer.Option("--gender", help="male or female.")] = "",
    mrz: Annotated[bool, typer.Option("--mrz", help="Read the machine-readable zone from standard input.")] = False,
    reference: Annotated[
        Texts, typer.Option("--reference", help="Where a photo or template is kept: photo=WHERE, fingerprint=WHERE …")
    ] = None,
    with_: Annotated[Texts, typer.Option("--with", help="Encounter of somebody who travelled along.")] = None,
    route: Annotated[str, typer.Option("--route", help="Whence and whither.")] = "",
    note: Annotated[str, typer.Option("--note", help="Free text.")] = "",
    handling: Annotated[str, typer.Option("--handling", help="Handling banner.")] = "TLP:AMBER",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Record whom the node met and screen the person at once; a traveller without documents can be recorded too.

    Example: contrared encounter record "Ana Lopez" --born 1990 --place "Puerto Obaldía" --country pa --node my-node
    """
    from contrared.match.encounter import Met, record
    from contrared.match.question import Known
    from contrared.match.sought import met as contacts_of
    from contrared.match.watching import cleared, look

    if act != "record":
        raise InputError(f"{act!r} is nothing `encounter` does", do="write `contrared encounter record …`")
    with output.desk_at(node, user, purpose, case) as desk:
        queries: list[dict[str, Any]] = document_query(sys.stdin.read())[0] if mrz else []
        if name or document or alias:
            known = Known(
                names=tuple(text for text in (name, *(alias or ())) if text),
                schema="Person",
                born=born,
                countries=tuple(nationality or ()),
                documents=tuple(document or ()),
                gender=gender,
            )
            queries += known.queries()
        met = Met(
            queries=queries,
            at=at or datetime.now(UTC).isoformat(timespec="minutes"),
            place=place,
            country=country,
            references=reference or (),
            companions=with_ or (),
            note=note,
            handling=handling,
            route=route,
        )
        subject = record(desk, met)
        # Partners first: the one that watches for the person hears sooner than this node has looked at its own lists.
        partners = asked_partners(desk, subject.id)
        raised = []
        if subject.queries:
            refreshed(desk)
            raised = look(desk, [subject])
        shape = shapes.EncounterShape(
            encounter=_encounter(next(r for r in desk.memory.encounters() if r["id"] == subject.id)),
            alerts=alert_shapes(desk, raised),
            partners=partners,
            cleared={entity_id: why for (_, entity_id), why in cleared(desk, [subject.id]).items()},
            contact=contacts_of(desk, subject),
        )
    if json:
        output.emit(shape)
        return
    output.say(f"{shape.encounter.id}: {shape.encounter.label}, {shape.encounter.place}, {shape.encounter.at}")
    tell_alerts(shape.alerts)
    for entity_id, reason in shape.cleared.items():
        output.say(f"candidate {entity_id} was cleared before for the same facts: {reason}")
    for asked in shape.partners:
        told = f"; opened beforehand: {' '.join(asked.opened)}" if asked.opened else ""
        told += f"; decide with `contrared open`: {' '.join(asked.left)}" if asked.left else ""
        output.say(f"{asked.partner} ({asked.category}): {asked.state.replace('_', ' ')}{told}")
    for contact in shape.contact:
        output.say(f"contact {contact}")
    if not shape.alerts and not shape.cleared:
        output.say(
            "no candidate on any list" if subject.queries else "recorded; nothing that a list could be asked for"
        )


@app.command()
def encounters(
    person: Annotated[str | None, typer.Option("--person", help="Name or document: follow this person.")] = None,
    born: Annotated[str, typer.Option("--born", help="With --person: birth date.")] = "",
    reference: Annotated[
        str | None,
        typer.Option("--reference", help="Find by a reference, photo=WHERE; a file by its content."),
    ] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List encounters, or follow one person across them.

    Example: contrared encounters --person "Ana Lopez" --born 1990 --node my-node
    """
    from contrared.match.encounter import by_reference, followed
    from contrared.match.question import Known

    with output.desk_at(node, user, purpose, case) as desk:
        if person:
            documents = (person,) if any(character.isdigit() for character in person) else ()
            known = Known(names=() if documents else (person,), schema="Person", born=born, documents=documents)
            found = [_encounter(row, candidate.score) for row, candidate in followed(desk, known.queries())]
        elif reference:
            found = [_encounter(row) for row in by_reference(desk, reference)]
        else:
            found = [_encounter(row) for row in desk.memory.encounters()]
        desk.record("encounters", {"found": len(found), "person": person is not None})
    if json:
        output.emit(shapes.EncountersShape(encounters=found))
        return
    output.table(
        "Encounters",
        ["id", "when", "where", "person", "score", "with"],
        [
            (
                e.id,
                e.at,
                f"{e.place} ({e.country})",
                e.label,
                "" if e.score is None else f"{e.score:.3f}",
                " ".join(e.companions),
            )
            for e in found
        ],
    )


def _add(
    desk: Desk, what: Sequence[str], name: str, column: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from contrared.cli.batching import column_mapping
    from contrared.match.columns import known_rows, read_columns
    from contrared.match.subjects import Subject, label_of
    from contrared.match.watching import look

    if len(what) != 1:
        raise InputError("say which table to watch", do="contrared watch add customers.csv")
    path = Path(what[0])
    columns = read_columns(path, column_mapping(column))
    parties = []
    for line, known in known_rows(path, columns):
        try:
            queries = known.queries()
        except InputError as exc:
            raise InputError(exc.what, where=f"{path}, line {line}", do=exc.do) from exc
        parties.append((label_of(queries), queries))
    refreshed(desk)
    rows = desk.memory.watch(name or path.stem, parties)
    fresh = [Subject(row["id"], "watched", row["label"], tuple(row["queries"]), row["list"]) for row in rows]
    with output.progress("screening"):
        return rows, look(desk, fresh)


def _remove(desk: Desk, what: Sequence[str], why: str) -> list[dict[str, Any]]:
    rows = [row for row in desk.memory.watched() if row["id"] in what or row["list"] in what]
    if not rows or not what:
        raise InputError("nobody of that id or list is watched", do="see `contrared watch list`")
    desk.memory.unwatch([row["id"] for row in rows], why)
    left = {row["id"] for row in desk.memory.watched()}
    return [{**row, "removed_at": "pending" if row["id"] in left else ""} for row in rows]


def _encounter(row: Mapping[str, Any], score: float | None = None) -> shapes.MetShape:
    return shapes.MetShape(
        id=row["id"],
        at=row["at"],
        place=row["place"],
        country=row["country"],
        label=row["label"],
        query=[dict(query) for query in row["queries"]],
        references=[f"{held['kind']}={held['ref']}" for held in row["references"]],
        companions=row["companions"],
        note=row["note"],
        route=row["route"],
        handling=row["handling"],
        by=row["by"],
        score=score,
    )
