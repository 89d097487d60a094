"""The port partners call: mutual TLS, one endpoint, ``POST /exchange``, an envelope in and the reply envelope out.

Every limit counts before anything is believed: connections, connections of one source, the handshake, head and body.
What a partner learns from being refused is a status and nothing else.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import h11

from contrared.model import ContraredError, InputError, NodeError
from contrared.share.envelope import MOST_ENVELOPE
from contrared.share.peers import Peer
from contrared.share.wire.frame import LARGEST_DOUBLED, frame, size_class, unframe
from contrared.share.wire.reading import Late, Spoken
from contrared.share.wire.tls import know, server_context

log = logging.getLogger(__name__)

PATH = b"/exchange"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the port bears.

    Attributes:
        most_bytes: Of a body.
        large: Bodies above 1 MiB at a time, one of each partner; a filter is one, a question never.
        connections: At a time, from anybody.
        of_one_source: At a time, from one IP address.
        handshake_seconds: For a handshake.
        head_seconds: For a head to come, once its first byte could.
        idle_seconds: Between two requests on one connection.
        slowest: Bytes a second at which a body must come, beside ``head_seconds``.
        beat: Replies leave at whole multiples of so many seconds after the request, so that their time tells little.
    """

    most_bytes: int = size_class(MOST_ENVELOPE + 4)
    large: int = 4
    connections: int = 64
    of_one_source: int = 16
    handshake_seconds: float = 5.0
    head_seconds: float = 10.0
    idle_seconds: float = 60.0
    slowest: int = 16384
    beat: float = 0.02


