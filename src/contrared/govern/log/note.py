"""Signed notes (C2SP signed-note): Ed25519 signatures, and timestamped cosignatures (C2SP tlog-cosignature)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
#: Signature lines a note may carry.
MOST_SIGNATURES = 64
_DASH = "\N{EM DASH} "


class NoteError(ValueError):
    """A note that is malformed, or not signed by whom it must be."""


def unbase64(text: str) -> bytes:
    """Bytes of canonical standard base64: no other alphabet, no space, no unused bits set.

    Raises:
        NoteError: it is none.
    """
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise NoteError(f"{text[:20]!r} is no base64") from exc
    if base64.b64encode(found).decode() != text:
        raise NoteError(f"{text[:20]!r} is base64 with bits that mean nothing set")
    return found


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name.

    Attributes:
        name: Name of whoever signs.
        kind: ``ED25519`` for a log, ``COSIGNATURE`` for a witness.
        public: The 32 bytes of the key.
    """

    name: str
    kind: int
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE):
            raise NoteError(f"keys of the kind {self.kind:#04x} are not supported")
        if len(self.public) != 32:
            raise NoteError(f"an Ed25519 key has 32 bytes, not {len(self.public)}")

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """From ``name+id+key``.

        Raises:
            NoteError: malformed, or the id is not that of the key.
        """
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("a verifier key reads name+id+key")
        name, told, coded = parts
        data = unbase64(coded)
        if not data:
            raise NoteError("a verifier key without a key")
        found = cls(name, data[0], data[1:])
        if not re.fullmatch("[0-9a-f]{8}", told) or bytes.fromhex(told) != found.id:
            raise NoteError(f"the id {told} is not that of the key of {name}")
        return found

    @property
    def id(self) -> bytes:
        """Its four bytes."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        coded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{coded}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: whose, by which key, and the bytes after the key id."""

    name: str
    id: bytes
    data: bytes

    def line(self) -> str:
        """As it stands in the note, with its newline."""
        return f"{_DASH}{self.name} {base64.b64encode(self.id + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, raw: bytes) -> Note:
        """Read a note, without believing it.

        Raises:
            NoteError: malformed.
        """
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError as exc:
            raise NoteError("a note is UTF-8") from exc
        if any(ord(char) < 0x20 and char != "\n" for char in whole):
            raise NoteError("a note holds no control character but the newline")
        text, blank, tail = whole.rpartition("\n\n")
        if not blank or not tail.endswith("\n"):
            raise NoteError("a note is a text, an empty line, and lines of signatures")
        lines = tail[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteError(f"a note of more than {MOST_SIGNATURES} signatures")
        return cls(text + "\n", tuple(_signature(line) for line in lines))

    def signed(self, *more: Signature) -> Note:
        """The note with further signatures."""
        return Note(self.text, (*self.signatures, *more))

    def to_bytes(self) -> bytes:
        """As it is sent and stored."""
        return (self.text + "\n" + "".join(found.line() for found in self.signatures)).encode()


@dataclass(frozen=True)
class Signer:
    """A private key under its name."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @classmethod
    def generate(cls, name: str, kind: int = ED25519) -> Signer:
        """A new key, from the randomness of the operating system."""
        return cls(name, kind, Ed25519PrivateKey.generate())

    @property
    def verifier(self) -> Verifier:
        """Its public half."""
        return Verifier(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str, *, seconds: int | None = None) -> Signature:
        """Sign a text; a cosignature carries the time, in seconds since 1970.

        Raises:
            NoteError: the text is no text of a note, or a cosignature has no time.
        """
        if not text.endswith("\n"):
            raise NoteError("the text of a note ends in a newline")
        if self.kind == ED25519:
            return Signature(self.name, self.verifier.id, self.private.sign(text.encode()))
        if seconds is None or not 0 <= seconds < 2**63:
            raise NoteError("a cosignature says when it was made")
        data = seconds.to_bytes(8, "big") + self.private.sign(_cosigned(text, seconds))
        return Signature(self.name, self.verifier.id, data)


def verified(note: Note, known: Iterable[Verifier]) -> dict[str, int | None]:
    """Who of the known signed: name → time of a cosignature, None for a signature without one.

    Signatures by keys that are not known are ignored, as the format says.

    Raises:
        NoteError: a signature of a known key is wrong, or none of them signed.
    """
    keys = {(key.name, key.id): key for key in known}
    found: dict[str, int | None] = {}
    for signature in note.signatures:
        key = keys.get((signature.name, signature.id))
        if key is None:
            continue
        seconds, data, message = None, signature.data, note.text.encode()
        if key.kind == COSIGNATURE:
            seconds, data = int.from_bytes(signature.data[:8], "big"), signature.data[8:]
            message = _cosigned(note.text, seconds)
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(data, message)
        except InvalidSignature as exc:
            raise NoteError(f"the signature of {key.name} is wrong") from exc
        found[key.name] = seconds
    if not found:
        raise NoteError("no known key signed this note")
    return found


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _signature(line: str) -> Signature:
    if not line.startswith(_DASH):
        raise NoteError("a line of a signature begins with a dash")
    name, space, coded = line[len(_DASH) :].partition(" ")
    if not space:
        raise NoteError("a line of a signature names its key and holds the signature")
    _check_name(name)
    data = unbase64(coded)
    if len(data) < 5:
        raise NoteError("a signature is longer than its key id")
    return Signature(name, data[:4], data[4:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(char.isspace() or unicodedata.category(char) == "Zs" for char in name):
        raise NoteError(f"{name!r} is no name of a key: it is empty, or holds a space or a plus")
