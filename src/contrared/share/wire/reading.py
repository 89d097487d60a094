"""HTTP/1.1 events from a socket, each by a time that was set: a byte now and then keeps nobody waiting."""

from __future__ import annotations

import socket
import time

import h11


class Late(Exception):  # noqa: N818
    """The other side takes too long."""


class Spoken:
    """One side of a conversation.

    Args:
        line: The socket, its handshake done.
        role: ``h11.SERVER`` or ``h11.CLIENT``.
    """

    def __init__(self, line: socket.socket, role: type[h11.SERVER] | type[h11.CLIENT]) -> None:
        self._line = line
        self._until = 0.0
        self.h11 = h11.Connection(role, max_incomplete_event_size=8192)

    def by(self, seconds: float) -> None:
        """From now on so many seconds are left, whatever comes."""
        self._until = time.monotonic() + seconds

    def sooner(self, seconds: float) -> None:
        """No more than so many seconds are left from now."""
        self._until = min(self._until, time.monotonic() + seconds)

    def next(self, *, then: float | None = None) -> object:
        """The next event.

        Args:
            then: Seconds that are left once the first byte came.

        Raises:
            Late: the time is over.
            OSError: the line broke.
            h11.RemoteProtocolError: what came is not HTTP.
        """
        while (event := self.h11.next_event()) is h11.NEED_DATA:
            self._line.settimeout(self._left())
            data = self._line.recv(1 << 16)
            if then is not None:
                self.sooner(then)
                then = None
            self.h11.receive_data(data)
        return event

    def body(self) -> bytes:
        """What is left of a message.

        Raises:
            Late: the time is over.
            OSError: the line broke.
            h11.RemoteProtocolError: it was cut short.
        """
        found = bytearray()
        while isinstance(event := self.next(), h11.Data):
            found += event.data
        return bytes(found)

    def say(self, *events: h11.Event) -> None:
        """Send events.

        Raises:
            Late: the time is over.
            OSError: the line broke.
        """
        data = b"".join(self.h11.send(event) or b"" for event in events)
        self._line.settimeout(self._left())
        self._line.sendall(data)

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Late
        return left
