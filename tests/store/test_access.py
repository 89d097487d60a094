"""Where a ledger is and how to get in: a password is never where others may read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.model import InputError, NodeError
from contrared.store import access, keyring
from contrared.store.access import ledger
from contrared.store.keyring import Keyring

REMOTE = "postgresql://someone@host/x"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(access.URL, raising=False)
    monkeypatch.delenv(access.PASSWORD, raising=False)
    (tmp_path / "keys").mkdir(mode=0o700)
    return tmp_path


def test_a_relative_file_is_inside_the_node_and_has_no_password(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(access.PASSWORD, "secret")
    assert ledger("sqlite:///ledger.sqlite", root) == (f"sqlite:///{root.resolve()}/ledger.sqlite", "")
    assert ledger("sqlite:////elsewhere/x", root) == ("sqlite:////elsewhere/x", "")


def test_a_password_in_the_settings_is_refused_and_not_repeated(root: Path) -> None:
    with pytest.raises(InputError, match="bears a password") as refused:
        ledger("postgresql://someone:secret@host/x", root)
    assert "secret" not in str(refused.value)
    assert "node.toml" in (refused.value.where or "")


def test_the_whole_url_from_the_environment_may_bear_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(access.URL, "postgresql://someone:secret@other/x")
    assert ledger(REMOTE, root) == ("postgresql://someone:secret@other/x", "")


def test_the_environment_goes_before_what_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ledger(REMOTE, root) == (REMOTE, "")
    access.keep_password(root, "kept")
    assert ledger(REMOTE, root) == (REMOTE, "kept")
    monkeypatch.setenv(access.PASSWORD, "given")
    assert ledger(REMOTE, root) == (REMOTE, "given")


def test_what_is_kept_is_its_owners_only(root: Path) -> None:
    access.keep_password(root, "kept")
    path = root / access.KEPT
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(InputError, match="others may read") as refused:
        ledger(REMOTE, root)
    assert "chmod 600" in (refused.value.do or "")


def test_no_empty_password_is_kept(root: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        access.keep_password(root, "")
    assert not (root / access.KEPT).exists()


def test_what_is_kept_is_sealed_with_the_keys(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "_KIB", 64)
    access.keep_password(root, "kept")
    assert Keyring(root / "keys").seal(b"six diced words") == ["ledger.key"]
    path = root / access.KEPT
    assert b"kept" not in path.read_bytes()
    assert ledger(REMOTE, root) == (REMOTE, "kept")
    access.keep_password(root, "a newer one")
    assert b"newer" not in path.read_bytes()
    assert ledger(REMOTE, root) == (REMOTE, "a newer one")
    keyring._OPENED.clear()
    monkeypatch.delenv("CONTRARED_PASSPHRASE_FILE", raising=False)
    with pytest.raises(NodeError, match="passphrase"):
        ledger(REMOTE, root)
