"""Which mount a folder lies on, as the kernel lists it in ``/proc/self/mountinfo`` (proc(5))."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the list.

    Attributes:
        device: ``major:minor`` of the file system; major 0 where no block device stands behind it.
        point: Where it is mounted.
        kind: Type of the file system, ``ext4``.
        source: What is mounted: a device file, a pool, a server.
        options: Options of the file system itself.
    """

    device: str
    point: str
    kind: str
    source: str
    options: tuple[str, ...]

    def option(self, name: str) -> str:
        """Value of an option ``name=value``, empty where there is none."""
        return next((each.partition("=")[2] for each in self.options if each.startswith(f"{name}=")), "")


def mount_of(folder: Path, listed: str) -> Mount | None:
    """The mount a folder lies on: the deepest mount point above it, the last of those mounted one over another.

    Lines that are no mounts are passed over, as are fields that newer kernels add.

    Args:
        folder: An absolute path without links.
        listed: The list of the kernel.
    """
    above = {str(folder), *map(str, folder.parents)}
    found, length = "", 0
    for line in listed.splitlines():
        point = _plain(line.split(" ", 5)[4]) if line.count(" ") > 5 else ""
        if point in above and len(point) >= length:
            found, length = line, len(point)
    before, dash, after = found.partition(" - ")
    head, tail = before.split(" "), after.split(" ")
    if not dash or len(tail) < 3:
        return None
    return Mount(head[2], _plain(head[4]), tail[0], _plain(tail[1]), tuple(tail[2].split(",")))


def _plain(text: str) -> str:
    return text if "\\" not in text else _ESCAPED.sub(lambda match: chr(int(match.group(1), 8)), text)
