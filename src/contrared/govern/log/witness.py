"""A witness (C2SP tlog-witness): signs that a log only ever grew, and remembers what it signed before it signs."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import ProofError, check_consistency, consistency_proof
from contrared.govern.log.note import Note, NoteError, Signature, Signer, Verifier, verified
from contrared.govern.log.succession import Retirement, chain, followed
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store.durable import write_bytes


class WitnessError(Exception):
    """A checkpoint that a witness does not sign.

    Attributes:
        status: Status of the protocol: 400 malformed, 403 not signed by the log, 404 unknown log, 409 another size was
            signed last, 422 not consistent.
        size: With 409, the size that was signed last.
    """

    def __init__(self, status: int, what: str, *, size: int = 0) -> None:
        super().__init__(what)
        self.status = status
        self.size = size


class Witness:
    """Cosigns checkpoints of the logs it knows.

    Args:
        folder: Where it remembers, one file a log; on another machine than the logs.
        signer: Its key, of the kind for cosignatures.
        logs: Keys of the logs it watches.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        folder: Path,
        signer: Signer,
        logs: Iterable[Verifier],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._signer = signer
        self._logs = list(logs)
        self._clock = clock

    def last(self, origin: str) -> Checkpoint | None:
        """The checkpoint it signed last for a log.

        Raises:
            NodeError: what it remembers is damaged; it must not sign then.
        """
        return self._last(origin)[0]

    def _last(self, origin: str) -> tuple[Checkpoint | None, int]:
        """The checkpoint it signed last for a log, and when."""
        path = self._memory(origin)
        if not path.exists():
            return None, 0
        try:
            text, _, told = path.read_text(encoding="utf-8").partition("\n\n")
            seconds = int(told.removeprefix("time ")) if told else 0
            return Checkpoint.parse(text.rstrip("\n") + "\n"), seconds
        except (NoteError, ValueError) as exc:
            raise NodeError(
                f"the witness cannot read what it signed last ({exc})",
                where=str(path),
                do="restore it from a backup; without it the witness would sign a rewritten log",
            ) from exc

    def add(self, old: int, proof: Sequence[bytes], note: Note) -> Signature:
        """Cosign a checkpoint.

        Args:
            old: Size the proof starts from, which must be the one signed last.
            proof: Proof that the log of this checkpoint continues that one; empty from size 0.
            note: The signed checkpoint.

        Raises:
            WitnessError: it is not to be signed.
            NodeError: what was signed last cannot be read or kept, or the clock went back since.
        """
        try:
            found = Checkpoint.parse(note.text)
        except NoteError as exc:
            raise WitnessError(400, str(exc)) from exc
        keys = self._keys(found.origin)
        if not keys:
            raise WitnessError(404, f"{found.origin} is no log of this witness")
        try:
            verified(note, keys)
        except NoteError as exc:
            raise WitnessError(403, self._retired_key(note, found.origin) or str(exc)) from exc
        if old > found.size:
            raise WitnessError(400, f"a log of {found.size} entries cannot continue one of {old}")
        with self._alone():
            return self._signed(old, proof, note, found)

    def accept(self, one: Retirement) -> None:
        """Know a log by its new key from now on; the old one is refused.

        Raises:
            WitnessError: it is no log of this witness (404), its key is not the one that retires (403), or the new key
                goes on from before what was signed last (409).
            NodeError: what it remembers is damaged, or the disk is full.
        """
        keys = self._keys(one.old.name)
        if not keys:
            raise WitnessError(404, f"{one.old.name} is no log of this witness")
        if one.old not in keys:
            raise WitnessError(403, "the key that retires is not the one this log signs with")
        with self._alone():
            last = self._last(one.old.name)[0]
            if last is not None and (one.size < last.size or (one.size == last.size and one.root != last.root)):
                raise WitnessError(409, f"size {last.size} was signed last, the new key goes on from {one.size}")
            folder = self._retired(one.old.name)
            folder.mkdir(parents=True, exist_ok=True)
            write_bytes(folder / f"{len(list(folder.glob('*.note'))) + 1:04d}.note", one.note.to_bytes())

    def _keys(self, origin: str) -> list[Verifier]:
        """Keys a log signs with, those that retired replaced by their followers."""
        retired = chain(self._retired(origin))
        return [followed(key, retired) for key in self._logs if key.name == origin]

    def _retired_key(self, note: Note, origin: str) -> str:
        """What is said to whoever signs with a key that retired; empty where nobody did."""
        for one in chain(self._retired(origin)):
            if any((signed.name, signed.id) == (one.old.name, one.old.id) for signed in note.signatures):
                return f"this key retired on {one.at}, at {one.size} entries: the log goes on elsewhere"
        return ""

    def _retired(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.retired"

    def _signed(self, old: int, proof: Sequence[bytes], note: Note, found: Checkpoint) -> Signature:
        last, before = self._last(found.origin)
        size = 0 if last is None else last.size
        if old != size:
            raise WitnessError(409, f"size {size} was signed last", size=size)
        if last is not None and last.size == found.size and last.root != found.root:
            raise WitnessError(409, f"another log of {size} entries was signed last: it was forked", size=size)
        if last is not None and last.size:
            try:
                check_consistency(old, found.size, last.root, found.root, proof)
            except ProofError as exc:
                raise WitnessError(422, str(exc)) from exc
        elif proof:
            raise WitnessError(422, "a log that starts needs no proof")
        seconds = int(self._clock())
        if seconds < before:
            raise NodeError(
                f"the clock of the witness says {seconds} and said {before} when it signed last",
                where=str(self._folder),
                do="set the clock; a witness that signs earlier times than before is believed by nobody",
            )
        write_bytes(self._memory(found.origin), f"{found.text}\ntime {seconds}\n".encode())
        return self._signer.sign(note.text, seconds=seconds)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Compare and keep in one step, whoever else asks this witness: threads and processes wait."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".witness").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _memory(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.signed"


def witness(tree: Tree, witnesses: Sequence[Witness]) -> Note | None:
    """Have the newest checkpoint cosigned and keep it as ``witnessed``; None before the first checkpoint.

    Raises:
        WitnessError: one of them refuses: the log was rewritten, forked or truncated since it signed last.
        NodeError: the log or a memory cannot be read.
    """
    note, found = tree.note, tree.checkpoint
    if note is None or found is None:
        return None
    whole = tree.subtree(found.size)
    for one in witnesses:
        last = one.last(found.origin)
        old = 0 if last is None else last.size
        if old > found.size:
            raise WitnessError(409, f"the log has {found.size} entries; {old} were signed last: it was cut", size=old)
        proof = consistency_proof(old, found.size, whole) if old else []
        note = note.signed(one.add(old, proof, note))
    write_bytes(tree.folder / "witnessed", note.to_bytes())
    return note
