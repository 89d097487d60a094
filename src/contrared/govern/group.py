"""Group commit: lines of the record of many at once, in one transaction, before anybody is answered.

A line costs a transaction; at hundreds of screenings a second the disk would be all there is. Lines that come while one
transaction is written share the next (group commit: DeWitt et al. 1984). One signature promises all of them to the log.
"""

from __future__ import annotations

import fcntl
import queue
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.govern.log.keeping import receipts_of, signer_of
from contrared.govern.log.receipt import Receipt
from contrared.model import NodeError
from contrared.store.tables import access_log

#: Lines of one transaction at most.
MOST = 256


class GroupRecord:
    """Appends lines to the record on behalf of a desk; threads and event loops may share it.

    Args:
        desk: Whose user, purpose and case the lines bear.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._signer = signer_of(desk.node)
        self._lock = (desk.node.root / ".record.lock").open("a+")
        self._waiting: queue.SimpleQueue[tuple[dict[str, Any], Future[Receipt]] | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="group-record", daemon=True)
        self._thread.start()

    def append(self, action: str, what: Mapping[str, Any]) -> Future[Receipt]:
        """Hand over a line.

        Returns:
            Done when the line is on disk; it holds the receipt, or the error where it could not be written. It cannot
            be cancelled: what was read was read, whether or not somebody still waits for the answer.

        Raises:
            NodeError: the record was closed.
        """
        desk = self._desk
        row = record.line(user=desk.person.id, purpose=desk.purpose, case=desk.case, action=action, what=what)
        done: Future[Receipt] = Future()
        done.set_running_or_notify_cancel()
        with self._closing:
            if self._closed:
                raise NodeError("the record is closed", do="start the service again")
            self._waiting.put((row, done))
        return done

    def close(self) -> None:
        """Write what waits and end."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._thread.join()
        self._lock.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for the other processes that serve: a lock of the system wakes at once, the database's by sleeping."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    def _write(self) -> None:
        ended = False
        while not ended:
            first = self._waiting.get()
            if first is None:
                return
            group = [first]
            while len(group) < MOST:
                try:
                    following = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    ended = True
                    break
                group.append(following)
            try:
                with self._turn(), self._desk.node.ledger.begin() as connection:
                    connection.execute(insert(access_log), [row for row, _ in group])
                receipts = receipts_of(self._desk.node, [row for row, _ in group], self._signer)
            except Exception as exc:  # noqa: BLE001  (handed to everybody who waits)
                for _, done in group:
                    done.set_exception(exc)
            else:
                for (_, done), receipt in zip(group, receipts, strict=True):
                    done.set_result(receipt)
