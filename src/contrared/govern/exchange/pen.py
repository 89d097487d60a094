"""The pen of the exchange: transactions, the files of filters, and waiting until a line is in the log."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from contrared.govern.exchange.stroke import Stroke
from contrared.govern.exchange.vault import Vault
from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.keeping import keep_up, signer_of, tree_of
from contrared.govern.log.note import Note, NoteError
from contrared.govern.log.witnessed import policy_of
from contrared.model import NodeError
from contrared.store import Node
from contrared.store.durable import disk_errors, write_bytes
from contrared.store.tables import access_log

#: Seconds to wait for another sequencer to take a line in, and between two looks.
PATIENCE, LOOK = 15.0, 0.02


class Pen:
    """Writes what is exchanged.

    Args:
        node: The node.
        user: Who acts.
        purpose: Why.
        case: Case, or empty.
    """

    def __init__(self, node: Node, user: str, purpose: str, case: str) -> None:
        self._node = node
        self._user = user
        self._purpose = purpose
        self._case = case
        self.vault = Vault(node.root / "keys")

    @contextmanager
    def stroke(self, peer: str, *, user: str = "", purpose: str = "", case: str = "") -> Iterator[Stroke]:
        """One transaction that concerns one partner; others that concern it wait.

        Args:
            peer: The partner.
            user: Who acts, where it is not the person at the desk but a message.
            purpose: Why, where it is not that of the desk.
            case: For which case, where it is not that of the desk.

        Raises:
            NodeError: the ledger is locked or damaged, or the disk is full; nothing was done then.
        """
        with self._node.ledger.begin() as connection:
            made = Stroke(connection, user or self._user, purpose or self._purpose, case or self._case)
            made.hold(peer)
            yield made

    @contextmanager
    def reading(self) -> Iterator[Stroke]:
        """Reading without holding anything."""
        with self._node.ledger.reading() as connection:
            yield Stroke(connection, self._user, self._purpose, self._case)

    def settle(self, line: int) -> None:
        """Wait until a line is in a checkpoint that is on disk: only then may what it tells of leave the node.

        Raises:
            NodeError: the log does not take it in.
        """
        until = time.monotonic() + PATIENCE
        while not self._in_log(line):
            if keep_up(self._node) is None:
                if time.monotonic() > until:
                    raise NodeError(
                        "the log does not take lines in, so nothing may leave the node",
                        where=f"line {line}",
                        do="see `contrared check`; what waits is sent when the log goes on",
                    )
                time.sleep(LOOK)

    def cosigned(self, line: int) -> bool:
        """Whether the witnesses that the node names have signed a checkpoint with a line; true where it names none.

        Raises:
            InputError: the policy of witnesses is broken.
        """
        policy, path = policy_of(self._node), tree_of(self._node).folder / "witnessed"
        if policy is None or policy.met(()):
            return True
        if not path.exists():
            return False
        note = Note.parse(path.read_bytes())
        try:
            policy.check(note, [signer_of(self._node).verifier])
        except NoteError:
            return False
        place = self._place(line)
        return place is not None and place < Checkpoint.parse(note.text).size

    def checkpoint(self) -> bytes:
        """Newest signed checkpoint, to be handed to partners; empty before the first."""
        note = tree_of(self._node).note
        return b"" if note is None else note.to_bytes()

    def keep_file(self, data: bytes) -> str:
        """Keep the bytes of a filter; their SHA-256 is their name. Kept before the stroke that names them.

        Raises:
            NodeError: the disk is full.
        """
        name = hashlib.sha256(data).hexdigest()
        folder = self._node.root / "exchange"
        if not (folder / name).exists():
            with disk_errors(folder):
                folder.mkdir(mode=0o700, exist_ok=True)
            write_bytes(folder / name, data, mode=0o600)
        return name

    def file(self, name: str) -> Path:
        """Where the bytes of a filter lie.

        Raises:
            NodeError: they are gone.
        """
        path = self._node.root / "exchange" / name
        if not path.is_file():
            raise NodeError(
                "a filter is missing", where=str(path), do="restore it from a backup, or wait for a new one"
            )
        return path

    def has_file(self, name: str) -> bool:
        """Whether the bytes of a filter are there."""
        return bool(name) and (self._node.root / "exchange" / name).is_file()

    def remove_file(self, name: str) -> None:
        """Remove the bytes of a filter, if they are there."""
        (self._node.root / "exchange" / name).unlink(missing_ok=True)

    def _in_log(self, line: int) -> bool:
        place, found = self._place(line), tree_of(self._node).checkpoint
        return place is not None and found is not None and place < found.size

    def _place(self, line: int) -> int | None:
        with self._node.ledger.reading() as connection:
            return connection.execute(select(access_log.c.place).where(access_log.c.seq == line)).scalar()
