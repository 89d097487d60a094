"""The archive: original bytes, found by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from contrared.model import NodeError
from contrared.store.durable import disk_errors, sync_folder

CHUNK = 1 << 20


class Archive:
    """Content-addressed files under ``archive/ab/abcdef…``; written once, never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: Path) -> tuple[str, int]:
        """Copy a file in and return its SHA-256 and size; a file already there is left alone.

        Raises:
            NodeError: the disk is full.
        """
        digest = hashlib.sha256()
        size = 0
        with disk_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            temporary = self.root / f".incoming-{os.getpid()}-{path.name}.tmp"
            try:
                with path.open("rb") as source, temporary.open("wb") as target:
                    while chunk := source.read(CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
                        target.write(chunk)
                    target.flush()
                    os.fsync(target.fileno())
                final = self._place(digest.hexdigest())
                if not final.exists():
                    final.parent.mkdir(exist_ok=True)
                    temporary.chmod(0o444)
                    temporary.replace(final)
                    sync_folder(final.parent)
            finally:
                temporary.unlink(missing_ok=True)
        return digest.hexdigest(), size

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

    def intact(self, sha256: str) -> bool:
        """Whether the stored bytes still have that hash."""
        digest = hashlib.sha256()
        with self.path(sha256).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256
