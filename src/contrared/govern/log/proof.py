"""Proofs that a line is in the log (C2SP tlog-proof), whole in themselves."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import ProofError, check_inclusion, inclusion_proof, leaf_hash
from contrared.govern.log.note import Note, NoteError, Verifier, unbase64, verified
from contrared.govern.log.tree import Tree

HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class LogProof:
    """A proof of inclusion.

    Attributes:
        index: Place of the entry.
        path: Its audit path.
        note: Checkpoint with its signatures.
        extra: Bytes nobody vouches for; here what opens the entry, where it may be opened.
    """

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @classmethod
    def parse(cls, raw: bytes) -> LogProof:
        """Read a proof.

        Raises:
            NoteError: malformed.
        """
        head, blank, note = raw.partition(b"\n\n")
        if not blank:
            raise NoteError("a proof is lines, an empty line, and a checkpoint")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as exc:
            raise NoteError("the lines of a proof are ASCII") from exc
        if lines.pop(0) != HEAD:
            raise NoteError(f"a proof begins with {HEAD}")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = unbase64(lines.pop(0).removeprefix("extra "))
        if not lines or not re.fullmatch("index (0|[1-9][0-9]{0,18})", lines[0]):
            raise NoteError("a proof says the index of its entry")
        path = tuple(unbase64(line) for line in lines[1:])
        return cls(int(lines[0].removeprefix("index ")), path, Note.parse(note), extra)

    def to_bytes(self) -> bytes:
        """As it is stored, in a file named ``.tlog-proof``."""
        lines = [HEAD]
        if self.extra:
            lines.append("extra " + base64.b64encode(self.extra).decode())
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(found).decode() for found in self.path]
        return "\n".join(lines).encode() + b"\n\n" + self.note.to_bytes()

    def check(
        self, entry: bytes, log: Verifier, witnesses: Sequence[Verifier] = (), *, quorum: int = 0
    ) -> dict[str, int | None]:
        """Check that an entry is in the log, and that enough witnesses saw it there.

        Args:
            entry: The entry itself.
            log: Key of the log.
            witnesses: Keys of witnesses that are believed.
            quorum: How many of them must have signed.

        Returns:
            Who signed, and when.

        Raises:
            NoteError: a signature is wrong or missing, or the checkpoint is of another log.
            ProofError: the path does not lead to the root.
        """
        found = Checkpoint.parse(self.note.text)
        if found.origin != log.name:
            raise NoteError(f"the proof is from another log, {found.origin}")
        signed = verified(self.note, [log, *witnesses])
        if log.name not in signed:
            raise NoteError("the log itself has not signed the checkpoint")
        seen = sum(1 for key in witnesses if signed.get(key.name) is not None)
        if seen < quorum:
            raise NoteError(f"{seen} of the witnesses signed; {quorum} must have")
        check_inclusion(self.index, found.size, leaf_hash(entry), self.path, found.root)
        return signed


def prove(tree: Tree, index: int, *, extra: bytes = b"") -> LogProof:
    """Prove an entry by the newest witnessed checkpoint, or where that does not hold it yet by the newest.

    Raises:
        ProofError: no checkpoint holds it yet.
        NodeError: the log cannot be read.
    """
    notes = []
    if (tree.folder / "witnessed").exists():
        notes.append(Note.parse((tree.folder / "witnessed").read_bytes()))
    if (newest := tree.note) is not None:
        notes.append(newest)
    for note in notes:
        size = Checkpoint.parse(note.text).size
        if index < size:
            return LogProof(index, tuple(inclusion_proof(index, size, tree.subtree(size))), note, extra)
    raise ProofError(f"no checkpoint holds entry {index} yet")
