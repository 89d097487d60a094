"""A node whose ledger is in PostgreSQL, from the command line: made, its password kept, sealed with the keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.cli.commands import add_all
from contrared.govern import record
from contrared.store import Node, access, keyring, passphrase
from tests.store.postgres.server import Server

from ..collect.damaged import run

add_all()


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (access.URL, access.PASSWORD, passphrase.FILE):
        monkeypatch.delenv(name, raising=False)


def test_from_making_it_to_sealing_its_password(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.asking("clerk", "right")
    node = tmp_path / "node"
    refused = run("init", node, "--ledger", url)
    assert (refused.code, node.exists()) == (3, False)
    assert "asks for a password and there is none" in refused.err
    monkeypatch.setenv(access.PASSWORD, "right")
    assert run("init", node, "--ledger", url).code == 0
    kept = run("keyring", "ledger", "--node", node)
    assert kept.code == 0
    assert access.PASSWORD in kept.out
    monkeypatch.delenv(access.PASSWORD)
    assert run("check", "--node", node).code == 0
    assert "password is empty" in run("keyring", "ledger", "--node", node).err
    words = tmp_path / "words"
    words.write_text("correct horse battery", encoding="utf-8")
    monkeypatch.setenv(passphrase.FILE, str(words))
    monkeypatch.setattr(keyring, "_KIB", 64)
    sealed = json.loads(run("keyring", "seal", "--node", node, "--json").out)
    assert sealed == {"sealed": True, "keys": ["ledger.key", "log.key", "node.key"]}
    keyring._OPENED.clear()
    assert run("check", "--node", node).code == 0
    opened = Node.open(node)
    acts = [entry.action for entry in record.entries(opened.ledger) if entry.action not in ("enter", "check")]
    opened.close()
    assert acts == ["init", "keep password of the ledger", "seal keys"]


def test_a_ledger_in_a_file_has_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", tmp_path / "node").code == 0
    monkeypatch.setenv(access.PASSWORD, "needless")
    refused = run("keyring", "ledger", "--node", tmp_path / "node")
    assert refused.code == 2
    assert "has no password" in refused.err
    assert not (tmp_path / "node" / access.KEPT).exists()


def test_a_password_in_the_url_is_refused(tmp_path: Path) -> None:
    refused = run("init", tmp_path / "node", "--ledger", "postgresql://clerk:secret@host/x")
    assert (refused.code, (tmp_path / "node").exists()) == (2, False)
    assert "secret" not in refused.err
