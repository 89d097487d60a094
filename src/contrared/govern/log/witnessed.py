"""Having a node's log witnessed, by the policy that its settings name."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contrared.govern.log.asking import PATIENCE, Asked, ask
from contrared.govern.log.keeping import tree_of
from contrared.govern.log.quorum import Policy, read
from contrared.model import InputError, NodeError
from contrared.store import Node


def policy_of(node: Node) -> Policy | None:
    """Witnesses of a node's log and their quorum; None where none is set.

    Raises:
        InputError: the policy cannot be read or breaks a rule, or does without the oversight body that is named.
    """
    settings = node.settings.log
    if not settings.policy:
        return None
    path = node.root / settings.policy
    found = read(path)
    if settings.oversight and not found.needs(settings.oversight):
        raise InputError(
            f"there is a quorum without {settings.oversight}",
            where=str(path),
            do="let the quorum need the oversight body that `log.oversight` names",
        )
    return found


def have_witnessed(node: Node, *, now: float | None = None) -> list[str]:
    """Ask the witnesses of a node's policy for their signatures, unless they were asked a moment ago.

    Args:
        node: The node.
        now: Seconds since 1970; the clock's unless given.

    Returns:
        What must be told: who did not sign and why, and that somebody else goes on with this log.

    Raises:
        InputError: the policy is broken.
        NodeError: the log cannot be read, or the disk is full.
    """
    policy, tree = policy_of(node), tree_of(node)
    if policy is None or not policy.urls:
        return []
    last, at = tree.folder / ".asked", time.time() if now is None else now
    if last.exists() and 0 <= at - last.stat().st_mtime < node.settings.log.witness_every_seconds:
        return []
    asked = ask(tree, policy)
    if asked is None:
        return []
    last.touch()
    os.utime(last, (at, at))
    return told(asked, policy)


def told(asked: Asked, policy: Policy) -> list[str]:
    """What of an asking must be told to whoever works at the node."""
    found = [f"{name} did not witness the log: {why}" for name, why in asked.unsigned.items()]
    if asked.ahead:
        found.append(
            f"a witness signed {asked.ahead} entries of this log, which are not here: somebody goes on with it and "
            "this node may be retired; do not go on before you know"
        )
    elif not policy.met(asked.signed):
        found.append("the quorum of witnesses has not signed the newest checkpoint")
    return found


@contextmanager
def asking(node: Node, stop: threading.Event, tell: Callable[[str], None]) -> Iterator[None]:
    """Ask the witnesses beside whatever else is done, until asked to stop.

    Args:
        node: The node.
        stop: Set to stop.
        tell: Told what a person must know, once until it changes.
    """
    thread = threading.Thread(target=_ask, args=(node, stop, tell), name="witnesses", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _ask(node: Node, stop: threading.Event, tell: Callable[[str], None]) -> None:
    before: list[str] = []
    while not stop.wait(1.0):
        try:
            found = have_witnessed(node)
        except (InputError, NodeError) as exc:
            found = [f"the witnesses cannot be asked: {exc}"]
        for line in found:
            if line not in before:
                tell(line)
        before = found or before
