"""Whether a folder lies on an encrypted volume, over machines that are told to a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.store.volume import State, swap_of, volume_of

from .machine import Machine

LUKS = "CRYPT-LUKS2-a1b2c3-home"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "node"
    made.mkdir()
    return made.resolve()


def disk(machine: Machine) -> None:
    machine.device("sda", "8:0")
    machine.device("sda1", "8:1", partition_of="sda")
    machine.mount("/", "ext4", "8:1", "/dev/sda1")


def luks(machine: Machine) -> None:
    disk(machine)
    machine.device("dm-0", "253:0", uuid=LUKS, on=("sda1",))


def volume_group(machine: Machine) -> None:
    luks(machine)
    machine.device("dm-1", "253:1", uuid="LVM-x", on=("dm-0",))
    machine.mount("/", "xfs", "253:1")


def half_a_volume_group(machine: Machine) -> None:
    luks(machine)
    machine.device("sdb", "8:16")
    machine.device("dm-1", "253:1", uuid="LVM-x", on=("dm-0", "sdb"))
    machine.mount("/", "xfs", "253:1")


def checked_only(machine: Machine) -> None:
    disk(machine)
    machine.device("dm-0", "253:0", uuid="CRYPT-VERITY-a1-root", on=("sda1",))
    machine.mount("/", "ext4", "253:0")


def raid(machine: Machine) -> None:
    luks(machine)
    machine.device("dm-1", "253:1", uuid="CRYPT-PLAIN-x", on=("sda",))
    machine.device("md0", "9:0", on=("dm-0", "dm-1"))
    machine.mount("/", "ext4", "9:0")


def part_of_a_mapping(machine: Machine) -> None:
    luks(machine)
    machine.device("dm-0p1", "259:1", partition_of="dm-0")
    machine.mount("/", "ext4", "259:1")


def btrfs(machine: Machine) -> None:
    luks(machine)
    machine.btrfs("dm-0")
    machine.mount("/", "btrfs", "0:40", "/dev/dm-0")


def btrfs_over_two(machine: Machine) -> None:
    luks(machine)
    machine.btrfs("dm-0", "sda1")
    machine.mount("/", "btrfs", "0:40", "/dev/dm-0")


def ring(machine: Machine) -> None:
    machine.device("dm-0", "253:0")
    blocks = machine.root / "sys" / "devices" / "block"
    (blocks / "dm-0" / "slaves" / "dm-0").symlink_to(blocks / "dm-0")
    machine.mount("/", "ext4", "253:0")


def mounted(kind: str, device: str = "0:50", source: str = "none") -> Callable[[Machine], None]:
    def build(machine: Machine) -> None:
        disk(machine)
        machine.mount("/", kind, device, source)

    return build


def swapped(name: str, kind: str = "partition") -> Callable[[Machine], None]:
    def build(machine: Machine) -> None:
        luks(machine)
        machine.mount("/", "tmpfs", "0:50", "tmpfs")
        machine.swap(name, kind)

    return build


MACHINES = [
    (disk, State.PLAIN, "ext4: device sda1 is not encrypted"),
    (volume_group, State.ENCRYPTED, r"xfs: dm-crypt \(LUKS2\) on dm-0-name"),
    (half_a_volume_group, State.PLAIN, "device sdb"),
    (checked_only, State.PLAIN, "device sda1"),
    (raid, State.ENCRYPTED, "dm-crypt"),
    (part_of_a_mapping, State.ENCRYPTED, "LUKS2"),
    (btrfs, State.ENCRYPTED, "btrfs: dm-crypt"),
    (btrfs_over_two, State.PLAIN, "device sda1"),
    (ring, State.UNKNOWN, "more than 16"),
    (mounted("btrfs", source="/dev/nowhere"), State.UNKNOWN, "do not show"),
    (mounted("nfs4", source="server:/x"), State.UNKNOWN, "stands elsewhere"),
    (mounted("virtiofs"), State.UNKNOWN, "stands elsewhere"),
    (mounted("overlay"), State.UNKNOWN, "no device shows"),
    (mounted("fuse.gocryptfs"), State.ENCRYPTED, "each file"),
    (mounted("ecryptfs"), State.ENCRYPTED, "each file"),
    (mounted("ext4", "8:99"), State.UNKNOWN, "8:99 does not show"),
    (mounted("tmpfs"), State.ENCRYPTED, "memory"),
    (swapped("/dev/sda1"), State.PLAIN, "tmpfs: device sda1"),
    (swapped("/dev/dm-0"), State.ENCRYPTED, "memory"),
    (swapped("/dev/nowhere"), State.UNKNOWN, "does not show"),
]


@pytest.mark.parametrize(("build", "state", "why"), MACHINES)
def test_a_machine(machine: Machine, folder: Path, build: Callable[[Machine], None], state: State, why: str) -> None:
    build(machine)
    found = volume_of(folder, machine.system())
    assert (found.state, found.safe) == (state, state is State.ENCRYPTED)
    with pytest.raises(AssertionError, match=why):
        raise AssertionError(found.why)


def test_the_deepest_mount_counts_and_of_those_one_over_another_the_last(machine: Machine, tmp_path: Path) -> None:
    spaced = (tmp_path / "a folder" / "node").resolve()
    spaced.mkdir(parents=True)
    luks(machine)
    machine.mount(spaced, "ext4", "8:1")
    machine.mount(spaced, "ext4", "253:0")
    machine.mount("/", "ext4", "8:1")
    assert volume_of(spaced, machine.system()).safe
    assert not volume_of(spaced.parent, machine.system()).safe
    assert volume_of(spaced / "not" / "yet", machine.system()).safe, "a folder to be made is as the one above it"


def test_a_link_is_followed(machine: Machine, tmp_path: Path) -> None:
    real, link = (tmp_path / "real").resolve(), tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    luks(machine)
    machine.mount(real, "ext4", "253:0")
    assert volume_of(link, machine.system()).safe


def test_a_loop_is_as_the_file_behind_it(machine: Machine, folder: Path, tmp_path: Path) -> None:
    luks(machine)
    vault = (tmp_path / "vault").resolve()
    vault.mkdir()
    (vault / "image").write_bytes(b"")
    machine.device("loop0", "7:0", file=str(vault / "image"))
    machine.mount(folder, "ext4", "7:0")
    assert volume_of(folder, machine.system()).state is State.PLAIN
    machine.mount(vault, "ext4", "253:0")
    assert volume_of(folder, machine.system()).safe
    (vault / "image").unlink()
    assert volume_of(folder, machine.system()).state is State.UNKNOWN


def test_a_folder_its_file_system_encrypts(machine: Machine, folder: Path) -> None:
    disk(machine)
    machine.policies.add(folder)
    assert volume_of(folder, machine.system()).safe
    assert not volume_of(folder.parent, machine.system()).safe


def test_the_upper_layer_of_a_container_counts_where_it_shows(machine: Machine, folder: Path, tmp_path: Path) -> None:
    upper = (tmp_path / "upper").resolve()
    upper.mkdir()
    luks(machine)
    machine.mount(upper, "ext4", "253:0")
    machine.mount(folder, "overlay", "0:60", "overlay", f"rw,lowerdir=/l,upperdir={upper}")
    assert volume_of(folder, machine.system()).safe


def test_a_system_that_does_not_say_is_unknown(machine: Machine, folder: Path) -> None:
    system = machine.system()
    system.mounts.unlink()
    system.swaps.unlink()
    assert volume_of(folder, system).state is State.UNKNOWN
    swap = swap_of(system)
    assert swap is not None
    assert swap.state is State.UNKNOWN


def test_zfs_is_asked(machine: Machine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.mount("/", "zfs", "0:70", "tank/nodes")
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    assert volume_of(folder, machine.system()).state is State.UNKNOWN, "there is no program to ask"
    program = programs / "zfs"
    for answer, state in (("aes-256-gcm", State.ENCRYPTED), ("off", State.PLAIN)):
        program.write_text(f'#!/bin/sh\n[ "$6" = tank/nodes ] && echo {answer}\n')
        program.chmod(0o755)
        assert volume_of(folder, machine.system()).state is state
    program.write_text("#!/bin/sh\nexit 1\n")
    assert volume_of(folder, machine.system()).state is State.UNKNOWN


def test_this_machine_says_something(tmp_path: Path) -> None:
    assert volume_of(tmp_path).why
