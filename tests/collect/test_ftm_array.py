"""FollowTheMoney entities in an array."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.collect.readers.ftm_array import FtmArrayReader
from contrared.model import InputError

from .lists import original, reading

READER = FtmArrayReader()
ANA = {"id": "a", "schema": "Person", "datasets": ["test_list"], "properties": {"name": ["Ana", "Añita"]}}
BO = {"id": "b", "schema": "Company", "properties": {"name": ["Minera Sur"], "hue": ["red"]}}


@pytest.mark.parametrize("indent", [None, 2])
def test_entities(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "list_2025-01.json"
    path.write_text(json.dumps([ANA, BO], indent=indent), encoding="utf-8")
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == ("test_list", "2025-01")
    read = reading(READER, path)
    assert read.rejects == []  # what a schema has not is told by the loader
    assert read.values("a", "name") == ["Ana", "Añita"]
    for entity_id, value in (("a", "A\\u00f1ita"), ("b", "Minera Sur")):
        assert read.shown(read.facts(entity_id, "name")[-1]) == value


def test_one_id_under_two_schemata(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([ANA, {**BO, "id": "a"}]), encoding="utf-8")
    (found,) = reading(READER, path).rejects
    assert (found.locator, found.reason[:32]) == ("line=1;field=schema", "the id stands there as Person be")


def test_the_exclusion_list_as_opensanctions_writes_it() -> None:
    path = original("us_other", "us_terrorist_exclusion_list.json")
    assert READER.about(READER.files(path)).dataset == "us_state_terrorist_exclusion"
    read = reading(READER, path)
    assert (read.schemata, read.rejects) == ({"LegalEntity": 10}, [])


def test_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([ANA, BO])[:-9], encoding="utf-8")
    with pytest.raises(InputError, match="line 1: not such JSON"):
        reading(READER, path)
