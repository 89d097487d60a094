"""An anchor: the newest checkpoint in a form that a gazette can print and anybody can type in again.

The text serves a newspaper, a notary and a git tag alike. Besides hex it holds the root in proquints, sixteen
pronounceable words of five letters (Wilkerson, "A Proposal for Proquints", arXiv:0901.4016), so that it can be read
over a telephone. Whoever finds it years later proves that the log still continues what was printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import ProofError, check_consistency, consistency_proof
from contrared.govern.log.note import NoteError, Verifier, verified
from contrared.govern.log.tree import Tree
from contrared.model import InputError
from contrared.store.ledger import now

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_WORD = f"[{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}]"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was printed: name of a log, number of its entries, root of its tree."""

    origin: str
    size: int
    root: bytes

    def text(self, day: str = "") -> str:
        """For a gazette, or as the message of a git tag; its first line says what it is.

        Args:
            day: Day of the checkpoint, ISO 8601; today unless given.
        """
        day = day or now()[:10]
        coded = self.root.hex()
        hexed = [coded[at : at + 8] for at in range(0, 64, 8)]
        told = words(self.root)
        return (
            f"Log {self.origin} on {day}\n\n"
            f"Entries: {self.size}\n"
            f"Root: {' '.join(hexed[:4])}\n      {' '.join(hexed[4:])}\n"
            f"Words: {' '.join(told[:8])}\n       {' '.join(told[8:])}\n\n"
            "Root of the Merkle tree (RFC 6962, SHA-256) over that many entries; the words say the same.\n"
        )

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """From a text that was printed and typed in again; spaces, line breaks and case do not matter.

        Raises:
            InputError: something is missing, or hex and words do not say the same.
        """
        name = re.search(r"\bLog\s+(\S+)\s+on\b", text)
        size = re.search(r"\bEntries:\s*([0-9][0-9 .,']*)", text, re.IGNORECASE)
        hexed = re.search(r"\bRoot:\s*((?:[0-9a-fA-F]\s*){64})(?![0-9a-fA-F])", text, re.IGNORECASE)
        told = re.search(rf"\bWords:\s*((?:{_WORD}[\s-]*){{16}})", text, re.IGNORECASE)
        if name is None or size is None or (hexed is None and told is None):
            raise InputError(
                "is no anchor",
                do="it holds `Log NAME on`, `Entries:`, and `Root:` or `Words:` as they were printed",
            )
        roots = {bytes.fromhex("".join(hexed[1].split()))} if hexed is not None else set()
        if told is not None:
            roots.add(from_words(re.findall(_WORD, told[1].lower())))
        if len(roots) != 1:
            raise InputError("root and words do not say the same", do="compare what was typed with what was printed")
        return cls(name[1], int(re.sub("[^0-9]", "", size[1])), roots.pop())


def anchor(tree: Tree, log: Verifier) -> Anchor:
    """The newest checkpoint of a log.

    Raises:
        InputError: there is none yet, or it is not signed by the log.
        NodeError: it is damaged.
    """
    found = _signed(tree, [log])
    return Anchor(found.origin, found.size, found.root)


def continues(tree: Tree, logs: list[Verifier], old: Anchor) -> int:
    """Prove that a log still continues what was printed.

    Returns:
        Entries of the log now.

    Raises:
        InputError: it does not, or it is another log.
        NodeError: the log cannot be read.
    """
    found = _signed(tree, logs)
    if found.origin != old.origin:
        raise InputError(f"the anchor is of {old.origin}, this log is {found.origin}", do="give the anchor of this log")
    if old.size > found.size:
        raise InputError(f"the log has {found.size} entries and had {old.size}: it was cut", do=_TOLD)
    try:
        if old.size:
            proof = consistency_proof(old.size, found.size, tree.subtree(found.size))
            check_consistency(old.size, found.size, old.root, found.root, proof)
    except ProofError as exc:
        raise InputError(f"the log does not continue what was printed ({exc})", do=_TOLD) from exc
    return found.size


def words(data: bytes) -> list[str]:
    """Proquints of bytes, two bytes a word."""
    return [_word(int.from_bytes(data[at : at + 2], "big")) for at in range(0, len(data), 2)]


def from_words(told: list[str]) -> bytes:
    """Bytes of proquints.

    Raises:
        InputError: a word is none.
    """
    found = b""
    for word in told:
        if re.fullmatch(_WORD, word) is None:
            raise InputError(f"{word!r} is no word of an anchor", do="type it as it was printed")
        value = 0
        for at, letter in enumerate(word):
            value = value << 2 | _VOWELS.index(letter) if at % 2 else value << 4 | _CONSONANTS.index(letter)
        found += value.to_bytes(2, "big")
    return found


_TOLD = "keep the disk as it is and tell the oversight body; what was printed is the evidence"


def _word(value: int) -> str:
    return (
        _CONSONANTS[value >> 12]
        + _VOWELS[value >> 10 & 3]
        + _CONSONANTS[value >> 6 & 15]
        + _VOWELS[value >> 4 & 3]
        + _CONSONANTS[value & 15]
    )


def _signed(tree: Tree, logs: list[Verifier]) -> Checkpoint:
    note, found = tree.note, tree.checkpoint
    if note is None or found is None:
        raise InputError("there is no checkpoint yet", do="run `contrared audit sequence --once`")
    try:
        verified(note, logs)
    except NoteError as exc:
        raise InputError(f"the checkpoint is not signed by this log ({exc})", where=str(tree.folder), do=_TOLD) from exc
    return found
