"""Reading the fields of an object strictly: each of its kind, none missing, none left over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from contrared.share.envelope.canonical import read_object, unread_text
from contrared.share.envelope.error import EnvelopeError, Fault

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def to_time(at: datetime) -> str:
    """A moment as it stands in messages: UTC, whole seconds."""
    return at.astimezone(UTC).strftime(_TIME)


def from_time(text: str) -> datetime:
    """A moment from a message.

    Raises:
        EnvelopeError: it is not in the one form of times.
    """
    try:
        found = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError as exc:
        raise EnvelopeError(Fault.MALFORMED, f"{text[:30]!r} is no time") from exc
    if to_time(found) != text:
        raise EnvelopeError(Fault.MALFORMED, f"{text[:30]!r} is no time in its one form")
    return found


class Fields:
    """Takes the fields of an object one by one.

    Args:
        data: The object, or its bytes.
        what: What it is, for errors.
    """

    def __init__(self, data: bytes | Mapping[str, Any], what: str) -> None:
        self._left = dict(read_object(data, what) if isinstance(data, bytes) else data)
        self._what = what

    def text(self, name: str, most: int = 500, *, empty: bool = False, lines: bool = False) -> str:
        """A text without control characters; of several lines only where allowed.

        Raises:
            EnvelopeError: missing, of another kind, empty or too long; so for all of the others.
        """
        value = self._take(name)
        if not isinstance(value, str) or len(value) > most or not (value or empty):
            raise self._wrong(name, f"a text of at most {most} characters")
        if _CONTROL.search(value.replace("\n", "") if lines else value):
            raise self._wrong(name, "a text without control characters")
        return value

    def id(self, name: str, *, empty: bool = False) -> str:
        """An id: letters, digits, dot, dash, underscore."""
        value = self._take(name)
        if not isinstance(value, str) or not (_ID.fullmatch(value) or (empty and not value)):
            raise self._wrong(name, "an id")
        return value

    def hex(self, name: str, size: int, *, empty: bool = False) -> str:
        """So many bytes in lower-case hex."""
        value = self._take(name)
        if not isinstance(value, str) or not (re.fullmatch(f"[0-9a-f]{{{2 * size}}}", value) or (empty and not value)):
            raise self._wrong(name, f"{size} bytes in hex")
        return value

    def number(self, name: str, least: int = 0, most: int = 2**53 - 1) -> int:
        """A whole number."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._wrong(name, f"a number from {least} to {most}")
        return value

    def time(self, name: str) -> datetime:
        """A moment."""
        value = self._take(name)
        if not isinstance(value, str):
            raise self._wrong(name, "a time")
        return from_time(value)

    def bytes(self, name: str, size: int | None = None, most: int = 1 << 22) -> bytes:
        """Bytes: exactly ``size``, or at most ``most``."""
        value = self._take(name)
        if not isinstance(value, str) or len(value) > 4 * most // 3 + 4:
            raise self._wrong(name, "bytes")
        found = unread_text(value, f"{name} of {self._what}")
        if (size is not None and len(found) != size) or len(found) > most:
            raise self._wrong(name, "bytes of the right number")
        return found

    def many(self, name: str, most: int) -> list[Any]:
        """A list."""
        value = self._take(name)
        if not isinstance(value, list) or len(value) > most:
            raise self._wrong(name, f"a list of at most {most}")
        return value

    def inner(self, name: str) -> Fields:
        """An object within."""
        value = self._take(name)
        if not isinstance(value, dict):
            raise self._wrong(name, "an object")
        return Fields(value, f"{name} of {self._what}")

    def done(self) -> None:
        """Nothing may be left over.

        Raises:
            EnvelopeError: there is a field that nobody knows.
        """
        if self._left:
            raise EnvelopeError(
                Fault.MALFORMED, f"{self._what} has a field that is not known: {min(self._left)[:40]!r}"
            )

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise EnvelopeError(Fault.MALFORMED, f"{self._what} lacks {name}")
        return self._left.pop(name)

    def _wrong(self, name: str, wanted: str) -> EnvelopeError:
        return EnvelopeError(Fault.MALFORMED, f"{name} of {self._what} is not {wanted}")
