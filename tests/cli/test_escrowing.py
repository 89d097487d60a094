"""Salts in escrow on the command line: named by the node, opened by the body on an order, told to the node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contrared.cli import commands as all_commands
from contrared.cli.app import app
from contrared.govern import enter
from contrared.model import InputError
from contrared.store import Node

all_commands.add_all()


def run(command: str, *arguments: object, code: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(app, [command, *map(str, arguments), "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_body_is_named_and_opens_what_a_court_orders(node: Node, tmp_path: Path) -> None:
    at = ["--node", node.root]
    desk = enter(node)
    desk.record("read", {"person": "P-1"})
    assert run("audit", "escrow", *at)["sealed"] == 0
    line = run("archive", "keeper", "court", "--out", tmp_path / "court.key")["line"]
    (tmp_path / "court.txt").write_text(line + "\n")
    named = run("audit", "escrow", "--key", tmp_path / "court.txt", *at)
    assert (named["body"], named["sealed"]) == ("court", named["size"])
    body = ["--key", tmp_path / "court.key", "--memory", tmp_path / "memory", *at]
    held = run("oversight", "escrow", *body)
    assert (held["problems"], held["taken"], held["told"]) == ([], held["size"], 0)
    opened = run("oversight", "open", 2, "--order", "Juzgado 3, 2026/114", "--later", *body)
    assert [(one["line"], one["what"]) for one in opened["opened"]] == [(2, {"person": "P-1"})]
    assert run("oversight", "escrow", *body)["told"] == 1
    lines = run("audit", "tail", *at)["lines"]
    assert [(line["legal_basis"], line["what"]["lines"]) for line in lines if line["action"].startswith("opened")] == [
        ("Juzgado 3, 2026/114", [2])
    ]
    shown = CliRunner().invoke(app, ["oversight", "open", "2", "--order", "J", *map(str, body)])
    assert (shown.exit_code, "P-1" in shown.output) == (0, True)
    assert run("audit", "verify", *at)["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "said"), [(["open", "2", "--order", "J"], "key and a memory"), (["escrow"], "key and a memory")]
)
def test_a_body_needs_its_key_and_its_memory(node: Node, arguments: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run("oversight", *arguments, "--node", node.root)


def test_one_body_is_named(node: Node, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("# nobody\n")
    with pytest.raises(InputError, match="one name and key"):
        run("audit", "escrow", "--key", tmp_path / "none.txt", "--node", node.root)
