"""The command `oversight questions`, as the oversight body uses it on a node that asked a partner."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.cli import shapes
from contrared.govern.exchange import Book, Pen

from ..share.alerts.nodes import OVERSIGHT
from .test_sharing import Two, asked, two

__all__ = ["two"]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "body.key"
    path.write_text(json.dumps({"keeper": "body", "private": OVERSIGHT.private_bytes_raw().hex()}))
    return path


def test_questions_are_drawn_and_computed_again(two: Two, key: Path) -> None:
    asked(two)
    found = two.co(shapes.OversightShape, "oversight", "questions", "--key", key)
    (question,) = found["questions"]
    assert (question["by"], question["names"], question["sound"]) == ("ana", ["Nadia Farouk"], True)
    assert question["peer"] == two.pa_post.node.settings.node.id
    assert (found["problems"], len(found["dice"])) == ([], 64)
    again = two.co(shapes.OversightShape, "oversight", "questions", "--key", key, "--dice", found["dice"])
    assert again["questions"] == found["questions"]


def test_a_question_about_somebody_else_than_the_node_says(two: Two, key: Path) -> None:
    asked(two)
    pen = Pen(two.co_post.node, "ana", "", "")
    with pen.stroke(two.pa_post.node.settings.node.id) as stroke:
        (row,) = stroke.many(Book.ASKS)
        stroke.change(Book.ASKS, {"id": row["id"]}, subject={**row["subject"], "names": ["Ines Aldao"]})
    code, said = two.co.fails("oversight", "questions", "--key", key)
    assert code == 1
    assert "something else was asked" in " ".join(said.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((), "--key"), (("--dice", "heads"), "hex"), (("--dice", "00"), "16 bytes")],
)
def test_what_the_body_must_bring(two: Two, key: Path, arguments: tuple[str, ...], said: str) -> None:
    given = ("--key", key) if arguments else ()
    code, told = two.co.fails("oversight", "questions", *given, *arguments)
    assert code == 2
    assert said in told
