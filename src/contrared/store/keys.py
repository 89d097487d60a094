"""The node's own key pair (Ed25519), by which it is known."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from contrared.store.durable import write_bytes


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
