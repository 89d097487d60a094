"""Statements of the Beneficial Ownership Data Standard: the published examples, and both forms of the standard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.collect.readers.bods import BodsReader
from contrared.model import InputError

from ..conftest import SHARED
from .lists import Reading, reading

READER = BodsReader()
EXAMPLES = SHARED / "ownership/bods_examples"


def statement(number: str, kind: str, details: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "statementId": f"s-{number}", "recordId": number, "recordType": kind, "statementDate": "2020-01-02",
        "publicationDetails": {"publicationDate": "2020-02-03", "publisher": {"name": "A register"}},
        "recordDetails": details, **more,
    }  # fmt: skip


def relationship(*interests: dict[str, Any], party: Any = "ana") -> dict[str, Any]:
    details = {"subject": "firm", "interestedParty": party, "interests": list(interests)}
    return statement("rel", "relationship", details)


ANA = statement("ana", "person", {"personType": "knownPerson", "names": [{"type": "legal", "fullName": "Ana Reyes"}]})
FIRM = statement("firm", "entity", {"entityType": {"type": "registeredEntity"}, "name": "Minera Sur"})
TRUST = statement("firm", "entity", {"entityType": {"type": "arrangement"}, "name": "Sur Trust"})
OLD: list[dict[str, Any]] = [
    {"statementID": "e1", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "Minera Sur",
     "incorporatedInJurisdiction": {"code": "PE"}, "identifiers": [{"scheme": "XI-LEI", "id": "529900T8BM49AURSDO55"}]},
    {"statementID": "p1", "statementType": "personStatement", "personType": "knownPerson", "hasPepStatus": True,
     "names": [{"type": "individual", "fullName": "Ana Reyes"}, {"type": "alternative", "fullName": "Anita"}],
     "addresses": [{"address": "Main 1, Lima", "country": "PE"}]},
    {"statementID": "o1", "statementType": "ownershipOrControlStatement",
     "subject": {"describedByEntityStatement": "e1"}, "interestedParty": {"describedByPersonStatement": "p1"},
     "interests": [{"type": "shareholding", "interestLevel": "direct", "share": {"minimum": 25, "maximum": 50}}]},
]  # fmt: skip


def table(tmp_path: Path, *items: dict[str, Any], lines: bool = False) -> Reading:
    path = tmp_path / "statements.json"
    text = "\n".join(json.dumps(item) for item in items) if lines else json.dumps(items, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    assert READER.recognise(path)
    return reading(READER, path)


def test_the_published_examples() -> None:
    if not EXAMPLES.exists():
        pytest.skip("the examples are not at hand")
    edges = 0
    for path in sorted(EXAMPLES.glob("*.json")):
        assert READER.recognise(path), path
        assert READER.about(READER.files(path)).as_of, path
        read = reading(READER, path)
        assert {item.reason[:13] for item in read.rejects} <= {"the statement"}, path
        edges += sum(read.schemata[schema] for schema in ("Ownership", "Directorship", "UnknownLink"))
        for drafts in read.drafts.values():
            for draft in drafts:
                for fact in draft.facts:
                    said = " ".join((fact.original or fact.value).split())
                    assert said in " ".join(json.loads(f'"{read.shown(fact).strip(chr(34))}"').split()), (path, fact)
    assert edges == 41


@pytest.mark.parametrize("lines", [False, True])
def test_statements_of_the_older_form(tmp_path: Path, lines: bool) -> None:
    read = table(tmp_path, *OLD, lines=lines)
    assert read.rejects == []
    assert read.values("bods-e1", "leiCode") == ["529900T8BM49AURSDO55"]
    assert read.values("bods-e1", "jurisdiction") == ["PE"]
    said = {prop: read.values("bods-p1", prop) for prop in ("name", "alias", "topics", "country")}
    assert said == {"name": ["Ana Reyes"], "alias": ["Anita"], "topics": ["role.pep"], "country": ["PE"]}
    (edge,) = read.edges("bods-o1")["Ownership"]
    found = {prop: read.values(edge.entity_id, prop) for prop in ("owner", "asset", "percentage", "ownershipType")}
    assert found == {"owner": ["bods-p1"], "asset": ["bods-e1"], "percentage": ["25-50"], "ownershipType": ["direct"]}


def test_a_statement_that_replaces_another_is_about_the_same_entity(tmp_path: Path) -> None:
    newer = {**OLD[0], "statementID": "e2", "replacesStatements": ["e1"], "name": "Minera Norte"}
    read = table(tmp_path, *OLD, newer)
    assert read.values("bods-e1", "name") == ["Minera Norte"]
    (first,) = read.rejects
    (name,) = read.facts("bods-e1", "name")
    taken = name.locator.partition(";")[0].replace("=", " ")
    assert (first.locator, first.reason) == ("line=2", f"the statement on {taken} about the same record was taken")


@pytest.mark.parametrize(
    ("interest", "firm", "schema", "said"),
    [
        ({"type": "shareholding", "share": {"exact": 40}, "endDate": "2021-01-02"}, FIRM, "Ownership",
         {"percentage": ["40"], "role": ["shareholding"], "endDate": ["2021-01-02"]}),
        ({"type": "shareholding", "share": {"exclusiveMinimum": 75}}, FIRM, "Ownership", {"percentage": [">=75"]}),
        ({"type": "shareholding", "share": {"exact": 40}}, TRUST, "UnknownLink", {"summary": ["Share: 40 %"]}),
        ({"type": "boardMember", "directOrIndirect": "direct"}, FIRM, "Directorship",
         {"role": ["boardMember"], "director": ["bods-ana"], "organization": ["bods-firm"]}),
        ({"type": "votingRights", "beneficialOwnershipOrControl": True}, FIRM, "UnknownLink",
         {"role": ["votingRights"], "description": ["beneficial ownership or control"]}),
    ],
)  # fmt: skip
def test_interests(
    tmp_path: Path, interest: dict[str, Any], firm: dict[str, Any], schema: str, said: dict[str, list[str]]
) -> None:
    read = table(tmp_path, ANA, firm, relationship(interest))
    (edge,) = read.edges("bods-rel")[schema]
    assert {prop: read.values(edge.entity_id, prop) for prop in said} == said


def test_an_interested_party_that_is_not_named(tmp_path: Path) -> None:
    read = table(
        tmp_path, FIRM, relationship({"type": "shareholding"}, party={"reason": "subjectExemptFromDisclosure"})
    )
    assert read.values("bods-firm", "notes") == ["An interested party is not named: subjectExemptFromDisclosure"]


@pytest.mark.parametrize(
    ("items", "field", "reason"),
    [
        ((ANA, relationship()), "recordDetails.subject", "no statement in the file is about the subject"),
        ((FIRM, relationship()), "recordDetails.interestedParty", "no statement in the file is about the interested"),
        ((FIRM, relationship(party=None)), "recordDetails.interestedParty", "no interested party, and no reason"),
        ((FIRM, {**ANA, "shoe": 9}), "shoe", "the reader knows no such key"),
        ((FIRM, {**ANA, "recordType": "cat"}), "", "no statement: no kind that is known"),
    ],
)
def test_what_is_set_aside(tmp_path: Path, items: tuple[dict[str, Any], ...], field: str, reason: str) -> None:
    (found,) = table(tmp_path, *items, lines=True).rejects
    assert found.locator == (f"line=2;field={field}" if field else "line=2")
    assert reason in found.reason


def test_other_json(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('[{"id": 1}]', encoding="utf-8")
    assert not READER.recognise(path)
    with pytest.raises(InputError, match="no statement in it"):
        reading(READER, path)
