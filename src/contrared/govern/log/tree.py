"""The log as files: tiles, bundles of entries and the checkpoint, written so that a kill leaves a whole log."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.merkle import Subtree, leaf_hash, node_hash, root
from contrared.govern.log.note import Note, NoteError
from contrared.govern.log.tiles import HEIGHT, WIDTH, bundle_path, pack, subtrees, tile_path, tiles_of, unpack, width_at
from contrared.model import NodeError
from contrared.store.durable import write_bytes


class Tree:
    """A log below a folder.

    Args:
        folder: Where it lies; made by the first checkpoint.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def note(self) -> Note | None:
        """The newest checkpoint as it is signed; None before the first.

        Raises:
            NodeError: it is damaged.
        """
        path = self.folder / "checkpoint"
        if not path.exists():
            return None
        try:
            return Note.parse(path.read_bytes())
        except NoteError as exc:
            raise NodeError(f"the checkpoint is damaged ({exc})", where=str(path), do=_RESTORE) from exc

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint.

        Raises:
            NodeError: it is damaged.
        """
        note = self.note
        try:
            return None if note is None else Checkpoint.parse(note.text)
        except NoteError as exc:
            raise NodeError(f"the checkpoint is damaged ({exc})", where=str(self.folder), do=_RESTORE) from exc

    def fetch(self, path: str) -> bytes:
        """Bytes of a tile or bundle; the full one where a partial one is gone.

        Raises:
            NodeError: it is missing.
        """
        found = self.folder / path
        if not found.exists() and ".p/" in path:
            whole = self.folder / path.partition(".p/")[0]
            if whole.is_file():
                width = int(path.rpartition("/")[2])
                data = whole.read_bytes()
                return pack(unpack(data)[:width]) if path.startswith("tile/entries/") else data[: 32 * width]
        try:
            return found.read_bytes()
        except OSError as exc:
            raise NodeError(
                f"a tile of the log cannot be read ({exc.strerror})", where=str(found), do=_RESTORE
            ) from exc

    def subtree(self, size: int) -> Subtree:
        """Hashes of subtrees of the log at a size."""
        return subtrees(size, self.fetch)

    def entries(self, start: int, end: int) -> list[bytes]:
        """Entries from ``start`` up to ``end``, which must be a size the log had.

        Raises:
            NodeError: a bundle is missing.
        """
        found: list[bytes] = []
        for number in range(start // WIDTH, -(-end // WIDTH)):
            found += unpack(self.fetch(bundle_path(number, width_at(0, number, end))))
        return found[start % WIDTH : start % WIDTH + end - start]

    def extend(self, old: int, new: Sequence[bytes]) -> bytes:
        """Write the tiles of a log that goes on; nobody sees it before a checkpoint says so.

        Args:
            old: Size so far.
            new: Entries to add.

        Returns:
            Root of the longer log.

        Raises:
            NodeError: the disk is full, or an earlier tile is missing.
        """
        size = old + len(new)
        started = self.entries(old - old % WIDTH, old) if old % WIDTH else []
        entries = [*started, *new]
        first = old - old % WIDTH
        rows: dict[int, tuple[int, list[bytes]]] = {0: (first, [leaf_hash(entry) for entry in entries])}
        for level, number, width in tiles_of(size, old):
            begin, hashes = self._row(rows, level, old, size)
            at = number * WIDTH - begin
            self._put(tile_path(level, number, width), b"".join(hashes[at : at + width]))
            if level == 0:
                self._put(bundle_path(number, width), pack(entries[at : at + width]))
            if width == WIDTH:
                for path in (tile_path(level, number), *([bundle_path(number)] if level == 0 else [])):
                    shutil.rmtree(self.folder / f"{path}.p", ignore_errors=True)
        return root(size, self.subtree(size))

    def publish(self, note: Note) -> None:
        """Put a signed checkpoint in the place of the one before, at once."""
        self._put("checkpoint", note.to_bytes())

    def _put(self, path: str, data: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(place, data)

    def _row(
        self, rows: dict[int, tuple[int, list[bytes]]], level: int, old: int, size: int
    ) -> tuple[int, list[bytes]]:
        """Hashes of a level of tiles from the first one that changes, and the number of the first hash."""
        if level not in rows:
            begin, below = self._row(rows, level - 1, old, size)
            had = old >> (HEIGHT * level)
            first = had - had % WIDTH
            held = self.fetch(tile_path(level, had // WIDTH, had % WIDTH)) if had % WIDTH else b""
            hashes = [held[at : at + 32] for at in range(0, len(held), 32)]
            for place in range(first + len(hashes), size >> (HEIGHT * level)):
                part = below[place * WIDTH - begin : (place + 1) * WIDTH - begin]
                while len(part) > 1:
                    part = [node_hash(part[at], part[at + 1]) for at in range(0, len(part), 2)]
                hashes.append(part[0])
            rows[level] = (first, hashes)
        return rows[level]


_RESTORE = "restore the log from a backup; it must reach at least to the newest checkpoint a witness signed"
