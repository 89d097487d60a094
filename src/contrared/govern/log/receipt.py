"""Receipts: what whoever was answered holds in their hand at once, before the log has taken the line in.

As with the signed timestamps of Certificate Transparency (RFC 6962, section 3.2) the log promises to hold the entry
within a stated delay. One signature promises all entries of a group commit: it stands over the root of a small Merkle
tree of them, and each receipt carries its own path. A receipt whose entry is not in the log after the delay is evidence
against the log, signed by the log itself.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contrared.govern.log.entry import opening, opens
from contrared.govern.log.merkle import ProofError, check_inclusion, leaf_hash, paths_in, root_of
from contrared.govern.log.note import Note, NoteError, Signer, Verifier, unbase64, verified

HEAD = "contrared.org/log-receipt@v1"
PROMISE = "contrared.org/log-promise@v1"
#: Seconds within which a log holds what it promised, unless set otherwise: a day, as in Certificate Transparency.
DELAY = 86_400


@dataclass(frozen=True, slots=True)
class Promise:
    """What a log signs for a group of entries.

    Attributes:
        origin: Name of the log.
        size: Entries promised.
        root: Root of the tree of them, in the order of the group.
        at: When, seconds since 1970.
        within: Seconds from then until the log holds them.
    """

    origin: str
    size: int
    root: bytes
    at: int
    within: int

    @classmethod
    def parse(cls, text: str) -> Promise:
        """From the text of a note.

        Raises:
            NoteError: it is no promise.
        """
        lines = text.split("\n")
        if len(lines) != 6 or lines[0] != PROMISE or lines[5]:
            raise NoteError(f"a promise begins with {PROMISE} and has five lines")
        if not all(re.fullmatch("0|[1-9][0-9]{0,18}", told) for told in lines[2].split(" ") + lines[4].split(" ")):
            raise NoteError("a promise holds a number that is none")
        if len(lines[4].split(" ")) != 2:
            raise NoteError("a promise says when it was made and for how long")
        at, within = map(int, lines[4].split(" "))
        return cls(lines[1], int(lines[2]), unbase64(lines[3]), at, within)

    @property
    def text(self) -> str:
        """Text of the note."""
        coded = base64.b64encode(self.root).decode()
        return f"{PROMISE}\n{self.origin}\n{self.size}\n{coded}\n{self.at} {self.within}\n"

    @property
    def due(self) -> int:
        """Second since 1970 from which a log without the entry has broken its promise."""
        return self.at + self.within

    def until(self) -> str:
        """The same in words, UTC."""
        return datetime.fromtimestamp(self.due, UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A promise for one entry.

    Attributes:
        entry: The entry, 32 bytes.
        frame: What opens it: who, when, why, which act, and the salt; never the content.
        index: Its place among those promised together.
        path: Its audit path there.
        note: The promise, signed.
    """

    entry: bytes
    frame: bytes
    index: int
    path: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, raw: bytes) -> Receipt:
        """Read a receipt, without believing it.

        Raises:
            NoteError: malformed.
        """
        head, blank, note = raw.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as exc:
            raise NoteError("the lines of a receipt are ASCII") from exc
        if not blank or len(lines) < 4 or lines[0] != HEAD:
            raise NoteError(f"a receipt begins with {HEAD} and ends with a promise")
        entry, frame, index = lines[1:4]
        if not entry.startswith("entry ") or not frame.startswith("frame "):
            raise NoteError("a receipt holds an entry and the frame that opens it")
        if not re.fullmatch("index (0|[1-9][0-9]{0,9})", index):
            raise NoteError("a receipt says which of the promised entries it is for")
        return cls(
            unbase64(entry.removeprefix("entry ")),
            unbase64(frame.removeprefix("frame ")),
            int(index.removeprefix("index ")),
            tuple(unbase64(line) for line in lines[4:]),
            Note.parse(note),
        )

    def text(self) -> str:
        """As it is handed out and stored, in a file named ``.receipt``."""
        lines = [HEAD, "entry " + _coded(self.entry), "frame " + _coded(self.frame), f"index {self.index}"]
        return "\n".join([*lines, *map(_coded, self.path)]) + "\n\n" + self.note.to_bytes().decode()

    def check(self, logs: Sequence[Verifier]) -> Promise:
        """Check that a log promised this entry, and that the frame opens it.

        Args:
            logs: Keys of the log: the one it signs with, and those it signed with before.

        Raises:
            NoteError: the promise is not signed by the log, is of another log, or the frame is not the entry's.
            ProofError: the entry is not among those promised.
        """
        found = Promise.parse(self.note.text)
        if found.origin not in {log.name for log in logs}:
            raise NoteError(f"the receipt is from another log, {found.origin}")
        verified(self.note, [log for log in logs if log.name == found.origin])
        check_inclusion(self.index, found.size, leaf_hash(self.entry), self.path, found.root)
        if not opens(self.frame, self.entry):
            raise NoteError("the frame does not open the entry of this receipt")
        return found


def promise(signer: Signer, rows: Sequence[Mapping[str, Any]], *, at: int, within: int = DELAY) -> list[Receipt]:
    """Receipts for sealed lines that are durable, by one signature for all.

    Args:
        signer: Key of the log.
        rows: The lines, as :func:`contrared.govern.log.entry.sealed` gives them.
        at: Now, seconds since 1970.
        within: Seconds until the log holds them.

    Raises:
        ProofError: there are no lines.
    """
    if not rows:
        raise ProofError("a promise of nothing")
    hashes = [leaf_hash(row["leaf"]) for row in rows]
    told = Promise(signer.name, len(rows), root_of(hashes), at, within).text
    note = Note(told, (signer.sign(told),))
    return [
        Receipt(row["leaf"], opening(row), index, tuple(path), note)
        for index, (row, path) in enumerate(zip(rows, paths_in(hashes), strict=True))
    ]


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode()
