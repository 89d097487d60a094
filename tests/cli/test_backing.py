"""Backups on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contrared.cli import commands as all_commands
from contrared.cli.app import app
from contrared.govern import enter
from contrared.model import InputError, NodeError
from contrared.store import Node

all_commands.add_all()


def run(*arguments: object, code: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_made_listed_verified_pruned_and_restored(node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(node)
    place, at, secret = tmp_path / "backups", ["--node", node.root], tmp_path / "secret"
    with pytest.raises(NodeError, match="nobody can be asked"):
        run("backup", "make", place, *at)
    assert not place.exists()
    secret.write_text("six words by dice are enough")
    monkeypatch.setenv("CONTRARED_BACKUP_PASSPHRASE_FILE", str(secret))
    first = run("backup", "make", place, *at)
    monkeypatch.delenv("CONTRARED_BACKUP_PASSPHRASE_FILE")
    second = run("backup", "make", place, *at)
    assert second["written"] < first["written"]
    names = [row["name"] for row in run("backup", "list", place, *at)["backups"]]
    assert names == [first["backup"]["name"], second["backup"]["name"]]
    assert run("backup", "verify", place, "--passphrase-file", secret)["problems"] == []
    assert run("backup", "prune", place, "--daily", 1, "--weekly", 0, "--monthly", 0, *at)["gone"] == names[:1]
    out = tmp_path / "again"
    monkeypatch.setenv("CONTRARED_LEDGER_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    with pytest.raises(InputError, match="CONTRARED_LEDGER_URL names another ledger"):
        run("restore", place, "--to", out, "--passphrase-file", secret)
    assert not out.exists(), "nothing half-written"
    monkeypatch.delenv("CONTRARED_LEDGER_URL")
    told = run("restore", place, "--to", out, "--passphrase-file", secret)
    assert (told["backup"]["name"], told["out"]) == (names[1], str(out))
    again = Node.open(out)
    assert again.settings.node.id == node.settings.node.id
    again.close()
    next((place / "pieces").glob("??/*")).unlink()
    assert run("backup", "verify", place, *at, code=1)["problems"]


def test_people_read_lines(node: Node, tmp_path: Path) -> None:
    enter(node)
    (tmp_path / "secret").write_text("six words by dice are enough")
    place = [
        "backup",
        "make",
        str(tmp_path / "b"),
        "--passphrase-file",
        str(tmp_path / "secret"),
        "--node",
        str(node.root),
    ]
    told = CliRunner().invoke(app, place).stdout
    assert "were new" in told
    told = CliRunner().invoke(app, ["backup", "list", str(tmp_path / "b"), "--node", str(node.root)]).stdout
    assert "entries of the log" in told
