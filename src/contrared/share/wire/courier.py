"""Delivering what waits: the same bytes until they are answered, each partner's in its order, ever less often."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from contrared.model import InputError
from contrared.share.envelope import EnvelopeError
from contrared.share.peers.peer import Peer
from contrared.share.wire.line import Line, LineError, Patience

#: Seconds to the first trial after a failure, doubling up to the last.
FIRST, LAST = 0.5, 300.0
#: Partners delivered to at a time.
AT_ONCE = 8


class Waiting(Protocol):
    """A message that must still be delivered."""

    @property
    def peer(self) -> str:
        """For whom."""
        ...

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def data(self) -> bytes:
        """Its exact bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A partner that could not be delivered to: which, why, and seconds until it is tried again."""

    peer: str
    why: str
    wait: float


class Courier:
    """Delivers over lines that it keeps open.

    Args:
        waiting: Gives what must still be delivered, each partner's in its order.
        delivered: Takes the id of a message and the reply to it.
        peer: Gives a partner by id.
        own: Files of the own certificate and its key, PEM.
        patience: How long is waited for a partner.
        clock: Monotonic seconds.
        jitter: Gives a number from 0 to 1, so that nodes that failed together do not come back together.
    """

    def __init__(
        self,
        waiting: Callable[[], Iterable[Waiting]],
        delivered: Callable[[str, str, bytes], None],
        peer: Callable[[str], Peer | None],
        own: bytes,
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._waiting = waiting
        self._delivered = delivered
        self._peer = peer
        self._own = own
        self._patience = patience or Patience()
        self._clock = clock
        self._jitter = jitter
        self._lines: dict[str, tuple[Peer, Line]] = {}
        self._failed: dict[str, tuple[int, float]] = {}

    def turn(self) -> list[Failure]:
        """Try to deliver everything that waits, except to partners that failed a moment ago.

        Returns:
            Partners that failed now.
        """
        by_peer: dict[str, list[Waiting]] = {}
        for message in self._waiting():
            by_peer.setdefault(message.peer, []).append(message)
        due = [peer for peer in by_peer if self._failed.get(peer, (0, 0.0))[1] <= self._clock()]
        if len(due) < 2:
            found = [self._deliver(peer, by_peer[peer]) for peer in due]
        else:
            with ThreadPoolExecutor(min(AT_ONCE, len(due))) as pool:
                found = list(pool.map(lambda peer: self._deliver(peer, by_peer[peer]), due))
        return [failure for failure in found if failure is not None]

    def run(self, stop: threading.Event, every: float = 0.2) -> None:
        """Take turns until asked to stop."""
        try:
            while not stop.wait(every):
                self.turn()
        finally:
            self.close()

    def close(self) -> None:
        """Hang up all lines."""
        for _, line in self._lines.values():
            line.close()
        self._lines.clear()

    def _deliver(self, peer_id: str, messages: list[Waiting]) -> Failure | None:
        peer = self._peer(peer_id)
        if peer is None or not peer.active or not peer.address:
            return None
        try:
            line = self._line(peer)
            for message in messages:
                self._delivered(peer_id, message.id, line.post(message.data))
        except (LineError, InputError, EnvelopeError) as exc:
            times = self._failed.get(peer_id, (0, 0.0))[0] + 1
            wait = min(LAST, FIRST * 2.0 ** min(times - 1, 32)) * (0.5 + self._jitter() / 2)
            self._failed[peer_id] = (times, self._clock() + wait)
            return Failure(peer_id, str(exc), wait)
        self._failed.pop(peer_id, None)
        return None

    def _line(self, peer: Peer) -> Line:
        held = self._lines.get(peer.id)
        if held is not None and held[0] == peer:
            return held[1]
        if held is not None:
            held[1].close()
        line = Line(peer, self._own, patience=self._patience)
        self._lines[peer.id] = (peer, line)
        return line
