"""`tip` as a person runs it: taken, shown, corroborated, found false, and what repeated false ones have in common."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.cli import main, shapes
from contrared.store import Node

from .test_commands import keys_of

Run = Callable[..., tuple[int, str, str]]
ANA = ("Person", "--name", "Ana Ríos", "--birth-date", "1971-03-04")
FROM = ("--source", "Interview 12", "--locator", "p. 3", "--grade", "B2")


@pytest.fixture
def run(node: Node, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["contrared", *arguments, "--node", str(node.root), "--purpose", "test"])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def asked(run: Run, *arguments: str) -> dict[str, Any]:
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_tip_from_its_coming_to_its_end(run: Run, tmp_path: Path) -> None:
    entity = asked(run, "enter", *ANA, *FROM)["entities"][0]
    (tmp_path / "letter.txt").write_text("Ana Ríos keeps gold at the port", encoding="utf-8")
    (made,) = asked(
        run,
        *("tip", "new", *ANA, "--channel", "letter", "--file", str(tmp_path / "letter.txt")),
        *("--about", entity, "--sender", "Juan Soto"),
    )["tips"]
    assert set(made) == keys_of(shapes.TipShape)
    assert (made["state"], made["grade"], made["sender"]) == ("open", "F6", "Juan Soto")
    assert "Juan Soto" not in run("tip", "list")[1] + run("sources")[1]
    assert "somebody named" in run("tip", "list")[1]
    key = next(each["id"] for each in asked(run, "show", entity)["statements"] if each["prop"] == "birthDate")
    (found,) = asked(run, "tip", "corroborate", made["id"], "--statement", key, "--why", "same date")["tips"]
    assert (found["state"], found["grade"]) == ("corroborated", "F3")
    assert set(found["found"][0]) == keys_of(shapes.TipFindingShape)
    shown = run("tip", "show", made["id"])[1]
    assert "Juan Soto" in shown
    assert "same date" in shown
    (said,) = {
        place["tip"] for each in asked(run, "show", made["entities"][0])["statements"] for place in each["evidence"]
    }
    assert said == "corroborated"
    assert run("tip", "refute", made["id"], "--why", "she was abroad")[1].startswith(f"{made['id']}: false, graded F6")
    assert "TIP (false): Ana Ríos" in run("show", made["entities"][0])[1]
    assert run("tip", "reopen", made["id"], "--why", "she was not")[1].startswith(f"{made['id']}: open")
    assert [each["id"] for each in asked(run, "tip", "list", "--state", "open")["tips"]] == [made["id"]]
    assert run("tip", "list", "--state", "false")[1] == "no tip is held, or none that fits\n"


def test_false_tips_are_told_as_a_pattern_of_tips(run: Run) -> None:
    for text in ("Ana keeps gold at the old port", "ANA KEEPS GOLD, at the old port"):
        (made,) = asked(run, "tip", "new", *ANA, "--channel", "web form", "--text", text)["tips"]
        run("tip", "refute", made["id"], "--why", "no")
    found = asked(run, "tip", "patterns")
    assert set(found) == keys_of(shapes.TipPatternsShape)
    (one,) = found["patterns"]
    assert set(one) == keys_of(shapes.TipPatternShape)
    assert [set(each) for each in one["wordings"]] == [keys_of(shapes.WordingShape)]
    assert one["channels"] == [{"channel": "web form", "tips": 2}]
    told = run("tip", "patterns")[1]
    assert "says nothing against whom they speak of" in told
    assert "2 of 2 tips about Ana Ríos" in told
    assert "100% of the wording is the same" in told
    assert "no false tips are repeated" in run("tip", "patterns", "--least", "3")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("new", *ANA, "--channel", "web form"), "nothing was told"),
        (("new", *ANA, "--channel", "web form", "--text", "x", "--grade", "A1"), "no property 'grade'"),
        (("new", "Persona", "--name", "x", "--channel", "web form", "--text", "x"), "is no schema"),
        (("new", *ANA, "--channel", "web form", "--text", "x", "--about", "nobody"), "nothing about nobody"),
        (("list", "--state", "true"), "'true' is nothing a tip can be"),
        (("show", "tip-0"), "no tip 'tip-0'"),
        (("refute", "tip-0", "--why", "x"), "no tip 'tip-0'"),
        (("corroborate", "tip-0", "--statement", "s", "--why", ""), "say how they bear the tip out"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(run: Run, node: Node, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = run("tip", *arguments)
    assert code == 2
    assert says in " ".join(err.split())
    assert node.lake.versions() == []
