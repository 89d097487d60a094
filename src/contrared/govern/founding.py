"""Founding a node: its first line on record says where it lies and, if need be, why it may lie there."""

from __future__ import annotations

from pathlib import Path

from contrared.govern import record
from contrared.store import Node

ACTION = "init"


def found(
    root: Path,
    name: str | None = None,
    *,
    unencrypted: str = "",
    passphrase: bytes = b"",
    ledger: str = "",
    unprotected: str = "",
) -> Node:
    """Make a new node, as :meth:`contrared.store.Node.init` does, and put that on record.

    Raises:
        InputError: the folder holds something already, the reason is not one line, or the URL of the ledger is none or
            bears a password.
        NodeError: it cannot be written, its volume is not known to be encrypted and no reason is given, or the database
            cannot be used or is reached on a way open to others.
    """
    node = Node.init(root, name, unencrypted=unencrypted, passphrase=passphrase, ledger=ledger, unprotected=unprotected)
    settings = node.settings
    what = {"node": settings.node.id, "unencrypted": settings.storage.unencrypted, "sealed": bool(passphrase)}
    if settings.ledger.unprotected:
        what["unprotected"] = settings.ledger.unprotected
    record.append(node.ledger, user=settings.desk.user, purpose="founding the node", case="", action=ACTION, what=what)
    return node
