"""Sealing small secrets: a key for each use from one secret (HKDF), and ChaCha20-Poly1305 bound to whose it is."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contrared.model import NodeError

NONCE = 12


def derived(secret: bytes, use: str) -> bytes:
    """The key of one use, 32 bytes: HKDF-SHA256 (RFC 5869) of a secret that is uniform already, so without salt."""
    return HKDF(SHA256(), 32, salt=None, info=f"contrared.org/accounts/{use}/v1".encode()).derive(secret)


def seal(key: bytes, secret: bytes, whose: str) -> bytes:
    """A secret sealed under a key of 32 bytes (RFC 8439): nonce, then cipher text and tag.

    Args:
        key: The key; sealed with few enough times that random nonces of 12 bytes never meet.
        secret: What is sealed.
        whose: Bound to it, not hidden: sealed for one, it does not open as another's.
    """
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, whose.encode())


def unseal(key: bytes, sealed: bytes, whose: str) -> bytes:
    """Open what was sealed.

    Raises:
        NodeError: it was changed, or sealed under another key or for somebody else.
    """
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], whose.encode())
    except (InvalidTag, ValueError) as exc:
        raise NodeError(
            "a sealed secret does not open: the ledger was changed",
            where=whose,
            do="see `contrared audit verify`; let an administrator invite this user anew",
        ) from exc
