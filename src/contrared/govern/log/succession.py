"""A log that goes on under a new key: the note by which the old key retires, and the chain of all of them.

A node that was restored from an archive is one of two: the old machine may wake again, with the same key and an older
log. The restored node therefore makes a key of its own and publishes, signed by both, from which checkpoint on it alone
goes on. Witnesses that accepted the note refuse the old self by its key, and before that by the size of its log.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.note import Note, NoteError, Signer, Verifier, unbase64, verified
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store.durable import write_bytes
from contrared.store.ledger import now

HEAD = "contrared.org/log-retirement@v1"


@dataclass(frozen=True, slots=True)
class Retirement:
    """An old key that retires.

    Attributes:
        old: The key that signs no more.
        new: The key that signs from now on, of a log of the same name.
        size: Entries of the checkpoint from which the new key goes on.
        root: Its root.
        at: When, UTC.
        note: The note, signed by both keys.
    """

    old: Verifier
    new: Verifier
    size: int
    root: bytes
    at: str
    note: Note

    @classmethod
    def parse(cls, raw: bytes) -> Retirement:
        """Read a note of retirement and check both signatures.

        Raises:
            NoteError: malformed, or not signed by both keys.
        """
        note = Note.parse(raw)
        lines = note.text.split("\n")
        if len(lines) != 7 or lines[0] != HEAD or lines[6] or not lines[3].isdecimal():
            raise NoteError(f"a retirement begins with {HEAD} and has six lines")
        old, new = Verifier.parse(lines[1]), Verifier.parse(lines[2])
        if old.name != new.name or old.public == new.public:
            raise NoteError("a key retires for another one of the same log")
        for key in (old, new):
            verified(note, [key])
        return cls(old, new, int(lines[3]), unbase64(lines[4]), lines[5], note)


def retire(old: Signer, new: Signer, found: Checkpoint) -> Retirement:
    """Have an old key retire for a new one at a checkpoint.

    Raises:
        NoteError: the keys are of different logs.
    """
    coded = base64.b64encode(found.root).decode()
    text = "\n".join((HEAD, str(old.verifier), str(new.verifier), str(found.size), coded, now(), ""))
    return Retirement.parse(Note(text, (old.sign(text), new.sign(text))).to_bytes())


def keep(tree: Tree, one: Retirement) -> None:
    """Keep a retirement with the log, where everybody who reads the log finds it.

    Raises:
        NodeError: the disk is full.
    """
    folder = tree.folder / "retired"
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / f"{len(list(folder.glob('*.note'))) + 1:04d}.note", one.note.to_bytes())


def chain(folder: Path) -> list[Retirement]:
    """Retirements in a folder, oldest first.

    Raises:
        NodeError: one is damaged, or does not follow the one before.
    """
    found: list[Retirement] = []
    for path in sorted(folder.glob("*.note")):
        try:
            one = Retirement.parse(path.read_bytes())
        except NoteError as exc:
            raise NodeError(f"a retirement is damaged ({exc})", where=str(path), do="restore it from a copy") from exc
        if found and (found[-1].new != one.old or found[-1].size > one.size):
            raise NodeError("a retirement does not follow the one before", where=str(path), do="restore the folder")
        found.append(one)
    return found


def followed(log: Verifier, retired: list[Retirement]) -> Verifier:
    """The key that signs now for a log that was known by one of its keys."""
    for one in retired:
        if one.old == log:
            log = one.new
    return log
