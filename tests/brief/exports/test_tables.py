"""Tables: nothing runs, every row says its source, and only columns that there are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from contrared.brief.exports import Format, Holding, check_columns, documents
from contrared.model import InputError


def rows(holding: Holding, folder: Path, name: str, columns: tuple[str, ...] = ()) -> list[dict[str, str]]:
    documents(holding, Format.CSV, columns)[name].write(folder / name)
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_row_says_its_source(holding: Holding, tmp_path: Path) -> None:
    found = rows(holding, tmp_path, "statements.csv")
    assert len(found) == holding.statements.num_rows
    for place, row in enumerate(found):
        assert row["locator"] == f"line={place}"
        assert row["grade"] == ("B3" if row["entity_id"] == "m-1" else "A1")
        assert row["handling"] == holding.sources[row["source"]].handling.banner
    assert {row["canonical_id"] for row in found if row["entity_id"] == "p-2"} == {"p-1"}


def test_columns_are_chosen_and_the_source_stays(holding: Holding, tmp_path: Path) -> None:
    first = rows(holding, tmp_path, "statements.csv", ("value", "id"))[0]
    assert list(first)[:4] == ["value", "id", "source", "locator"]
    assert (first["value"], first["id"]) == ("North Front", "s00")


def test_no_cell_is_a_formula(holding: Holding, tmp_path: Path) -> None:
    names = {row["value"] for row in rows(holding, tmp_path, "statements.csv") if row["prop"] == "alias"}
    assert '\'=Amaru "the Cook" Quispe' in names
    for name in documents(holding, Format.CSV):
        for row in rows(holding, tmp_path, name):
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name


@pytest.mark.parametrize(("fmt", "columns"), [(Format.CSV, ("value", "colour")), (Format.STIX, ("value",))])
def test_columns_that_there_are_not(fmt: Format, columns: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="column"):
        check_columns(fmt, columns)
