"""Tables in Parquet, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contrared.collect.draft import Reject
from contrared.collect.mapping.tables.flat import flat
from contrared.collect.mapping.tables.table import Column, Reading, Row
from contrared.model import InputError

MAGIC = b"PAR1"
_BATCH = 4096


class ParquetTable:
    """A Parquet file; a list in a cell is several values, a struct is columns with a dot between.

    Args:
        path: The file.
        reading: Not used: the file tells all.

    Raises:
        InputError: the file is damaged.
    """

    serial: int | None = None
    remark = ""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as exc:
            raise _damaged(path, exc) from exc
        schema = self._file.schema_arrow
        flat_types = not any(pa.types.is_nested(field.type) for field in schema)
        self.columns: Sequence[Column] | None = [Column(name, name) for name in schema.names] if flat_types else None

    def rows(self) -> Iterator[Row | Reject]:
        """Stream the rows, numbered from 1."""
        number = 0
        try:
            for batch in self._file.iter_batches(_BATCH):
                for item in batch.to_pylist():
                    number += 1
                    cells = flat(item)
                    if cells:
                        yield Row(f"line={number}", cells)
        except (pa.ArrowException, OSError) as exc:
            raise _damaged(self._path, exc) from exc


def _damaged(path: Path, exc: Exception) -> InputError:
    return InputError(
        f"the Parquet file is damaged ({' '.join(str(exc).split())[:200]})",
        where=path.name,
        do="fetch it again; nothing was loaded",
    )
