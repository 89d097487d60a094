"""What a segment is made of: named arrays and byte blobs, in memory or mapped from a folder.

A folder is written whole under another name and renamed, so that a segment is there or is not. Opening it checks its
edition and the size of each of its files: a segment cut in half, or written by a newer version, is refused by name.
"""

from __future__ import annotations

import json
import mmap
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contrared.model import NodeError
from contrared.store.durable import disk_errors, sync_folder

#: Raised with every change of what the files hold or how names are taken apart.
EDITION = 6
HEAD = "segment.json"
Blob = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Parts:
    """Arrays and blobs by name, and what is said about the whole.

    Attributes:
        arrays: NumPy arrays.
        blobs: Byte strings.
        about: JSON-ready facts: counts, dataset version, class of policy.
    """

    arrays: Mapping[str, NDArray[Any]]
    blobs: Mapping[str, Blob]
    about: Mapping[str, Any] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write a segment; what stood there is replaced in one step.

        Raises:
            NodeError: the disk is full.
        """
        with disk_errors(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            staging = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
            try:
                staging.mkdir()
                sizes = {}
                for name, array in self.arrays.items():
                    np.save(staging / f"{name}.npy", array, allow_pickle=False)
                for name, blob in self.blobs.items():
                    (staging / f"{name}.bin").write_bytes(blob)
                for item in sorted(staging.iterdir()):
                    sizes[item.name] = item.stat().st_size
                    with item.open("rb") as stream:
                        os.fsync(stream.fileno())
                head = {"edition": EDITION, "files": sizes, "about": dict(self.about)}
                (staging / HEAD).write_text(json.dumps(head, indent=1, sort_keys=True), encoding="utf-8")
                if folder.exists():
                    replaced = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
                    folder.rename(replaced)
                    staging.rename(folder)
                    shutil.rmtree(replaced)
                else:
                    staging.rename(folder)
                sync_folder(folder.parent)
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    @classmethod
    def open(cls, folder: Path) -> Parts:
        """Map a segment into memory.

        Raises:
            NodeError: there is none, it is damaged, or another edition of the program wrote it.
        """
        head = read_head(folder)
        arrays, blobs = {}, {}
        for name, size in head["files"].items():
            path = folder / name
            if not path.exists() or path.stat().st_size != size:
                raise NodeError("the segment is damaged: cut off or incomplete", where=str(path), do=REBUILD)
            if name.endswith(".npy"):
                try:
                    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
                except ValueError as exc:
                    raise NodeError(f"the segment is damaged: {exc}", where=str(path), do=REBUILD) from exc
                arrays[name.removesuffix(".npy")] = mapped.view(np.ndarray)
            else:
                blobs[name.removesuffix(".bin")] = _mapped(path)
        return cls(arrays, blobs, head["about"])


REBUILD = "build it again: `contrared index`"


def read_head(folder: Path) -> dict[str, Any]:
    """What a segment says of itself.

    Raises:
        NodeError: there is none, or another edition of the program wrote it.
    """
    try:
        head: dict[str, Any] = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        edition, _, _ = head["edition"], head["files"].items(), head["about"]
    except FileNotFoundError as exc:
        raise NodeError("there is no segment", where=str(folder), do=REBUILD) from exc
    except (ValueError, KeyError, AttributeError, OSError) as exc:
        raise NodeError("the head of the segment cannot be read", where=str(folder / HEAD), do=REBUILD) from exc
    if edition != EDITION:
        age = "a newer" if edition > EDITION else "an older"
        raise NodeError(f"{age} edition of the program wrote this segment ({edition})", where=str(folder), do=REBUILD)
    return head


def _mapped(path: Path) -> Blob:
    if path.stat().st_size == 0:
        return b""
    with path.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
