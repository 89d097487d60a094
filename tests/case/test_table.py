"""Large tables as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from contrared.case import table
from contrared.case.table import neutral, write_table

CELLS = ["=1+1", "+5", "-3", "@sum", "\tx", 'say "no"', "a,b", "two\nlines", "", None, "ñandú"]


def test_cells_come_back_and_formulas_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "BATCH", 4)
    path = tmp_path / "t.csv"
    write_table(path, pa.table({"a": pa.array(CELLS, pa.string()), "b": pa.array(CELLS[::-1], pa.string())}))
    with path.open(newline="", encoding="utf-8") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["a", "b"]
    assert [row[0] for row in rows] == [neutral(cell) or "" for cell in CELLS]
    assert [row[1] for row in rows] == [neutral(cell) or "" for cell in CELLS[::-1]]
    assert sum(row[0].startswith("'") for row in rows) == 5
    assert list(tmp_path.iterdir()) == [path]
