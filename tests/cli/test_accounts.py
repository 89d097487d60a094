"""Logging in on the command line: what is kept, who may read it, and what a node that asks who you are refuses."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contrared.govern import record
from contrared.govern.accounts import own, proving, totp, tries
from contrared.govern.accounts.passwords import Cost
from contrared.store import Node

from .test_commands import run

PASSWORD = "the ferry leaves at dawn"
OTHER = "another tide another boat"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A node of two users that asks who one is; the owner has a password."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("CONTRARED_KEY", raising=False)
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setattr(own, "Cost", lambda: cheap)
    monkeypatch.setattr(proving, "Cost", lambda: cheap)
    node = Node.init(tmp_path / "node", unencrypted="a test")
    node.close()
    settings = tmp_path / "node" / "node.toml"
    text = settings.read_text().replace("required = false", "required = true")
    settings.write_text(text.replace('profile = "owner"', 'profile = "interior-police"'))
    return tmp_path / "node"


@pytest.fixture
def go(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the node with lines on standard input."""

    def ran(*arguments: object, typed: tuple[str, ...] = ()) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        return run(capsys, monkeypatch, *arguments, "--node", root)

    return ran


def told(answer: tuple[int, str, str]) -> Any:
    assert answer[0] == 0, answer
    return json.loads(answer[1])


def file_of(root: Path) -> Path:
    [found] = (root.parent / "state" / "contrared" / "sessions").iterdir()
    return found


@pytest.fixture
def within(go: Run) -> Run:
    """The owner is logged in."""
    assert go("passwd", typed=(PASSWORD,))[0] == 0
    assert go("login", typed=(PASSWORD, ""))[0] == 0
    return go


def test_without_a_session_nothing_is_done(go: Run) -> None:
    for arguments in (("datasets",), ("users", "list", "--user", "owner"), ("check",), ("audit", "tail")):
        code, out, err = go(*arguments, "--purpose", "administration")
        assert (code, out) == (4, "")
        assert "contrared login" in err


def test_from_the_first_password_to_another_user(within: Run, root: Path) -> None:
    go = within
    assert stat.S_IMODE(file_of(root).stat().st_mode) == 0o600
    adding = ("users", "add", "ana", "--name", "Ana Rojas", "--role", "analyst", "--purpose", "administration")
    assert go(*adding)[0] == 0
    invited = told(go("users", "invite", "ana", "--why", "first account", "--purpose", "administration", "--json"))
    assert go("users", "invite", "ana", "--purpose", "administration")[0] == 2, "without a reason"
    assert told(go("passwd", "--invited", "--json", typed=(invited["word"], OTHER)))["user"] == "ana"
    assert go("passwd", "--invited", typed=(invited["word"], PASSWORD))[0] == 4, "a second time"
    listed = told(go("sessions", "list", "--purpose", "administration", "--json"))["sessions"]
    assert [each["user"] for each in listed] == ["owner"], "ana chose a password; the owner goes on"
    code, _, err = go("sessions", "list", "--user", "ana", "--purpose", "mine")
    assert (code, "contrared login" in err) == (4, True), "the session is the owner's"
    begun = told(go("login", "--user", "ana", "--json", typed=(OTHER, "")))
    mine = told(go("sessions", "list", "--purpose", "mine", "--json"))["sessions"]
    assert [each["id"] for each in mine] == [begun["session"]], "no user needs to be said; others' are not shown"
    code, _, err = go("sessions", "revoke", listed[0]["id"], "--why", "x", "--purpose", "mine")
    assert code == 4, err
    assert go("sessions", "revoke", begun["session"], "--why", "done", "--purpose", "mine")[0] == 0
    code, _, err = go("datasets", "--purpose", "work")
    assert (code, "was ended: done" in err) == (4, True)
    assert go("logout")[0] == 0
    assert go("logout")[0] == 2


def test_a_second_factor(within: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    go, secret = within, bytes(20)
    monkeypatch.setattr(totp, "new_secret", lambda: secret)
    # A second passes between two commands where the machine is busy.
    monkeypatch.setattr(tries, "delay", lambda *_: timedelta(minutes=5))
    seconds = [1_800_000_000.0]
    real = totp.step_of
    monkeypatch.setattr(totp, "step_of", lambda s, c, _, after=-1: real(s, c, seconds[0], after))

    def code() -> str:
        seconds[0] += 30
        return totp.code_at(secret, int(seconds[0]) // 30)

    done, _, err = go("totp", "enrol", typed=(PASSWORD, "", code()))
    assert done == 0, err
    assert "otpauth://totp/Contrared%20node:owner?secret=AAAAAAAA" in err
    assert go("login", typed=(PASSWORD, ""))[0] == 4
    assert go("totp", "off", typed=(PASSWORD, code()))[0] == 4, "too soon after a failed try"
    assert go("passwd", typed=(PASSWORD,))[0] == 2, "a line is missing"


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.chmod(0o640), "open to others"),
        (lambda path: path.write_text("{}"), "no file of a session"),
        (lambda path: path.write_text("not json"), "no file of a session"),
        (lambda path: (path.rename(path.with_suffix(".x")), path.symlink_to(path.with_suffix(".x"))), "open to others"),
    ],
)
def test_a_file_of_a_session_that_others_could_have_written(
    within: Run, root: Path, spoil: Callable[[Path], Any], says: str
) -> None:
    spoil(file_of(root))
    code, _, err = within("datasets", "--purpose", "work")
    assert (code, says in err) == (2, True), err


