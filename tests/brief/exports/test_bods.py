"""The file is BODS 0.4: statements with their records, chains before what they are chains of, shares as stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.brief.exports import Format, Holding, documents
from contrared.brief.exports.bods.interests import share
from tests.conftest import SHARED

EXAMPLES = SHARED / "ownership" / "bods_examples"


@pytest.fixture(scope="module")
def told(holding: Holding, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    path = tmp_path_factory.mktemp("bods") / "bods.json"
    documents(holding, Format.BODS)[""].write(path)
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def details(told: list[dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {item["recordId"]: item["recordDetails"] for item in told if item["recordType"] == kind}


def test_statements_have_the_form_of_the_published_examples(told: list[dict[str, Any]]) -> None:
    keys: dict[str, set[str]] = {}
    inner: dict[str, set[str]] = {}
    for name in ("multiple-indirect-ownership", "joint-ownership", "full-pep-declaration", "fermcat"):
        for item in json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")):
            keys.setdefault(item["recordType"], set()).update(item)
            inner.setdefault(item["recordType"], set()).update(item["recordDetails"])
    extra = {"source", "annotations", "alternateNames", "componentRecords", "identifiers", "addresses", "jurisdiction"}
    for item in told:
        assert set(item) <= keys[item["recordType"]] | extra
        assert set(item["recordDetails"]) <= inner[item["recordType"]] | extra
        assert item["publicationDetails"]["bodsVersion"] == "0.4"
        assert 32 <= len(item["statementId"]) <= 64
        assert item["statementDate"] <= item["publicationDetails"]["publicationDate"] == "2021-07-01"
        assert item["annotations"][0]["description"].startswith("Handling: TLP:")
    assert len({item["statementId"] for item in told}) == len(told)


def test_parties(told: list[dict[str, Any]]) -> None:
    people = list(details(told, "person").values())
    assert [person["names"][0]["fullName"] for person in people] == ["Amaru Quispe"]
    (person,) = people
    assert (person["birthDate"], person["nationalities"]) == ("1980-05", [{"name": "Peru", "code": "PE"}])
    assert person["identifiers"] == [{"id": "PE123456", "schemeName": "passportNumber"}]
    firms = {item["name"]: item for item in details(told, "entity").values()}
    assert set(firms) == {"North Front", "Front Trading Ltda", "Upper Holdings", "Lower Trading"}, (
        "a vessel is no entity of BODS"
    )
    assert firms["Upper Holdings"]["isComponent"], "it stands between the person and the other firm"
    assert firms["Lower Trading"]["jurisdiction"] == {"name": "Panama", "code": "PA"}


def test_interests_and_their_chain(told: list[dict[str, Any]]) -> None:
    found = details(told, "relationship")
    manager, upper, lower, whole = found.values()
    assert upper["interests"][0]["share"] == {"exact": 75.5}
    assert lower["interests"][0]["share"] == {"minimum": 25, "maximum": 50}
    assert manager["interests"][0]["type"] == "seniorManagingOfficial"
    assert whole["interests"][0]["directOrIndirect"] == "indirect"
    assert whole["interests"][0]["beneficialOwnershipOrControl"] is True
    by_name = {item["name"]: key for key, item in details(told, "entity").items()}
    chain = [key for key, item in found.items() if item in (upper, lower)]
    assert sorted(whole["componentRecords"]) == sorted([by_name["Upper Holdings"], *chain])
    assert [item["isComponent"] for item in (upper, lower, manager, whole)] == [True, True, False, False]
    order = [item["recordId"] for item in told]
    (last,) = [key for key, item in found.items() if item is whole]
    assert max(order.index(key) for key in whole["componentRecords"]) < order.index(last)
    known = set(order)
    for item in found.values():
        assert {item["subject"], item["interestedParty"]} <= known


def test_what_cannot_be_written_is_said(told: list[dict[str, Any]]) -> None:
    notes = [note for item in told for note in item["annotations"]]
    assert [n["description"] for n in notes if "share" in n["description"]] == ["Another share is stated: a good part"]


def test_no_clock(told: list[dict[str, Any]], holding: Holding, tmp_path: Path) -> None:
    documents(holding, Format.BODS)[""].write(tmp_path / "b.json")
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8")) == told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("25", {"exact": 25}),
        ("0.01%", {"exact": 0.01}),
        ("25 – 50 %", {"minimum": 25, "maximum": 50}),
        ("at least 10", {"minimum": 10, "maximum": 100}),
        (">75%", {"minimum": 75, "maximum": 100, "exclusiveMinimum": True}),
        ("50-25", None),
        ("120", None),
        ("1/3", None),
        ("", None),
    ],
)
def test_shares(text: str, found: dict[str, Any] | None) -> None:
    assert share(text) == found
