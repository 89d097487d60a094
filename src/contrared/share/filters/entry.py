"""One entry of a filter: a tag that only the output of the key gives, and a label hidden until it is found.

HKDF of RFC 5869 with SHA-512; its input is the evaluated key, its info the public key and the number of the entry. So
the same key has other tags at every partner, category and epoch. This construction on top of RFC 9497 is our own and
has had no review by a cryptographer.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass

from contrared.share.keys import KINDS

#: Bytes of a tag, of a label, and of a handle in it.
TAG = LABEL = HANDLE = 8
#: Records of one key that a filter can tell; the key of more is too common to tell anybody.
MOST = 16

_SALT = b"contrared-filter-1"
_KIND = {number: kind for kind, number in KINDS.items()}


class FilterError(Exception):
    """A filter or a change of one that is malformed, or cannot be made."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an output finds.

    Attributes:
        handle: Of a record; 8 bytes, drawn afresh each epoch, it says nothing about the record.
        kind: Of the key that found it.
    """

    handle: bytes
    kind: str


def new_handle() -> bytes:
    """A handle for a record: 60 random bits, four zero bits where the kind of key is written."""
    drawn = os.urandom(HANDLE)
    return drawn[:-1] + bytes((drawn[-1] & 0xF0,))


def label_of(handle: bytes, kind: str) -> int:
    """Handle and kind of key as one number.

    Raises:
        FilterError: The handle is not one of `new_handle`, or the kind is not known.
    """
    if len(handle) != HANDLE or handle[-1] & 0x0F or kind not in KINDS:
        raise FilterError(f"no handle and kind of a record: {handle.hex()} {kind}")
    return int.from_bytes(handle, "big") | KINDS[kind]


def found_of(label: int) -> Found | None:
    """Handle and kind of a label; None where it has no kind, as a tag that coincides by chance may give."""
    kind = _KIND.get(label & 0x0F)
    return Found((label & ~0x0F).to_bytes(HANDLE, "big"), kind) if kind else None


def extracted(output: bytes) -> bytes:
    """The first step of HKDF, once for a key."""
    return hmac.digest(_SALT, output, "sha512")


def expanded(secret: bytes, public: bytes, number: int) -> tuple[int, int]:
    """Tag and pad of one entry of a key.

    Args:
        secret: From `extracted`.
        public: The holder's public key.
        number: Of the entry, below `MOST`.
    """
    block = hmac.digest(secret, public + bytes((number, 1)), "sha512")
    return int.from_bytes(block[:TAG], "little"), int.from_bytes(block[TAG : TAG + LABEL], "little")
