"""Size classes: how many entries a filter shows, whatever it holds."""

from __future__ import annotations

#: Smallest filter and smallest change.
SMALLEST, SMALLEST_CHANGE = 1024, 64


def size_class(entries: int, smallest: int = SMALLEST) -> int:
    """The smallest class that holds so many entries: four, five, six or seven times a power of two.

    >>> size_class(3), size_class(1025), size_class(100_000)
    (1024, 1280, 114688)
    """
    size = smallest
    while size < entries:
        step = 1 << (size.bit_length() - 3)
        size += step
    return size


def is_size_class(entries: int, smallest: int = SMALLEST) -> bool:
    """Whether so many entries are a class."""
    return entries >= smallest and size_class(entries, smallest) == entries


def with_room(entries: int) -> int:
    """The class of a new filter: a sixteenth of it is room for what changes within its epoch."""
    return size_class(entries + entries // 16 + SMALLEST_CHANGE)
