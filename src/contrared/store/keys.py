"""Private keys on disk: the pair the node is known by, the key that signs its log, and how others are kept."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from contrared.model import NodeError
from contrared.store.durable import write_bytes
from contrared.store.keyring import Keyring

_RESTORE = "restore it from a backup"


def create(folder: Path, passphrase: bytes = b"") -> str:
    """Make ``node.key`` (readable by its owner only) and ``node.pub``; return the node id.

    The id is ``node-`` and the first 16 hex digits of the SHA-256 of the raw public key.

    Args:
        folder: The folder of the keys, made here.
        passphrase: What keys are sealed under from the first; empty where they lie open.
    """
    folder.mkdir(mode=0o700, parents=True)
    if passphrase:
        Keyring(folder).seal(passphrase)
    key = Ed25519PrivateKey.generate()
    keep(folder / "node.key", pem(key))
    public = key.public_key()
    write_bytes(folder / "node.pub", public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "node-" + hashlib.sha256(raw).hexdigest()[:16]


def new_log_key(folder: Path) -> Ed25519PrivateKey:
    """A new key for the node's log in the place of the one before, which is gone for good.

    Raises:
        NodeError: it cannot be written.
    """
    made = Ed25519PrivateKey.generate()
    Keyring(folder).write(folder / "log.key", pem(made))
    return made


def log_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the node's log, a key of its own; made the first time it is asked for.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    path = folder / "log.key"
    if not path.exists():
        Keyring.around(path).create(path, pem(Ed25519PrivateKey.generate()))
    key = private(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise NodeError("the key of the log is no Ed25519 key", where=str(path), do=_RESTORE)
    return key


def node_key(folder: Path) -> Ed25519PrivateKey:
    """The key that the node's id is made of.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    key = private(folder / "node.key")
    if not isinstance(key, Ed25519PrivateKey):
        raise NodeError("the key of the node is no Ed25519 key", where=str(folder / "node.key"), do=_RESTORE)
    return key


def pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    """A private key as it lies on disk where no passphrase is set."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def keep(path: Path, data: bytes) -> None:
    """Keep a private key on disk, for its owner only, sealed where a passphrase is set.

    Raises:
        NodeError: the disk is full, or the passphrase is not to be had.
    """
    Keyring.around(path).write(path, data)


def private(path: Path) -> PrivateKeyTypes:
    """A private key from disk.

    Raises:
        NodeError: it cannot be read, or its passphrase is not to be had.
    """
    try:
        return load_pem_private_key(Keyring.around(path).read(path), password=None)
    except (OSError, ValueError) as exc:
        raise NodeError(f"{path.name} cannot be read", where=str(path), do=_RESTORE) from exc


@lru_cache(maxsize=8)
def derived(folder: Path, use: bytes) -> bytes:
    """A secret of 32 bytes for one use, from the node's key (HKDF with SHA-256, RFC 5869).

    Raises:
        NodeError: the node's key is missing, or its passphrase is.
    """
    path = folder / "node.key"
    try:
        secret = Keyring(folder).read(path)
    except OSError as exc:
        raise NodeError("the node's key is missing", where=str(path), do=_RESTORE) from exc
    return HKDF(SHA256(), 32, salt=None, info=use).derive(secret)
