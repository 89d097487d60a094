"""The one process that puts sealed lines into the tree and signs what it has become.

Whoever reads or acts writes a sealed line to the ledger first and is answered when it is durable. The sequencer takes
the lines in their order, fills them up to a whole block so that the size of the tree tells nothing of the traffic,
writes tiles, and only then the checkpoint. Killed at any moment it goes on from the checkpoint: places that were given
out and never published are given out again to the same lines.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.entry import ERASE, SALT_SIZE, filler_leaf, sealed
from contrared.govern.log.escrow import Escrow, Salts
from contrared.govern.log.merkle import root
from contrared.govern.log.note import NoteError, Signer, verified
from contrared.govern.log.tree import Tree
from contrared.model import NodeError
from contrared.store.ledger import Ledger, now
from contrared.store.tables import access_log, log_filler

#: Entries of a checkpoint are a multiple of this.
BLOCK = 16
#: Lines taken at once.
MOST = 8192
#: Act by which the log says that the clock went back, and by how much lines may be out of order without that.
CLOCK, SLACK = "clock went back", timedelta(seconds=60)
#: Seconds between checkpoints while there is traffic, and while there is none.
RHYTHM, IDLE = 0.25, 60.0


class SequencerBusyError(NodeError):
    """Another sequencer holds the log."""


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What one turn did: size of the log, lines and filler that were added."""

    size: int
    lines: int
    filler: int


class Sequencer:
    """Puts lines into the log of one ledger.

    Args:
        ledger: Where sealed lines wait.
        tree: Where the log lies.
        signer: Key of the log.
        escrow: Where salts are sealed; None where no body holds them.
        body: Key of the body they are sealed to; without one nothing is added, and what was is still destroyed.
    """

    def __init__(
        self, ledger: Ledger, tree: Tree, signer: Signer, escrow: Escrow | None = None, body: bytes | None = None
    ) -> None:
        self._ledger = ledger
        self._tree = tree
        self._signer = signer
        self._escrow = escrow
        self._body = body

    @contextmanager
    def alone(self) -> Iterator[Sequencer]:
        """Hold the log, alone, and find where it stands.

        Raises:
            SequencerBusyError: another sequencer holds it.
            NodeError: the checkpoint is not ours or not of these tiles, or the ledger knows
                of more than the tree does.
        """
        self._tree.folder.mkdir(parents=True, exist_ok=True)
        with (self._tree.folder / ".sequencer").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise SequencerBusyError(
                    "another sequencer is at work on this log", where=str(self._tree.folder), do="let it, or stop it"
                ) from exc
            self._check()
            yield self

    def turn(self, *, idle: bool = False) -> Sequenced:
        """Take what waits into the tree and sign it.

        Args:
            idle: Also where nothing waits, so that a checkpoint comes at its fixed time.

        Raises:
            NodeError: the disk is full; what was acknowledged waits in the ledger.
        """
        size = self._size()
        waiting = select(*_TAKEN).where((access_log.c.place.is_(None)) | (access_log.c.place >= size))
        with self._ledger.begin() as connection:
            rows = connection.execute(
                waiting.order_by(access_log.c.place.is_(None), access_log.c.place, access_log.c.seq).limit(MOST)
            ).all()
            if not rows and not idle:
                return Sequenced(size, 0, 0)
            connection.execute(delete(log_filler).where(log_filler.c.place >= size))
            # Given up first: a place belongs to one line only.
            connection.execute(update(access_log).where(access_log.c.place >= size).values(place=None))
            _told_of_clock(connection, size, rows)
            leaves = [row.leaf for row in rows]
            if rows:
                places = [{"b_seq": row.seq, "b_place": size + at} for at, row in enumerate(rows)]
                _place(connection, places)
            end = size + len(rows)
            filler = {place: os.urandom(SALT_SIZE) for place in range(end, end + _missing(end, whole=not rows))}
            if filler:
                connection.execute(insert(log_filler), [{"place": at, "salt": salt} for at, salt in filler.items()])
            leaves += [filler_leaf(at, salt) for at, salt in filler.items()]
            erased = _erased(connection, [row.seq for row in rows if row.action == ERASE])
        if self._escrow is not None:
            self._escrow.cut(size)
            self._escrow.forget(erased)
            if self._body is not None:
                salts = [Salts(row.frame_salt, row.content_salt) for row in rows]
                salts += [Salts(salt, None) for salt in filler.values()]
                self._escrow.add(self._body, size, salts)
        found = Checkpoint(self._signer.name, size + len(leaves), self._tree.extend(size, leaves))
        self._tree.publish(found.note.signed(self._signer.sign(found.text)))
        return Sequenced(found.size, len(rows), len(filler))

    def run(self, stop: threading.Event, told: Callable[[Sequenced], None] = lambda _: None) -> None:
        """Turn at the fixed rhythm until asked to stop; the last lines are taken in before the end."""
        waited = 0.0
        while not stop.is_set():
            done = self.turn(idle=waited >= IDLE)
            waited = 0.0 if done.lines or done.filler else waited + RHYTHM
            if done.lines or done.filler:
                told(done)
            if done.lines < MOST:
                stop.wait(RHYTHM)
        while self.turn().lines == MOST:
            pass

    def _size(self) -> int:
        found = self._tree.checkpoint
        return 0 if found is None else found.size

    def _check(self) -> None:
        note, where = self._tree.note, str(self._tree.folder)
        with self._ledger.reading() as connection:
            first = connection.execute(select(func.min(access_log.c.seq)).where(access_log.c.leaf.is_(None))).scalar()
        if first is not None:
            raise NodeError(f"line {first} of the record was never sealed", where="ledger", do=_TOLD)
        if note is None:
            return
        try:
            verified(note, [self._signer.verifier])
        except NoteError as exc:
            raise NodeError(f"the checkpoint is not signed by this log ({exc})", where=where, do=_TOLD) from exc
        found = self._tree.checkpoint
        assert found is not None
        if found.origin != self._signer.name:
            raise NodeError(f"the checkpoint is of another log, {found.origin}", where=where, do=_TOLD)
        if root(found.size, self._tree.subtree(found.size)) != found.root:
            raise NodeError("the tiles do not give the root that was signed", where=where, do=_TOLD)
        with self._ledger.reading() as connection:
            held = sum(
                connection.execute(select(func.count()).where(table.c.place < found.size)).scalar_one()
                for table in (access_log, log_filler)
            )
        if held != found.size:
            raise NodeError(
                f"the log has {found.size} entries and the ledger {held} of them: lines were removed, or it is older",
                where=where,
                do=_TOLD,
            )


