"""`review`: the queue at a terminal and without one; what a person may not see is not in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from contrared.case.identity import resolve_node
from contrared.cli import shapes
from contrared.collect import LoadOptions, load, registry
from contrared.govern import enter
from contrared.govern.users import Users
from contrared.model import Protection
from contrared.store import Node

from ..collect.damaged import run
from ..conftest import LinesReader
from .terminal import drive
from .test_commands import keys_of

#: Three persons on two lists each: alike, and never alike enough to be joined without a person.
FIRST = """a-1|Person|name|Nadia Farouk Hassan
a-1|Person|nationality|eg
a-1|Person|religion|unsaid
a-2|Person|name|Bo Quintero Rojas
a-2|Person|birthDate|1971
a-3|Person|name|Lucia Montes Vera
a-3|Person|phone|+573001112233
"""
SECOND = """b-1|Person|name|Nadia Farouk Hassan
b-1|Person|nationality|sd
b-2|Person|name|Bo Quintero Rojas
b-2|Person|birthPlace|Neiva
b-3|Person|name|Lucia Montes Vera
b-3|Person|birthPlace|Cali
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    node = Node.init(folder / "node", unencrypted="a test")
    desk = enter(node, purpose="test")
    reader = LinesReader()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "known_readers", lambda: {reader.name: reader})
        for name, content in (("first", FIRST), ("second", SECOND)):
            path = folder / f"{name}.lines"
            path.write_text(content, "utf-8")
            load(desk, path, LoadOptions(dataset=name, as_of="2024"))
    resolve_node(desk)
    node.close()
    return folder / "node"


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "node"))


def listed(root: Path, *more: str) -> dict[str, Any]:
    said = run("review", "--json", "--node", root, *more)
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_the_queue_has_the_documented_shape(root: Path) -> None:
    found = listed(root)
    assert set(found) == keys_of(shapes.QueueShape)
    assert found["waiting"] == len(found["pairs"]) == 3
    assert set(found["pairs"][0]) == keys_of(shapes.QueuedShape)
    scores = [pair["score"] for pair in found["pairs"]]
    assert scores == sorted(scores, reverse=True)


def test_without_a_terminal_next_and_judge_do(root: Path) -> None:
    pair = json.loads(run("review", "next", "--json", "--node", root).out)
    assert set(pair) == keys_of(shapes.PairShape)
    assert pair["left"]["caption"] == pair["right"]["caption"]
    assert "religion" not in {line["prop"] for line in pair["lines"]}
    ids = (pair["pair"]["left"], pair["pair"]["right"])
    assert run("judge", *ids, "different", "--why", "seen both", "--node", root).code == 0
    after = json.loads(run("review", "next", "--json", "--node", root).out)
    assert after["waiting"] == 2
    assert (after["pair"]["left"], after["pair"]["right"]) != ids


def test_sitting_without_a_terminal_says_what_to_do(root: Path) -> None:
    said = run("review", "--node", root)
    assert said.code == 2
    assert "review next --json" in said.err


def test_blind_shows_neither_score_nor_reasons_nor_what_others_thought(root: Path) -> None:
    pair = listed(root)["pairs"][0]
    run("judge", pair["left"], pair["right"], "unsure", "--why", "no photograph", "--node", root)
    found = listed(root, "--blind")
    assert {(each["score"], tuple(each["reasons"]), each["unsure"]) for each in found["pairs"]} == {(None, (), "")}
    shown = run("review", "next", "--blind", "--node", root).out
    assert "score" not in shown
    assert "no photograph" not in run("review", "next", "--blind", "--json", "--node", root).out


def test_who_is_protected_is_not_in_the_queue_nor_in_its_count(root: Path) -> None:
    node = Node.open(root)
    desk = enter(node, purpose="test")
    Users(desk).add("ana", "Ana", "analyst")
    desk.write().protect("a-2", Protection.WITNESS, "heard in court")
    node.close()
    settings = root / "node.toml"
    settings.write_text(settings.read_text().replace('profile = "owner"', 'profile = "separate-fiu"'), "utf-8")
    found = listed(root, "--user", "ana", "--purpose", "analysis", "--case", "case-1")
    assert found["waiting"] == 2
    assert "a-2" not in {pair["left"] for pair in found["pairs"]}


def test_a_sitting_at_the_terminal(root: Path) -> None:
    asked = "q stop: "
    code, shown = drive(
        ("review", "--node", root),
        [
            (asked, "x"),  # no such key: asked again
            (asked, "n"),
            ("go back: ", "\n"),  # thought better of it
            (asked, "n"),
            ("go back: ", "two men\n"),
            (asked, "z"),
            ("[a slip of the key]: ", "\n"),
            (asked, "n"),
            ("go back: ", "=\n"),
            (asked, "s"),
            (asked, "u"),
            ("go back: ", "no photograph\n"),
        ],
    )
    assert code == 0, shown
    assert "2 decided, 1 passed over, 1 undone" in shown
    assert "3 to look at, 3 waiting" in shown
    assert "≠" in shown
    judged = json.loads(run("judgements", "--node", root, "--json").out)["judgements"]
    assert [(row["verdict"], row["why"]) for row in judged if row["verdict"] != "unsure"] == [
        ("different", "two men"),
        ("withdrawn", "a slip of the key"),
        ("different", "two men"),
    ]
    # What was decided is gone, the unsure one waits, and the one passed over comes last.
    left = listed(root)["pairs"]
    assert [bool(pair["passed"]) for pair in left] == [False, True]
    assert left[0]["unsure"] == "owner"
    assert "no photograph" in run("review", "next", "--node", root).out
