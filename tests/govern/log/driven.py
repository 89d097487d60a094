"""A writer and a sequencer in processes of their own, to be killed; what they did is told through a pipe."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contrared.govern import enter
from contrared.govern.log import sequencer
from contrared.govern.log.escrow import Escrow
from contrared.govern.log.note import ED25519, Signer
from contrared.govern.log.tree import Tree
from contrared.store import Node


def write(root: Path, told: Connection) -> None:
    """Put lines on record without end, and tell the number of each that is durable."""
    desk = enter(Node.open(root))
    number = 0
    while True:
        desk.record("read", {"number": number})
        told.send(number)
        number += 1


def sequence(root: Path, told: Connection, secret: bytes, body: bytes) -> None:
    """Take lines into the log without end; tell when it begins, and the size after each turn."""
    sequencer.RHYTHM = 0.0
    node = Node.open(root)
    signer = Signer("node.example/log", ED25519, Ed25519PrivateKey.from_private_bytes(secret))
    escrow = Escrow(node.root / "log" / "escrow", signer.name)
    with sequencer.Sequencer(node.ledger, Tree(node.root / "log"), signer, escrow, body).alone() as log:
        told.send("ready")
        log.run(threading.Event(), lambda done: told.send(done.size))
