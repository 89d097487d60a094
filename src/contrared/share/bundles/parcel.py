"""One file of a bundle: a message or the reply to one, sealed to its recipient as a whole.

On a stick even the headers of messages are closed: who finds it sees how many files there are and their size classes.
Who wrote a file is not believed of the file: the envelope within is signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.model import InputError
from contrared.share.envelope import EnvelopeError, Header, open_sealed, peek, seal_to
from contrared.share.wire.frame import frame, unframe

MAGIC = b"contrared-bundle-1\n"
_BOUND = b"bundle"
_SUM = 32


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file holds.

    Attributes:
        answers: Id of the message this is the reply to; empty for a message.
        envelope: The envelope, byte for byte as it would go over a line.
    """

    answers: str
    envelope: bytes

    @property
    def name(self) -> str:
        """Its file name: the same for the same bytes, and without them it tells nothing."""
        return hashlib.sha256(MAGIC + self.envelope).hexdigest()[:32] + ".sealed"

    @property
    def header(self) -> Header:
        """The header of its envelope, not yet believed.

        Raises:
            InputError: it is no envelope.
        """
        try:
            return peek(self.envelope).header
        except EnvelopeError as exc:
            raise InputError(f"what it holds is no message ({exc.what})", do="ask the partner for it again") from exc

    def sealed(self, public: bytes) -> bytes:
        """The bytes of the file, for the holder of an X25519 key."""
        told = self.answers.encode()
        inner = frame(bytes([len(told)]) + told + self.envelope)
        body = seal_to(inner, public, _BOUND)
        return MAGIC + hashlib.sha256(body).digest() + body


def opened(data: bytes, keys: Iterable[X25519PrivateKey]) -> Parcel:
    """Open a file.

    Raises:
        InputError: damaged, or not for any of these keys.
    """
    body = intact(data)
    for key in keys:
        try:
            inner = unframe(open_sealed(body, key, _BOUND))
        except (EnvelopeError, InputError):
            continue
        end = 1 + inner[0] if inner else 1
        if len(inner) < end or not inner[1:end].isascii():
            raise InputError("what it holds is no message", do="ask the partner for it again")
        return Parcel(inner[1:end].decode(), inner[end:])
    raise InputError("sealed to a key this node does not have", do="accept each other's introductions anew")


def intact(data: bytes) -> bytes:
    """What a file holds, still sealed.

    Raises:
        InputError: it is no file of a bundle, or its bytes are not those that were written.
    """
    if not data.startswith(MAGIC):
        raise InputError("this is no file of a bundle", do="ask the partner for it again")
    body = data[len(MAGIC) + _SUM :]
    if hashlib.sha256(body).digest() != data[len(MAGIC) : len(MAGIC) + _SUM]:
        raise InputError("damaged: its bytes are not those that were written", do="ask the partner for it again")
    return body


def shelf(public: bytes) -> str:
    """Name of the folder that holds what is for one key: known to partners, and to others it tells nothing."""
    return hashlib.sha256(b"contrared-bundle-shelf\n" + public).hexdigest()[:16]
