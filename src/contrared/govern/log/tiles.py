"""Tiles (C2SP tlog-tiles): where the hashes and entries of a log lie, and subtrees read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from contrared.govern.log.merkle import HASH_SIZE, Subtree, node_hash

#: Hashes in a full tile, and levels of the tree it spans.
WIDTH, HEIGHT = 256, 8

#: Path below the log's folder → bytes.
Fetch = Callable[[str], bytes]


class TileError(ValueError):
    """A tile or a bundle that is not what its place says."""


def number_path(number: int) -> str:
    """Number of a tile as path: 1234067 is ``x001/x234/067``."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Path of a tile of hashes."""
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{number_path(number)}{partial}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    """Path of a bundle of entries."""
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/entries/{number_path(number)}{partial}"


def width_at(level: int, number: int, size: int) -> int:
    """Hashes in a tile of a log of ``size`` entries; 0 where there is no such tile."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def tiles_of(size: int, old: int = 0) -> Iterator[tuple[int, int, int]]:
    """Level, number and width of every tile that a log of ``size`` has and one of ``old`` had not, or had narrower."""
    level = 0
    while size >> (HEIGHT * level):
        first = (old >> (HEIGHT * level)) // WIDTH
        for number in range(first, -(-(size >> (HEIGHT * level)) // WIDTH)):
            width = width_at(level, number, size)
            if width > width_at(level, number, old):
                yield level, number, width
        level += 1


def pack(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry after its length in two bytes.

    Raises:
        TileError: an entry is longer than 65,535 bytes.
    """
    for entry in entries:
        if len(entry) > 0xFFFF:
            raise TileError(f"an entry of {len(entry)} bytes; a bundle holds up to 65,535")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack(bundle: bytes) -> list[bytes]:
    """Entries of a bundle.

    Raises:
        TileError: it ends within an entry.
    """
    found, place = [], 0
    while place < len(bundle):
        length = int.from_bytes(bundle[place : place + 2], "big")
        end = place + 2 + length
        if place + 2 > len(bundle) or end > len(bundle):
            raise TileError("the bundle ends within an entry")
        found.append(bundle[place + 2 : end])
        place = end
    return found


def subtrees(size: int, fetch: Fetch) -> Subtree:
    """Hashes of complete subtrees of a log of ``size`` entries, from its tiles, each fetched once.

    Raises:
        TileError: a tile has another length than its place says.
    """
    held: dict[tuple[int, int], list[list[bytes]]] = {}

    def tile(level: int, number: int) -> list[list[bytes]]:
        if (level, number) not in held:
            width = width_at(level, number, size)
            data = fetch(tile_path(level, number, width))
            if len(data) != width * HASH_SIZE:
                raise TileError(f"{tile_path(level, number, width)}: {len(data)} bytes instead of {width * HASH_SIZE}")
            rows = [[data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]]
            while len(rows[-1]) > 1:
                row = rows[-1]
                rows.append([node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)])
            held[level, number] = rows
        return held[level, number]

    def subtree(level: int, index: int) -> bytes:
        above, within = divmod(level, HEIGHT)
        number, place = divmod(index << within, WIDTH)
        return tile(above, number)[within][place >> within]

    return subtree
