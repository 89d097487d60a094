"""Opening originals: gzip seen through, decompression bounded, encodings checked."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from contrared.model.errors import InputError

#: A gzip member may not grow beyond this many bytes, nor beyond RATIO_LIMIT times its size once past RATIO_FLOOR.
SIZE_LIMIT = 8 * 2**30
RATIO_LIMIT = 200
RATIO_FLOOR = 64 * 2**20


class _Bounded(io.RawIOBase):
    """A decompressing stream that stops at the limits above instead of filling memory or disk."""

    def __init__(self, inner: gzip.GzipFile, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._seen = 0
        self._limit = min(SIZE_LIMIT, max(RATIO_FLOOR, path.stat().st_size * RATIO_LIMIT))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except (OSError, EOFError, zlib.error) as exc:
            raise InputError(
                f"the gzip stream is broken after {self._seen} bytes ({exc})",
                where=self._path.name,
                do="fetch the file again; nothing was loaded",
            ) from exc
        self._seen += len(data)
        if self._seen > self._limit:
            raise InputError(
                f"decompresses to more than {self._limit} bytes, over {RATIO_LIMIT} times its size",
                where=self._path.name,
                do="check that this is the list and not a decompression bomb; unpack it by hand if it is genuine",
            )
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, looking through gzip by magic number, not by name.

    Raises:
        InputError: the file is missing, empty, a broken gzip stream or a decompression bomb.
    """
    try:
        handle = path.open("rb")
    except OSError as exc:
        raise InputError(f"cannot be opened ({exc.strerror})", where=str(path), do="check the path") from exc
    with handle:
        magic = handle.read(2)
        handle.seek(0)
        if not magic:
            raise InputError("the file is empty", where=path.name, do="fetch it again; nothing was loaded")
        if magic == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=handle) as unpacked:
                yield io.BufferedReader(_Bounded(unpacked, path), 1 << 18)
        else:
            yield cast(BinaryIO, handle)


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The whole file as text.

    Raises:
        InputError: as :func:`open_bytes`, or the bytes are not in that encoding (names line and byte).
    """
    with open_bytes(path) as stream:
        data = stream.read()
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise InputError(
            f"byte 0x{data[exc.start]:02x} at offset {exc.start} is not {encoding}",
            where=f"{path.name}, line {line}",
            do=f"convert the file to {encoding} or fetch it again",
        ) from exc


def head(path: Path, size: int = 4096) -> bytes:
    """The first bytes, gzip seen through; empty where the file cannot be read."""
    try:
        with open_bytes(path) as stream:
            return stream.read(size)
    except InputError:
        return b""
