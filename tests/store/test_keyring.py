"""Keys at rest: sealed under a passphrase, none standing in for another, nothing lost half way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.govern.exchange.vault import Vault
from contrared.model import InputError, NodeError
from contrared.store import durable, exchange_keys, keyring, keys, passphrase
from contrared.store.keyring import Keyring

WORDS, OTHER = b"correct horse battery", b"another six diced words"


@pytest.fixture(autouse=True)
def nothing_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test as in a program that has just started, and stretching passphrases as little as can be."""
    monkeypatch.setattr(keyring, "_OPENED", {})
    monkeypatch.setattr(keyring, "_KIB", 64)
    monkeypatch.setattr(keyring, "_PASSES", 1)
    for name in ("CREDENTIALS_DIRECTORY", passphrase.FILE):
        monkeypatch.delenv(name, raising=False)
    keys.derived.cache_clear()


def ring(folder: Path, words: bytes = WORDS) -> Keyring:
    return Keyring(folder, lambda: words)


def restarted() -> None:
    keyring._OPENED.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two keys that lie open."""
    keys.create(tmp_path / "keys")
    keys.log_key(tmp_path / "keys")
    return tmp_path / "keys"


def test_sealed_keys_are_the_same_keys_and_do_not_show(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in ("log.key", "node.key")}
    assert ring(folder).seal(WORDS) == ["log.key", "node.key"]
    restarted()
    for name, plain in before.items():
        kept = (folder / name).read_bytes()
        assert kept.startswith(b"contrared sealed key 1\n")
        assert plain.splitlines()[1] not in kept
        assert (folder / name).stat().st_mode & 0o077 == 0
        assert ring(folder).read(folder / name) == plain
    assert ring(folder).unseal() == ["log.key", "node.key"]
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not ring(folder).sealed


def test_another_passphrase_opens_nothing(folder: Path) -> None:
    ring(folder).seal(WORDS)
    restarted()
    with pytest.raises(NodeError, match="does not open"):
        ring(folder, OTHER).read(folder / "node.key")
    with pytest.raises(NodeError, match="does not open"):
        ring(folder, OTHER).unseal()
    with pytest.raises(NodeError, match="does not open"):
        ring(folder).seal(OTHER)
    assert ring(folder).read(folder / "node.key").startswith(b"-----BEGIN PRIVATE KEY-----")


def test_a_new_passphrase_holds_at_once_and_touches_no_key(folder: Path) -> None:
    ring(folder).seal(WORDS)
    before = (folder / "node.key").read_bytes()
    ring(folder).change(OTHER)
    restarted()
    assert (folder / "node.key").read_bytes() == before
    assert ring(folder, OTHER).read(folder / "node.key")
    restarted()
    with pytest.raises(NodeError, match="does not open"):
        ring(folder).read(folder / "node.key")


def test_sealing_goes_on_where_it_was_cut_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = (folder / "node.key").read_bytes()
    written = durable.write_bytes

    def cut(path: Path, data: bytes, *, mode: int = 0o644) -> None:
        if path.name == "node.key":
            raise NodeError("the disk is full")
        written(path, data, mode=mode)

    monkeypatch.setattr(keyring, "write_bytes", cut)
    with pytest.raises(NodeError, match="full"):
        ring(folder).seal(WORDS)
    monkeypatch.setattr(keyring, "write_bytes", written)
    restarted()
    assert ring(folder).unsealed() == ["node.key"]
    assert ring(folder).read(folder / "node.key") == plain, "what lies open is still read"
    assert ring(folder).seal(WORDS) == ["node.key"]
    assert ring(folder).read(folder / "node.key") == plain


def test_a_key_made_later_is_sealed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "words"
    file.write_bytes(WORDS + b"\n")
    monkeypatch.setenv(passphrase.FILE, str(file))
    folder = tmp_path / "keys"
    keys.create(folder, WORDS)
    made = keys.log_key(folder)
    restarted()
    assert ring(folder).unsealed() == []
    assert keys.log_key(folder).public_key() == made.public_key()
    assert len(keys.derived(folder, b"a use")) == 32
    assert keys.derived(folder, b"a use") != keys.derived(folder, b"another")


def swapped(folder: Path) -> None:
    shutil.copy(folder / "log.key", folder / "node.key")


def flipped(folder: Path) -> None:
    kept = bytearray((folder / "node.key").read_bytes())
    kept[-2] = ord("0") if kept[-2] != ord("0") else ord("1")
    (folder / "node.key").write_bytes(kept)


def cut_off(folder: Path) -> None:
    (folder / "node.key").write_bytes((folder / "node.key").read_bytes()[:-2])


def ring_lost(folder: Path) -> None:
    (folder / "keyring").unlink()


def ring_greedy(folder: Path) -> None:
    text = (folder / "keyring").read_text()
    (folder / "keyring").write_text(text.replace("argon2id 1 ", "argon2id 4000000000 "))


def ring_weakened(folder: Path) -> None:
    text = (folder / "keyring").read_text()
    (folder / "keyring").write_text(text.replace(" 64 4 ", " 32 4 "))


def ring_newer(folder: Path) -> None:
    text = (folder / "keyring").read_text()
    (folder / "keyring").write_text(text.replace("keyring 1", "keyring 2"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (swapped, "was changed"),
        (flipped, "was changed"),
        (cut_off, "damaged"),
        (ring_lost, "is lost"),
        (ring_greedy, "more work"),
        (ring_weakened, "does not open"),
        (ring_newer, "unknown edition"),
    ],
)
def test_what_was_changed_or_lost_is_said(folder: Path, damage: Callable[[Path], None], said: str) -> None:
    ring(folder).seal(WORDS)
    restarted()
    damage(folder)
    with pytest.raises(NodeError, match=said):
        ring(folder).read(folder / "node.key")


def test_where_the_passphrase_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NodeError, match="nobody can be asked"):
        passphrase.given()
    named = tmp_path / "words"
    named.write_text("from a named file\r\n", encoding="utf-8")
    monkeypatch.setenv(passphrase.FILE, str(named))
    assert passphrase.given() == b"from a named file"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert passphrase.given() == b"from a named file", "there is no credential of that name"
    (tmp_path / "contrared").write_text("from systemd's credential", encoding="utf-8")
    assert passphrase.given() == b"from systemd's credential"


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    assert passphrase.prepared("contrase\u00f1a") == passphrase.prepared("contrasen\u0303a")


@pytest.mark.parametrize(
    ("typed", "said"),
    [(["one and the same", "one and another"], "not the same"), (["short", "short"], "fewer than 12")],
)
def test_a_new_passphrase_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch, typed: list[str], said: str) -> None:
    answers = iter(typed)
    monkeypatch.setattr(passphrase, "_asked", lambda _prompt: next(answers))
    with pytest.raises(InputError, match=said):
        passphrase.chosen()


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_file_without_a_passphrase_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words"
    path.write_bytes(content)
    with pytest.raises(NodeError, match="passphrase"):
        passphrase.read(path)


def test_keys_for_partners_are_sealed_with_the_others(folder: Path) -> None:
    before = exchange_keys.current(folder)
    vault = Vault(folder)
    told = vault.seal("epoch-1", b"secret of an epoch")
    assert ring(folder).seal(WORDS) == [
        "exchange-1/seal.key",
        "exchange-1/signing.key",
        "exchange-1/tls.key",
        "exchange-epochs/epoch-1.key",
        "log.key",
        "node.key",
    ]
    assert vault.open("epoch-1", told) == b"secret of an epoch"
    found = exchange_keys.current(folder)
    assert found.signing.public_key() == before.signing.public_key()
    told_tls = exchange_keys.tls(found)
    assert b"PRIVATE KEY" in told_tls
    assert b"PRIVATE KEY" not in (found.folder / "tls.key").read_bytes()
    exchange_keys.renew(folder, lambda _: None)
    vault.seal("epoch-2", b"another")
    assert ring(folder).unsealed() == [], "keys made later are sealed"
    assert exchange_keys.former(folder)[0].public_key() == before.seal.public_key()
    assert vault.destroy("epoch-1")
    with pytest.raises(NodeError, match="cannot be opened"):
        vault.open("epoch-1", told)