_TOLD = "do not go on with it: keep the disk as it is, tell the oversight body, and restore from a backup"


#: What is read of a line that waits.
_TAKEN = (
    access_log.c.seq,
    access_log.c.at,
    access_log.c.leaf,
    access_log.c.frame_salt,
    access_log.c.content_salt,
    access_log.c.action,
)


def _told_of_clock(connection: Connection, size: int, rows: Iterable[Any]) -> None:
    """Put on record where the clock went back: a line of its own names the line before which it did.

    Several processes write at once, so that a line may be some seconds older than the one before it.
    """
    last = (
        select(access_log.c.at)
        .where(access_log.c.place < size, access_log.c.action != CLOCK)
        .order_by(access_log.c.place.desc())
        .limit(1)
    )
    before = connection.execute(last).scalar()
    for row in rows:
        if row.action == CLOCK:
            continue
        # Times are UTC in one form, so that text tells which is earlier without reading every one of them.
        if (
            before is not None
            and row.at < before
            and datetime.fromisoformat(row.at) < datetime.fromisoformat(before) - SLACK
        ):
            what = {"line": row.seq, "at": row.at, "before": before}
            frame = {"at": now(), "user_id": "contrared", "purpose": "", "case_id": "", "action": CLOCK}
            connection.execute(insert(access_log).values(**sealed({**frame, "what": what})))
        before = row.at


def _erased(connection: Connection, acts: Sequence[int]) -> list[int]:
    """Places of the lines that acts of erasure name; their salts must leave the escrow."""
    told = connection.execute(select(access_log.c.what).where(access_log.c.seq.in_(acts))).scalars()
    lines = [line for what in told for line in what.get("lines", ())]
    wanted = select(access_log.c.place).where(access_log.c.seq.in_(lines), access_log.c.place.is_not(None))
    return list(connection.execute(wanted).scalars()) if lines else []


def _missing(size: int, whole: bool) -> int:
    """Filler to the next whole block; a block of it where nothing else is there."""
    return BLOCK if whole and size % BLOCK == 0 else -size % BLOCK


def _place(connection: Connection, places: list[dict[str, int]]) -> None:
    wanted = update(access_log).where(access_log.c.seq == bindparam("b_seq")).values(place=bindparam("b_place"))
    connection.execute(wanted, places)
