"""Opening originals: gzip seen through, decompression bounded, everything that is no plain file refused."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from contrared.model.errors import InputError

#: A gzip member may not grow beyond this many bytes, nor beyond RATIO_LIMIT times its size once past RATIO_FLOOR.
SIZE_LIMIT = 8 * 2**30
RATIO_LIMIT = 200
RATIO_FLOOR = 64 * 2**20

_GZIP = b"\x1f\x8b"
_AGAIN = "fetch the file again; nothing was loaded"


class _Bounded(io.RawIOBase):
    """A decompressing stream that stops at the limits above instead of filling memory or disk."""

    def __init__(self, inner: gzip.GzipFile, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._seen = 0
        self._limit = bound(path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except EOFError as exc:
            raise self._broken("the gzip stream is cut off") from exc
        except (OSError, zlib.error) as exc:
            if str(exc).startswith("Not a gzipped file"):
                raise self._broken("bytes that are no gzip follow the gzip stream") from exc
            raise self._broken(f"the gzip stream is damaged ({exc})") from exc
        if not self._seen and data.startswith(_GZIP):
            raise InputError(
                "compressed twice: there is gzip within the gzip",
                where=self._path.name,
                do="unpack it once by hand and load the result",
            )
        self._seen += len(data)
        if self._seen > self._limit:
            raise too_large(self._path.name, self._limit)
        buffer[: len(data)] = data
        return len(data)

    def _broken(self, what: str) -> InputError:
        return InputError(what, where=self._path.name, do=_AGAIN)


def bound(size: int) -> int:
    """How many bytes a compressed file of ``size`` bytes may unpack to."""
    return min(SIZE_LIMIT, max(RATIO_FLOOR, size * RATIO_LIMIT))


def too_large(name: str, limit: int) -> InputError:
    """The error for a file that unpacks to more than its bound."""
    return InputError(
        f"unpacks to more than {limit} bytes, its bound",
        where=name,
        do="check that this is the list and not a decompression bomb; unpack it by hand if it is genuine",
    )


@contextmanager
def open_bytes(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file for reading bytes, looking through gzip by magic number, not by name.

    Raises:
        InputError: the file is missing, not readable, a folder or device, empty, a broken or nested gzip stream or a
            decompression bomb.
    """
    with _open(path) as handle:
        magic = handle.peek(2)[:2]
        if not magic:
            raise InputError("the file is empty", where=path.name, do=_AGAIN)
        if magic == _GZIP:
            with gzip.GzipFile(fileobj=handle) as unpacked:
                stream: io.BufferedReader = io.BufferedReader(_Bounded(unpacked, path), 1 << 18)
                if not stream.peek(1):
                    raise InputError("the file is empty once unpacked", where=path.name, do=_AGAIN)
                yield stream
        else:
            yield handle


def _open(path: Path) -> io.BufferedReader:
    try:
        # Without O_NONBLOCK a pipe would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as exc:
        raise InputError(
            f"cannot be opened ({exc.strerror})", where=str(path), do="check the path and who may read it"
        ) from exc
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return cast(io.BufferedReader, os.fdopen(handle, "rb", buffering=1 << 18))
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise InputError("is a folder where a file is wanted", where=str(path), do="name the file in it")
    raise InputError("is neither a file nor a folder", where=str(path), do="copy what it gives into a file")


def one_file(path: Path) -> Mapping[str, Path]:
    """The files of a load that consists of one file, by name.

    Raises:
        InputError: it cannot be opened, is a folder, a device or empty.
    """
    with open_bytes(path):
        return {path.name: path}


def head(path: Path, size: int = 4096) -> bytes:
    """The first bytes, gzip seen through; empty where the file cannot be read."""
    try:
        with open_bytes(path) as stream:
            return stream.read(size)
    except InputError:
        return b""
