"""What an oversight body opened, kept on its own side: one signed note an opening, each naming the one before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contrared.govern.log.keeping import witness_signer
from contrared.govern.log.note import ED25519, Note, NoteError, Signer, verified
from contrared.model import InputError, NodeError
from contrared.store.durable import create_bytes

HEAD = "contrared.org/opening@v1"
_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening.

    Attributes:
        number: Its number with this body, from 1.
        before: SHA-256 of the note before, hex.
        origin: Log that was opened.
        at: When, UTC.
        order: The court order.
        lines: Lines of the record that it named.
        text: The signed note, whole.
    """

    number: int
    before: str
    origin: str
    at: str
    order: str
    lines: tuple[int, ...]
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the note, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Openings:
    """The openings of one body.

    Args:
        memory: Folder of the body: its key and what it remembers.
    """

    def __init__(self, memory: Path) -> None:
        self._folder = memory / "openings"
        witness = witness_signer(memory)
        self._signer = Signer(f"{witness.name}/openings", ED25519, witness.private)

    def all(self) -> list[Opening]:
        """Every opening, oldest first.

        Raises:
            NodeError: one is missing, was changed, or is not signed by this body.
        """
        found: list[Opening] = []
        for path in sorted(self._folder.glob("*.note")):
            try:
                note = Note.parse(path.read_bytes())
                verified(note, [self._signer.verifier])
                one = _parsed(note)
            except NoteError as exc:
                raise NodeError(f"an opening is damaged ({exc})", where=str(path), do=_KEEP) from exc
            if (one.number, one.before) != (len(found) + 1, found[-1].hash if found else _FIRST):
                raise NodeError("an opening is missing before this one", where=str(path), do=_KEEP)
            found.append(one)
        return found

    def add(self, origin: str, at: str, order: str, lines: Sequence[int]) -> Opening:
        """Put an opening on record, durable before anything is opened.

        Raises:
            InputError: no order is named, it has more than one line of text, or nothing is to be opened.
            NodeError: what was recorded before is damaged, somebody else records, or the disk is full.
        """
        if not order.strip() or not order.isprintable():
            raise InputError("an opening needs the order of a court", where="--order", do="name court and reference")
        if not lines:
            raise InputError("no line is named", do="give the numbers of lines that the order names")
        before = self.all()
        told = "\n".join(
            (
                HEAD,
                str(len(before) + 1),
                before[-1].hash if before else _FIRST,
                origin,
                at,
                order.strip(),
                " ".join(map(str, sorted(set(lines)))),
                "",
            )
        )
        note = Note(told, (self._signer.sign(told),))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{len(before) + 1:06d}.note"
        if not create_bytes(path, note.to_bytes(), mode=0o600):
            raise NodeError("somebody else records an opening", where=str(path), do="try again")
        return _parsed(note)


_KEEP = "keep the folder as it is, and restore it from a backup"


def _parsed(note: Note) -> Opening:
    lines = note.text.split("\n")
    numbers = lines[6].split(" ") if len(lines) == 8 else []
    if (
        len(lines) != 8
        or lines[0] != HEAD
        or not all(re.fullmatch("[1-9][0-9]{0,17}", n) for n in [lines[1], *numbers])
    ):
        raise NoteError("this is no opening")
    return Opening(
        int(lines[1]), lines[2], lines[3], lines[4], lines[5], tuple(map(int, numbers)), note.to_bytes().decode()
    )
