"""Tables in JSON: one object a line, or a list of objects in a document, streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from contrared.collect.draft import Reject
from contrared.collect.encodings import refuse_others
from contrared.collect.mapping.tables.flat import flat
from contrared.collect.mapping.tables.table import Column, Reading, Row
from contrared.collect.opening import open_bytes
from contrared.model import InputError

#: No record is longer; a document that is no list of records would else be taken into memory whole.
RECORD_LIMIT = 1 << 26
_CHUNK = 1 << 18
_SPACE = " \t\r\n"


class RecordTable:
    """Records of a JSON file; nested keys are called by a dotted name.

    Args:
        path: The file; gzip is seen through.
        reading: Where in it the records are (``records``).
    """

    columns: Sequence[Column] | None = None
    serial: int | None = None
    remark = ""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._records = reading.records
        with open_bytes(path) as stream:
            refuse_others(stream.peek(1)[:1024], path.name)
            start = stream.read(1 << 12).removeprefix(b"\xef\xbb\xbf").lstrip()
        self._whole = bool(reading.records) or start.startswith(b"[")

    def rows(self) -> Iterator[Row | Reject]:
        """Stream the records; one that is no object is set aside."""
        for place, record in items_of(self._path, self._records) if self._whole else self._lines():
            if not isinstance(record, dict):
                yield Reject(self._path.name, place, "not an object", json.dumps(record)[:200])
                continue
            cells = flat(record)
            if cells:
                yield Row(place, cells)

    def _lines(self) -> Iterator[tuple[str, Any]]:
        with open_bytes(self._path) as stream:
            for number, raw in enumerate(stream, 1):
                if not raw.strip(b"\xef\xbb\xbf \t\r\n\x1a"):
                    continue
                try:
                    yield f"line={number}", json.loads(raw.decode("utf-8-sig"))
                except (ValueError, RecursionError) as exc:
                    raise InputError(
                        f"not a JSON object: {exc}",
                        where=f"{self._path.name}, line {number}",
                        do="check that line; of one document with a list in it, say where with 'reading: {records: …}'",
                    ) from exc


def items_of(path: Path, records: str = "") -> Iterator[tuple[str, Any]]:
    """The items of a JSON list with their places (``path=[0]``, ``path=data.rows[0]``), one at a time in memory.

    Args:
        path: The file; gzip is seen through.
        records: Dotted path of keys to the list; the document itself if empty.

    Raises:
        InputError: not JSON, or there is no list at that path.
    """
    scanner = _Scanner(path)
    try:
        for key in filter(None, records.split(".")):
            scanner.enter(key)
        yield from ((f"path={records}[{at}]", item) for at, item in enumerate(scanner.items()))
    finally:
        scanner.close()


class _Scanner:
    """Reads a document piece by piece, taking into memory the value at hand and no other."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._opened = open_bytes(path)
        self._stream = self._opened.__enter__()
        self._decode = json.JSONDecoder().raw_decode
        self._buffer = ""
        self._at = 0
        self._rest = b""
        self._done = False
        self._fill()
        self._buffer = self._buffer.removeprefix("\ufeff")

    def close(self) -> None:
        self._opened.__exit__(None, None, None)

    def enter(self, key: str) -> None:
        """Go to the value of a key of the object at hand; the values before it are passed over."""
        self._expect("{", f"there is no object with the key {key!r}")
        while True:
            found = self._value()
            self._expect(":", "a key without a value")
            if found == key:
                return
            self._value()
            if self._sign() != ",":
                raise self._error(f"there is no key {key!r}")

    def items(self) -> Iterator[Any]:
        """The items of the list at hand."""
        self._expect("[", "there is no list of records")
        if self._peek() == "]":
            return
        while True:
            yield self._value()
            sign = self._sign()
            if sign == "]":
                return
            if sign != ",":
                raise self._error("the list is not closed: the file is cut off")

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except (ValueError, RecursionError) as exc:
                if self._done or len(self._buffer) - self._at > RECORD_LIMIT:
                    raise self._error(f"not JSON: {exc}") from exc
                self._fill()
                continue
            # A number may go on in what is not read yet.
            if end == len(self._buffer) and not self._done:
                self._fill()
                continue
            self._at = end
            return value

    def _peek(self) -> str:
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer) or self._done:
                return self._buffer[self._at : self._at + 1]
            self._fill()

    def _sign(self) -> str:
        sign = self._peek()
        self._at += 1
        return sign

    def _expect(self, sign: str, otherwise: str) -> None:
        if self._sign() != sign:
            raise self._error(otherwise)

    def _fill(self) -> None:
        # Doubling what is asked for keeps a long record from being parsed anew for each small piece.
        raw = self._stream.read(max(_CHUNK, len(self._buffer) - self._at))
        self._done = not raw
        data = self._rest + raw
        cut = len(data)
        if not self._done:
            for back in range(1, min(4, len(data)) + 1):
                if data[-back] >= 0xC0:
                    cut = len(data) - back
                    break
        try:
            text = data[:cut].decode("utf-8")
        except UnicodeDecodeError as exc:
            raise self._error(f"byte 0x{exc.object[exc.start]:02x} is not UTF-8") from exc
        self._rest = data[cut:]
        self._buffer = self._buffer[self._at :] + text
        self._at = 0

    def _error(self, what: str) -> InputError:
        return InputError(
            what, where=self._name, do="check the file, and where the records are: 'reading: {records: …}'"
        )
