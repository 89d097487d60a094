"""The node's own key pair (Ed25519), by which it is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from contrared.model import NodeError
from contrared.store.durable import create_bytes, write_bytes


def create(folder: Path) -> str:
    """Make ``node.key`` (readable by its owner only) and ``node.pub``; return the node id.

    The id is ``node-`` and the first 16 hex digits of the SHA-256 of the raw public key.
    """
    folder.mkdir(mode=0o700, parents=True)
    key = Ed25519PrivateKey.generate()
    write_bytes(
        folder / "node.key",
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        mode=0o600,
    )
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
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_bytes(folder / "log.key", pem, mode=0o600)
    return made


def log_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the node's log, a key of its own; made the first time it is asked for.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    path = folder / "log.key"
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        create_bytes(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as exc:
        raise NodeError("the key of the log cannot be read", where=str(path), do="restore it from a backup") from exc
    if not isinstance(key, Ed25519PrivateKey):
        raise NodeError("the key of the log is no Ed25519 key", where=str(path), do="restore it from a backup")
    return key
