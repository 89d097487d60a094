"""The bundle is STIX 2.1: what the standard demands of each object, our mapping, markings and ids."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contrared.brief.exports import Format, Holding, documents
from contrared.brief.exports.stix.extension import ID, THING
from contrared.brief.exports.stix.markings import TLP, TLP_EXTENSION
from contrared.model.handling import Tlp
from tests.conftest import SHARED

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SCO_NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
#: Properties that each type of ours must have beside the common ones (STIX 2.1, sections 4, 5 and 7).
REQUIRED = {
    "identity": {"name"},
    "threat-actor": {"name"},
    "location": set(),
    THING: {"name", "extensions"},
    "relationship": {"relationship_type", "source_ref", "target_ref"},
    "extension-definition": {"name", "schema", "version", "extension_types", "created_by_ref"},
    "marking-definition": set(),
}


@pytest.fixture(scope="module")
def bundle(holding: Holding, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("stix") / "bundle.json"
    number = documents(holding, Format.STIX)[""].write(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert number == len(found["objects"])
    return found


def empty(value: object) -> Iterator[object]:
    """Empty lists, dictionaries and texts anywhere within a value."""
    if value in ([], {}, ""):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from empty(inner)


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in bundle["objects"] if item["type"] == kind]


def named(bundle: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    (found,) = [item for item in of(bundle, kind) if item.get("name") == name]
    return dict(found)


def test_every_object_is_what_the_standard_demands(bundle: dict[str, Any]) -> None:
    assert set(bundle) == {"type", "id", "objects"}
    ids = [item["id"] for item in bundle["objects"]]
    assert len(set(ids)) == len(ids), "one object an id"
    for item in bundle["objects"]:
        kind, _, told = item["id"].partition("--")
        assert (kind, item["spec_version"]) == (item["type"], "2.1")
        assert uuid.UUID(told).version in {4, 5}
        assert REQUIRED[kind] <= set(item), item
        assert STAMP.fullmatch(item["created"])
        if kind != "marking-definition":
            assert item["created"] <= item["modified"]
        for name, value in item.items():
            assert re.fullmatch("[a-z0-9_]{3,250}", name) or name == "id"
            assert not list(empty(value)), f"{name}: an empty list or text may not be there"
        if kind == "relationship":
            assert re.fullmatch("[a-z0-9-]+", item["relationship_type"])
            if {"start_time", "stop_time"} <= set(item):
                assert item["start_time"] < item["stop_time"]
        if kind == "location":
            assert "country" in item or {"latitude", "longitude"} <= set(item)
        for cited in item.get("external_references", []):
            assert {"source_name", "external_id"} <= set(cited)
    for item in bundle["objects"]:
        refs = [item[name] for name in item if name.endswith("_ref")] + item.get("object_marking_refs", [])
        assert set(refs) <= set(ids), "nothing points out of the bundle"
        assert set(item.get("extensions", {})) <= {ID, TLP_EXTENSION}


def test_ids_are_ours_and_stay(holding: Holding, bundle: dict[str, Any], tmp_path: Path) -> None:
    documents(holding, Format.STIX)[""].write(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == bundle
    for item in bundle["objects"]:
        told = uuid.UUID(item["id"].partition("--")[2])
        assert told != uuid.uuid5(SCO_NAMESPACE, item.get("name", "")), "the namespace of observables is not for these"
    other = Holding(
        holding.statements, holding.evidence, holding.sources, holding.parties, holding.edges, ("node-2", "Other")
    )
    documents(other, Format.STIX)[""].write(tmp_path / "other.json")
    theirs = json.loads((tmp_path / "other.json").read_text(encoding="utf-8"))
    mine = {item["id"] for item in bundle["objects"] if item["type"] in {"identity", "threat-actor", "relationship"}}
    assert mine.isdisjoint(item["id"] for item in theirs["objects"]), "another node vouches for its own"


def test_who_is_what(bundle: dict[str, Any]) -> None:
    person = named(bundle, "identity", "Amaru Quispe")
    assert person["identity_class"] == "individual"
    told = person["extensions"][ID]
    assert (told["entity_id"], told["referents"]) == ("p-1", ["p-2"])
    assert told["properties"]["birthDate"] == [{"value": "1980-05", "statements": ["s05"]}]
    assert "religion" not in json.dumps(bundle)
    assert named(bundle, "identity", "Upper Holdings")["identity_class"] == "organization"
    vessel = named(bundle, THING, "Condor")
    assert vessel["extensions"][ID]["extension_type"] == "new-sdo"


def test_a_designated_group_is_a_threat_actor_and_nobody_else(bundle: dict[str, Any]) -> None:
    (actor,) = of(bundle, "threat-actor")  # a firm that is listed under the same programme is none
    assert (actor["name"], actor["threat_actor_types"]) == ("North Front", ["terrorist"])
    assert "us_ofac_sdn SDGT (Executive Order 13224" in actor["description"]
    (link,) = [item for item in of(bundle, "relationship") if item["relationship_type"] == "attributed-to"]
    assert (link["source_ref"], link["target_ref"]) == (actor["id"], named(bundle, "identity", "North Front")["id"])


def test_ties_and_places(bundle: dict[str, Any]) -> None:
    (member,) = [item for item in of(bundle, "relationship") if item["relationship_type"] == "member-of"]
    assert member["source_ref"] == named(bundle, "identity", "Amaru Quispe")["id"]
    assert member["target_ref"] == named(bundle, "identity", "North Front")["id"]
    assert (member["start_time"], member["stop_time"]) == ("2019-01-01T00:00:00.000Z", "2020-02-29T00:00:00.000Z")
    assert member["confidence"] == 50, "credibility 3 on the scale of appendix A"
    assert member["extensions"][ID]["first"] == "2019", "as stated"
    (cited,) = member["external_references"]
    assert cited["external_id"] == "src-b"
    address = named(bundle, "location", "Jirón 1, Lima")
    at = [item for item in of(bundle, "relationship") if item["target_ref"] == address["id"]]
    assert [item["source_ref"] for item in at] == [member["source_ref"]]
    assert named(bundle, "location", "CO")["country"] == "CO"


def test_markings(bundle: dict[str, Any]) -> None:
    known = json.loads((SHARED / "vectors" / "tlp2_marking_ids.json").read_text(encoding="utf-8"))
    assert known["extension"] == TLP_EXTENSION
    assert {tlp.label.removeprefix("TLP:").lower(): key for tlp, key in TLP.items()} == {
        name: known[name] for name in ("clear", "green", "amber", "amber+strict", "red")
    }
    (member,) = [item for item in of(bundle, "relationship") if item["relationship_type"] == "member-of"]
    marks = {item["id"]: item for item in of(bundle, "marking-definition")}
    tlp, statement = (marks[key] for key in member["object_marking_refs"])
    assert tlp["id"] == TLP[Tlp.AMBER]
    assert tlp["extensions"][TLP_EXTENSION]["tlp_2_0"] == "amber"
    assert statement["definition"] == {"statement": "TLP:AMBER // H1 // NO COURT USE"}
    marked = set(REQUIRED) - {"marking-definition", "extension-definition"}
    free = [item for item in bundle["objects"] if item["type"] in marked and "object_marking_refs" not in item]
    assert {item["name"] for item in free} == {"A node", "CO", "PA"}, (
        "the node itself and countries say nothing of anybody"
    )
