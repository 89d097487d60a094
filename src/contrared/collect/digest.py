"""Short names made from content, for ids of what a list gives no id."""

from __future__ import annotations

import hashlib


def digest(text: str, length: int) -> str:
    """The first digits of the SHA-1 of a text, hex: a name, nothing that protects it.

    Examples:
        >>> digest("Calle 1", 8)
        '0a9b74d8'
    """
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:length]
