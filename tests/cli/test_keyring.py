"""Keys of a node sealed, a new passphrase set, and unsealed again, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.cli.commands import add_all
from contrared.govern import enter, record
from contrared.govern.handover import make, open_share, restore
from contrared.govern.handover.keepers import new_keeper
from contrared.store import Node, keyring, keys, passphrase

from ..collect.damaged import run

add_all()


def restarted() -> None:
    keyring._OPENED.clear()
    keys.derived.cache_clear()


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "words"
    file.write_text("correct horse battery\n", encoding="utf-8")
    monkeypatch.setenv(passphrase.FILE, str(file))
    monkeypatch.setattr(keyring, "_KIB", 64)
    restarted()
    return file


def test_from_sealing_to_unsealing(tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    assert run("init", node).code == 0
    assert "keys lie open (node.key)" in run("check", "--node", node).out
    done = run("keyring", "seal", "--node", node, "--json")
    assert json.loads(done.out) == {"sealed": True, "keys": ["log.key", "node.key"]}
    restarted()
    new = tmp_path / "new"
    new.write_text("another six diced words", encoding="utf-8")
    assert run("keyring", "passphrase", "--new", new, "--node", node).code == 0
    restarted()
    refused = run("keyring", "unseal", "--node", node)
    assert (refused.code, refused.out) == (3, "")
    assert "does not open" in refused.err
    words.write_text(new.read_text(encoding="utf-8"), encoding="utf-8")
    checked = run("check", "--node", node)
    assert checked.code == 0
    assert "keys are sealed under a passphrase" in checked.out
    assert json.loads(run("keyring", "unseal", "--node", node, "--json").out)["sealed"] is False
    assert "no passphrase is set" in run("keyring", "unseal", "--node", node).err
    opened = Node.open(node)
    acts = [entry.action for entry in record.entries(opened.ledger) if entry.action not in ("enter", "check")]
    opened.close()
    assert acts == ["init", "seal keys", "change passphrase", "unseal keys", "unseal keys"]


def test_a_node_sealed_from_the_first_needs_its_passphrase(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    assert run("init", node, "--passphrase").code == 0
    assert "keys are sealed" in run("check", "--node", node).out
    monkeypatch.delenv(passphrase.FILE)
    restarted()
    refused = run("keyring", "seal", "--node", node)
    assert refused.code == 3
    assert "nobody can be asked" in refused.err


def test_keepers_get_keys_that_no_passphrase_locks(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    assert run("init", node, "--passphrase").code == 0
    opened = Node.open(node)
    plain = keyring.Keyring(node / "keys").read(node / "keys" / "node.key")
    keepers = [new_keeper(name, tmp_path / f"{name}.key") for name in ("one", "two")]
    make(enter(opened, purpose="handover"), tmp_path / "bag", keepers, 2)
    opened.close()
    monkeypatch.delenv(passphrase.FILE)
    restarted()
    shares = [open_share(tmp_path / "bag", tmp_path / f"{keeper.name}.key")[1] for keeper in keepers]
    restore(tmp_path / "bag", shares, tmp_path / "again")
    assert (tmp_path / "again" / "keys" / "node.key").read_bytes() == plain
    assert not (tmp_path / "again" / "keys" / "keyring").exists()
    assert not list(node.glob(".handover-*"))