def test_an_ended_session_is_not_replaced_by_the_user_of_the_settings(within: Run, root: Path) -> None:
    """On a node that asks nobody, whoever was logged in does not silently become somebody else."""
    settings = root / "node.toml"
    settings.write_text(settings.read_text().replace("required = true", "required = false"))
    [session] = told(within("sessions", "list", "--purpose", "mine", "--json"))["sessions"]
    assert within("sessions", "revoke", session["id"], "--why", "x", "--purpose", "mine")[0] == 0
    assert within("users", "list", "--purpose", "administration")[0] == 4
    assert within("users", "list", "--user", "owner", "--purpose", "administration")[0] == 4, "the same user, said"
    assert within("logout")[0] == 0
    assert within("users", "list", "--purpose", "administration")[0] == 0


def test_a_key_for_a_program_and_for_commands_nobody_watches(
    within: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, administering = within, ("--purpose", "administration")
    adding = ("users", "add", "counter", "--name", "Counter 4", "--role", "service", *administering)
    assert go(*adding)[0] == 0
    code, _, err = go("keys", "add", "owner", "--scope", "screen", "--for", "x", *administering)
    assert (code, "role is service" in err) == (2, True)
    for wrong in (("--scope", "everything"), ("--expires", "soon"), ("--expires", "9999d"), ("--from", "here")):
        assert go("keys", "add", "counter", "--for", "x", *administering, *wrong)[0] == 2, wrong
    making = ("keys", "add", "counter", "--scope", "commands,screen", "--for", "nightly check", "--from", "127.0.0.0/8")
    made = told(go(*making, *administering, "--json"))
    listed = told(go("keys", "list", *administering, "--json"))
    assert listed["keys"] == made["keys"]
    assert made["secret"] not in json.dumps(listed)
    log = root.parent / "some.log"
    log.write_text(f"POST /screen Authorization: Bearer {made['secret']}\n")
    assert told(go("keys", "leaked", log, *administering, "--json"))["keys"] == made["keys"]
    assert go("keys", "leaked", root.parent / "none.log", *administering)[0] == 2
    monkeypatch.setenv("CONTRARED_KEY", made["secret"])
    assert go("datasets", "--purpose", "nightly check")[0] == 0
    assert go("keys", "list", *administering)[0] == 4, "a service administers nothing"
    monkeypatch.delenv("CONTRARED_KEY")
    [key] = made["keys"]
    assert told(go("keys", "revoke", key["id"], "--why", "moved", *administering, "--json"))["keys"][0]["revoked_at"]
    monkeypatch.setenv("CONTRARED_KEY", made["secret"])
    code, _, err = go("datasets", "--purpose", "nightly check")
    assert (code, "revoked: moved" in err) == (4, True)


def test_breaking_the_glass(within: Run, root: Path) -> None:
    go, place, administering = within, root.parent, ("--purpose", "administration")
    lines = [
        told(go("archive", "keeper", name, "--out", place / f"{name}.key", "--json"))["line"]
        for name in ("court", "ombudsman", "ministry")
    ]
    (place / "keepers.txt").write_text("\n".join(lines))
    glass = ("users", "break-glass")
    assert go(*glass, "make", *administering, "--keepers", place / "keepers.txt")[0] == 2, "no folder"
    making = (*glass, "make", "--keepers", place / "keepers.txt", "--out", place / "glass", *administering)
    made = told(go(*making, "--json"))
    assert (made["needed"], made["keepers"]) == (2, ["court", "ombudsman", "ministry"])
    for file in map(Path, made["files"][:2]):
        opening = ("--share", file, "--key", place / f"{file.stem}.key", "--out", place / f"{file.stem}.opened")
        assert go(*glass, "open", *opening)[0] == 0
        assert go(*glass, "open", *opening)[0] == 2, "there is one already"
    assert go("logout")[0] == 0
    shares = ("--share", place / "court.opened", "--share", place / "ombudsman.opened", "--why", "password lost")
    assert go(*glass, "use", *shares[:2], "--for", "owner", "--why", "x")[0] == 4, "one is too few"
    assert go(*glass, "use", *shares)[0] == 2, "for whom?"
    assert go(*glass, "smash", *administering)[0] == 4, "nobody is logged in"
    used = told(go(*glass, "use", *shares, "--for", "owner", "--json"))
    assert go("passwd", "--invited", typed=(used["word"], OTHER))[0] == 0
    assert go("login", typed=(OTHER, ""))[0] == 0
    assert go(*glass, "smash", *administering)[0] == 2
    assert go("audit", "tail", *administering)[0] == 4, "the record is for the oversight body"
    node = Node.open(root)
    acts = {entry.action for entry in record.entries(node.ledger)}
    node.close()
    assert {"break-glass made", "break-glass begun", "break-glass used"} <= acts


def test_public_halves_of_signing_keys(within: Run) -> None:
    go, administering = within, ("--purpose", "administration")
    assert go("passwd", "--new-key", typed=(PASSWORD, "", OTHER))[0] == 0
    assert go("login", typed=(OTHER, ""))[0] == 0
    old, new = told(go("users", "keys", *administering, "--json"))["keys"]
    assert (old["retired_why"], new["retired_at"]) == ("replaced by its user", "")
    assert len(bytes.fromhex(new["public"])) == 32
    assert go("users", "add", "ana", "--name", "Ana Rojas", "--role", "analyst", *administering)[0] == 0
    word = told(go("users", "invite", "ana", "--why", "first", *administering, "--json"))["word"]
    assert go("passwd", "--invited", typed=(word, PASSWORD))[0] == 0
    assert len(told(go("users", "keys", "ana", *administering, "--json"))["keys"]) == 1
    assert go("login", "--user", "ana", typed=(PASSWORD, ""))[0] == 0
    assert len(told(go("users", "keys", "--purpose", "mine", "--json"))["keys"]) == 1
    assert go("users", "keys", "owner", "--purpose", "mine")[0] == 4