class ExchangeServer:
    """Listens until closed.

    Args:
        receive: Takes the id of the partner on the line and its envelope, gives the exact reply
            envelope, empty where none is owed.
        known: Gives all partners as they stand now; asked anew for each request.
        own: Files of the own certificate and its key, PEM.
        host: Address to listen on.
        port: Port; 0 for any that is free.
        limits: What the port bears.

    Raises:
        NodeError: the port is taken.
    """

    def __init__(
        self,
        receive: Callable[[str, bytes], bytes],
        known: Callable[[], list[Peer]],
        own: bytes,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits = Limits(),
    ) -> None:
        self._receive = receive
        self._known = known
        self._limits = limits
        self._pinned = {peer.certificate for peer in known() if peer.active}
        self._context = server_context(own, self._pinned)
        self._large: set[bytes] = set()
        self._room = threading.BoundedSemaphore(limits.connections)
        self._sources: Counter[str] = Counter()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        try:
            self._listener = socket.create_server((host, port), family=_family(host), backlog=limits.connections)
        except OSError as exc:
            raise NodeError(
                f"cannot listen ({exc.strerror})", where=f"{host}:{port}", do="choose another port"
            ) from exc
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="exchange", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; connections are cut, what was acknowledged is durable."""
        if self._closed.is_set():
            return
        self._closed.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for _ in range(self._limits.connections):
            self._room.acquire()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                plain, address = self._listener.accept()
            except OSError:
                if self._closed.is_set():
                    return
                continue
            if not self._enter(str(address[0])):
                plain.close()
                continue
            threading.Thread(target=self._serve, args=(plain, str(address[0])), daemon=True).start()

    def _enter(self, source: str) -> bool:
        with self._lock:
            if self._sources[source] >= self._limits.of_one_source or not self._room.acquire(blocking=False):
                return False
            self._sources[source] += 1
            return True

    def _leave(self, line: socket.socket, source: str) -> None:
        with self._lock:
            self._open.discard(line)
            self._sources[source] -= 1
            if not self._sources[source]:
                del self._sources[source]
        self._room.release()

    def _serve(self, plain: socket.socket, source: str) -> None:
        line = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        with self._lock:
            self._open.add(line)
        try:
            line.settimeout(self._limits.handshake_seconds)
            self._learn()
            line.do_handshake()
            _Conversation(line, self._limits, self._large, self._answer).run()
        except (OSError, Late, h11.ProtocolError):
            # Strangers, scanners and broken lines are no news; whoever sent keeps what was not acknowledged.
            pass
        finally:
            line.close()
            self._leave(line, source)

    def _learn(self) -> None:
        """Partners accepted since may end a handshake."""
        with self._lock:
            fresh = {peer.certificate for peer in self._known() if peer.active} - self._pinned
            know(self._context, fresh)
            self._pinned |= fresh

    def _answer(self, certificate: bytes, body: bytes) -> tuple[int, bytes]:
        """Status and body of a reply."""
        sender = next((peer for peer in self._known() if peer.certificate == certificate and peer.active), None)
        if sender is None:
            return 403, b""
        try:
            reply = self._receive(sender.id, unframe(body))
        except InputError:
            return 400, b""
        except ContraredError as exc:
            log.error("an envelope could not be taken in: %s", exc)
            return 503, b""
        except Exception as exc:  # noqa: BLE001  (told; its own words may hold what was asked)
            log.error("%s while an envelope was taken in", type(exc).__name__)
            return 500, b""
        return (200, frame(reply)) if reply else (403, b"")


class _Conversation:
    """Requests on one connection, one after the other."""

    def __init__(
        self,
        line: ssl.SSLSocket,
        limits: Limits,
        large: set[bytes],
        answer: Callable[[bytes, bytes], tuple[int, bytes]],
    ) -> None:
        self._spoken = Spoken(line, h11.SERVER)
        self._limits = limits
        self._large = large
        self._answer = answer
        self._certificate = _certificate_of(line)

    def run(self) -> None:
        while True:
            self._spoken.by(self._limits.idle_seconds)
            head = self._spoken.next(then=self._limits.head_seconds)
            if not isinstance(head, h11.Request):
                return
            status, body = self._refused(head), b""
            if not status:
                status, body = self._taken_in(int(dict(head.headers)[b"content-length"]))
            self._say(status, body)
            if status != 200 or self._spoken.h11.our_state is h11.MUST_CLOSE:
                return
            self._spoken.h11.start_next_cycle()

    def _refused(self, head: h11.Request) -> int:
        """Status of a refusal, 0 where there is none."""
        headers = dict(head.headers)
        length = headers.get(b"content-length", b"")
        if head.method != b"POST" or head.target != PATH:
            return 404
        if not length.isdigit() or b"transfer-encoding" in headers or b"content-encoding" in headers:
            return 411
        return 413 if int(length) > self._limits.most_bytes else 0

    def _taken_in(self, length: int) -> tuple[int, bytes]:
        large = length > LARGEST_DOUBLED
        if large and (self._certificate in self._large or len(self._large) >= self._limits.large):
            return 503, b""
        if large:
            self._large.add(self._certificate)
        try:
            self._spoken.by(self._limits.head_seconds + length / self._limits.slowest)
            arrived = self._spoken.body()
            came = time.monotonic()
            status, body = self._answer(self._certificate, arrived)
        finally:
            if large:
                self._large.discard(self._certificate)
        beat = self._limits.beat
        time.sleep(beat - (time.monotonic() - came) % beat)
        return status, body

    def _say(self, status: int, body: bytes) -> None:
        headers = [("content-length", str(len(body))), ("content-type", "application/octet-stream")]
        if status != 200:
            headers.append(("connection", "close"))
        self._spoken.by(self._limits.head_seconds + len(body) / self._limits.slowest)
        said = h11.Response(status_code=status, headers=headers)
        self._spoken.say(said, *([h11.Data(data=body)] if body else []), h11.EndOfMessage())


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@contextmanager
def listening(server: ExchangeServer) -> Iterator[ExchangeServer]:
    """Close a server at the end."""
    try:
        yield server
    finally:
        server.close()


def _certificate_of(line: ssl.SSLSocket) -> bytes:
    """The certificate that the other side showed.

    Raises:
        OSError: the server closed the line meanwhile, for which the library has no error of its own.
    """
    try:
        return line.getpeercert(binary_form=True) or b""
    except (AttributeError, ValueError) as exc:
        raise OSError("the line was closed") from exc
