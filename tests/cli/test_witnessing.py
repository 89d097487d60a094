"""A witness as a process of its own, and a node that asks it at the end of each command."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contrared.cli import commands as all_commands
from contrared.cli.app import app
from contrared.model import InputError
from contrared.store import Node, config

all_commands.add_all()


def run(*arguments: object, code: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_node_is_witnessed_by_a_process_and_verified_by_its_policy(node: Node, tmp_path: Path) -> None:
    at, port = ["--node", node.root], free_port()
    (tmp_path / "keys").write_text(run("audit", "key", *at)["key"] + "\n")
    command = [sys.executable, "-m", "contrared.cli", "audit", "witness", "serve", "--listen", f"127.0.0.1:{port}"]
    command += ["--witnesses", str(tmp_path / "keys"), "--memory", str(tmp_path / "memory")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as witness:
        assert witness.stderr is not None
        key = witness.stderr.readline().split()[1]
        (node.root / "keys" / "witnesses").write_text(f"witness w {key} http://127.0.0.1:{port}/\nquorum w\n")
        config.put(node.root / "node.toml", "log", "policy", "keys/witnesses")
        run("audit", "tail", *at)
        found = run("audit", "verify", *at)
        assert (found["problems"], "w" in found["signed"]) == ([], True)
        witness.send_signal(signal.SIGTERM)
        assert witness.wait(20) == 0
    asked = node.root / "log" / ".asked"
    asked.unlink()
    told = CliRunner().invoke(app, ["audit", "tail", *map(str, at)])
    assert (told.exit_code, "w did not witness the log" in told.stderr) == (0, True)
    (node.root / "log" / "witnessed").unlink()
    assert "no checkpoint was witnessed" in run("audit", "verify", *at, code=1)["problems"]


def test_a_policy_that_is_not_met_is_a_problem(node: Node, tmp_path: Path) -> None:
    at = ["--node", node.root]
    (tmp_path / "keys").write_text(run("audit", "key", *at)["key"] + "\n")
    signed = run("audit", "witness", node.root / "log", "--witnesses", tmp_path / "keys", "--memory", tmp_path / "a")
    other = run("audit", "witness", node.root / "log", "--witnesses", tmp_path / "keys", "--memory", tmp_path / "b")
    (tmp_path / "policy").write_text(
        f"witness a {signed['key']}\nwitness b {other['key']}\ngroup g all a b\nquorum g\n"
    )
    found = run("audit", "verify", "--policy", tmp_path / "policy", *at, code=1)
    assert "which is not the quorum g" in found["problems"][0]
    (tmp_path / "policy").write_text(f"witness b {other['key']}\nquorum b\n")
    assert run("audit", "verify", "--policy", tmp_path / "policy", *at)["problems"] == []


def test_a_note_that_is_none_and_an_address_that_is_none(node: Node, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(run("audit", "key", "--node", node.root)["key"] + "\n")
    given = ["--witnesses", tmp_path / "keys", "--memory", tmp_path / "memory"]
    with pytest.raises(InputError, match="no note of a key that retired"):
        run("audit", "witness", "accept", tmp_path / "keys", *given)
    with pytest.raises(InputError, match="is no address"):
        run("audit", "witness", "serve", "--listen", "nowhere", *given)
