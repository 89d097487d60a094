"""The demo case against the table of what it must find, must not find, and where no path is the truth.

Each row is held against the published files, read without any code of the project, and against what the run found.
"""

from __future__ import annotations

import tomllib
from itertools import product
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from contrared.network import Layer, NoPath, PathsFound

from ..conftest import SHIPPED, Demo
from .published import CRIME, TERROR, june, may, ties

EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads((SHIPPED / "expected.toml").read_text(encoding="utf-8"))
SEMINAR = SHIPPED / "seminar" / "perry-center-proceedings-2018-3.txt"
PARTIES = {row["id"] for row in EXPECTED["listed_for_both"]} | {
    end for row in EXPECTED["no_path"] for end in (row["a"], *row["b"])
}


def rows(kind: str) -> Any:
    return pytest.mark.parametrize("row", EXPECTED[kind], ids=lambda row: " ".join(map(str, list(row.values())[:2])))


def finding(demo: Demo, a: str, b: str) -> PathsFound | NoPath:
    wanted = {demo.canonical(a), demo.canonical(b)}
    (found,) = [item for item in demo.run.analysis.paths.findings if {item.a, item.b} == wanted]
    return found


def facts_on(demo: Demo, entry: str) -> list[Any]:
    return [fact for fact in demo.run.brief.facts if f"{entry}," in fact.text or f"{entry})" in fact.text]


# -- listed for both


def test_the_table_names_all_that_the_published_files_do() -> None:
    both = {key for key, entry in june().items() if entry.both}
    assert {row["id"] for row in EXPECTED["listed_for_both"]} == both
    assert len(both) == 9
    assert sum(row["still_in_may_2024"] for row in EXPECTED["listed_for_both"]) == 7


def test_exactly_these_are_found(demo: Demo) -> None:
    found = {item.party for item in demo.run.analysis.dual.found}
    assert found == {demo.canonical(row["id"]) for row in EXPECTED["listed_for_both"]}
    assert all(item.statement_ids for item in demo.run.analysis.dual.found)
    assert demo.run.analysis.dual.unclassified == ()


@rows("listed_for_both")
def test_what_became_of_each_is_said_where_it_is_named(demo: Demo, row: dict[str, Any]) -> None:
    later = may().get(row["id"])
    assert (later is not None and later.both) is row["still_in_may_2024"]
    facts = facts_on(demo, row["id"])
    assert facts
    for fact in facts:
        if "2021-06" in fact.text:
            assert ("Still listed so" in fact.note) is row["still_in_may_2024"]
            assert "2024-05-03" in fact.note
            assert fact.needs_since is not row["still_in_may_2024"]


@rows("listed_for_both")
def test_who_can_still_be_acted_on_is_judged(demo: Demo, row: dict[str, Any]) -> None:
    name = demo.run.analysis.parties[demo.canonical(row["id"])].name
    named = {group.id: group.name for group in demo.run.prepared.case.group}.get(row["id"], name)
    judged = [item for item in demo.run.brief.judgements if f"that {named} can still be acted on" in item.text]
    assert len(judged) == row["judged"]


# -- what changed


@rows("changed")
def test_who_left_and_who_joined(demo: Demo, row: dict[str, Any]) -> None:
    there = (row["id"] in june(), row["id"] in may())
    assert there == {"left": (True, False), "joined": (False, True)}[row["change"]]
    later = demo.run.analysis.later["us_ofac_sdn"]
    assert (row["id"] in demo.run.analysis.listings, row["id"] in later) == there
    said = {"left": "Since delisted", "joined": "it was not on the version of 2021-06"}[row["change"]]
    assert any(said in fact.text + fact.note for fact in facts_on(demo, row["id"]))


@rows("bearer")
def test_a_new_entry_that_bears_a_groups_name_is_said_and_not_merged(demo: Demo, row: dict[str, Any]) -> None:
    assert row["id"] not in june()
    assert may()[row["id"]].name == row["name"]
    assert demo.canonical(row["id"]) != demo.canonical(row["group"])
    assert any("bears a name of" in fact.text for fact in facts_on(demo, row["id"]))
    assert any(row["id"] in gap for gap in demo.run.brief.gaps)


def test_no_other_new_entry_is_said_to_bear_a_groups_name(demo: Demo) -> None:
    assert {item.listing.entity_id for item in demo.run.analysis.bearers} == {row["id"] for row in EXPECTED["bearer"]}


# -- ties


@rows("path")
def test_a_path_of_that_layer_and_no_other(demo: Demo, row: dict[str, Any]) -> None:
    original = SEMINAR.read_text(encoding="utf-8") if row["by"] == "seminar" else june()[row["by"]].remarks
    assert row["said"] in " ".join(original.split())
    found = finding(demo, row["a"], row["b"])
    assert isinstance(found, PathsFound)
    edges = [edge for path in found.paths for step in path.steps for edge in step.edges]
    assert {edge.layer for edge in edges} == {Layer(row["layer"])}
    statements = demo.run.prepared.statements
    held = statements.filter(pc.is_in(statements["id"], pa.array(edges[0].statement_ids))).to_pylist()
    assert any(row["said"] in (s["original_value"] or s["value"]) for s in held)


