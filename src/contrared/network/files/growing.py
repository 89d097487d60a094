"""A column of texts that grows cell by cell and takes no more room than Arrow needs."""

from __future__ import annotations

import pyarrow as pa

_AT_ONCE = 65_536


class Growing:
    """Texts, or nothing where a text is empty.

    Attributes:
        empty: Whether no text has come yet.
    """

    def __init__(self) -> None:
        self._cells: list[str | None] = []
        self._chunks: list[pa.Array] = []
        self.empty = True

    def append(self, cell: str | None) -> None:
        """Add a cell."""
        self._cells.append(cell or None)
        if cell:
            self.empty = False
        if len(self._cells) == _AT_ONCE:
            self._chunks.append(pa.array(self._cells, pa.string()))
            self._cells = []

    def column(self) -> pa.ChunkedArray:
        """All cells so far."""
        return pa.chunked_array([*self._chunks, pa.array(self._cells, pa.string())], pa.string())
