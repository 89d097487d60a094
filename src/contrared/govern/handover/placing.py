"""Where the ledger of a restored node lies: in a file of the node, or in a database."""

from __future__ import annotations

from pathlib import Path

from contrared.store import access, config, tls
from contrared.store.copying import copy
from contrared.store.durable import write_bytes
from contrared.store.ledger import Ledger
from contrared.store.postgres import address

LEDGER = "ledger.sqlite"


def place(staged: Path, url: str = "", unprotected: str = "") -> None:
    """Let the ledger lie where it is to, whatever it was when it was packed, and ``node.toml`` say so.

    Args:
        staged: Folder of the node, with its ledger in a file.
        url: URL of an empty database; a file in the node unless given.
        unprotected: Why the way to it may be open to others; empty where nobody said.

    Raises:
        InputError: the environment names another ledger.
        NodeError: the database cannot be used, holds a ledger, or is reached on a way open to others.
    """
    access.not_elsewhere(url)
    settings = config.read(staged / "node.toml")
    reason = tls.needed(address(url), unprotected) if url else ""
    wanted = config.LedgerSettings.model_validate({"url": url, "unprotected": reason} if url else {})
    if url:
        kept, target = Ledger(f"sqlite:///{staged / LEDGER}").open(), Ledger(*access.ledger(url, staged, reason))
        try:
            target.free()
            target.open(create=True)
            copy(kept, target)
        finally:
            kept.close()
            target.close()
        for path in staged.glob(f"{LEDGER}*"):
            path.unlink()
    if settings.ledger != wanted:
        changed = settings.model_copy(update={"ledger": wanted})
        write_bytes(staged / "node.toml", config.render(changed).encode())
