"""The command `receipts`: whether a partner's log holds what it promised."""

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


class ReceiptsAct(StrEnum):
    """What `receipts` does."""

    WANTED = "wanted"
    PROVE = "prove"
    CHECK = "check"


@app.command()
def receipts(
    act: Annotated[
        ReceiptsAct,
        typer.Argument(help="wanted (list what a partner promised), prove (for a partner), check (what it proved)."),
    ],
    what: Annotated[str, typer.Argument(help="wanted: id of the partner; prove, check: file of the partner.")],
    out: Annotated[Path | None, typer.Option("--out", help="wanted, prove: file for the partner.")] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Check that a partner's log holds every answer it gave a receipt for, and never went back; ends with 1 where not.

    Example: contrared receipts wanted pa --out wanted.json --node my-node

    Example: contrared receipts prove wanted.json --out proofs.json --node my-node

    Example: contrared receipts check proofs.json --node my-node
    """
    from contrared.store.durable import write_bytes

    if act is not ReceiptsAct.CHECK and out is None:
        raise InputError("where to?", where="--out", do="name a file for the partner")
    shape = shapes.ReceiptsShape(out=str(out or ""))
    with exchange_desk(node, user, purpose, case) as (_, exchange, _book):
        if act is ReceiptsAct.CHECK:
            found = exchange.receipts_proven(_read(what))
            shape = shapes.ReceiptsShape(
                proved=found.proved,
                missing=list(found.missing),
                heard=found.heard,
                split=list(found.split),
                size=found.size,
            )
        elif out is not None:
            made = (
                exchange.receipts_wanted(what) if act is ReceiptsAct.WANTED else exchange.receipts_proved(_read(what))
            )
            write_bytes(out, made)
    if json:
        output.emit(shape)
    elif act is ReceiptsAct.CHECK:
        output.say(
            f"{shape.proved} receipts proved in a log of {shape.size:,} entries; {shape.heard} checkpoints agree"
        )
        for entry in shape.missing:
            output.say(f"not proved: {entry}")
        for size in shape.split:
            output.say(f"THE LOG WAS CHANGED: what it was at {size:,} entries is not in it; tell the oversight bodies")
    else:
        output.say(f"written: {shape.out}")
    if shape.missing or shape.split:
        raise typer.Exit(1)


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=name, do="check the path") from exc
