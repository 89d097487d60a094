"""A filter as a partner keeps it: sorted tags, and a label beside each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from contrared.share.filters.entry import LABEL, MOST, TAG, FilterError, Found, expanded, extracted, found_of
from contrared.share.filters.sizes import is_size_class

Numbers = NDArray[np.uint64]

#: What the bytes of a filter begin with, and the number of entries after it, eight bytes, little-endian.
MAGIC = b"CTRFLT1\n"
_HEAD = len(MAGIC) + 8
_NUMBER = np.dtype("<u8")


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """What may be confirmed to one partner, for one category and epoch.

    Attributes:
        tags: Of all entries and dummies, ascending, none twice; 64 bits each.
        labels: Label of each, hidden by the pad of its key.
        hash: SHA-256 of `to_bytes`; stated in the manifest.
        left_out: Entries that found no place because more than 16 records share a key; known to the builder only.
    """

    tags: Numbers
    labels: Numbers
    left_out: int = 0
    hash: bytes = field(init=False)

    def __post_init__(self) -> None:
        if len(self.tags) != len(self.labels) or not is_size_class(len(self.tags)):
            raise FilterError(f"{len(self.tags)} tags and {len(self.labels)} labels are no size class")
        if not bool(np.all(self.tags[1:] > self.tags[:-1])):
            raise FilterError("the tags are not in ascending order, each once")
        digest = hashlib.sha256(self._head())
        for column in (self.tags, self.labels):
            digest.update(np.ascontiguousarray(column, _NUMBER).data)
        object.__setattr__(self, "hash", digest.digest())

    @property
    def size_class(self) -> int:
        """Number of entries, dummies included."""
        return len(self.tags)

    @property
    def size(self) -> int:
        """Bytes of the filter as it is sent."""
        return _HEAD + len(self.tags) * (TAG + LABEL)

    def _head(self) -> bytes:
        return MAGIC + len(self.tags).to_bytes(8, "little")

    def to_bytes(self) -> bytes:
        """The filter as it is sent: 16 bytes and 16 for each entry."""
        columns = (np.ascontiguousarray(column, _NUMBER).tobytes() for column in (self.tags, self.labels))
        return b"".join((self._head(), *columns))

    @classmethod
    def from_bytes(cls, data: bytes) -> Filter:
        """Read a filter.

        Raises:
            FilterError: Not a filter, cut off, longer than it says, no size class, or not in order.
        """
        if len(data) < _HEAD or not data.startswith(MAGIC):
            raise FilterError("the bytes are no filter of this version")
        count = int.from_bytes(data[len(MAGIC) : _HEAD], "little")
        if len(data) != _HEAD + count * (TAG + LABEL):
            raise FilterError(f"a filter of {count} entries does not have {len(data)} bytes")
        return cls(
            np.frombuffer(data, _NUMBER, count, _HEAD).astype(np.uint64, copy=False),
            np.frombuffer(data, _NUMBER, count, _HEAD + count * TAG).astype(np.uint64, copy=False),
        )

    def find(self, output: bytes, public: bytes) -> list[Found]:
        """The records an output finds, at most 16.

        Args:
            output: What a key comes to, 64 bytes.
            public: The holder's public key.
        """
        return [found for label in self.labels_of(output, public) if (found := found_of(label)) is not None]

    def labels_of(self, output: bytes, public: bytes) -> Iterator[int]:
        """The labels an output opens, one entry after the other until one is missing."""
        secret = extracted(output)
        for number in range(MOST):
            tag, pad = expanded(secret, public, number)
            at = int(np.searchsorted(self.tags, np.uint64(tag)))
            if at == len(self.tags) or int(self.tags[at]) != tag:
                return
            yield int(self.labels[at]) ^ pad
