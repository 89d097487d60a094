"""Bytes into text: which encoding a file is in, and errors that name the line where it is none."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from contrared.collect.opening import open_bytes
from contrared.model.errors import InputError

#: What lists that are not in UTF-8 are written in. They call it Latin-1; its quotes and dashes (0x91–0x97) are
#: those of Windows, which Latin-1 has not.
LEGACY = "cp1252"
LEGACY_NAME = "Windows-1252"

#: Byte-order marks of encodings no list is in; the longer ones first, since one begins like another.
_OTHERS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: Two bytes of UTF-8; in Windows-1252 a capital A with tilde or circumflex and a sign that no word has.
_UTF8_PAIR = re.compile(rb"[\xc2\xc3][\x80-\xbf]")
#: Control characters that no row has; Ctrl-Z may only end a file.
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]|\x1a(?![\x1a\r\n]*\Z)")
_CTRL_Z = 0x1A
_LOOKED_AT = 1024


def read_text(path: Path) -> str:
    """The whole file as text, which must be UTF-8; a byte-order mark is left out.

    Raises:
        InputError: as :func:`~contrared.collect.opening.open_bytes`, or the bytes are not UTF-8 (names line and byte).
    """
    data = _read(path)
    try:
        return _text(data, path.name, "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(
            f"byte 0x{data[exc.start]:02x} at offset {exc.start} is not UTF-8",
            where=f"{path.name}, line {_line(data, exc.start)}",
            do="convert the file to UTF-8 or fetch it again",
        ) from exc


def read_list(path: Path) -> tuple[str, str]:
    """The text of a list and its encoding: UTF-8 where the bytes are that throughout, else Windows-1252.

    Raises:
        InputError: as :func:`~contrared.collect.opening.open_bytes`; some lines are in UTF-8 and some in Windows-1252;
            a byte is neither, or a control character. Names the line.
    """
    data = _read(path)
    if (control := _CONTROL.search(data)) is not None and other_encoding(data[:_LOOKED_AT]) is None:
        found = control[0][0]
        raise InputError(
            f"a control character 0x{found:02x}, which no list has"
            if found != _CTRL_Z
            else "a Ctrl-Z, which ends a file, with more behind it",
            where=f"{path.name}, line {_line(data, control.start())}",
            do="the file is damaged there, joined from several or no list; fetch it again",
        )
    try:
        return _text(data, path.name, "utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as exc:
        if (mixed := _UTF8_PAIR.search(data)) is not None:
            raise InputError(
                f"mixed encodings: {mixed[0].hex(' ')} is UTF-8, and on line {_line(data, exc.start)} "
                f"{data[exc.start]:02x} is {LEGACY_NAME}",
                where=f"{path.name}, line {_line(data, mixed.start())}",
                do="fetch the file again, or bring it into one encoding",
            ) from exc
    try:
        return _text(data, path.name, LEGACY), LEGACY_NAME
    except UnicodeDecodeError as exc:
        raise InputError(
            f"byte 0x{data[exc.start]:02x} is neither UTF-8 nor {LEGACY_NAME}",
            where=f"{path.name}, line {_line(data, exc.start)}",
            do="fetch the file again, or convert it to UTF-8",
        ) from exc


def other_encoding(start: bytes) -> str | None:
    """The encoding of a file of which these are the first bytes, where it is UTF-16 or UTF-32."""
    for mark, name in _OTHERS:
        if start.startswith(mark):
            return name
    # Latin letters in UTF-16 have a NUL beside each; where NULs fill a file up, as many are at even places as at odd.
    start = start[:_LOOKED_AT]
    fewer, more = sorted((start[::2].count(0), start[1::2].count(0)))
    return "UTF-16" if (fewer + more) * 4 > len(start) and fewer * 4 < more else None


def refuse_others(start: bytes, name: str) -> None:
    """Refuse UTF-16 and UTF-32, which no list is in and whose places nobody could show again.

    Raises:
        InputError: these are the first bytes of such a file.
    """
    if (other := other_encoding(start)) is not None:
        raise InputError(f"the file is in {other}", where=name, do="save it as UTF-8 and load that")


def decode(data: bytes) -> str:
    """As the readers do, but without an error: for showing what was read once."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(LEGACY)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _read(path: Path) -> bytes:
    with open_bytes(path) as stream:
        return stream.read()


def _text(data: bytes, name: str, encoding: str) -> str:
    refuse_others(data[:_LOOKED_AT], name)
    if (nul := data.find(0)) >= 0:
        raise InputError(
            f"a NUL byte at offset {nul}, which no text has",
            where=f"{name}, line {_line(data, nul)}",
            do="the file is damaged there; fetch it again",
        )
    return data.decode(encoding)


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
