"""How a restored node goes on: only from what was witnessed last, under a key of its own, its old self retired."""

from __future__ import annotations

from pathlib import Path

from contrared.govern.log.asking import ask
from contrared.govern.log.note import ED25519, Signer
from contrared.govern.log.quorum import read
from contrared.govern.log.succession import keep, retire
from contrared.govern.log.tree import Tree
from contrared.model import InputError
from contrared.store import config, keys


def as_far_as_witnessed(staged: Path, known: bool) -> list[str]:
    """Ask the witnesses a node names whether its log is the newest they saw.

    Args:
        staged: Folder of the node that is being restored.
        known: Whether the newest witnessed checkpoint was given by hand, and held against the log.

    Returns:
        Witnesses that signed the log as it is.

    Raises:
        InputError: a witness saw a longer or another log, or nobody can say.
    """
    settings = config.read(staged / "node.toml")
    if not settings.log.policy:
        return []
    policy = read(staged / settings.log.policy)
    asked = ask(Tree(staged / "log"), policy) if policy.urls else None
    if asked is None:
        return []
    if asked.ahead:
        raise InputError(
            f"witnesses signed {asked.ahead} entries of this log and the archive has fewer",
            do="take a newer archive; what came between would be lost in silence",
        )
    refused = [f"{name}: {why}" for name, why in asked.unsigned.items() if "cannot be reached" not in why]
    if refused:
        raise InputError(f"a witness does not sign the log of this archive ({refused[0]})", do="do not use it")
    if not asked.signed and not known:
        raise InputError(
            "no witness can be reached to say how far it saw this log",
            do="try again later, or give the newest checkpoint of the oversight body with --witnessed",
        )
    return list(asked.signed)


def succeed(staged: Path) -> dict[str, str]:
    """Give the log of a node a new key, have the old one retire, and sign the newest checkpoint anew.

    Returns:
        Old and new public key, for the record; empty where the log had not begun.

    Raises:
        NodeError: a key cannot be read, or the log is damaged.
    """
    tree = Tree(staged / "log")
    found = tree.checkpoint
    if found is None:
        return {}
    old = Signer(found.origin, ED25519, keys.log_key(staged / "keys"))
    new = Signer(found.origin, ED25519, keys.new_log_key(staged / "keys"))
    keep(tree, retire(old, new, found))
    tree.publish(found.note.signed(new.sign(found.text)))
    return {"old": str(old.verifier), "new": str(new.verifier)}
