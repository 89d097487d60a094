"""Commands on who may do what: users, policy."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contrared.cli import breaking, output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.govern.accounts.invitations import Invitation


class UserAct(StrEnum):
    """What `users` does."""

    LIST = "list"
    ADD = "add"
    ROLE = "role"
    LOCK = "lock"
    UNLOCK = "unlock"
    INVITE = "invite"
    KEYS = "keys"
    BREAK_GLASS = "break-glass"


@app.command()
def users(
    act: Annotated[
        UserAct,
        typer.Argument(
            help="list, add, role, lock, unlock, invite, keys (signing keys), or break-glass make, open or use."
        ),
    ],
    who: Annotated[str, typer.Argument(help="Id of the user; break-glass: make, open or use.")] = "",
    name: Annotated[str, typer.Option("--name", help="add: name of the person or service.")] = "",
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="owner, analyst, officer, prosecutor, supervisor, administrator, oversight or service.",
        ),
    ] = "",
    agency: Annotated[str, typer.Option("--agency", help="add: agency.")] = "",
    country: Annotated[str, typer.Option("--country", help="add: country, two letters.")] = "",
    force: Annotated[
        str | None, typer.Option("--force", help="police, military, judicial, fiu, customs or civil.")
    ] = None,
    why: Annotated[
        str, typer.Option("--why", help="role, lock, unlock, invite, break-glass use: reason, kept on record.")
    ] = "",
    let_in: Annotated[str, typer.Option("--for", help="break-glass use: who is let in; made new with --name.")] = "",
    keepers: Annotated[Path | None, typer.Option("--keepers", help="break-glass make: file of keepers.")] = None,
    needed: Annotated[int, typer.Option("--needed", min=2, help="break-glass make: keepers it takes.")] = 2,
    share: Annotated[
        list[Path] | None, typer.Option("--share", help="break-glass open, use: file of a share; use: once for each.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="break-glass open: the keeper's private key.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="break-glass make: new folder; open: file of the opened share.")
    ] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Add users, give them roles, lock them out; nobody is ever removed, since the record names them.

    Example: contrared users add ana --name "Ana Rojas" --role analyst --force police --agency PNC --country co
    """
    from contrared.govern.accounts.invitations import invite
    from contrared.govern.accounts.keys import public_halves
    from contrared.govern.users import Users

    if act is UserAct.BREAK_GLASS and who in ("open", "use"):
        files = share or []
        glass = breaking.opened(files, key, out) if who == "open" else breaking.used(node, files, let_in, why, name)
        _broken(glass, json=json)
        return
    with output.desk_at(node, user, purpose, case) as desk:
        if act is UserAct.KEYS:
            _signing(who or desk.person.id, public_halves(desk, who or desk.person.id), json=json)
            return
        held = Users(desk)
        if act is not UserAct.LIST and not who:
            raise InputError("which user?", do="give the id")
        if act is UserAct.ADD:
            held.add(who, name, role, agency=agency, country=country, force=force or "")
        elif act is UserAct.ROLE:
            held.role(who, role, force=force, why=why)
        elif act is UserAct.LOCK:
            held.lock(who, why)
        elif act is UserAct.UNLOCK:
            held.unlock(who, why)
        elif act is UserAct.BREAK_GLASS:
            if who != "make":
                raise InputError(f"{who!r} is nothing to do with the glass", do="say make, open or use")
            _broken(breaking.made(desk, keepers, needed, out), json=json)
            return
        elif act is UserAct.INVITE:
            _invited(invite(desk, who, why), json=json)
            return
        rows = [row for row in held.all() if not who or row["id"] == who]
    shape = shapes.UsersShape(
        users=[
            shapes.UserShape(
                **{key: row[key] for key in ("id", "name", "role", "agency", "country", "force", "account")},
                locked=row["locked_at"] is not None,
                locked_why=row["locked_why"] or "",
            )
            for row in rows
        ]
    )
    if json:
        output.emit(shape)
        return
    output.table(
        "users",
        ("id", "name", "role", "agency", "country", "force", "account", "locked"),
        [
            (each.id, each.name, each.role, each.agency, each.country, each.force, each.account, each.locked_why)
            for each in shape.users
        ],
    )


def _broken(shape: shapes.GlassShape, *, json: bool) -> None:
    if json:
        output.emit(shape)
    else:
        breaking.tell(shape)


def _signing(user: str, rows: list[dict[str, Any]], *, json: bool) -> None:
    keys = [
        shapes.SigningKeyShape(
            id=row["id"],
            public=row["public"].hex(),
            made_at=row["made_at"],
            retired_at=row["retired_at"] or "",
            retired_why=row["retired_why"] or "",
        )
        for row in rows
    ]
    if json:
        output.emit(shapes.SigningKeysShape(user=user, keys=keys))
        return
    columns = ("id", "public", "made_at", "retired_at", "retired_why")
    output.table(f"signing keys of {user}", columns, [[getattr(key, name) for name in columns] for key in keys])


def _invited(made: Invitation, *, json: bool) -> None:
    if json:
        output.emit(shapes.InvitationShape(user=made.user, word=made.word, ends_at=made.ends_at))
        return
    output.say(f"{made.word}")
    output.say(f"tell it to {made.user} alone: `contrared passwd --invited` asks for it, once, until {made.ends_at}")


class PolicyAct(StrEnum):
    """What `policy` does."""

    CHECK = "check"
    EXPLAIN = "explain"


@app.command()
def policy(
    act: Annotated[PolicyAct, typer.Argument(help="check (read the policy, list its rules) or explain one decision.")],
    who: Annotated[str, typer.Option("--who", help="explain: id of the user.")] = "",
    what: Annotated[str, typer.Option("--what", help="explain: the act, such as read, screen, release.")] = "",
    handling: Annotated[
        str, typer.Option("--handling", help="explain: handling of the source, such as TLP:AMBER // H1 // REL TO CO.")
    ] = "",
    status: Annotated[
        str, typer.Option("--status", help="explain: public, evidence, intelligence or tip.")
    ] = "intelligence",
    profile: Annotated[
        str, typer.Option("--profile", help="A profile or .cedar file other than the one of the node.")
    ] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Check the policy of a node, or explain why somebody may or may not do something, naming the rule.

    Example: contrared policy explain --who ana --what read --handling TLP:AMBER --purpose "case work" --case c-1
    """
    from contrared.govern.cedar import CedarPolicy
    from contrared.govern.explaining import about, explain

    with output.desk_at(node, user, None, None) as desk:
        named = profile or desk.node.settings.policy.profile
        path = Path(named) if profile else desk.node.root / named
        found = CedarPolicy.read(path) if named.endswith(".cedar") else CedarPolicy.profile(named)
        if act is PolicyAct.CHECK:
            shape = shapes.PolicyShape(
                policy=found.name,
                rules=[
                    shapes.RuleShape(id=rule.id, permits=rule.permits, says=rule.says, where=rule.where)
                    for rule in found.rules.values()
                ],
            )
        else:
            if not who or not what:
                raise InputError("explain what?", do="say --who and --what")
            decided = explain(desk, found.for_case(case or ""), who, what, purpose or "", about(handling, status, what))
            shape = shapes.PolicyShape(policy=found.name, permitted=decided.permitted, rule=decided.rule)
    if json:
        output.emit(shape)
    elif act is PolicyAct.CHECK:
        output.table(
            shape.policy,
            ("rule", "", "says", "where"),
            [(each.id, "permit" if each.permits else "forbid", each.says, each.where) for each in shape.rules],
        )
    else:
        output.say(f"{'permitted' if shape.permitted else 'forbidden'}: {shape.rule}")
