"""Deposits on the command line, and their absence at the end of every command."""

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
from tests.govern.handover.test_deposits import asking_for

all_commands.add_all()


def run(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_deposits_are_made_verified_in_their_row_and_scheduled(node: Node, tmp_path: Path) -> None:
    enter(node)
    asking_for(node, tmp_path)
    at = ["--node", node.root]
    first, second = run("archive", "deposit", "--if-due", *at), run("archive", "deposit", *at)
    assert (first["before"], second["before"]) == ("", first["manifest"])
    assert run("archive", "deposit", "--if-due", *at)["id"] == ""
    assert run("archive", "verify", second["out"], "--after", first["out"])["problems"] == []
    assert "OnCalendar=daily" in run("archive", "schedule", *at)["schedule"]
    with pytest.raises(InputError, match="of what"):
        run("archive", "verify")


def test_a_missing_deposit_is_told_at_the_end_of_every_command(node: Node, tmp_path: Path) -> None:
    enter(node)
    asking_for(node, tmp_path)
    at = ["--node", str(node.root)]
    made = run("archive", "deposit", *at)
    assert "deposit" not in CliRunner().invoke(app, ["audit", "tail", "-n", "1", *at]).stderr
    Path(made["out"]).rename(tmp_path / "taken")
    assert "is gone from" in CliRunner().invoke(app, ["audit", "tail", *at]).stderr
    told = CliRunner().invoke(app, ["check", *at])
    assert (told.exit_code, "is gone from" in told.output) == (1, True)
    found = run("oversight", "suppressed", "--skip-indexes", *at)["suspicions"]
    assert [one["kind"] for one in found] == ["deposit"]
