"""Bytes of a file, unpacked if need be, and their text: with errors that say what is wrong with the file."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from pathlib import Path

from contrared.network.treatment import NetworkError, Treatment

#: No more than this is read or unpacked into memory; larger networks come as Parquet.
LIMIT = 4 << 30
_GZIP = b"\x1f\x8b"
#: Formats that are often given the wrong ending, by their first bytes.
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (.xlsx): save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old office file (.xls): save the sheet as CSV"),
    (b"%PDF", "a PDF: copy the ties into a CSV"),
    (b"PAR1", "Parquet: give it the ending .parquet"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
)
#: Two bytes of UTF-8; in Windows-1252 a capital A and a sign that no word has.
_UTF8_PAIR = re.compile(rb"[\xc2\xc3][\x80-\xbf]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x19\x1b-\x1f\x7f]|\x1a(?![\x1a\r\n]*\Z)")


def contents(path: Path) -> bytes:
    """The bytes of a file, unpacked if they are gzip.

    Raises:
        NetworkError: there is no such file, it is a folder, empty, cut off, too large or of another kind.
    """
    if path.is_dir():
        raise NetworkError(f"{path}: a folder: name the file in it that holds the ties")
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except FileNotFoundError:
        raise NetworkError(f"{path}: there is no such file") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as exc:
        raise NetworkError(f"{path.name}: the gzip file is cut off or damaged: fetch it again") from exc
    except OSError as exc:
        raise NetworkError(f"{path}: cannot be read ({exc.strerror or exc})") from exc
    if len(data) > LIMIT:
        raise NetworkError(f"{path.name}: more than {LIMIT >> 30} GiB unpacked: bring it as Parquet")
    if not data.strip():
        raise NetworkError(f"{path.name}: the file is empty")
    for magic, told in _KINDS:
        if data.startswith(magic):
            raise NetworkError(f"{path.name}: this is {told}")
    return data


def text_of(data: bytes, name: str) -> tuple[str, list[Treatment]]:
    """The text of a file: UTF-8, or UTF-16, or what is left, Windows-1252; anything but UTF-8 is said.

    Raises:
        NetworkError: the bytes are no text, or in two encodings; names the line.
    """
    encoding = _utf16(data)
    treatments = []
    try:
        text = data.decode(encoding or "utf-8-sig")
        if encoding:
            treatments.append(Treatment("file in UTF-16", 1, "read as such", (name,)))
    except UnicodeDecodeError as exc:
        if encoding:
            raise NetworkError(f"{name}: begins as UTF-16 and is not: save it as UTF-8") from exc
        spot = f"{name}:{_line(data, exc.start)}"
        if (pair := _UTF8_PAIR.search(data)) is not None:
            told = f"not UTF-8 here, but UTF-8 on line {_line(data, pair.start())}"
            raise NetworkError(f"{spot}: {told}: bring the file into one encoding") from exc
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as other:
            spot = f"{name}:{_line(data, other.start)}"
            raise NetworkError(f"{spot}: neither UTF-8 nor Windows-1252: save the file as UTF-8") from other
        how = "read as Windows-1252 (Latin-1 with more signs); save it as UTF-8 if names look wrong"
        treatments.append(Treatment("file not in UTF-8", 1, how, (spot,)))
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        what = f"a control character 0x{ord(control[0]):02x}"
        raise NetworkError(f"{name}:{line}: {what}, which no text has: the file is damaged or no table")
    return text.rstrip("\x1a\r\n") + "\n", treatments


def _utf16(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:1024]
    even, odd = start[::2].count(0), start[1::2].count(0)
    # Latin letters in UTF-16 have a NUL beside each.
    if (even + odd) * 4 > len(start) and min(even, odd) * 4 < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
