"""The command `whitelist`: clearing a party against an entry beforehand, and all that was ever cleared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import output, party, shapes
from contrared.cli.app import app
from contrared.cli.indexing import refreshed
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.govern import Desk
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.match.screening import Screen

Row = Mapping[str, Any]


class Act(StrEnum):
    """What `whitelist` does."""

    ADD = "add"
    LIST = "list"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


#: How each act is told, once it is done.
DONE = {
    Act.ADD: "cleared",
    Act.LIST: "in force or waiting",
    Act.CONFIRM: "confirmed",
    Act.REFUSE: "refused",
    Act.WITHDRAW: "withdrawn",
}


@app.command()
def whitelist(
    act: Annotated[Act, typer.Argument(help="add, list, confirm, refuse or withdraw.")],
    what: Annotated[
        str | None, typer.Argument(help="add: name of the party; confirm, refuse, withdraw: id of a clearance.")
    ] = None,
    entry: Annotated[str, typer.Option("--entry", help="add: entry of a list that the party is not.")] = "",
    subject: Annotated[
        str, typer.Option("--subject", help="add: a watched party (wat-…) or an encounter (enc-…), instead of a name.")
    ] = "",
    alias: party.Alias = None,
    schema: party.SchemaName = "",
    born: party.Born = "",
    country: party.Country = None,
    document: party.Document = None,
    imo: party.Imo = "",
    contact: party.Contact = None,
    wallet: party.Wallet = None,
    gender: party.Gender = "",
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="list: withdrawn and refused ones too.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Clear a party against an entry beforehand, while the facts of both stay as they are; list and undo clearances.

    Dismissing an alert makes such a clearance too. It holds for whoever has the same facts; when a fact changes, hits
    return with what changed.

    Example: contrared whitelist add "Nadia Faruk" --born 1990 --entry un-110408 --why "our own staff" --node my-node

    Example: contrared whitelist withdraw clr-0123456789ab --why "the photo is his" --node my-node
    """
    from contrared.match.question import Known
    from contrared.match.remembered import whitelist as clear
    from contrared.match.screening import opened

    known = Known(
        names=tuple(text for text in (what, *(alias or ())) if text),
        schema=schema,
        born=born,
        countries=tuple(country or ()),
        documents=tuple(document or ()),
        imo=imo,
        contacts=tuple(contact or ()),
        wallets=tuple(wallet or ()),
        gender=gender,
    )
    with output.desk_at(node, user, purpose, case) as desk:
        refreshed(desk)
        screen = opened(desk)
        raised = 0
        if act is Act.ADD:
            if (known == Known()) is not bool(subject):
                raise InputError("say who is cleared, in one way", do="give a name (or a number), or --subject ID")
            if not entry:
                raise InputError("say which entry the party is not", where="--entry", do="see `contrared screen`")
            queries = _queries_of(desk, subject) if subject else known.queries()
            made = clear(desk, screen, queries, entry, why)["id"]
            chosen = _told(desk, screen, lambda row: row["id"] == made)
        elif act is Act.LIST:
            chosen = _told(
                desk, screen, lambda row: (everything or not row["withdrawn_at"]) and what in (None, row["id"])
            )
        else:
            row = _clearance(desk, what)
            if act is Act.CONFIRM:
                desk.memory.confirm(row["alert_id"] or row["id"])
            elif act is Act.REFUSE:
                desk.memory.refuse(row["alert_id"] or row["id"], why)
            else:
                raised = len(desk.memory.withdraw(row["id"], why))
            chosen = _told(desk, screen, lambda each: each["id"] == row["id"])
        shape = shapes.ClearancesShape(clearances=chosen, alerts=raised)
    if json:
        output.emit(shape)
        return
    pending = act is Act.ADD and any(each.state == "pending" for each in shape.clearances)
    output.say(f"{len(shape.clearances):,} {'wait for a second person' if pending else DONE[act]}")
    _tell(shape.clearances)
    if raised:
        output.say(f"{raised:,} alerts were raised again; see `contrared alerts`")


def _queries_of(desk: Desk, subject_id: str) -> Sequence[Row]:
    """What is known of a party on record, as far as this person may know it."""
    for row in (*desk.memory.watched(), *desk.memory.encounters()):
        if row["id"] == subject_id and row["queries"]:
            found: Sequence[Row] = row["queries"]
            return found
    raise InputError(
        f"{subject_id!r} is neither watched nor met, or nothing is known that could be compared",
        where="--subject",
        do="see `contrared watch list` and `contrared encounters`",
    )


def _clearance(desk: Desk, identity: str | None) -> Row:
    for row in desk.memory.clearances_shown(desk.memory.clearances()):
        if identity and identity in (row["id"], row["alert_id"]):
            return row
    raise InputError(f"there is no clearance {identity or ''!r}", do="see `contrared whitelist list --all`")


def _told(desk: Desk, screen: Screen, wanted: Callable[[Row], bool]) -> list[shapes.ClearanceShape]:
    from contrared.match.remembered import standing

    return [_shape(row, changed) for row, changed in standing(desk, screen) if wanted(row)]


def _shape(row: Row, changed: tuple[str, ...] | None) -> shapes.ClearanceShape:
    states = ("withdrawn", "in force") if row["confirmed_by"] else ("refused", "pending")
    text = {key: row[key] or "" for key in ("confirmed_by", "withdrawn_by", "withdrawn_at", "withdrawn_why")}
    return shapes.ClearanceShape(
        id=row["id"],
        state=states[0] if row["withdrawn_at"] else states[1],
        label=row["label"],
        query=[{"schema": query["schema"], "properties": query["properties"]} for query in row["queries"]],
        entity_id=row["entity_id"],
        listed_name=next(iter(row["facts"].get("name", ())), row["entity_id"]),
        listed=changed is not None,
        changed=list(changed or ()),
        alert=row["alert_id"] or "",
        by=row["by"],
        at=row["at"],
        why=row["why"],
        **text,
    )


def _tell(found: Sequence[shapes.ClearanceShape]) -> None:
    if not found:
        return
    rows = [
        (
            each.id,
            each.label,
            f"{each.listed_name} ({each.entity_id})",
            f"{each.why} ({each.by}, {each.at})",
            each.confirmed_by,
            each.state + (f" by {each.withdrawn_by}: {each.withdrawn_why}" if each.withdrawn_by else ""),
            "; ".join(each.changed) if each.listed else "no longer listed",
        )
        for each in found
    ]
    columns = ["clearance", "party", "is not", "why", "confirmed by", "state", "entry changed since"]
    output.table("Clearances", columns, rows)
