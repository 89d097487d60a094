"""Statements in bulk: what a node wrote comes back the same, and what is wrong is set aside with its line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contrared.collect import LoadOptions, LoadReport, choose, load
from contrared.govern import Desk, enter
from contrared.model import InputError
from contrared.store import Node

SAME = ["id", "entity_id", "schema", "prop", "prop_type", "value", "lang", "original_value"]
PEOPLE = [
    {"id": "p-1", "schema": "Person", "properties": {"name": ["Ana  Ruiz"], "birthDate": ["1980-02-03"]}},
    {"id": "p-2", "schema": "Company", "properties": {"name": ["Acme"], "country": ["Peru"], "email": ["no mail"]}},
]


def stated(**changes: Any) -> dict[str, Any]:
    return {"entity_id": "x-1", "schema": "Person", "prop": "name", "value": "Ana Ruiz", "lang": None, **changes}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return enter(Node.init(tmp_path_factory.mktemp("statements") / "node", unencrypted="a test"), purpose="test")


def bring(desk: Desk, path: Path, dataset: str) -> LoadReport:
    return load(desk, path, LoadOptions(dataset=dataset, as_of="2024"))


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_our_own_statements_come_back_the_same(desk: Desk, tmp_path: Path, form: str) -> None:
    """The table of a version, loaded as a file into the dataset of the same name of another node."""
    first = bring(desk, write(tmp_path / "p.ftm.json", PEOPLE), f"own_{form}")
    rows = desk.statements(versions=[first.version]).to_pylist()
    path = write(tmp_path / f"own.{form}", rows)
    assert choose(path).name == "ftm-statements"
    other = Node.init(tmp_path / "other", unencrypted="a test")
    try:
        there = enter(other, purpose="test")
        again = bring(there, path, f"own_{form}")
        found = there.statements(versions=[again.version]).to_pylist()
    finally:
        other.close()
    assert [{name: row[name] for name in SAME} for row in found] == [{name: row[name] for name in SAME} for row in rows]


ASIDE = [
    (stated(schema="Human"), "FollowTheMoney has no entities of schema 'Human'"),
    (stated(schema="Company", entity_id="good"), "the id stands there as Person before, which is no Company"),
    (stated(prop="nome"), "Person has no property 'nome'"),
    (stated(value=""), "name: no value, or one of more than 1048576 characters"),
    (stated(lang="xx1"), "'xx1' is no language; the value is kept without"),
    (stated(prop="birthDate", value="soon"), "birthDate: not a valid date; kept as text"),
    (stated(entity_id="x" * 300), "an id is at most 255 characters, none of them a control"),
    (stated(entity_id=""), "neither an entity (id, schema, properties) nor a statement"),
    (stated(value=None), "a statement has a property and a value, both text"),
]


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_what_is_wrong_is_set_aside_with_its_line(desk: Desk, tmp_path: Path, form: str) -> None:
    rows = [stated(entity_id="good"), *(row for row, _ in ASIDE), stated(prop="id", value="checksum")]
    report = bring(desk, write(tmp_path / f"wrong.{form}", rows), f"wrong_{form}")
    with report.rejects.open(newline="", encoding="utf-8") as file:
        found = {(row["locator"].partition(";")[0], row["reason"]) for row in csv.DictReader(file)}
    assert found == {(f"line={at}", reason) for at, (_, reason) in enumerate(ASIDE, 2)}


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (json.dumps(stated()).encode() + b'\n{"entity_id": "a", "prop"', "cut.jsonl", "line 2"),
        (json.dumps(stated()).encode() + b'\n{"value": "a", "value": "b"}\n', "twice.jsonl", "line 2"),
    ],
)
def test_a_broken_file_is_refused_whole(desk: Desk, tmp_path: Path, data: bytes, name: str, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=told):
        bring(desk, tmp_path / name, "broken")
    assert "broken" not in {version.dataset for version in desk.versions()}


def test_another_parquet_table_is_no_table_of_statements(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Parquet file"):
        choose(write(tmp_path / "other.parquet", [{"a": 1}]))
