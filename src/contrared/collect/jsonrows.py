"""JSON objects one after another: one a line, in an array, or in an array under a key; streamed, each with its line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from contrared.collect.encodings import refuse_others
from contrared.collect.opening import open_bytes
from contrared.model.errors import InputError

#: No record comes near this many characters.
RECORD_LIMIT = 1 << 24
_CHUNK = 1 << 18
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object and where it begins.

    Attributes:
        line: Line on which it begins, from 1.
        nth: Which of the records that begin on that line it is, from 1.
        data: The object.
    """

    line: int
    nth: int
    data: dict[str, Any]

    def at(self, field: str = "") -> str:
        """Locator of a value: keys joined by dots, an item of a list as ``interests[2]``, counted from 1."""
        prefix = f"[{self.nth}]" if self.nth > 1 else ""
        whole = ".".join(part for part in (prefix, field) if part)
        return f"line={self.line};field={whole}" if whole else f"line={self.line}"


def json_records(path: Path, *, within: str = "") -> Iterator[JsonRecord]:
    """Yield the records of a file in order.

    Args:
        path: JSON, UTF-8; gzip is seen through.
        within: Key of the outermost object whose array holds the records; without it the file is records one after
            another, or arrays of them.

    Raises:
        InputError: not UTF-8, not JSON, cut off, a key twice in one object, a record beyond ``RECORD_LIMIT``, a record
            that is no object, or no array under ``within``; names the line.
    """
    with open_bytes(path) as stream:
        refuse_others(stream.peek(1), path.name)
        text = _Text(stream, path.name)
        if within:
            _enter(text, within)
            yield from _numbered(text, _items(text))
            return
        yield from _numbered(text, _all(text))


def plain_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no key stands there twice.

    Raises:
        ValueError: one does.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key of {', '.join(sorted(found))} stands there twice")
    return found


def no_number(text: str) -> Any:
    """Refuse ``NaN`` and ``Infinity``.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=plain_object, parse_constant=no_number)


class _Text:
    """The text of a file, as much of it as is needed at a time."""

    def __init__(self, stream: BufferedReader, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._buffer = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def next(self) -> str:
        """The next character that is no white space, left where it is; empty at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self.line += self._buffer[self._at] == "\n"
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill():
                return ""

    def skip(self) -> None:
        """Pass over one character."""
        self._at += 1

    def value(self) -> Any:
        """The value that begins here."""
        while True:
            try:
                found, end = _DECODER.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as exc:
                incomplete = isinstance(exc, json.JSONDecodeError)
                if incomplete and len(self._buffer) - self._at <= RECORD_LIMIT and self._fill():
                    continue
                raise self._malformed(exc) from exc
            if end == len(self._buffer) and self._fill():
                continue
            self.line += self._buffer.count("\n", self._at, end)
            self._at = end
            return found

    def wrong(self, what: str) -> InputError:
        """The error for what stands here."""
        return InputError(
            f"not such JSON: {what}",
            where=f"{self._name}, line {self.line}",
            do="check that line; if it is the last one the file is cut off, fetch it again",
        )

    def _fill(self) -> bool:
        if self._ended:
            return False
        # The longer a record turns out to be, the more is read before it is tried again.
        data = self._stream.read(max(_CHUNK, len(self._buffer) - self._at))
        self._ended = not data
        kept = self._buffer[self._at :]
        try:
            more = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as exc:
            line = self.line + kept.count("\n") + exc.object[: exc.start].count(b"\n")
            raise InputError(
                f"byte 0x{exc.object[exc.start]:02x} is not UTF-8",
                where=f"{self._name}, line {line}",
                do="convert the file to UTF-8 or fetch it again",
            ) from exc
        if "\0" in more:
            line = self.line + kept.count("\n") + more.count("\n", 0, more.index("\0"))
            raise InputError(
                "a NUL byte, which no text has",
                where=f"{self._name}, line {line}",
                do="the file is damaged there; fetch it again",
            )
        self._buffer, self._at = kept + more, 0
        return not self._ended or bool(more)

    def _malformed(self, exc: Exception) -> InputError:
        if isinstance(exc, json.JSONDecodeError):
            self.line += self._buffer.count("\n", self._at, exc.pos)
            if len(self._buffer) - self._at > RECORD_LIMIT:
                return self.wrong(f"a record of more than {RECORD_LIMIT} characters")
            return self.wrong(exc.msg.removesuffix(" at"))
        if isinstance(exc, RecursionError):
            return self.wrong("nested deeper than any record is")
        return self.wrong(str(exc))


def _numbered(text: _Text, items: Iterator[tuple[int, Any]]) -> Iterator[JsonRecord]:
    before = nth = 0
    for line, data in items:
        nth = nth + 1 if line == before else 1
        before = line
        if not isinstance(data, dict):
            raise text.wrong("something other than an object where a record should be")
        yield JsonRecord(line, nth, data)


def _all(text: _Text) -> Iterator[tuple[int, Any]]:
    while (char := text.next()) and char != "\x1a":
        if char == "[":
            yield from _items(text)
        elif char == "{":
            yield text.line, text.value()
        else:
            raise text.wrong(f"{char!r} where a record should begin")


def _items(text: _Text) -> Iterator[tuple[int, Any]]:
    text.skip()
    if text.next() == "]":
        text.skip()
        return
    while True:
        text.next()
        yield text.line, text.value()
        char = text.next()
        text.skip()
        if char == "]":
            return
        if char != ",":
            raise text.wrong("the array is not closed" if not char else f"{char!r} where a comma should be")


def _enter(text: _Text, within: str) -> None:
    """Go to the array under a key of the outermost object."""
    if text.next() != "{":
        raise text.wrong(f"no object with the key {within!r}")
    text.skip()
    while text.next() == '"':
        key = text.value()
        if text.next() != ":":
            raise text.wrong("no colon after a key")
        text.skip()
        char = text.next()
        if key == within:
            if char != "[":
                raise text.wrong(f"no array under the key {within!r}")
            return
        text.value()
        if text.next() == ",":
            text.skip()
    raise text.wrong(f"no array under the key {within!r}")
