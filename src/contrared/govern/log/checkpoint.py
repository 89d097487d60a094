"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, signed."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from contrared.govern.log.merkle import EMPTY, HASH_SIZE
from contrared.govern.log.note import Note, NoteError, unbase64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log was at a moment.

    Attributes:
        origin: Name of the log.
        size: Number of its entries.
        root: Root of its tree.
        extensions: Further lines, which nobody vouches for.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """From the text of a note.

        Raises:
            NoteError: it is no checkpoint.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise NoteError("a checkpoint has at least three lines, none of them empty")
        origin, told, coded, *extensions = lines[:-1]
        if not re.fullmatch("0|[1-9][0-9]{0,18}", told):
            raise NoteError(f"{told[:24]!r} is no size of a log")
        root = unbase64(coded)
        if len(root) != HASH_SIZE:
            raise NoteError(f"a root has {HASH_SIZE} bytes, not {len(root)}")
        found = cls(origin, int(told), root, tuple(extensions))
        if found.size == 0 and root != EMPTY:
            raise NoteError("a log without entries has the root of the empty tree")
        return found

    @property
    def text(self) -> str:
        """Text of the note."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @property
    def note(self) -> Note:
        """The note, unsigned."""
        return Note(self.text, ())
