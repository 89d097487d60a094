"""The one form of a JSON object on the wire: that of the log (keys sorted, no space, UTF-8); nothing else is read.

Bytes are base64url without padding. Reading is strict: no key twice, no fraction, no number beyond 2^53, no deep
nesting; and what was read must give the same bytes again when written, so that each object has one form only.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from contrared.govern.log.entry import canonical
from contrared.share.envelope.error import EnvelopeError, Fault

#: Objects and lists within each other.
MOST_DEPTH = 6
_LARGEST = 2**53 - 1
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)

__all__ = ["MOST_DEPTH", "canonical", "read_object", "to_text", "unread_text"]


def read_object(data: bytes, what: str) -> dict[str, Any]:
    """Read a canonical JSON object.

    Args:
        data: Its bytes.
        what: What it is, for the error.

    Raises:
        EnvelopeError: it is none, or not in its one form.
    """
    _shallow(data, what)
    try:
        found = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_refused,
            parse_constant=_refused,
            parse_int=_number,
        )
        again = canonical(found)
    except (ValueError, RecursionError) as exc:
        raise EnvelopeError(Fault.MALFORMED, f"{what} is no canonical JSON ({exc})") from exc
    if not isinstance(found, dict):
        raise EnvelopeError(Fault.MALFORMED, f"{what} is no JSON object")
    if again != data:
        raise EnvelopeError(Fault.MALFORMED, f"{what} is not in its one form")
    return found


def to_text(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unread_text(text: str, what: str) -> bytes:
    """Bytes from base64url without padding.

    Raises:
        EnvelopeError: it is none, or has bits set that mean nothing.
    """
    if not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise EnvelopeError(Fault.MALFORMED, f"{what} is no base64url")
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as exc:
        raise EnvelopeError(Fault.MALFORMED, f"{what} is no base64url") from exc
    if to_text(found) != text:
        raise EnvelopeError(Fault.MALFORMED, f"{what} has bits set that mean nothing")
    return found


def _shallow(data: bytes, what: str) -> None:
    """Refuse deep nesting before a parser sees it."""
    depth = 0
    for char in re.findall(rb"[\[\]{}]", _STRING.sub(b"", data)):
        depth += 1 if char in b"[{" else -1
        if depth > MOST_DEPTH:
            raise EnvelopeError(Fault.MALFORMED, f"{what} is nested deeper than {MOST_DEPTH}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _number(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > _LARGEST:
        raise ValueError("a number beyond 2^53")
    return int(text)


def _refused(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")
