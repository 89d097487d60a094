"""Commands on one's own account: login, logout, passwd, totp, sessions."""

from __future__ import annotations

import platform
from enum import StrEnum
from typing import Annotated

import typer

from contrared.cli import kept, output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.typed import chosen, typed
from contrared.model import InputError, PolicyError

CODE = "Code (empty if you have none)"


@app.command()
def login(node: NodeDir = HERE, user: User = None, json: Json = False) -> None:
    """Say who you are; the session is kept for the commands that follow, until you log out or it ends.

    Example: contrared login --user ana --node my-node
    """
    from contrared.govern.accounts import Accounts

    with output.node_at(node) as opened:
        who = user or opened.settings.desk.user
        begun = Accounts(opened).login(who, typed(f"Password of {who}"), typed(CODE), f"commands on {platform.node()}")
        kept.keep(opened, kept.Kept(who, begun.session.id, begun.token))
    session = begun.session
    shape = shapes.AccountShape(act="login", user=who, session=session.id, ends_at=session.ends_at)
    _tell(shape, f"{who} is logged in, until {session.ends_at} at the latest", json=json)


@app.command()
def logout(node: NodeDir = HERE, json: Json = False) -> None:
    """End the session of your commands.

    Example: contrared logout --node my-node
    """
    from contrared.govern.accounts import Accounts

    with output.node_at(node) as opened:
        held = kept.kept(opened)
        if held is None:
            raise InputError("nobody is logged in", where=str(node), do="nothing to do")
        try:
            Accounts(opened).logout(held.token)
            said = f"{held.user} is logged out"
        except PolicyError as exc:
            said = f"{exc.what}; it is forgotten here too"
        kept.drop(opened)
    _tell(shapes.AccountShape(act="logout", user=held.user, session=held.session), said, json=json)


@app.command()
def passwd(
    invited: Annotated[
        bool, typer.Option("--invited", help="Choose a password by an invitation, which is asked for.")
    ] = False,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Sign with a new key from now on: the old one may be known to others.")
    ] = False,
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Choose a password: a new one, the first of the node, or one you are invited to.

    Example: contrared passwd --invited --node my-node
    """
    from contrared.govern.accounts import Accounts

    with output.node_at(node) as opened:
        held, accounts = kept.kept(opened), Accounts(opened)
        who, key = user or (held.user if held else opened.settings.desk.user), ""
        if invited:
            who = accounts.accept(typed("Invitation"), chosen("New password"))
        elif accounts.none:
            accounts.first(who, chosen(f"Password of {who}"))
        else:
            old, code = typed(f"Password of {who}"), typed(CODE)
            key = accounts.change(who, old, code, chosen("New password"), new_key=new_key)
        if held is not None and held.user == who:
            kept.drop(opened)
    shape = shapes.AccountShape(act="passwd", user=who, key=key)
    _tell(shape, f"the password of {who} is set; sessions there were have ended", json=json)


class FactorAct(StrEnum):
    """What `totp` does."""

    ENROL = "enrol"
    OFF = "off"


@app.command()
def totp(
    act: Annotated[FactorAct, typer.Argument(help="enrol an authenticator, or do without (off).")],
    node: NodeDir = HERE,
    user: User = None,
    json: Json = False,
) -> None:
    """Have codes of an authenticator asked for beside your password, or no longer.

    Example: contrared totp enrol --node my-node
    """
    from contrared.govern.accounts import Accounts
    from contrared.govern.accounts.totp import address, new_secret

    with output.node_at(node) as opened:
        held = kept.kept(opened)
        who = user or (held.user if held else opened.settings.desk.user)
        password, code = typed(f"Password of {who}"), typed(CODE)
        if act is FactorAct.ENROL:
            secret = new_secret()
            output.note("Give this to your authenticator, then type the code it shows:")
            output.note(address(secret, who, opened.settings.node.name))
            Accounts(opened).enrol(who, password, code, secret, typed("Code it shows"))
        else:
            Accounts(opened).without(who, password, code)
    said = "asked for from now on" if act is FactorAct.ENROL else "no longer asked for"
    _tell(shapes.AccountShape(act=act.value, user=who), f"codes of {who} are {said}", json=json)


class SessionAct(StrEnum):
    """What `sessions` does."""

    LIST = "list"
    REVOKE = "revoke"


@app.command()
def sessions(
    act: Annotated[SessionAct, typer.Argument(help="list or revoke.")],
    session: Annotated[str, typer.Argument(help="revoke: id of the session.")] = "",
    of: Annotated[str, typer.Option("--of", help="list: only those of this user.")] = "",
    ended: Annotated[bool, typer.Option("--ended", help="list: also those that ended.")] = False,
    why: Annotated[str, typer.Option("--why", help="revoke: reason, kept on record.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """List living sessions or end one: your own, or anybody's if you may administer.

    Example: contrared sessions revoke ses-0123456789abcdef --why "laptop lost"
    """
    from contrared.govern.accounts.listed import Sessions

    with output.desk_at(node, user, purpose, case) as desk:
        held = Sessions(desk)
        if act is SessionAct.REVOKE:
            held.revoke(session, why)
        rows = held.all(of, dead=ended)
    shape = shapes.SessionsShape(
        sessions=[
            shapes.SessionShape(
                id=row.id,
                user=row.user,
                client=row.client,
                made_at=row.made_at,
                seen_at=row.seen_at,
                ends_at=row.ends_at,
                ended=row.ended,
            )
            for row in rows
        ],
        revoked=session,
    )
    if json:
        output.emit(shape)
        return
    columns = ("id", "user", "client", "made_at", "seen_at", "ends_at", "ended")
    output.table("sessions", columns, [[getattr(each, name) for name in columns] for each in shape.sessions])


def _tell(shape: shapes.AccountShape, said: str, *, json: bool) -> None:
    if json:
        output.emit(shape)
    else:
        output.say(said)
