"""FollowTheMoney JSON lines: entities, statements, and lines that are broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.statement import Statement

from contrared.collect.readers.ftm import FtmReader
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, reading

READER = FtmReader()
ANA = {"id": "a", "schema": "Person", "properties": {"name": ["Ana", "Anna"], "country": ["pe"]}}


def read_bytes(folder: Path, data: bytes, name: str = "x.ftm.json") -> Reading:
    path = folder / name
    path.write_bytes(data)
    return reading(READER, path)


def lines(*objects: Any) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in objects)


@pytest.mark.parametrize(("name", "number"), [("donations.ijson", 474), ("parteispenden_entities.ftm.json", 475)])
def test_real_files(name: str, number: int) -> None:
    path = SHARED / "ftm" / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    assert READER.recognise(path)
    read = reading(READER, path)
    assert read.rejects == []
    assert len(read.items) == number
    for item in read.drafts.values():
        for fact in item[0].facts:
            schema = model.get(item[0].schema)
            assert schema is not None
            assert schema.get(fact.prop) is not None


def test_entities(tmp_path: Path) -> None:
    nested = {"id": "p", "schema": "Payment", "properties": {"payer": [ANA], "amount": [12.5, None], "date": "2020"}}
    read = read_bytes(tmp_path, lines(ANA, nested))
    assert [(f.prop, f.value, f.locator) for f in read.drafts["a"][0].facts] == [
        ("name", "Ana", "line=1;field=name"),
        ("name", "Anna", "line=1;field=name"),
        ("country", "pe", "line=1;field=country"),
    ]
    assert [(f.prop, f.value) for f in read.drafts["p"][0].facts] == [
        ("payer", "a"),
        ("amount", "12.5"),
        ("date", "2020"),
    ]


def test_statements(tmp_path: Path) -> None:
    said = [
        Statement("a", "name", "Person", "Ана", "other", lang="rus", original_value="АНА").to_dict(),
        Statement("a", "id", "Person", "0f0f", "other").to_dict(),
        Statement("b", "name", "Company", "B", "other").to_dict(),
    ]
    read = read_bytes(tmp_path, lines(*said))
    assert READER.recognise(read.path)
    (fact,) = [f for d in read.drafts["a"] for f in d.facts]
    assert (fact.prop, fact.value, fact.lang, fact.original, fact.locator) == (
        "name",
        "Ана",
        "rus",
        "АНА",
        "line=1;field=value",
    )
    assert read.drafts["b"][0].schema == "Company"


@pytest.mark.parametrize("name", ["x_2023-05.json", "x_2023-05-17.json", "x.json"])
def test_the_date_of_a_file_is_in_its_name(tmp_path: Path, name: str) -> None:
    read = read_bytes(tmp_path, lines(ANA), name)
    about = READER.about(READER.files(read.path))
    assert about.as_of == name.removeprefix("x").removeprefix("_").removesuffix(".json")
    assert (about.dataset, about.grade) == ("", "F6")


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + lines(ANA), lines(ANA) + b"\x1a", b"\n" + lines(ANA) + b"\r\n", lines(ANA)[:-1]]
)
def test_marks_and_empty_lines_are_passed_over(tmp_path: Path, data: bytes) -> None:
    read = read_bytes(tmp_path, data)
    assert READER.recognise(read.path)
    assert read.values("a", "name") == ["Ana", "Anna"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ([1], "neither an entity"),
        ("text", "neither an entity"),
        ({"id": "", "schema": "Person", "properties": {}}, "neither an entity"),
        ({"id": 7, "schema": "Person", "properties": {}}, "neither an entity"),
        ({"id": "b", "schema": "Person"}, "neither an entity"),
        ({"entity_id": "b", "schema": "Person", "value": "x"}, "neither an entity"),
        ({"id": "b", "schema": "Gnome", "properties": {}}, "no entities of schema 'Gnome'"),
        ({"id": "b", "schema": "Thing", "properties": {}}, "no entities of schema 'Thing'"),
        ({"id": "b", "schema": None, "properties": {}}, "no entities of schema None"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, item: Any, reason: str) -> None:
    read = read_bytes(tmp_path, lines(ANA, item))
    (reject,) = read.rejects
    assert reason in reject.reason
    assert reject.locator.startswith("line=2")
    assert list(read.drafts) == ["a"]


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (b"", "the file is empty", "x.ftm.json"),
        (lines(ANA, ANA)[:-20], "not a JSON object", "x.ftm.json, line 2"),
        (lines(ANA) + b"{'id': 1}\n", "not a JSON object", "x.ftm.json, line 2"),
        (lines(ANA).replace(b"Anna", b"A\xf1a"), "byte 0xf1 at byte", "x.ftm.json, line 1"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, data: bytes, what: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path, data)
    assert what in caught.value.what
    assert caught.value.where == where
    assert caught.value.do
