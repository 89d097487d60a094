"""What a holder keeps beside a filter so that it can change it: dummies, and the keys each handle was built with."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from contrared.share.filters.building import Holding
from contrared.share.filters.entry import FilterError
from contrared.share.filters.filter import Filter, Numbers
from contrared.share.keys import Key

_NUMBER = np.dtype("<u8")
_SCHEMA = pa.schema([("handle", pa.binary()), ("kind", pa.string()), ("value", pa.binary())])


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What only the holder may know of a filter.

    Attributes:
        dummies: Tags that stand for nothing, ascending.
        keys: Keys of each handle, as they were built in.
    """

    dummies: Numbers
    keys: Mapping[bytes, tuple[Key, ...]]

    def holding(self, filter_: Filter) -> Holding:
        """The filter with its dummies."""
        return Holding(filter_, self.dummies)

    def to_bytes(self) -> bytes:
        """As it is kept, to be sealed: number of dummies, dummies, and a Parquet table of handle, kind and value."""
        rows = [(handle, key.kind, key.value) for handle, keys in self.keys.items() for key in keys]
        columns = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(_SCHEMA)]
        sink = io.BytesIO()
        pq.write_table(pa.table(columns, schema=_SCHEMA), sink, compression="zstd")
        dummies = np.ascontiguousarray(self.dummies, _NUMBER).tobytes()
        return b"".join((len(self.dummies).to_bytes(8, "little"), dummies, sink.getvalue()))

    @classmethod
    def from_bytes(cls, data: bytes) -> Known:
        """Read what was kept.

        Raises:
            FilterError: It is damaged.
        """
        count = int.from_bytes(data[:8], "little")
        end = 8 + count * _NUMBER.itemsize
        try:
            dummies = np.frombuffer(data, _NUMBER, count, 8).astype(np.uint64)
            table = pq.read_table(io.BytesIO(data[end:]), schema=_SCHEMA)
        except (ValueError, pa.ArrowInvalid) as exc:
            raise FilterError("what was kept beside a filter is damaged: publish a whole filter") from exc
        keys: dict[bytes, list[Key]] = {}
        for handle, kind, value in zip(*(column.to_pylist() for column in table.columns), strict=True):
            keys.setdefault(handle, []).append(Key(kind, value))
        return cls(dummies, {handle: tuple(own) for handle, own in keys.items()})