def test_no_other_path_is_claimed(demo: Demo) -> None:
    found = {frozenset((f.a, f.b)) for f in demo.run.analysis.paths.findings if isinstance(f, PathsFound)}
    assert found == {frozenset((demo.canonical(r["a"]), demo.canonical(r["b"]))) for r in EXPECTED["path"]}


@rows("stated")
def test_what_a_list_states_around_a_party_listed_for_both(demo: Demo, row: dict[str, Any]) -> None:
    assert row["said"] in june()[row["source"]].remarks
    assert any(
        (edge.source, edge.target, edge.layer) == (row["source"], row["target"], Layer.LINKED_TO)
        for edge in demo.run.analysis.edges.edges
    )
    name = demo.run.analysis.parties[row["target"]].name
    assert any(f"is linked to {name}" in fact.text for fact in demo.run.brief.facts)


@rows("account")
def test_an_account_is_told_in_its_direction(demo: Demo, row: dict[str, Any]) -> None:
    told = [fact.text for fact in demo.run.brief.facts]
    assert any(row["said"] in text for text in told)
    assert not any(row["not"] in text for text in told)


NO_PATH = [(row["a"], b) for row in EXPECTED["no_path"] for b in row["b"]]


@pytest.mark.parametrize(("a", "b"), NO_PATH, ids=lambda key: key)
def test_no_path_in_these_sources(demo: Demo, a: str, b: str) -> None:
    assert ties().steps(a, b, 4, PARTIES) is None, "the published remarks tie the two"
    assert isinstance(finding(demo, a, b), NoPath)


def test_the_table_names_every_pair_without_a_path(demo: Demo) -> None:
    found = {frozenset((f.a, f.b)) for f in demo.run.analysis.paths.findings if isinstance(f, NoPath)}
    assert found == {frozenset((demo.canonical(a), demo.canonical(b))) for a, b in NO_PATH}


def test_the_published_remarks_tie_whom_they_tie() -> None:
    """The reference above is no good if it finds nothing at all."""
    remarks = [row for row in EXPECTED["path"] if row["layer"] == "remark"]
    assert [ties().steps(row["a"], row["b"], 4, PARTIES) for row in remarks] == [1] * len(remarks)


# -- who is not who


@rows("different")
def test_names_alike_are_kept_apart(demo: Demo, row: dict[str, Any]) -> None:
    assert not june()[row["a"]].programmes & june()[row["b"]].programmes
    assert demo.canonical(row["a"]) != demo.canonical(row["b"])
    linked = {frozenset(link.pair) for link in demo.run.prepared.resolution.automatic}
    assert frozenset((row["a"], row["b"])) not in linked
    assert any(row["a"] in item.text and row["b"] in item.text for item in demo.run.brief.counter)


@rows("number")
def test_no_tie_rests_on_a_piece_of_a_number(demo: Demo, row: dict[str, Any]) -> None:
    assert row["number"] in june()[row["party"]].remarks
    statements = demo.run.prepared.statements
    whole = [
        (entity, value)
        for entity, value in zip(statements["entity_id"].to_pylist(), statements["value"].to_pylist(), strict=True)
        if value in (row["number"], row["piece"])
    ]
    assert (row["party"], row["number"]) in whole, "the number is read whole"
    assert not [entity for entity, value in whole if entity.startswith(row["party"]) and value == row["piece"]]
    party = demo.canonical(row["party"])
    shared = [e for e in demo.run.analysis.edges.edges if e.layer is Layer.IDENTIFIER and party in (e.source, e.target)]
    assert shared == []


# -- who can act


@rows("action")
def test_who_can_be_acted_on_and_under_what(demo: Demo, row: dict[str, Any]) -> None:
    later = may().get(row["id"])
    wanted = later.programmes & (TERROR | CRIME) if later is not None else frozenset()
    assert wanted == set(row["programmes"])
    found = [item for item in demo.run.brief.actions if f"({row['id']})" in item.party]
    assert len(found) == bool(row["programmes"])
    for item, code in product(found, TERROR | CRIME):
        assert (f" {code} (" in item.listing) is (code in row["programmes"])


def test_papers_are_shown_with_who_issued_them_and_decide_whom_to_ask(demo: Demo) -> None:
    (saleh,) = [item for item in demo.run.brief.actions if "(ofac-12992)" in item.party]
    assert "Passport AJ911608 (Colombia)" in june()["ofac-12992"].remarks
    assert "passport AJ911608 (CO)" in saleh.identifiers
    assert "UIAF" in saleh.next_inquiry
