"""MISP galaxies: the published ones, and what is kept of a cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.collect.readers.misp import MispReader
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, reading

READER = MispReader()
GALAXIES = SHARED / "cyber/misp_galaxy"
A, B = "0a5ddab3-a1f0-4c66-8f5a-1c1d1d3ac1a1", "0b5ddab3-a1f0-4c66-8f5a-1c1d1d3ac1a1"


def galaxy(tmp_path: Path, *values: dict[str, Any], kind: str = "threat-actor") -> Reading:
    head = {"authors": ["A"], "category": "actor", "name": "Groups", "type": kind, "uuid": B, "values": list(values)}
    path = tmp_path / "galaxy.json"
    path.write_text(json.dumps(head, indent=1, ensure_ascii=False), encoding="utf-8")
    assert READER.recognise(path)
    return reading(READER, path)


@pytest.mark.parametrize(
    ("name", "dataset", "counts"),
    [
        ("terrorist-groups.json.gz", "misp_canada_listed_terrorist_entities", {"Organization": 90, "Sanction": 90}),
        ("threat-actor.json.gz", "misp_threat_actor", {"Organization": 1041, "UnknownLink": 432}),
        ("firearms.json.gz", "misp_firearms", {"Asset": 5953}),
    ],
)
def test_the_published_galaxies(name: str, dataset: str, counts: dict[str, int]) -> None:
    path = GALAXIES / name
    if not path.exists():
        pytest.skip("the galaxies are not at hand")
    assert READER.recognise(path)
    assert READER.about(READER.files(path)).dataset == dataset
    read = reading(READER, path)
    assert read.rejects == []
    assert dict(read.schemata) == counts


def test_a_group(tmp_path: Path) -> None:
    read = galaxy(
        tmp_path,
        {
            "uuid": A, "value": "SUR", "description": "A gang.",
            "meta": {"synonyms": ["Süd", "South"], "country": "PE", "refs": ["https://example.org/a"]},
            "related": [{"dest-uuid": B, "type": "similar", "tags": ["likely"]}, {"dest-uuid": "x", "type": "uses"}],
        },
    )  # fmt: skip
    assert read.values(f"misp-{A}", "alias") == ["Süd", "South"]
    assert read.values(f"misp-{A}", "notes") == ["country: PE"]
    assert read.values(f"misp-{A}", "country") == []  # attributed, which is no fact about the group
    (edge,) = read.edges(f"misp-{A}")["UnknownLink"]
    assert {prop: read.values(edge.entity_id, prop) for prop in ("object", "role", "summary")} == {
        "object": [f"misp-{B}"], "role": ["similar"], "summary": ["likely"],
    }  # fmt: skip
    (reject,) = read.rejects
    assert (reject.locator.partition(";")[2], reject.reason) == ("field=related[2].dest-uuid", "'x' is no uuid")
    for fact in read.facts(f"misp-{A}", "alias"):
        assert read.shown(fact) == fact.value


def test_a_listed_entity(tmp_path: Path) -> None:
    meta = {"id": "7", "summary": "Sur (The South, or South), Grupo Sur, and Los Sures.", "published": "2021-06-25"}
    read = galaxy(tmp_path, {"uuid": A, "value": "SUR", "meta": meta}, kind="canada-listed-terrorist-entities")
    assert read.values(f"misp-{A}", "alias") == ["Sur (The South, or South)", "Grupo Sur", "Los Sures"]
    assert read.values(f"misp-{A}-listing", "listingDate") == ["2021-06-25"]
    assert read.values(f"misp-{A}-listing", "authority") == ["Public Safety Canada"]


def test_firearms_are_goods(tmp_path: Path) -> None:
    read = galaxy(tmp_path, {"uuid": A, "value": "P1 - 55", "meta": {"caliber": "9mm", "name": "P1"}}, kind="firearms")
    assert read.schemata == {"Asset": 1}
    assert (read.values(f"misp-{A}", "alias"), read.values(f"misp-{A}", "notes")) == (["P1"], ["caliber: 9mm"])


def test_no_clusters(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no cluster in it"):
        galaxy(tmp_path, {"uuid": "x"})
