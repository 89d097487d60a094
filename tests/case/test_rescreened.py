"""A case brings in lists as `load` does: what they changed is screened against those the node keeps an eye on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.case import investigate, prepare
from contrared.cli import shapes
from contrared.govern import Desk, enter
from contrared.match.question import Known
from contrared.match.watching import overdue
from contrared.store import Node

from ..cli.test_commands import keys_of, run
from . import small


def watch(desk: Desk, *names: str) -> None:
    known = [(name, Known(names=(name,), schema="Person").queries()) for name in names]
    desk.memory.watch("bank", known)


def raised(done: Any) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["entity_id"], row["dataset"]) for row in done.prepared.alerts]


def test_a_case_that_brings_a_list_screens_everybody_against_it_once(tmp_path: Path, node: Node) -> None:
    desk = enter(node, purpose="test")
    watch(desk, "Ann Bridge", "Nobody Special")
    case = small.write(tmp_path / "case")
    first = investigate(node, case, tmp_path / "first")
    assert raised(first) == [("new", "both", "us_ofac_sdn")]
    assert overdue(desk) == []
    again = investigate(node, case, tmp_path / "second")
    assert raised(again) == [], "what is known raises nothing again"
    results = [{p.name: p.read_bytes() for p in (tmp_path / out).rglob("*.json")} for out in ("first", "second")]
    assert results[0] == results[1], "alerts are no part of the results"


def test_a_newer_list_of_a_case_raises_what_it_changed_and_nothing_else(tmp_path: Path, node: Node) -> None:
    desk = enter(node, purpose="test")
    watch(desk, "Ann Bridge", "Carl Middle")
    investigate(node, small.write(tmp_path / "case"), tmp_path / "out")
    for alert in desk.memory.alerts():
        desk.memory.attend(alert["id"], "seen")
    newer = [item for item in small.MAY if item["id"] != "carl"]
    newer += [small.entity("new", "Person", name="Carl Middle", birthDate="1975", programId="SDGT")]
    text = small.CASE.replace("2024-05-03", "2025-05-03")
    done = investigate(node, small.write(tmp_path / "case", may=newer, case=text), tmp_path / "later")
    assert sorted(raised(done)) == [("gone", "carl", "us_ofac_sdn"), ("new", "new", "us_ofac_sdn")]


def test_what_an_interrupted_case_did_not_screen_is_caught_up_with(
    tmp_path: Path, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = enter(node, purpose="test")
    watch(desk, "Ann Bridge")
    case = small.write(tmp_path / "case")
    with monkeypatch.context() as broken:
        broken.setattr(prepare, "catch_up", lambda *_: [])
        investigate(node, case, tmp_path / "first")
    assert {version.dataset for version in overdue(desk)} >= {"us_ofac_sdn"}
    assert raised(investigate(node, case, tmp_path / "second")) == [("new", "both", "us_ofac_sdn")]


def test_the_command_tells_the_alerts(
    tmp_path: Path, node: Node, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(enter(node, purpose="test"), "Ann Bridge")
    case = small.write(tmp_path / "case")
    arguments = ("investigate", case, "--out", tmp_path / "out", "--node", node.root, "--json")
    code, out, _ = run(capsys, monkeypatch, *arguments)
    assert code == 0
    told = json.loads(out)
    assert set(told) == keys_of(shapes.InvestigateShape)
    assert [(alert["subject_label"], alert["listed_name"]) for alert in told["alerts"]] == [("Ann Bridge",) * 2]
