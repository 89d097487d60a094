"""Commands on the node itself: init, check, protect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, Unencrypted, Unprotected, User
from contrared.model import InputError, Protection


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make; must be new or empty.")],
    name: Annotated[str | None, typer.Option("--name", help="Name people know the node by.")] = None,
    unencrypted: Unencrypted = "",
    sealed: Annotated[
        bool, typer.Option("--passphrase", help="Seal the keys under a passphrase; asked for, or from a file.")
    ] = False,
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger",
            help="URL of a PostgreSQL database for the ledger; its password comes from CONTRARED_LEDGER_PASSWORD.",
        ),
    ] = "",
    unprotected: Unprotected = "",
    json: Json = False,
) -> None:
    """Make a new node: node.toml, keys, archive/, lake/, ledger.sqlite. Off an encrypted volume it needs a reason.

    Example: contrared init my-node
    """
    from contrared.govern.founding import found
    from contrared.store import passphrase

    words = passphrase.chosen() if sealed else b""
    node = found(folder, name, unencrypted=unencrypted, passphrase=words, ledger=ledger, unprotected=unprotected)
    settings, reason = node.settings.node, node.settings.storage.unencrypted
    node.close()
    if json:
        output.emit(shapes.InitShape(node=str(folder), id=settings.id, name=settings.name, unencrypted=reason))
    else:
        output.say(f"Node {settings.name} ({settings.id}) stands in {folder}")
        if reason:
            output.say(f"Its volume is not known to be encrypted: {reason}")
        output.say(f"Next: contrared load PATH --node {folder}")


@app.command()
def check(
    node: NodeDir = HERE, user: User = None, purpose: Purpose = None, case: CaseId = None, json: Json = False
) -> None:
    """Verify a node: originals, dataset versions, evidence, ledger. Exit code 1 when something is wrong.

    Example: contrared check --node my-node
    """
    from contrared.govern.resting import at_rest
    from contrared.govern.verify import verify

    with output.desk_at(node, user, purpose, case) as desk:
        desk.permitted(("administer", "audit"), "check the node, all of it")
        rest = at_rest(desk.node)
        desk.record("check", {"at rest": list(rest)})
        result = verify(desk.node)
    if json:
        problems = [shapes.Problem(where=where, what=what) for where, what in result.problems]
        output.emit(shapes.CheckShape(ok=result.ok, checked=result.checked, problems=problems, at_rest=list(rest)))
    else:
        output.say(", ".join(f"{count:,} {kind}" for kind, count in result.checked.items()))
        for line in rest:
            output.say(line)
        for where, what in result.problems:
            output.say(f"{where}: {what}")
        output.say("nothing wrong" if result.ok else f"{len(result.problems)} problems")
    if not result.ok:
        raise typer.Exit(1)


@app.command()
def protect(
    entity: Annotated[str, typer.Argument(help="Entity, or an encounter (enc-…).")],
    mark: Annotated[Protection, typer.Argument(help="Why the person is protected.")],
    why: Annotated[str, typer.Option("--why", help="Reason, kept on record.")],
    fled: Annotated[
        str, typer.Option("--fled", help="asylum-seeker: country they fled, two letters; it is never told anything.")
    ] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Lift the mark; that too stays on record.")] = False,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Mark a person as victim, witness, minor or asylum seeker: left out of findings, pictures and exports.

    Example: contrared protect un-6908555 witness --why "heard in case 12/2026"
    """
    from contrared.govern.rights.pen import Pen

    with output.desk_at(node, user, purpose, case) as desk:
        Pen(desk, "mark")
        met = any(row["id"] == entity for row in desk.memory.encounters())
        if not met and desk.statements(versions=desk.versions(), entity_ids=[entity]).num_rows == 0:
            raise InputError(f"the node holds nothing about {entity!r}", do="see `contrared show`")
        pen = desk.write()
        if lift:
            pen.unprotect(entity, mark, why)
        else:
            pen.protect(entity, mark, why, fled)
        marks = sorted(m.value for m in desk.protected().get(entity, ()))
    if json:
        output.emit(shapes.ProtectShape(entity_id=entity, marks=marks))
    else:
        output.say(f"{entity}: {', '.join(marks) or 'no protection mark in force'}")
