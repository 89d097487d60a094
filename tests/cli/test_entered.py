"""What follows from an entry: a judgement that can be undone, a correction, an alert on somebody watched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.govern import enter
from contrared.store import Node

from ..collect.damaged import run

TAKEN = ("--source", "Interview 12/2026", "--locator", "p. 3", "--grade", "B2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Node.init(tmp_path / "node", unencrypted="a test").close()
    return tmp_path / "node"


def entered(root: Path, *arguments: str) -> dict[str, Any]:
    said = run("enter", *arguments, *TAKEN, "--json", "--node", root)
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_more_about_somebody_held_is_an_entry_and_a_judgement_that_can_be_undone(root: Path) -> None:
    ana = entered(root, "Person", "--name", "Ana Ríos")["entities"][0]
    more = entered(root, "Person", "--alias", "La Reina", "--name", "A. Ríos", "--same-as", ana, "--why", "she said so")
    run("resolve", "--node", root)
    assert json.loads(run("show", ana, "--json", "--node", root).out)["entities"] == sorted([ana, more["entities"][0]])
    assert run("undo", more["judgement"], "--why", "another woman", "--node", root).code == 0
    run("resolve", "--node", root)
    assert json.loads(run("show", ana, "--json", "--node", root).out)["entities"] == [ana]


def test_a_false_entry_is_corrected_and_leaves_screening(root: Path) -> None:
    made = entered(root, "Person", "--name", "Ana Ríos", "--birth-date", "1971")["entities"][0]
    order = ("--false", "not her", "--why", "wrong file", "--ordered-by", "Court 3", "--legal-basis", "CPP 2")
    assert run("correct", "make", made, *order, "--node", root).code == 0
    assert json.loads(run("screen", "Ana Ríos", "--json", "--node", root).out)["candidates"] == []
    assert "FALSE" in run("show", made, "--node", root).out


def test_somebody_watched_raises_an_alert(root: Path) -> None:
    node = Node.open(root)
    query = {"id": "", "schema": "Person", "properties": {"name": ["Ana Ríos Calle"], "birthDate": ["1971-03-04"]}}
    enter(node, purpose="test").memory.watch("desk", [("Ana Ríos Calle", [query])])
    node.close()
    found = entered(root, "Person", "--name", "Ana Ríos Calle", "--birth-date", "1971-03-04")
    assert [alert["listed_name"] for alert in found["alerts"]] == ["Ana Ríos Calle"]
