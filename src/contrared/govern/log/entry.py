"""What a line of the record becomes in the log: a commitment that says nothing, and can be opened.

The frame of a line (who, when, why, for which case, on which legal basis, what kind of act) and its content (whom it
concerned) are committed to apart, each under a salt of its own. Destroying the salt of the content erases it for good;
the frame stays, and the log stays whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from typing import Any

SALT_SIZE = 32
FRAME_DOMAIN = b"contrared.org/log/frame/v1\n"
CONTENT_DOMAIN = b"contrared.org/log/content/v1\n"
FILLER_DOMAIN = b"contrared.org/log/filler/v1\n"
#: Act by which the content of lines is erased; its own content names them.
ERASE = "erase"
#: Columns of a line that are its frame.
FRAME = ("at", "user_id", "purpose", "case_id", "legal_basis", "action")


def canonical(content: object) -> bytes:
    """The one form of a JSON value that is hashed: keys sorted, no space, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def commitment(domain: bytes, salt: bytes, content: bytes) -> bytes:
    """SHA-256(domain || salt || content).

    Raises:
        ValueError: the salt does not have 32 bytes.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes, not {len(salt)}")
    return hashlib.sha256(domain + salt + content).digest()


def sealed(row: Mapping[str, Any], draw: Callable[[int], bytes] = os.urandom) -> dict[str, Any]:
    """A line with its salts and its commitment.

    Args:
        row: Columns of the frame, and ``what``, the content.
        draw: Where salts come from: the operating system.
    """
    found = {"legal_basis": "", **row}
    found["frame_salt"], found["content_salt"] = draw(SALT_SIZE), draw(SALT_SIZE)
    found["content_hash"] = commitment(CONTENT_DOMAIN, found["content_salt"], canonical(found["what"]))
    found["leaf"] = frame_leaf(found)
    return found


def frame_leaf(row: Mapping[str, Any]) -> bytes:
    """Entry of the log for a line: the commitment to its frame, which holds that to its content."""
    frame = {key: row[key] for key in FRAME} | {"content": row["content_hash"].hex()}
    return commitment(FRAME_DOMAIN, row["frame_salt"], canonical(frame))


def opening(row: Mapping[str, Any]) -> bytes:
    """What opens the entry of a line to somebody else: its frame and the salt of that, never its content."""
    frame = {key: row[key] for key in FRAME} | {"content": row["content_hash"].hex()}
    return canonical({"frame": frame, "salt": row["frame_salt"].hex()})


def opens(told: bytes, leaf: bytes) -> bool:
    """Whether what :func:`opening` gave opens an entry."""
    try:
        said = json.loads(told)
        salt, frame = bytes.fromhex(said["salt"]), said["frame"]
        return canonical(said) == told and commitment(FRAME_DOMAIN, salt, canonical(frame)) == leaf
    except (ValueError, KeyError, TypeError):
        return False


def filler_leaf(index: int, salt: bytes) -> bytes:
    """Entry that fills a checkpoint up; it can be opened as filler, so nothing real can hide behind one."""
    return commitment(FILLER_DOMAIN, salt, str(index).encode())
