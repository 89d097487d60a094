"""Writing so that a reader sees the old file or the new one, never a part."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contrared.model import NodeError

_FULL = ("the disk is full", "free some space and run it again; what was there is whole")
_DENIED = ("not permitted", "check the owner and permissions")
#: What the operating system says of a disk, what that means, and what to do.
_TROUBLES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: ("a file may not become larger here", "raise the limit (ulimit -f) and run it again"),
    errno.EACCES: _DENIED,
    errno.EROFS: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENAMETOOLONG: ("the name is too long for this disk", "choose a shorter one"),
    errno.EIO: ("the disk does not read or write as it should", "check the disk, or use another one"),
}


def sync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Replace ``path`` by ``data`` in one step.

    Raises:
        NodeError: the disk is full.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with disk_errors(path):
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def create_bytes(path: Path, data: bytes, *, mode: int = 0o644) -> bool:
    """Make ``path`` with ``data`` in one step, unless somebody made it first.

    Returns:
        True where it is ours.

    Raises:
        NodeError: the disk is full.
    """
    mine = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    write_bytes(mine, data, mode=mode)
    try:
        os.link(mine, path)
    except FileExistsError:
        return False
    finally:
        mine.unlink()
        sync_folder(path.parent)
    return True


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """Turn a full, read-only or broken disk into an error a person can act on, whoever met it: Python, Arrow or DuckDB.

    Raises:
        NodeError: no space, quota or permission, a file beyond the size allowed, a name too long, a disk that fails.
    """
    try:
        yield
    except Exception as exc:
        if (trouble := disk_trouble(exc, str(where))) is not None:
            raise trouble from exc
        raise


def disk_trouble(exc: Exception, where: str = "") -> NodeError | None:
    """What an error says of the disk, in words for the person who must act; None where it says nothing of one.

    Args:
        exc: Any error.
        where: File or folder it is about, unless the error itself names one.
    """
    number = exc.errno if isinstance(exc, OSError) else _said_by_engine(exc)
    if number not in _TROUBLES:
        return None
    what, do = _TROUBLES[number]
    told = f" ({os.strerror(number)})" if what == _DENIED[0] else ""
    named = exc.filename if isinstance(exc, OSError) else None
    return NodeError(what + told, where=str(named or where), do=do)


def _said_by_engine(exc: Exception) -> int | None:
    """Number of the trouble that DuckDB had with a disk: it gives the words of the operating system, not the number."""
    import duckdb

    if isinstance(exc, duckdb.OutOfMemoryException):
        # What does not fit into memory goes to disk; only there does this setting (by default the space left) count.
        return errno.ENOSPC if "max_temp_directory_size" in str(exc) else None
    if isinstance(exc, duckdb.IOException):
        first = str(exc).partition("\n")[0].rstrip()
        return next((number for number in _TROUBLES if first.endswith(os.strerror(number))), None)
    return None
