"""Commands on the keys of services."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.model import InputError

if TYPE_CHECKING:
    from contrared.govern.accounts.service_keys import ServiceKey, ServiceKeys


class KeyAct(StrEnum):
    """What `keys` does."""

    ADD = "add"
    LIST = "list"
    REVOKE = "revoke"
    LEAKED = "leaked"


@app.command()
def keys(
    act: Annotated[KeyAct, typer.Argument(help="add, list, revoke, or leaked (look for keys in a file).")],
    what: Annotated[
        str, typer.Argument(help="add: the service; revoke: id of the key; leaked: a file, or - for standard input.")
    ] = "",
    scope: Annotated[
        str, typer.Option("--scope", help="add: some of screen,match,reconcile,read,metrics,commands.")
    ] = "",
    expires: Annotated[str, typer.Option("--expires", help="add: days it lives, as 90d.")] = "90d",
    reason: Annotated[str, typer.Option("--for", help="add: why the service asks; on record with each act.")] = "",
    network: Annotated[
        list[str] | None, typer.Option("--from", help="add: addresses it may come from, as 10.0.0.0/8; several times.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="revoke: reason, kept on record.")] = "",
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Make keys for programs that ask this node, list them, revoke them, or find those that leaked.

    Example: contrared keys add counter --scope screen,match --expires 90d --for "screening at the counter"
    """
    from contrared.govern.accounts.service_keys import ServiceKeys

    if act is not KeyAct.LIST and not what:
        raise InputError("of what?", do="see `contrared keys --help`")
    text = _text(what) if act is KeyAct.LEAKED else ""
    secret = ""
    with output.desk_at(node, user, purpose, case) as desk:
        held = ServiceKeys(desk)
        if act is KeyAct.ADD:
            made, secret = held.add(what, scope.split(","), _days(expires), reason, network or ())
            found = [made]
        elif act is KeyAct.LEAKED:
            found = held.leaked(text)
        else:
            found = _revoked(held, what, why) if act is KeyAct.REVOKE else held.all()
    shape = shapes.KeysShape(keys=[shapes.KeyShape(**asdict(key)) for key in found], secret=secret)
    if json:
        output.emit(shape)
        return
    if secret:
        output.say(secret)
        output.say("shown this once; the node keeps only its hash")
    output.table(
        "service keys",
        ("id", "user", "for", "scopes", "from", "until", "revoked"),
        [
            (k.id, k.user, k.purpose, ",".join(k.scopes), " ".join(k.networks), k.ends_at[:10], k.revoked_why)
            for k in shape.keys
        ],
    )


def _revoked(held: ServiceKeys, key: str, why: str) -> list[ServiceKey]:
    held.revoke(key, why)
    return [each for each in held.all() if each.id == key]


def _days(text: str) -> int:
    if not (found := re.fullmatch("([0-9]{1,4})d?", text.strip())):
        raise InputError(f"{text!r} is no number of days", where="--expires", do="write 90d")
    return int(found.group(1))


def _text(path: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=path, do="check the path") from exc
    return data.decode("utf-8", "replace")
