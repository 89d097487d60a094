"""What one line of the record commits to as a whole: entries of one size in a file named by their Merkle root."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contrared.govern.log.merkle import leaf_hash, root_of
from contrared.govern.record import Entry
from contrared.model import NodeError
from contrared.store import Node
from contrared.store.durable import disk_errors, write_bytes

FOLDER = "proofs"
#: Under this key a line of the record names root, number and size of the entries.
KEY = "leaves"


def keep(node: Node, entries: Path, size: int) -> dict[str, object]:
    """Keep entries that a file holds one after the other.

    Args:
        node: The node.
        entries: The file.
        size: Bytes of each.

    Returns:
        What the line of the record says of them.

    Raises:
        NodeError: the disk is full.
    """
    data = entries.read_bytes()
    root = root_of(map(leaf_hash, parted(data, size))).hex()
    folder = node.root / FOLDER
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
    write_bytes(folder / root, data)
    return {"root": root, "entries": len(data) // size, "size": size}


def kept(node: Node, said: dict[str, object]) -> bytes:
    """The entries that a line of the record speaks of.

    Raises:
        NodeError: they are missing, or no longer those that were recorded.
    """
    where = node.root / FOLDER / str(said["root"])
    if (problem := _problem(where, said)) is not None:
        raise NodeError(problem, where=str(where), do="restore it from a backup")
    return where.read_bytes()


def problems(node: Node, line: Entry) -> Iterator[tuple[str, str]]:
    """What is wrong with the entries of a line, as where and what; nothing where it speaks of none."""
    said = line.what.get(KEY)
    if said is not None and (problem := _problem(node.root / FOLDER / str(said["root"]), said)) is not None:
        yield f"{FOLDER}/{str(said['root'])[:12]}…", f"{problem} (line {line.seq} of the record)"


def parted(data: bytes, size: int) -> list[bytes]:
    """Entries of one size, taken apart."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def _problem(where: Path, said: dict[str, object]) -> str | None:
    try:
        data = where.read_bytes()
    except OSError:
        return "the rows of a screening are missing"
    root = root_of(map(leaf_hash, parted(data, int(str(said["size"])))))
    return None if root.hex() == said["root"] else "the rows of a screening are not those that were recorded"
