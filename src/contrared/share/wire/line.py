"""A line to one partner: its address looked up once and connected to by number, itself known by its certificate."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

import h11

from contrared.model import InputError
from contrared.share.peers.address import Address, Ip, Lookup
from contrared.share.peers.peer import Peer
from contrared.share.wire.frame import frame, unframe
from contrared.share.wire.reading import Late, Spoken
from contrared.share.wire.tls import client_context


class LineError(Exception):
    """A partner could not be reached or did not answer; the same bytes may be sent again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited.

    Attributes:
        connect_seconds: For a connection and its handshake.
        reply_seconds: For a request to go and its reply to come, beside the time their bytes take.
        slowest: Bytes a second that are reckoned with.
        most_bytes: Of a reply.
    """

    connect_seconds: float = 10.0
    reply_seconds: float = 60.0
    slowest: int = 4096
    most_bytes: int = 64 << 20


class Line:
    """Keeps one connection to a partner open between messages.

    Args:
        peer: The partner.
        own: Files of the own certificate and its key, PEM.
        patience: How long is waited.
        lookup: Gives the addresses of a name; the system's resolver unless given.
    """

    def __init__(
        self,
        peer: Peer,
        own: bytes,
        *,
        patience: Patience = Patience(),
        lookup: Lookup | None = None,
    ) -> None:
        self._peer = peer
        self._own = own
        self._patience = patience
        self._lookup = lookup
        self._line: ssl.SSLSocket | None = None
        self._spoken: Spoken | None = None

    def post(self, message: bytes) -> bytes:
        """Send an envelope and get the reply envelope.

        Raises:
            LineError: no connection, another certificate, no reply in time, a status other than 200, or no frame.
            InputError: the partner has no address, or one that may not be connected to.
        """
        data, kept = frame(message), self._spoken is not None
        try:
            return self._once(data)
        except LineError:
            if not kept:
                raise
            # The partner may have closed a connection that was idle; the same bytes are answered the same.
            return self._once(data)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
        self._line = self._spoken = None

    def _once(self, data: bytes) -> bytes:
        spoken = self._spoken or self._connected()
        try:
            return unframe(self._exchanged(spoken, data))
        except LineError:
            self.close()
            raise
        except Late as exc:
            self.close()
            raise LineError("no reply in time") from exc
        except h11.ProtocolError as exc:
            self.close()
            raise LineError("the reply is cut short, or no HTTP") from exc
        except (OSError, InputError) as exc:
            self.close()
            raise LineError(str(exc)) from exc

    def _exchanged(self, spoken: Spoken, data: bytes) -> bytes:
        spoken.by(self._patience.reply_seconds + len(data) / self._patience.slowest)
        headers = [
            ("host", "partner"),
            ("content-length", str(len(data))),
            ("content-type", "application/octet-stream"),
        ]
        request = h11.Request(method="POST", target="/exchange", headers=headers)
        spoken.say(request, h11.Data(data=data), h11.EndOfMessage())
        head = spoken.next()
        # A redirect is a status like any other: nobody is followed anywhere.
        if not isinstance(head, h11.Response) or head.status_code != 200:
            raise LineError(f"the partner answered {getattr(head, 'status_code', 'nothing')}")
        length = dict(head.headers).get(b"content-length", b"")
        if not length.isdigit() or int(length) > self._patience.most_bytes:
            raise LineError("the reply does not say its length, or is too long")
        spoken.by(self._patience.reply_seconds + int(length) / self._patience.slowest)
        body = spoken.body()
        if spoken.h11.our_state is h11.MUST_CLOSE:
            self.close()
        else:
            spoken.h11.start_next_cycle()
        return body

    def _connected(self) -> Spoken:
        if not self._peer.address:
            raise InputError("the partner has no address", where=self._peer.name, do="send a bundle instead")
        address = Address.parse(self._peer.address)
        found = address.resolve(private=self._peer.private_address, lookup=self._lookup)
        context = client_context(self._own, self._peer.certificate)
        failed: OSError | None = None
        for ip in found:
            try:
                self._line = self._secure(context, ip, address.port)
                break
            except OSError as exc:
                failed = exc
        if self._line is None:
            raise LineError(str(failed)) from failed
        if self._line.getpeercert(binary_form=True) != self._peer.certificate:
            self.close()
            raise LineError("another certificate than the one that is pinned")
        self._spoken = Spoken(self._line, h11.CLIENT)
        return self._spoken

    def _secure(self, context: ssl.SSLContext, ip: Ip, port: int) -> ssl.SSLSocket:
        plain = socket.create_connection((str(ip), port), timeout=self._patience.connect_seconds)
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return context.wrap_socket(plain)
        except BaseException:
            with suppress(OSError):
                plain.close()
            raise
