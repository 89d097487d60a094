"""`enter`: one line, or a form at a terminal; what is missing is named, and what is false is put right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contrared.cli import shapes
from contrared.govern import enter
from contrared.model.ftm import model
from contrared.store import Node

from ..collect.damaged import run
from .terminal import drive
from .test_commands import keys_of

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


def test_persons_and_the_tie_between_them_from_one_line_each(root: Path) -> None:
    ana = entered(root, "Person", "--name", "Ana Ríos", "--birth-date", "1971-03")
    assert set(ana) == keys_of(shapes.EnteredShape)
    mine = entered(root, "Company", "--name=Minera X", "--jurisdiction=Colombia")
    owns = entered(root, "Ownership", "--owner", ana["entities"][0], "--asset", mine["entities"][0])
    shown = json.loads(run("show", ana["entities"][0], "--json", "--node", root).out)
    assert owns["entities"][0] in {each["entity_id"] for each in shown["linked"]}
    why = run("why", ana["entities"][0], "--node", root).out
    assert "Interview 12/2026" in why
    assert "grade B2, TLP:AMBER" in why


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Person", "--name", "A", "--source", "S", "--locator", "p. 1"), "--grade is missing"),
        (("Person", "--name", "A", *TAKEN[:2], *TAKEN[4:]), "--locator is missing"),
        (TAKEN, "SCHEMA is missing"),
        (("Person", "name", "A", *TAKEN), "not the name of a property"),
        (("Person", "--birth-date", "1971-02-31", "--name", "A", *TAKEN), "not a valid date"),
        (("Person", "--name", "A", *TAKEN[:4], "--grade", "B7"), "not an Admiralty grade"),
        (("Person", "--name", "A", *TAKEN, "--same-as", "nobody", "--why", "x"), "nothing about 'nobody'"),
        (("Person", "--name", "A", *TAKEN, "--same-as", "nobody"), "needs a reason"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    root: Path, arguments: tuple[str, ...], says: str
) -> None:
    said = run("enter", *arguments, "--node", root)
    assert said.code == 2
    assert says in said.err
    assert json.loads(run("datasets", "--json", "--node", root).out)["versions"] == []


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


def test_a_form_at_the_terminal(root: Path) -> None:
    featured = model.schemata["Vessel"].featured
    code, shown = drive(
        ("enter", "--node", root, "--handling", "TLP:RED"),
        [
            ("Seizure …): ", "vessel\n"),
            *((f"{prop} (empty: not known): ", "Mar Azul\n" if prop == "name" else "\n") for prop in featured),
            ("another property", "flag\n"),
            ("write it as property=value", ""),
            ("another property", "flag=Panama\n"),
            ("another property", "\n"),
            ("taken from", "Port log\n"),
            ("where in it", "p. 9\n"),
            ("grade (", "A2\n"),
        ],
    )
    assert code == 0, shown
    assert "Vessel flag: Panama" in shown
    (source,) = json.loads(run("sources", "--json", "--node", root).out)["sources"].values()
    assert (source["publisher"], source["grade"], source["handling"]) == ("Port log", "A2", "TLP:RED")
