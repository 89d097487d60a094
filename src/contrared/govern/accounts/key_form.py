"""What a service key looks like: told from other text, in a log or a repository, without asking the node.

A key is ``ctr_`` and 47 characters of base32 in small letters: 25 random bytes, and the CRC-32 of all that goes before.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zlib

PREFIX = "ctr_"
SIZE = 25
FORM = re.compile(rf"{PREFIX}[a-z2-7]{{47}}")


def new_secret() -> str:
    """The secret of a key."""
    body = os.urandom(SIZE)
    return PREFIX + _spelt(body) + _check(PREFIX + _spelt(body))


def well_formed(secret: str) -> bool:
    """Whether text is a key, of whatever node: its form, and its check."""
    return FORM.fullmatch(secret) is not None and secret[-7:] == _check(secret[:-7])


def hashed(secret: str) -> bytes:
    """What is kept of a secret; it is random, so that a plain hash does."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _spelt(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _check(text: str) -> str:
    return _spelt(zlib.crc32(text.encode()).to_bytes(4, "big"))
