"""The envelope as bytes: the same over a wire and on a stick.

``magic ‖ u32 header ‖ header ‖ signature (64) ‖ u32 checkpoint ‖ checkpoint ‖ u64 body ‖ body``, lengths in network
order, nothing after it. Ed25519 signs ``domain ‖ header``; the header holds the hash of the body. The newest checkpoint
of the sender's log rides along unsigned by the envelope: it is a signed note of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contrared.share.envelope.error import EnvelopeError, Fault
from contrared.share.envelope.header import Header
from contrared.share.envelope.kinds import MOST_BODY, MOST_CHECKPOINT, MOST_HEADER

MAGIC = b"contrared-envelope-v1\n"
DOMAIN = b"contrared.org/exchange/envelope/v1\n"
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message that was opened: its signature is right and its body is the one that was signed.

    Attributes:
        header: What was signed.
        body: Its bytes.
        checkpoint: Signed note of the sender's log, not yet believed; or empty.
        signature: 64 bytes.
    """

    header: Header
    body: bytes
    checkpoint: bytes
    signature: bytes


def seal(header: Header, body: bytes, key: Ed25519PrivateKey, checkpoint: bytes = b"") -> bytes:
    """Sign a message.

    Args:
        header: Its header; ``body_hash`` is filled in.
        body: Its body.
        key: Key of the sender.
        checkpoint: Newest signed checkpoint of the sender's log.

    Returns:
        The envelope, byte for byte the same for the same arguments.

    Raises:
        EnvelopeError: a part is larger than its kind allows.
    """
    told = replace(header, body_hash=hashlib.sha256(body).hexdigest()).to_bytes()
    _within(len(told), MOST_HEADER, "header")
    _within(len(checkpoint), MOST_CHECKPOINT, "checkpoint")
    _within(len(body), MOST_BODY[header.type], "body")
    Header.from_bytes(told)
    parts = (
        MAGIC,
        len(told).to_bytes(4, "big"),
        told,
        key.sign(DOMAIN + told),
        len(checkpoint).to_bytes(4, "big"),
        checkpoint,
        len(body).to_bytes(8, "big"),
        body,
    )
    return b"".join(parts)


def open_envelope(data: bytes, key_of: Callable[[str], Ed25519PublicKey]) -> Envelope:
    """Open a message and check who signed it.

    Whether it is for this node, in time and in its order is asked afterwards (:meth:`Header.check`).

    Args:
        data: The envelope.
        key_of: Pinned key of a node.

    Raises:
        EnvelopeError: malformed, too large, or not signed by whom it says it is from. ``key_of`` raises it for a
            sender that is not known.
    """
    envelope = peek(data)
    try:
        key_of(envelope.header.sender).verify(envelope.signature, DOMAIN + envelope.header.to_bytes())
    except InvalidSignature as exc:
        raise EnvelopeError(Fault.SIGNATURE, f"not signed by {envelope.header.sender}") from exc
    if not hmac.compare_digest(hashlib.sha256(envelope.body).hexdigest(), envelope.header.body_hash):
        raise EnvelopeError(Fault.SIGNATURE, "the body is not the one that was signed")
    return envelope


def peek(data: bytes) -> Envelope:
    """Take an envelope apart without believing any of it: for whom it is, and in which order it stands.

    Raises:
        EnvelopeError: malformed or too large.
    """
    cursor = _Cursor(data)
    if cursor.take(len(MAGIC), "magic") != MAGIC:
        raise EnvelopeError(Fault.MALFORMED, "no envelope")
    header = Header.from_bytes(cursor.sized(4, MOST_HEADER, "header"))
    signature = cursor.take(_SIGNATURE, "signature")
    checkpoint = cursor.sized(4, MOST_CHECKPOINT, "checkpoint")
    body = cursor.sized(8, MOST_BODY[header.type], "body")
    cursor.end()
    return Envelope(header, body, checkpoint, signature)


class _Cursor:
    """Takes bytes from the front; a length is held against its limit and what is there before anything is copied."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def take(self, size: int, what: str) -> bytes:
        if size > len(self._data) - self._at:
            raise EnvelopeError(Fault.MALFORMED, f"cut off in its {what}")
        self._at += size
        return bytes(self._data[self._at - size : self._at])

    def sized(self, width: int, most: int, what: str) -> bytes:
        size = int.from_bytes(self.take(width, what), "big")
        _within(size, most, what)
        return self.take(size, what)

    def end(self) -> None:
        if self._at != len(self._data):
            raise EnvelopeError(Fault.MALFORMED, "bytes after its end")


def _within(size: int, most: int, what: str) -> None:
    if size > most:
        raise EnvelopeError(Fault.TOO_LARGE, f"a {what} of {size} bytes where {most} are allowed")
