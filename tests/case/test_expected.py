"""The demo case against the table of what it must find, must not find, and where no path is the truth."""

from __future__ import annotations

import csv
import gzip
import tomllib
from pathlib import Path
from typing import Any

import pytest

from contrared.network import Layer, NoPath, PathsFound

from ..conftest import SHIPPED, Demo

EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads((SHIPPED / "expected.toml").read_text(encoding="utf-8"))
LISTS = SHIPPED / "lists"
TERROR = {"FTO", "SDGT"}
DRUGS = {"SDNT", "SDNTK", "ILLICIT-DRUGS-EO14059"}


def programmes(path: Path) -> dict[str, set[str]]:
    """Programmes of each entry, read from the published file without any code of ours."""
    with gzip.open(path, "rt", encoding="latin-1", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) > 3]
    return {f"ofac-{row[0]}": set(row[3].strip().split("] [")) for row in rows}


@pytest.fixture(scope="module")
def june() -> dict[str, set[str]]:
    return programmes(LISTS / "ofac_2021-06" / "sdn.csv.gz")


@pytest.fixture(scope="module")
def may() -> dict[str, set[str]]:
    return programmes(LISTS / "ofac_2024-05" / "sdn_2024-05-03.csv.gz")


def rows(kind: str) -> Any:
    return pytest.mark.parametrize("row", EXPECTED[kind], ids=lambda row: " ".join(map(str, list(row.values())[:2])))


def test_the_table_agrees_with_the_published_files(june: dict[str, set[str]], may: dict[str, set[str]]) -> None:
    both = {key for key, codes in june.items() if codes & TERROR and codes & DRUGS}
    assert {row["id"] for row in EXPECTED["listed_for_both"]} == both
    still = {key for key in both if may.get(key, set()) & TERROR and may.get(key, set()) & DRUGS}
    assert {row["id"] for row in EXPECTED["listed_for_both"] if row["still_in_may_2024"]} == still
    assert (len(both), len(still)) == (9, 7)


def test_exactly_these_are_listed_for_both(demo: Demo) -> None:
    found = {item.party for item in demo.run.analysis.dual.found}
    assert found == {demo.canonical(row["id"]) for row in EXPECTED["listed_for_both"]}
    assert all(item.statement_ids for item in demo.run.analysis.dual.found)


@rows("listed_for_both")
def test_what_became_of_each_is_said_where_it_is_named(demo: Demo, row: dict[str, Any]) -> None:
    since = demo.run.analysis.since[row["id"]]
    lost = since.delisted or bool({"SDNTK", "SDGT", "FTO"} & set(since.gone))
    assert lost is not row["still_in_may_2024"]
    facts = [fact for fact in demo.run.brief.facts if f"{row['id']}," in fact.text or f"{row['id']})" in fact.text]
    assert facts
    for fact in facts:
        if lost and "2021-06" in fact.text:
            assert "2024-05-03" in fact.note, "what has changed since stands beside the sentence"


@rows("changed")
def test_who_left_and_who_joined(
    demo: Demo, june: dict[str, set[str]], may: dict[str, set[str]], row: dict[str, Any]
) -> None:
    there = (row["id"] in june, row["id"] in may)
    assert there == {"left": (True, False), "joined": (False, True)}[row["change"]]
    later = demo.run.analysis.later["us_ofac_sdn"]
    assert (row["id"] in demo.run.analysis.listings, row["id"] in later) == there


@rows("path")
def test_a_path_of_that_layer_and_no_other(demo: Demo, row: dict[str, Any]) -> None:
    wanted = {demo.canonical(row["a"]), demo.canonical(row["b"])}
    (finding,) = [item for item in demo.run.analysis.paths.findings if {item.a, item.b} == wanted]
    assert isinstance(finding, PathsFound)
    edges = [edge for path in finding.paths for step in path.steps for edge in step.edges]
    assert {edge.layer for edge in edges} == {Layer(row["layer"])}
    assert all(edge.statement_ids for edge in edges)


def test_no_other_path_is_claimed(demo: Demo) -> None:
    found = {frozenset((f.a, f.b)) for f in demo.run.analysis.paths.findings if isinstance(f, PathsFound)}
    assert found == {frozenset((demo.canonical(r["a"]), demo.canonical(r["b"]))) for r in EXPECTED["path"]}


@rows("no_path")
def test_no_path_in_these_sources(demo: Demo, row: dict[str, Any]) -> None:
    wanted = {demo.canonical(row["a"]), demo.canonical(row["b"])}
    (finding,) = [item for item in demo.run.analysis.paths.findings if {item.a, item.b} == wanted]
    assert isinstance(finding, NoPath)


@rows("different")
def test_names_alike_are_kept_apart(demo: Demo, row: dict[str, Any]) -> None:
    assert demo.canonical(row["a"]) != demo.canonical(row["b"])
    linked = {frozenset(link.pair) for link in demo.run.prepared.resolution.automatic}
    assert frozenset((row["a"], row["b"])) not in linked


@rows("number")
def test_no_tie_rests_on_a_piece_of_a_number(demo: Demo, row: dict[str, Any]) -> None:
    party = demo.canonical(row["party"])
    statements = demo.run.prepared.statements.filter(
        [value == row["number"] for value in demo.run.prepared.statements["value"].to_pylist()]
    )
    assert statements.num_rows, "the number is read whole"
    shared = [e for e in demo.run.analysis.edges.edges if e.layer is Layer.IDENTIFIER and party in (e.source, e.target)]
    assert shared == []
