"""The archive: original bytes, found by their SHA-256."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from contrared.model import InputError, NodeError
from contrared.store.durable import disk_errors, sync_folder

CHUNK = 1 << 20

#: Copies a file into the archive; gives its SHA-256 and size.
Put = Callable[[Path], tuple[str, int]]


class Archive:
    """Content-addressed files under ``archive/ab/abcdef…``; written once, never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def bringing(self, named: Callable[[], Collection[str]]) -> Iterator[Put]:
        """Put files into the archive for one load, and take them out again where the load is refused.

        A refused file must not stay in the node without a source that says what it is and why it is held. It does stay
        where another load runs at the same moment, which may rely on the same bytes; ``contrared check`` tells of it.

        Args:
            named: SHA-256 of all originals that committed versions name; asked when a load was refused.

        Raises:
            NodeError: the disk is full.
        """
        brought: set[str] = set()

        def put(path: Path) -> tuple[str, int]:
            sha256, size, new = self._put(path)
            if new:
                brought.add(sha256)
            return sha256, size

        with disk_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("a+")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            try:
                yield put
            except BaseException:
                if brought and _alone(lock):
                    for sha256 in brought.difference(named()):
                        self._remove(sha256)
                raise

    def put(self, path: Path) -> tuple[str, int]:
        """Copy a file in and return its SHA-256 and size; a file already there is left alone.

        Raises:
            InputError: the file cannot be read.
            NodeError: the disk is full.
        """
        sha256, size, _ = self._put(path)
        return sha256, size

    def remove(self, sha256s: Collection[str], named: Callable[[], Collection[str]]) -> list[str]:
        """Take files out for good, but for those that a committed version still names.

        Args:
            sha256s: What is to go.
            named: SHA-256 of all originals that committed versions name; asked while no load runs.

        Returns:
            What went, or was gone already.

        Raises:
            NodeError: a load is running, which may rely on the same bytes.
        """
        if not self.root.exists():
            return sorted(sha256s)
        with (self.root / ".lock").open("a+") as lock:
            if not _alone(lock):
                raise NodeError(
                    "a load is running", where=str(self.root), do="wait until it has ended, and run it again"
                )
            gone = sorted(set(sha256s).difference(named()))
            for sha256 in gone:
                self._remove(sha256)
            sync_folder(self.root)
        return gone

    def path(self, sha256: str) -> Path:
        """Where the bytes lie.

        Raises:
            NodeError: they are not in the archive.
        """
        place = self._place(sha256)
        if not place.exists():
            raise NodeError(
                f"the original {sha256[:12]}… is missing from the archive",
                where=str(place),
                do="restore it from a backup; run `contrared check`",
            )
        return place

    def holdings(self) -> Iterator[str]:
        """SHA-256 of everything held, sorted."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for item in sorted(folder.iterdir()):
                if re.fullmatch(r"[0-9a-f]{64}", item.name):
                    yield item.name

    def leftovers(self) -> Iterator[str]:
        """Names of files that a killed load left half copied."""
        for item in sorted(self.root.glob(".incoming-*")):
            yield item.name

    def intact(self, sha256: str) -> bool:
        """Whether the stored bytes still have that hash."""
        digest = hashlib.sha256()
        with self.path(sha256).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def _put(self, path: Path) -> tuple[str, int, bool]:
        digest = hashlib.sha256()
        size = 0
        try:
            source = path.open("rb")
        except OSError as exc:
            raise InputError(f"cannot be opened ({exc.strerror})", where=str(path), do="check the path") from exc
        with source, disk_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            temporary = self.root / f".incoming-{secrets.token_hex(6)}"
            try:
                with temporary.open("wb") as target:
                    while chunk := source.read(CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
                        target.write(chunk)
                    target.flush()
                    os.fsync(target.fileno())
                final = self._place(digest.hexdigest())
                new = not final.exists()
                if new:
                    final.parent.mkdir(exist_ok=True)
                    temporary.chmod(0o444)
                    temporary.replace(final)
                    sync_folder(final.parent)
            finally:
                temporary.unlink(missing_ok=True)
        return digest.hexdigest(), size, new

    def _remove(self, sha256: str) -> None:
        place = self._place(sha256)
        place.unlink(missing_ok=True)
        try:
            place.parent.rmdir()
        except OSError:
            return  # other originals lie in it

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256


def _alone(lock: object) -> bool:
    """Whether no other load runs: all of them share the lock."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True
