"""The node's own keys (Ed25519): the one it is known by, and one for each further use."""

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
    ring = Keyring(folder)
    if passphrase:
        ring.seal(passphrase)
    key = Ed25519PrivateKey.generate()
    ring.write("node.key", pem(key))
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
    Keyring(folder).write("log.key", pem(made))
    return made


def log_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the node's log, a key of its own; made the first time it is asked for.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    return own_key(folder, "log", "the key of the log")


def own_key(folder: Path, use: str, named: str) -> Ed25519PrivateKey:
    """A key of the node for one use, ``USE.key``; made the first time it is asked for.

    Args:
        folder: The folder of the keys.
        use: What it is for, one word.
        named: What people call it.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    path = folder / f"{use}.key"
    if not path.exists():
        # Two processes may ask for it first; the one whose key was kept is the one both use.
        Keyring(folder).create(path.name, pem(Ed25519PrivateKey.generate()))
    return _signing(path, named)


def node_key(folder: Path) -> Ed25519PrivateKey:
    """The key that the node's id is made of.

    Raises:
        NodeError: it cannot be read, or is no such key.
    """
    return _signing(folder / "node.key", "the key of the node")


@lru_cache(maxsize=8)
def derived(folder: Path, use: bytes) -> bytes:
    """A secret of 32 bytes for one use, from the node's key (HKDF with SHA-256, RFC 5869).

    Raises:
        NodeError: the node's key is missing, or its passphrase is.
    """
    try:
        secret = Keyring(folder).read("node.key")
    except OSError as exc:
        raise NodeError("the node's key is missing", where=str(folder / "node.key"), do=_RESTORE) from exc
    return HKDF(SHA256(), 32, salt=None, info=use).derive(secret)


def pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    """A private key as it is kept."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def private(path: Path, ring: Keyring | None = None) -> PrivateKeyTypes:
    """A private key from disk.

    Args:
        path: Its file.
        ring: The keyring it is sealed in; that of its own folder unless given.

    Raises:
        NodeError: it cannot be read, or its passphrase is not to be had.
    """
    ring = ring or Keyring(path.parent)
    try:
        return load_pem_private_key(ring.read(str(path.relative_to(ring.folder))), password=None)
    except (OSError, ValueError) as exc:
        raise NodeError(f"{path.name} cannot be read", where=str(path), do=_RESTORE) from exc


def _signing(path: Path, named: str) -> Ed25519PrivateKey:
    key = private(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise NodeError(f"{named} is no Ed25519 key", where=str(path), do=_RESTORE)
    return key
