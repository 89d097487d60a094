"""The command `audit`, as a person and as an oversight body on another machine would use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from contrared.cli import commands as all_commands
from contrared.cli.app import app
from contrared.govern import record
from contrared.govern.log import standalone
from contrared.govern.log.anchor import Anchor
from contrared.govern.log.keeping import signer_of
from contrared.govern.log.receipt import promise
from contrared.model import InputError
from contrared.store import Node
from contrared.store.tables import access_log

all_commands.add_all()


def run(*arguments: object, code: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["audit", *map(str, arguments), "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def at(node: Node) -> list[object]:
    return ["--node", node.root]


def test_a_witnessed_log_is_proven_to_a_stranger(node: Node, at: list[object], tmp_path: Path) -> None:
    assert run("verify", *at)["problems"] == []
    keys, seen = tmp_path / "keys", tmp_path / "seen"
    keys.write_text(run("key", *at)["key"] + "\n")
    arguments = ["witness", node.root / "log", "--witnesses", keys, "--memory", tmp_path / "memory"]
    signed = run(*arguments)
    seen.write_text(signed["key"] + "\n")
    assert signed["size"] % 16 == 0
    found = run("verify", "--witnesses", seen, "--quorum", 1, *at)
    assert (found["problems"], found["waiting"], signed["key"].split("+")[0] in found["signed"]) == ([], 0, True)
    proof = run("prove", 1, "--out", tmp_path / "line.tlog-proof", *at)
    command = [sys.executable, standalone.__file__, "--proof", tmp_path / "line.tlog-proof", "--entry", proof["entry"]]
    command += ["--key", keys.read_text().strip(), "--witness", seen.read_text().strip(), "--quorum", "1"]
    held = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert held.stdout.startswith("holds: the entry stands at place 0")


def test_tampering_ends_with_exit_code_1_and_is_told_by_every_later_command(node: Node, at: list[object]) -> None:
    run("verify", *at)
    with node.ledger.begin() as connection:
        connection.execute(update(access_log).where(access_log.c.seq == 1).values(user_id="nobody"))
    assert run("verify", *at, code=1)["problems"][0] == "line 1 of the record is not what was sealed"
    check = CliRunner().invoke(app, ["check", "--node", str(node.root)])
    assert check.exit_code == 1
    assert "line 1 of the record is not what was sealed" in check.output


def test_erased_lines_keep_their_frame(at: list[object]) -> None:
    run("tail", *at)
    assert run("erase", 1, "--legal-basis", "Law 29733", *at)["erased"] == 1
    lines = run("tail", *at)["lines"]
    assert lines[0]["what"] == {}
    assert [line["action"] for line in lines].count("erase") == 1
    assert lines[0]["user"] == "owner"
    assert run("verify", *at)["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prove"], "one line is proven at a time"),
        (["prove", "x"], "no number of a line"),
        (["prove", "99999"], "there is no line 99999"),
        (["erase", "1"], "needs a legal basis"),
        (["verify", "--quorum", "1"], "1 witnesses cannot sign where 0 are known"),
        (["witness", "somewhere"], "a witness needs the folder of the log"),
    ],
)
def test_what_cannot_be_done_is_said(at: list[object], arguments: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run(*arguments, *at)


def test_a_rewritten_log_is_not_witnessed(node: Node, at: list[object], tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(run("key", *at)["key"] + "\n")
    arguments = ["witness", node.root / "log", "--witnesses", keys, "--memory", tmp_path / "memory"]
    run(*arguments)
    for path in (node.root / "log").rglob("*"):
        if path.is_file():
            path.unlink()
    with node.ledger.begin() as connection:
        connection.execute(update(access_log).values(place=None))
    run("sequence", "--once", *at)
    refused = run(*arguments, code=1)
    assert refused["problems"][0].startswith("not signed: ")


def test_oversight_is_told_in_a_table_and_in_json(node: Node) -> None:
    runner = CliRunner()
    shown = runner.invoke(app, ["oversight", "suppressed", "--skip-indexes", "--node", str(node.root)])
    assert (shown.exit_code, "nothing wants an explanation" in shown.output) == (0, True)
    told = runner.invoke(app, ["oversight", "use", "--json", "--node", str(node.root)])
    assert json.loads(told.stdout)["suspicions"] == []
    with pytest.raises(InputError, match="who was looked at"):
        runner.invoke(
            app, ["oversight", "looks", "--node", str(node.root)], standalone_mode=False, catch_exceptions=False
        )


def test_a_receipt_is_held_against_the_log(node: Node, at: list[object], tmp_path: Path) -> None:
    given = run("receipt", 1, "--out", tmp_path / "one", *at)
    assert given["proof"].startswith("c2sp.org/tlog-proof@v1")
    (tmp_path / "one.receipt").write_text(given["receipt"])
    assert run("receipt", tmp_path / "one.receipt", *at)["entry"] == given["entry"]
    (tmp_path / "none").write_text("nothing")
    with pytest.raises(InputError, match="is no receipt"):
        run("receipt", tmp_path / "none", *at)
    broken = promise(signer_of(node), [record.line(user="u", purpose="p", case="", action="read", what={})], at=0)[0]
    (tmp_path / "broken.receipt").write_text(broken.text())
    found = run("receipt", tmp_path / "broken.receipt", *at, code=1)
    assert found["problems"] == [
        f"the log promised this entry until {found['until']} and does not hold it: keep the receipt"
    ]


def test_an_anchor_is_printed_and_held_against_the_log(node: Node, at: list[object], tmp_path: Path) -> None:
    text = run("anchor", "--out", tmp_path / "gazette.txt", *at)["anchor"]
    assert (tmp_path / "gazette.txt").read_text() == text
    found = run("anchor", "--check", tmp_path / "gazette.txt", *at)
    assert (found["entries"], found["size"] >= found["entries"]) == (16, True)
    other = Anchor(Anchor.parse(text).origin, 16, bytes(32)).text("2026-11-26")
    (tmp_path / "other.txt").write_text(other)
    with pytest.raises(InputError, match="does not continue what was printed"):
        run("anchor", "--check", tmp_path / "other.txt", *at)
