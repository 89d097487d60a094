"""Two nodes are introduced on the command line, as two operators would do it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contrared.cli import shapes

from .test_commands import keys_of, run

Shown = tuple[pytest.CaptureFixture[str], pytest.MonkeyPatch]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shown:
    for name in ("co", "pa"):
        code, _, said = run(capsys, monkeypatch, "init", tmp_path / name, "--unencrypted", "a test")
        assert code == 0, said
    return capsys, monkeypatch


def invite(shown: Shown, folder: Path, name: str, *more: object) -> dict[str, object]:
    told = ("--agency", "Policía", "--country", name, "--address", "127.0.0.1:8701", "--node", folder / name, "--json")
    code, out, said = run(*shown, "peer", "invite", folder / f"{name}.introduction", *told, *more)
    assert code == 0, said
    found: dict[str, object] = json.loads(out)
    assert set(found) == keys_of(shapes.PeersShape)
    return found


def test_introduced_accepted_listed_and_revoked(shown: Shown, tmp_path: Path) -> None:
    theirs = invite(shown, tmp_path, "pa")
    file, node = tmp_path / "pa.introduction", tmp_path / "co"
    code, out, _ = run(*shown, "peer", "read", file, "--node", node)
    assert code == 0
    assert str(theirs["fingerprint"]) not in out, "what must be heard is not shown"
    accept = ("peer", "accept", file, "--node", node, "--fingerprint")
    code, _, said = run(*shown, *accept, "12345 " * 8)
    assert (code, "not the fingerprint" in said) == (2, True)
    code, _, said = run(*shown, *accept, theirs["fingerprint"])
    assert (code, "--allow-private" in said) == (2, True)
    code, out, said = run(*shown, *accept, theirs["fingerprint"], "--allow-private", "--json")
    assert code == 0, said
    (peer,) = json.loads(out)["peers"]
    assert (peer["country"], peer["address"], peer["state"]) == ("pa", "127.0.0.1:8701", "active")
    code, out, _ = run(*shown, "peer", "list", "--node", node)
    assert peer["id"] in out
    code, _, said = run(*shown, "peer", "revoke", peer["id"], "--node", node)
    assert (code, "reason" in said) == (2, True)
    code, out, _ = run(*shown, "peer", "revoke", peer["id"], "--node", node, "--why", "key stolen", "--json")
    assert json.loads(out)["peers"][0]["state"] == "revoked"


def test_keys_are_renewed_into_a_new_file(shown: Shown, tmp_path: Path) -> None:
    first = invite(shown, tmp_path, "pa")
    file = tmp_path / "pa.introduction"
    code, _, said = run(*shown, "peer", "renew", file, "--why", "routine", "--node", tmp_path / "pa")
    assert (code, "something already" in said) == (2, True)
    code, out, said = run(
        *shown, "peer", "renew", tmp_path / "new", "--why", "routine", "--node", tmp_path / "pa", "--json"
    )
    assert code == 0, said
    renewed = json.loads(out)
    assert renewed["introduction"]["changes_keys"]
    assert renewed["fingerprint"] != first["fingerprint"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("invite",), "name the file"),
        (("invite", "FILE"), "--agency and --country"),
        (("invite", "FILE", "--agency", "A", "--country", "co", "--address", "https://x"), "HOST:PORT"),
        (("invite", "FILE", "--agency", "A", "--country", "co", "--days", "5000"), "days"),
        (("accept", "FILE"), "cannot be read"),
        (("read", "FILE"), "cannot be read"),
        (("renew", "FILE", "--why", "x"), "never introduced"),
        (("revoke", "node-0000000000000000", "--why", "x"), "no partner of that id"),
    ],
)
def test_errors_say_what_to_do(shown: Shown, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    given = [tmp_path / "file" if each == "FILE" else each for each in arguments]
    code, _, told = run(*shown, "peer", *given, "--node", tmp_path / "co")
    assert code == 2
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "file").exists()
