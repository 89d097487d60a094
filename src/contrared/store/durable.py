"""Writing so that a reader sees the old file or the new one, never a part."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contrared.model import NodeError


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


@contextmanager
def disk_errors(where: Path) -> Iterator[None]:
    """Turn a full or read-only disk into an error a person can act on.

    Raises:
        NodeError: no space, quota or permission, a file beyond the size allowed, a name too long.
    """
    try:
        yield
    except OSError as exc:
        if exc.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NodeError(
                "the disk is full", where=str(where), do="free some space and run it again; what was there is whole"
            ) from exc
        if exc.errno == errno.EFBIG:
            raise NodeError(
                "a file may not become larger here", where=str(where), do="raise the limit (ulimit -f) and run it again"
            ) from exc
        if exc.errno in {errno.EACCES, errno.EROFS, errno.EPERM}:
            raise NodeError(
                f"cannot be written ({exc.strerror})", where=str(where), do="check the owner and permissions"
            ) from exc
        raise
