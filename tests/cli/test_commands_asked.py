"""The command that is asked for is imported, and no other; the table says which module adds which."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import typer

from contrared.cli import commands
from contrared.cli.app import app
from contrared.cli.sections import SECTIONS


def test_the_table_names_every_command_and_its_module() -> None:
    commands.add_all()
    group = typer.main.get_command(app)
    found: dict[str, set[str]] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = list(getattr(command, "commands", {}).values())
        callback = (inner[0] if inner else command).callback
        found.setdefault(callback.__module__.split(".")[2], set()).add(name)
    assert {module: set(names) for module, names in commands.MODULES.items()} == found


@pytest.mark.parametrize("command", ["audit", "users", "check", "oversight"])
def test_a_command_that_compares_nobody_does_not_wait_for_the_data_model(command: str) -> None:
    told = f"""
import json, sys
from contrared.cli import commands
commands.add([{command!r}])
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "contrared.cli.commands" in loaded
    assert not {"followthemoney", "networkit", "duckdb", "contrared.match"} & loaded


def test_every_command_stands_in_one_section() -> None:
    named = [name for names in SECTIONS.values() for name in names]
    assert sorted(named) == sorted(name for names in commands.MODULES.values() for name in names)
