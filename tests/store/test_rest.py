"""A node does not open off an encrypted volume unless its settings say why it may lie there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from contrared.govern.founding import found
from contrared.govern.resting import at_rest
from contrared.model import InputError, NodeError
from contrared.store import Node, rest
from contrared.store.tables import access_log
from contrared.store.volume import State, System, Verdict

from .volume.machine import Machine
from .volume.test_inspection import disk, luks


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> list[State]:
    """The state all volumes are in; a test changes it."""
    state = [State.PLAIN]

    def told(_folder: Path, _system: System | None = None) -> Verdict:
        return Verdict(state[0], "as the test says")

    monkeypatch.setattr(rest, "volume_of", told)
    return state


def test_no_node_is_made_on_a_plain_or_unknown_volume_without_a_reason(tmp_path: Path, on: list[State]) -> None:
    for on[0] in (State.PLAIN, State.UNKNOWN):
        with pytest.raises(NodeError, match=r"not known to be encrypted.*--unencrypted"):
            Node.init(tmp_path / "n")
        assert not (tmp_path / "n").exists(), "nothing half made"
    with pytest.raises(NodeError, match="not known"):
        Node.init(tmp_path / "n", unencrypted="  ")
    with pytest.raises(InputError, match="one line"):
        Node.init(tmp_path / "n", unencrypted="two\nlines")


def test_the_reason_is_kept_on_record_and_said(tmp_path: Path, on: list[State]) -> None:
    node = found(tmp_path / "n", unencrypted='"public" lists only')
    with node.ledger.reading() as connection:
        (line,) = connection.execute(select(access_log.c.action, access_log.c.what)).all()
    assert (line.action, line.what["unencrypted"]) == ("init", '"public" lists only')
    assert at_rest(node)[0] == 'volume plain (as the test says); it may be, says node.toml: "public" lists only'
    node.close()
    Node.open(tmp_path / "n").close()


def test_a_node_carried_to_a_plain_volume_does_not_open(tmp_path: Path, on: list[State]) -> None:
    on[0] = State.ENCRYPTED
    node = Node.init(tmp_path / "n", unencrypted="said although it is not needed")
    assert node.settings.storage.unencrypted == "", "a reason that is not needed would open the copy"
    node.close()
    Node.open(tmp_path / "n").close()
    on[0] = State.PLAIN
    with pytest.raises(NodeError, match=r"\[storage\] unencrypted in node.toml"):
        Node.open(tmp_path / "n")


def test_a_part_or_a_ledger_on_another_volume_counts(machine: Machine, tmp_path: Path) -> None:
    luks(machine)
    root = (tmp_path / "n").resolve()
    root.mkdir()
    machine.mount("/", "ext4", "253:0")
    assert rest.resting(root, system=machine.system()).safe
    machine.mount("/dev/shm", "ext4", "8:1")
    assert not rest.resting(root, "sqlite:////dev/shm/ledger.sqlite", machine.system()).safe
    assert rest.resting(root, "postgresql://host/x", machine.system()).safe
    (root / "lake").symlink_to("/dev/shm")
    assert not rest.resting(root, system=machine.system()).safe


def test_a_plain_disk_is_plain(machine: Machine, tmp_path: Path) -> None:
    disk(machine)
    with pytest.raises(NodeError, match="ext4: device sda1"):
        rest.checked(tmp_path, "", system=machine.system())
    rest.checked(tmp_path, "a reason", system=machine.system())
