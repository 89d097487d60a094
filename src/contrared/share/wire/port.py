"""What comes in on a line goes to the exchange, if it is from whoever the line is to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from contrared.share.envelope import EnvelopeError, peek


class Receiving(Protocol):
    """Takes envelopes in."""

    def receive(self, data: bytes) -> bytes:
        """The envelope that answers; empty where none is owed."""
        ...


def taking(exchange: Receiving) -> Callable[[str, bytes], bytes]:
    """How a server hands envelopes over: a partner on its own line speaks for itself only."""

    def take(sender: str, data: bytes) -> bytes:
        try:
            said = peek(data).header.sender
        except EnvelopeError:
            return b""
        return exchange.receive(data) if said == sender else b""

    return take
