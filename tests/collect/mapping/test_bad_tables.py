"""Tables and mappings that are wrong: a clear error with the node untouched, or a stated treatment; nothing is lost."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from contrared.collect import LoadOptions, load
from contrared.collect.mapping import mapped
from contrared.collect.mapping.document import mapping_from
from contrared.collect.mapping.reader import MappedReader
from contrared.collect.mapping.tables import Reading, Row, open_table
from contrared.govern import Desk
from contrared.model import InputError

from .conftest import PERSON, Bring

GOOD = b"id,name,born\n1,Ana Ruiz,1980-02-03\n2,Ben Okoye,1975\n"


def _with(**changes: Any) -> dict[str, Any]:
    return {**PERSON, **changes}


def _person(**properties: Any) -> dict[str, Any]:
    return _with(entities={"person": {"schema": "Person", "id_column": "id", "properties": properties}})


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def _merged() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["id", "name", "Birth", None])
    sheet.append([None, None, "day", "place"])
    sheet.append([1, "Ana Ruiz", "1980-02-03", "Lima"])
    sheet.merge_cells("C1:D1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


THRICE = _zip({"a.zip": _zip({"b.zip": _zip({"register.csv": GOOD})})})

#: Bytes, name, mapping, what the error must say.
REFUSED: dict[str, tuple[bytes, str, Any, tuple[str, ...]]] = {
    "a column that is not there": (
        GOOD,
        "register.csv",
        _person(name={"column": "nmae"}, birthDate={"column": "dob"}),
        ("there is no column 'dob' (nor 'nmae')", "'born'", "'name'"),
    ),
    "the wrong delimiter": (
        GOOD,
        "register.csv",
        _with(reading={"delimiter": ";"}),
        ("there is no column", "parted by a comma", "reading: {delimiter: ','}"),
    ),
    "a delimiter nobody knows": (
        GOOD.replace(b",", b"^"),
        "register.csv",
        PERSON,
        ("the header row is one cell", "'id^name^born'"),
    ),
    "merged header cells": (
        _merged(),
        "register.xlsx",
        _person(birthPlace={"column": "place"}),
        ("there is no column 'place'", "leaves column 4 without a name", "header: [1, 2]"),
    ),
    "duplicate headers": (
        b"id,name,name,born\n1,Ana,Ruiz,1980\n",
        "register.csv",
        PERSON,
        ("the table has 2 columns 'name'", "'name (1)', 'name (2)'"),
    ),
    "no such sheet": (_merged(), "register.xlsx", _with(reading={"sheet": "Data"}), ("no sheet 'Data'", "Sheet")),
    "a zip in a zip in a zip": (THRICE, "register.zip", PERSON, ("deeper than 2",)),
    "two tables in a zip": (_zip({"a.csv": GOOD, "b.csv": GOOD}), "r.zip", PERSON, ("holds 2 files", "a.csv, b.csv")),
    "a bomb": (_zip({"r.csv": b"0" * (65 * 2**20)}), "r.zip", PERSON, ("unpacks to more than",)),
    "an unclosed quote": (b'id,name,born\n1,"Ana,1980\n2,Ben,1975\n', "register.csv", PERSON, ("line 2", "quote")),
    "UTF-16": (GOOD.decode().encode("utf-16"), "register.csv", PERSON, ("UTF-16", "UTF-8")),
    "mixed encodings": (
        GOOD + "3,José,1970\n".encode() + "4,José,1970\n".encode("latin-1"),
        "register.csv",
        PERSON,
        ("line 5", "mixed encodings"),
    ),
    "a NUL byte": (GOOD.replace(b"Ruiz", b"Ru\0z"), "register.csv", PERSON, ("control character 0x00", "line 2")),
    "nothing below the header": (b"id,name,born\n", "register.csv", PERSON, ("nothing below the header",)),
    "JSON that is cut off": (b'[{"id": 1, "name": "Ana", "born": "1980"}, {"id"', "r.json", PERSON, ("r.json",)),
    "JSON without the column": (b'[{"id": 1, "nom": "Ana"}]', "r.json", PERSON, ("no column 'born'", "'nom'")),
    "a damaged Parquet file": (b"PAR1" + b"\0" * 40, "r.parquet", PERSON, ("damaged",)),
    "no such schema": (GOOD, "register.csv", _with(entities={"p": {"schema": "Human", "key": "id"}}), ("Human",)),
    "no such property": (GOOD, "register.csv", _person(nome={"column": "name"}), ("Invalid property: nome",)),
    "no keys": (GOOD, "register.csv", _with(entities={"p": {"schema": "Person"}}), ("No keys or ID",)),
    "a setting nobody knows": (GOOD, "register.csv", _with(reading={"quote": "'"}), ("no setting 'quote'", "sheet")),
    "no YAML": (GOOD, "register.csv", "entities: [", ("mapping.yml, line", "not YAML")),
    "no mapping": (GOOD, "register.csv", "just text", ("not a mapping",)),
    "a key nobody knows": (GOOD, "register.csv", _with(entitys={}), ("no key 'entitys'", "publisher")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(desk: Desk, bring: Bring, case: str) -> None:
    table, name, mapping, told = REFUSED[case]
    before = [version.key for version in desk.versions()]
    with pytest.raises(InputError) as caught:
        bring(table, mapping, name)
    for part in told:
        assert part in str(caught.value)
    assert [version.key for version in desk.versions()] == before
    assert not list(desk.node.root.glob("table-*"))


DATABASES = [
    ("mysql://host/db", {"query": "SELECT 1"}, "'mysql' is no database that is read"),
    ("sqlite:///nowhere.db", {"query": "SELECT 1"}, "there is no such database"),
    ("sqlite:///nowhere.db", {}, "does not say what to ask"),
    ("sqlite:///nowhere.db", {"query": "DELETE FROM people"}, "not one SELECT"),
    ("sqlite:///nowhere.db", {"query": "SELECT 1; DROP TABLE people"}, "not one SELECT"),
    ("duckdb:///nowhere.db", {"query": "COPY (SELECT 1) TO 'out.csv'"}, "not one SELECT"),
    ("postgresql://u@h/d", {"query": "WITH x AS (DELETE FROM p RETURNING *) SELECT * FROM x"}, "not one SELECT"),
    ("sqlite:///nowhere.db", {"query": "SELEC"}, "not"),
]


@pytest.mark.parametrize(("url", "query", "told"), DATABASES)
def test_a_database_that_is_not_asked(bring: Bring, url: str, query: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        bring(url, _with(**query))


def _rejects(report: Any) -> list[list[str]]:
    with report.rejects.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def test_ragged_rows_are_set_aside_whole(bring: Bring) -> None:
    table = GOOD + b"3,Cai Lee\n4,Dag,Moe,1960\n5,Eva Lund,1990,,\n"
    report = bring(table, dataset="ragged")
    assert _rejects(report) == [
        ["register.csv", "line=4", "2 cells where the header has 3", "3,Cai Lee"],
        ["register.csv", "line=5", "4 cells where the header has 3", "4,Dag,Moe,1960"],
    ]
    assert report.version.entities == 3
    filled = bring(table, _with(reading={"ragged": "fill"}), dataset="filled")
    assert (filled.version.entities, len(_rejects(filled))) == (4, 1)


def test_two_header_rows_are_one(desk: Desk, bring: Bring) -> None:
    mapping = {**_person(birthPlace={"column": "Birth / place"}), "reading": {"header": [1, 2]}}
    report = bring(_merged(), mapping, "register.xlsx", dataset="merged")
    assert [row["value"] for row in desk.statements(versions=[report.version]).to_pylist()] == ["Lima"]


def test_a_person_that_was_a_company(desk: Desk, bring: Bring) -> None:
    """Two entities with the same keys: the first stands, the other is set aside, and how often is told."""
    entities = {
        name: {"schema": schema, "key": "id", "properties": {"name": {"column": "name"}}}
        for name, schema in (("a", "Person"), ("b", "Company"))
    }
    report = bring(GOOD, _with(entities=entities), dataset="both")
    (notice,) = report.notices
    assert notice.startswith(
        "2 times the same keys made a Person first and a Company then; the later rows are set aside"
    )
    assert {row[2] for row in _rejects(report)} == {"the same keys made it a Person before, which is no Company"}
    assert set(desk.statements(versions=[report.version])["schema"].to_pylist()) == {"Person"}


def test_companies_called_persons(bring: Bring) -> None:
    table = b"id,name,born\n1,Transportes del Sur S.A.,\n2,Minera Alta Ltda,\n3,Ana Ruiz,1980\n"
    report = bring(table, dataset="called")
    (notice,) = report.notices
    assert notice.startswith("2 of 3 rows read as Person have the name of a company, e.g. 'Transportes del Sur S.A.'")


def test_a_row_without_keys_is_set_aside(bring: Bring) -> None:
    report = bring(GOOD + b",Nobody,1970\n", dataset="keyless")
    assert _rejects(report) == [
        ["register.csv", "line=4", "none of the key columns has a value: no entity", "name: Nobody | born: 1970"]
    ]


def test_a_file_that_changes_while_it_is_read(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, mapping = tmp_path / "register.csv", tmp_path / "mapping.yml"
    table.write_bytes(GOOD)
    mapping.write_text(
        "dataset: changing\nas_of: '2024'\nentities: {p: {schema: Person, key: id, properties: {name: {column: name}}}}"
    )
    read = MappedReader.read

    def changing(self: MappedReader, files: Any) -> Any:
        for item in read(self, files):
            table.write_bytes(GOOD + b"3,Cai Lee,1990\n")
            yield item

    monkeypatch.setattr(MappedReader, "read", changing)
    with (
        mapped(str(table), mapping, desk.node.root) as (path, reader),
        pytest.raises(InputError, match="changed while it was read"),
    ):
        load(desk, path, LoadOptions(), reader=reader)
    assert "changing" not in {version.dataset for version in desk.versions()}


def test_a_large_table_streams(tmp_path: Path) -> None:
    """Reading 30,000 rows takes the memory of a few, whatever the size of the file."""
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("id,name,born\n")
        for number in range(30_000):
            file.write(f'{number},"Person {number} of a place with a long name, and another one",1980-02-03\n')
    table = open_table(path, Reading())
    tracemalloc.start()
    try:
        count = sum(isinstance(row, Row) for row in table.rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 30_000
    assert peak < 1 << 20 < path.stat().st_size


@pytest.mark.parametrize(
    "data",
    [
        {"d": {"queries": [{"entities": {"p": {"schema": "Person"}}}]}},
        {"queries": {"entities": {"p": {"schema": "Person"}}}},
        {"entities": {"p": {"schema": "Person"}}},
        [{"entities": {"p": {"schema": "Person"}}}],
    ],
)
def test_every_form_of_a_mapping(data: Any) -> None:
    assert mapping_from(data, "m.yml").queries[0]["entities"] == {"p": {"schema": "Person"}}
