"""The command `keyring`: keys at rest under a passphrase."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from contrared.cli import output, shapes
from contrared.cli.app import app
from contrared.cli.options import HERE, CaseId, Json, NodeDir, Purpose, User


class KeyringAct(StrEnum):
    """What `keyring` does."""

    SEAL = "seal"
    UNSEAL = "unseal"
    PASSPHRASE = "passphrase"
    LEDGER = "ledger"


@app.command()
def keyring(
    act: Annotated[
        KeyringAct,
        typer.Argument(
            help="seal, unseal, passphrase to set another one, or ledger to keep CONTRARED_LEDGER_PASSWORD in the node."
        ),
    ],
    new: Annotated[
        Path | None, typer.Option("--new", help="passphrase: file with the new passphrase; asked for unless given.")
    ] = None,
    node: NodeDir = HERE,
    user: User = None,
    purpose: Purpose = None,
    case: CaseId = None,
    json: Json = False,
) -> None:
    """Seal the node's keys under a passphrase, from a prompt, CONTRARED_PASSPHRASE_FILE or systemd's credential.

    Example: contrared keyring seal --node my-node
    """
    from contrared.govern.keyholding import Keyholding
    from contrared.store import access, passphrase

    with output.desk_at(node, user, purpose, case) as desk:
        held = Keyholding(desk)
        names: list[str] = []
        if act is KeyringAct.SEAL:
            names = held.seal(passphrase.given() if held.sealed else passphrase.chosen())
        elif act is KeyringAct.UNSEAL:
            names = held.unseal()
        elif act is KeyringAct.LEDGER:
            held.keep_ledger_password()
        else:
            held.change(passphrase.chosen(new) if new is not None else passphrase.chosen(ask=True))
        sealed = held.sealed
    if json:
        output.emit(shapes.KeyringShape(sealed=sealed, keys=names))
    elif act is KeyringAct.PASSPHRASE:
        output.say("The new passphrase holds; the old one opens nothing that is on this node now")
    elif act is KeyringAct.LEDGER:
        output.say(f"The node gets into its ledger by itself now; take {access.PASSWORD} out of the environment")
    else:
        output.say(f"{'Sealed' if sealed else 'Unsealed'}: {', '.join(names) or 'nothing that was not before'}")
