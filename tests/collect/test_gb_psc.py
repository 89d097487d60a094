"""People with significant control: the real sample, bands of shares, those who are protected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.collect.readers.gb_psc import GbPscReader
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, reading

READER = GbPscReader()
ANA = {
    "kind": "individual-person-with-significant-control", "name": "Ms Ana Reyes", "notified_on": "2016-04-06",
    "links": {"self": "/company/01/persons-with-significant-control/individual/Abc"},
    "natures_of_control": ["ownership-of-shares-25-to-50-percent", "voting-rights-25-to-50-percent"],
}  # fmt: skip


def table(tmp_path: Path, *items: dict[str, Any], array: bool = False) -> Reading:
    records = [{"company_number": "01", "data": item, "ContentDate": "2024-12-19"} for item in items]
    path = tmp_path / "psc.jsonl"
    lines = [json.dumps(records)] if array else [json.dumps(item) for item in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert READER.recognise(path)
    return reading(READER, path)


def test_the_real_sample() -> None:
    path = SHARED / "ownership/uk_psc_sample/psc_records_16.jsonl"
    if not path.exists():
        pytest.skip("the sample is not at hand")
    assert READER.recognise(path)
    assert READER.about(READER.files(path)).as_of == "2024-12-19"
    read = reading(READER, path)
    assert read.rejects == []
    assert {schema: read.schemata[schema] for schema in ("Person", "Ownership", "UnknownLink")} == {
        "Person": 5, "Ownership": 16, "UnknownLink": 1,
    }  # fmt: skip
    feldman = "gb-psc-08209948-FReSTxwXcJbAHBrerDpmTylkW48"
    assert read.values(feldman, "birthDate") == ["1961-12"]
    assert read.values(f"{feldman}-control", "percentage") == ["75-100"]
    assert read.values("gb-coh-08209948", "notes") == [
        "Statement to the register (2016-09-11 to 2021-12-13): no-individual-or-entity-with-signficant-control"
    ]
    assert read.values("gb-coh-02443921", "notes") == [
        "Controlled by somebody whom the register protects and does not name"
    ]
    for drafts in read.drafts.values():
        for draft in drafts:
            for fact in draft.facts:
                assert (fact.original or fact.value) in json.loads(f'"{read.shown(fact).strip(chr(34))}"'), fact


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize(
    ("change", "schema", "said"),
    [
        ({}, "Ownership", {"percentage": ["25-50"], "startDate": ["2016-04-06"]}),
        ({"natures_of_control": ["ownership-of-shares-more-than-25-percent-registered-overseas-entity"]}, "Ownership",
         {"percentage": [">25"]}),
        ({"natures_of_control": ["significant-influence-or-control"], "ceased_on": "2020-01-02"}, "UnknownLink",
         {"role": ["significant-influence-or-control"], "endDate": ["2020-01-02"], "status": ["ceased"]}),
    ],
)  # fmt: skip
def test_control(tmp_path: Path, change: dict[str, Any], schema: str, said: dict[str, list[str]], array: bool) -> None:
    other = {**ANA, "name": "Bo Solis", "links": {"self": "/x/Def"}}
    read = table(tmp_path, {**ANA, **change}, other, array=array)
    assert read.rejects == []
    (link,) = read.drafts["gb-psc-01-Abc-control"]
    assert link.schema == schema
    assert {prop: read.values(link.entity_id, prop) for prop in said} == said
    (name,) = read.facts("gb-psc-01-Def", "name")
    assert read.shown(name) == "Bo Solis"


@pytest.mark.parametrize(
    ("item", "place", "reason"),
    [
        ({"kind": "exemptions"}, "line=1;field=data.kind", "a kind of record that is not read: exemptions"),
        ({**ANA, "name": ""}, "line=1;field=data.kind", "no name"),
        ({**ANA, "shoe": {"size": 9}}, "line=1;field=data.shoe.size", "the reader knows no such key"),
    ],
)
def test_what_is_set_aside(tmp_path: Path, item: dict[str, Any], place: str, reason: str) -> None:
    (found,) = table(tmp_path, item, ANA).rejects
    assert found.locator == place
    assert reason in found.reason


def test_other_json(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    assert not READER.recognise(path)
    with pytest.raises(InputError, match="no record of the register in it"):
        reading(READER, path)
