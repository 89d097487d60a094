"""The node's own key pair (Ed25519), by which it is known, and the key that signs its log."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from contrared.model import NodeError
from contrared.store.durable import create_bytes, write_bytes

_RESTORE = "restore it from a backup"


def create(folder: Path) -> str:
    """Make ``node.key`` (readable by its owner only) and ``node.pub``; return the node id.

    The id is ``node-`` and the first 16 hex digits of the SHA-256 of the raw public key.
    """
    folder.mkdir(mode=0o700, parents=True)
    key = Ed25519PrivateKey.generate()
    write_bytes(folder / "node.key", pem(key), mode=0o600)
    public = key.public_key()
    write_bytes(folder / "node.pub", public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "node-" + hashlib.sha256(raw).hexdigest()[:16]


def log_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the node's log, a key of its own; made the first time it is asked for.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    path = folder / "log.key"
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        create_bytes(path, pem(made), mode=0o600)
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
    """A private key as it lies on disk."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private(path: Path) -> PrivateKeyTypes:
    """A private key from disk.

    Raises:
        NodeError: it cannot be read.
    """
    try:
        return load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as exc:
        raise NodeError(f"{path.name} cannot be read", where=str(path), do=_RESTORE) from exc
