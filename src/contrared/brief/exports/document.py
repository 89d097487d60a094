"""A file that is written item by item: never held whole, and replaced in one step or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contrared.store.durable import disk_errors, sync_folder


@dataclass(frozen=True)
class Document:
    """A file to be written.

    Attributes:
        items: Texts of its items, made as they are written.
        head: What stands before the first.
        between: What parts two of them.
        tail: What stands after the last.
    """

    items: Iterable[str]
    head: str = ""
    between: str = "\n"
    tail: str = "\n"

    def write(self, path: Path) -> int:
        """Write it; how many items it has.

        Raises:
            NodeError: the disk is full.
        """
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        number = 0
        with disk_errors(path):
            try:
                with temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
                    stream.write(self.head)
                    for item in self.items:
                        stream.write(self.between + item if number else item)
                        number += 1
                    stream.write(self.tail)
                    stream.flush()
                    os.fsync(stream.fileno())
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            sync_folder(path.parent)
        return number
