"""The command `bundle`: the same messages by USB stick."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User
from contrared.cli.sharing.desk import exchange_desk
from contrared.model import InputError


class BundleAct(StrEnum):
    """What `bundle` does."""

    OUT = "out"
    IN = "in"


@app.command()
def bundle(
    act: Annotated[BundleAct, typer.Argument(help="out or in.")],
    what: Annotated[str, typer.Argument(help="out: id, name or country of the partner; in: folder of the stick.")],
    stick: Annotated[Path | None, typer.Argument(help="out: folder of the stick.")] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Put what waits for a partner on a stick, or take from one what is for this node and put the replies on it.

    Example: contrared bundle out pa /media/stick --node my-node
    """
    from contrared.share.bundles import pack, unpack

    with exchange_desk(node, user, purpose, case) as (desk, exchange, book):
        if act is BundleAct.OUT:
            if stick is None:
                raise InputError("onto which stick?", do="contrared bundle out PARTNER FOLDER")
            peer = book.named(what)
            done = pack(stick, peer, [message for message in exchange.waiting() if message.peer == peer.id])
            desk.record("bundle out", {"peer": peer.id, "written": done.written, "there": done.there})
            shape = shapes.BundleShape(act="out", written=done.written, there=done.there)
        else:
            own = book.own()
            taken = unpack(Path(what), (own.seal_key, *own.former), book.get, exchange.receive_all, exchange.delivered)
            counts = {"messages": taken.messages, "replies": taken.replies, "problems": len(taken.problems)}
            desk.record("bundle in", counts)
            shape = shapes.BundleShape(
                act="in",
                written=taken.answered,
                messages=taken.messages,
                replies=taken.replies,
                problems=[f"{name}: {why}" for name, why in taken.problems],
            )
    if json:
        output.emit(shape)
    elif act is BundleAct.OUT:
        output.say(
            f"{shape.written} files written, {shape.there} were there; they wait here until their replies are back"
        )
    else:
        output.say(
            f"{shape.messages} messages and {shape.replies} replies taken in; {shape.written} replies put on the stick"
        )
        for line in shape.problems:
            output.say(f"NOT taken: {line}")
    if shape.problems:
        raise typer.Exit(1)
