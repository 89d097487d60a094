"""The text of a table of any size: its encoding found in one pass, then line by line."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from contrared.collect.csvrows import CELL_LIMIT, END_MARK
from contrared.collect.encodings import LEGACY, refuse_others
from contrared.collect.opening import open_bytes
from contrared.model import InputError

_CHUNK = 1 << 20
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
#: What Windows-1252 leaves undefined.
_NO_LEGACY = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8_PAIR = re.compile(rb"[\xc2\xc3][\x80-\xbf]")


def encoding_of(path: Path, stated: str = "") -> str:
    """The encoding of a text: the one stated, else UTF-8 where it is that throughout, else Windows-1252.

    Reads the file once through, a megabyte at a time.

    Raises:
        InputError: there is no encoding of the stated name; the text is UTF-16, has control characters, is in neither
            encoding, or partly in one and partly in the other.
    """
    if stated:
        try:
            return codecs.lookup(stated).name
        except LookupError as exc:
            raise InputError(f"{stated!r} is no encoding", where="reading.encoding", do="e.g. latin-1") from exc
    decoder = codecs.getincrementaldecoder("utf-8")()
    broken: tuple[int, int] | None = None
    pair, undefined, lines = 0, 0, 0
    last = b""
    with open_bytes(path) as stream:
        refuse_others(stream.peek(1)[:1024], path.name)
        while chunk := stream.read(_CHUNK):
            if (found := _NO_TEXT.search(chunk)) is not None:
                line = lines + chunk.count(b"\n", 0, found.start()) + 1
                raise InputError(
                    f"a control character 0x{found[0][0]:02x}, which no text has",
                    where=f"{path.name}, line {line}",
                    do="the file is damaged there, or is no table",
                )
            if broken is None:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as exc:
                    start = max(exc.start - (len(exc.object) - len(chunk)), 0)
                    broken = (lines + chunk.count(b"\n", 0, start) + 1, exc.object[exc.start])
            joined = last + chunk
            if not pair and (found := _UTF8_PAIR.search(joined)) is not None:
                pair = lines + joined.count(b"\n", 0, found.start()) + 1
            if not undefined and (found := _NO_LEGACY.search(chunk)) is not None:
                undefined = lines + chunk.count(b"\n", 0, found.start()) + 1
            lines += chunk.count(b"\n")
            last = chunk[-1:] if chunk[-1:] in (b"\xc2", b"\xc3") else b""
    if broken is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as exc:
            broken = (lines + 1, exc.object[exc.start])
    if broken is None:
        return "utf-8-sig"
    where = f"{path.name}, line {broken[0]}"
    if pair:
        raise InputError(
            f"byte 0x{broken[1]:02x} is not UTF-8, which line {pair} is in: mixed encodings",
            where=where,
            do="bring the file into one encoding, or say which it is: 'reading: {encoding: latin-1}'",
        )
    if undefined:
        raise InputError(
            f"byte 0x{broken[1]:02x} is not UTF-8, and line {undefined} is not Windows-1252 either",
            where=where,
            do="say which encoding it is: 'reading: {encoding: latin-1}'",
        )
    return LEGACY


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """The lines with their ends; what ends one is LF, CR LF or CR, and a Ctrl-Z ends the file, as in DOS.

    Raises:
        InputError: a byte is not in the encoding, or a line is longer than a cell may be.
    """
    line, ended = 0, False
    with open_bytes(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        while True:
            try:
                found = text.readline(CELL_LIMIT * 4)
            except UnicodeDecodeError as exc:
                raise InputError(
                    f"byte 0x{exc.object[exc.start]:02x} is not {encoding}",
                    where=f"{path.name}, after line {line}",
                    do="state the right encoding with 'reading: {encoding: …}'",
                ) from exc
            if not found:
                return
            line += 1
            if len(found) >= CELL_LIMIT * 4:
                raise InputError(
                    f"a line of more than {CELL_LIMIT * 4} characters",
                    where=f"{path.name}, line {line}",
                    do="check that it is a table with line ends",
                )
            if ended and found.strip(f"{END_MARK}\r\n"):
                raise InputError(
                    "a Ctrl-Z, which ends a file, with more behind it",
                    where=f"{path.name}, line {line - 1}",
                    do="the file was joined from several; take them apart",
                )
            if END_MARK in found:
                ended = True
                found = found.rstrip("\r\n").rstrip(END_MARK)
                if END_MARK in found:
                    raise InputError(
                        "a Ctrl-Z within a line", where=f"{path.name}, line {line}", do="the file is damaged there"
                    )
                if not found:
                    continue
            yield found
