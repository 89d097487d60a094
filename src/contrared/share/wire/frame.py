"""Size on the wire: what is sent is filled up to a size class, so that a router counts bytes and learns little.

A frame is the length of the message (4 bytes, big-endian), the message, and zeros up to the class. Classes double from
4 KiB to 1 MiB and go on in whole MiB: a question, an answer, an approval and a refusal look alike.
"""

from __future__ import annotations

from contrared.model import InputError

SMALLEST, LARGEST_DOUBLED = 4096, 1 << 20
_HEAD = 4


def frame(message: bytes) -> bytes:
    """A message in its frame."""
    whole = len(message).to_bytes(_HEAD, "big") + message
    return whole + bytes(size_class(len(whole)) - len(whole))


def unframe(data: bytes) -> bytes:
    """The message of a frame.

    Raises:
        InputError: truncated, of no size class, or filled with something else than zeros.
    """
    length = int.from_bytes(data[:_HEAD], "big")
    if len(data) < SMALLEST or len(data) != size_class(_HEAD + length):
        raise InputError("a frame of the wrong length", do="send it again")
    end = _HEAD + length
    if data.count(0, end) != len(data) - end:
        raise InputError("a frame that is not filled with zeros", do="send it again")
    return data[_HEAD:end]


def size_class(size: int) -> int:
    """The smallest class that holds so many bytes."""
    if size <= LARGEST_DOUBLED:
        return max(SMALLEST, 1 << (size - 1).bit_length())
    return -(-size // LARGEST_DOUBLED) * LARGEST_DOUBLED
