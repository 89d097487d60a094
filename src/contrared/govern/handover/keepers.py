"""Keepers of an escrow: a key pair each, and the share of an archive that only they can open."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contrared.model import InputError
from contrared.store.durable import write_bytes

#: HPKE (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Keeper:
    """A keeper: name and public key, 32 bytes."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Za-z0-9][A-Za-z0-9._-]{0,62}", self.name):
            raise InputError(f"{self.name!r} is no name of a keeper", do="use letters, digits, dot, dash, underscore")

    def line(self) -> str:
        """As it stands in a file of keepers."""
        return f"{self.name} {self.public.hex()}"

    def give(self, share: bytes, archive: str) -> bytes:
        """Encrypt a share of an archive to this keeper alone."""
        return _SUITE.encrypt(share, X25519PublicKey.from_public_bytes(self.public), _info(self.name, archive))


def new_keeper(name: str, path: Path) -> Keeper:
    """Make a key pair; the private half is written where only its owner reads.

    Raises:
        InputError: there is something at ``path`` already, or the name is none.
    """
    private = X25519PrivateKey.generate()
    made = Keeper(name, private.public_key().public_bytes_raw())
    if path.exists():
        raise InputError("there is something already", where=str(path), do="name a new file; a lost key opens nothing")
    secret = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    write_bytes(path, json.dumps({"keeper": name, "private": secret.hex()}).encode() + b"\n", mode=0o600)
    return made


def read_keepers(path: Path) -> list[Keeper]:
    """Keepers from a file, one a line: name and public key.

    Raises:
        InputError: it cannot be read, a line is malformed, or a name or key stands there twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"cannot be read ({exc})", where=str(path), do="check the path") from exc
    found: list[Keeper] = []
    for number, text in enumerate(lines, 1):
        if not text.strip() or text.startswith("#"):
            continue
        name, _, key = text.strip().partition(" ")
        if not re.fullmatch("[0-9a-f]{64}", key):
            raise InputError("a line holds a name and a key of 64 hex digits", where=f"{path}, line {number}")
        keeper = Keeper(name, bytes.fromhex(key))
        if any(keeper.name == known.name or keeper.public == known.public for known in found):
            raise InputError(f"{name} or its key stands there twice", where=f"{path}, line {number}", do="remove one")
        found.append(keeper)
    return found


def private_of(path: Path) -> tuple[str, X25519PrivateKey]:
    """Name and private key of a keeper, from the file that :func:`new_keeper` wrote.

    Raises:
        InputError: it cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return data["keeper"], X25519PrivateKey.from_private_bytes(bytes.fromhex(data["private"]))
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise InputError("is no key of a keeper", where=str(path), do="give the file that `keeper` wrote") from exc


def open_with(path: Path, sealed: bytes, archive: str) -> tuple[str, bytes]:
    """Open a share with a keeper's private key.

    Returns:
        Name of the keeper, and the share.

    Raises:
        InputError: the key cannot be read, or the share is another keeper's or another archive's.
    """
    name, private = private_of(path)
    try:
        return name, _SUITE.decrypt(sealed, private, _info(name, archive))
    except (InvalidTag, ValueError) as exc:
        raise InputError(
            "this key does not open that share", where=str(path), do="check keeper and archive belong together"
        ) from exc


def _info(name: str, archive: str) -> bytes:
    return f"contrared handover v1\n{archive}\n{name}\n".encode()
