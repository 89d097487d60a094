"""The log of a node: where it lies, which key signs it, and bringing it up to date."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contrared.govern.log.escrow import Escrow
from contrared.govern.log.note import COSIGNATURE, ED25519, NoteError, Signer, Verifier
from contrared.govern.log.receipt import Receipt, promise
from contrared.govern.log.sequencer import MOST, Sequencer, SequencerBusyError
from contrared.govern.log.succession import chain
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store import Node, keys


def tree_of(node: Node) -> Tree:
    """The files of a node's log."""
    return Tree(node.root / "log")


def signer_of(node: Node) -> Signer:
    """Whoever signs a node's log: named after the node, with a key of its own.

    Raises:
        NodeError: the key cannot be read.
    """
    return Signer(f"{node.settings.node.id}.contrared/log", ED25519, keys.log_key(node.root / "keys"))


def escrow_of(node: Node) -> Escrow:
    """Where the salts of a node's log lie in escrow."""
    return Escrow(node.root / "log" / "escrow", signer_of(node).name)


def body_of(node: Node) -> bytes | None:
    """Key of the oversight body that holds a node's salts; None where none does."""
    told = node.settings.log.escrow
    return bytes.fromhex(told.partition(" ")[2]) if told else None


def sealed_of(node: Node) -> tuple[Escrow, bytes] | None:
    """Escrow and key of the body, where a node names one."""
    body = body_of(node)
    return None if body is None else (escrow_of(node), body)


def sequencer_of(node: Node) -> Sequencer:
    """Whoever takes lines into a node's log.

    Raises:
        NodeError: the key of the log cannot be read.
    """
    return Sequencer(node.ledger, tree_of(node), signer_of(node), escrow_of(node), body_of(node))


def keys_of(node: Node) -> list[Verifier]:
    """Public keys of a node's log, the one it signs with first.

    Raises:
        NodeError: the key cannot be read.
    """
    return [signer_of(node).verifier, *(one.old for one in chain(node.root / "log" / "retired"))]


def receipts_of(node: Node, rows: Sequence[Mapping[str, Any]], signer: Signer | None = None) -> list[Receipt]:
    """Promises that the log will hold lines that are durable in the ledger.

    Args:
        node: The node.
        rows: The lines, sealed.
        signer: Whoever signs its log, where the caller holds the key already.

    Raises:
        NodeError: the key of the log cannot be read.
    """
    within = node.settings.log.promise_hours * 3600
    return promise(signer or signer_of(node), rows, at=int(time.time()), within=within)


def keep_up(node: Node) -> int | None:
    """Take everything that waits into the log.

    Returns:
        Size of the log; None where a sequencer is at work already.

    Raises:
        NodeError: the log and the ledger do not agree, or the disk is full.
    """
    try:
        with sequencer_of(node).alone() as log:
            done = log.turn()
            while done.lines == MOST:
                done = log.turn()
            return done.size
    except SequencerBusyError:
        return None


def sequence(node: Node, stop: threading.Event) -> int:
    """Take lines in at the fixed rhythm until asked to stop.

    Returns:
        Size of the log at the end.

    Raises:
        SequencerBusyError: another sequencer is at work.
        NodeError: the log and the ledger do not agree, or the disk is full.
    """
    with sequencer_of(node).alone() as log:
        log.run(stop)
    found = tree_of(node).checkpoint
    return 0 if found is None else found.size


def witness_signer(folder: Path) -> Signer:
    """Key of a witness, made the first time; it lies with what the witness signed, away from the logs.

    Raises:
        NodeError: the key cannot be read.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = keys.log_key(folder)
    name = hashlib.sha256(private.public_key().public_bytes_raw()).hexdigest()[:16]
    return Signer(f"witness-{name}.contrared", COSIGNATURE, private)


def witness_keys(path: Path) -> list[Verifier]:
    """Keys of witnesses from a file, one a line, ``#`` before a remark.

    Raises:
        NodeError: a line is no key, or the file cannot be read.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as exc:
        raise NodeError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                found.append(Verifier.parse(line))
            except NoteError as exc:
                raise NodeError(str(exc), where=f"{path}, line {number}", do="correct or remove that line") from exc
    return found
