"""Telling of a folder whether it lies on an encrypted volume: mount, file system, devices."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contrared.store.volume import folders
from contrared.store.volume.devices import of_device
from contrared.store.volume.mounts import Mount, mount_of
from contrared.store.volume.verdict import Verdict, encrypted, plain, together, unknown

#: File systems that encrypt every file they hold.
_ENCRYPTING = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"})
#: File systems whose disk stands in another machine.
_ELSEWHERE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.rclone"}
)
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class System:
    """Where the kernel tells of its devices; a test gives a small tree of its own.

    Attributes:
        sysfs: Where sysfs is mounted.
        mounts: List of mounts.
        swaps: List of what memory is swapped to.
        policy: Whether a folder has an encryption policy of its file system.
    """

    sysfs: Path = Path("/sys")
    mounts: Path = Path("/proc/self/mountinfo")
    swaps: Path = Path("/proc/swaps")
    policy: Callable[[Path], bool] = folders.has_policy


def volume_of(folder: Path, system: System | None = None) -> Verdict:
    """What is known of the volume a folder lies on.

    Known are dm-crypt (LUKS and plain) below partitions, volume groups, RAID, loop devices and btrfs; folders under
    fscrypt; eCryptfs and its like; data sets of ZFS. Of network file systems, of a container whose upper layer does not
    show, and of systems other than Linux nothing is known. Memory that cannot be swapped to a plain disk is on no disk.
    Costs a few small reads under ``/proc`` and ``/sys``; ZFS a call of its program.

    Args:
        folder: The folder, or the nearest one above it that is there.
        system: Where the kernel tells of its devices.
    """
    return _volume(folder, system or System(), 0)


def swap_of(system: System | None = None) -> Verdict | None:
    """What is known of where memory is swapped to; None where it is not swapped."""
    system = system or System()
    try:
        lines = system.swaps.read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return unknown("this system does not say where it swaps memory to")
    places = [line.split()[:2] for line in lines if line.strip()]
    if not places:
        return None
    return together(_of_swap(name, kind, system) for name, kind in places)


def _volume(folder: Path, system: System, deep: int) -> Verdict:
    folder = folder.resolve()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        mount = mount_of(folder, system.mounts.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return unknown("this system does not say which volume it is")
    if mount is None:
        return unknown("no mount shows for it")
    found = _of_mount(mount, folder, system, deep)
    return Verdict(found.state, f"{mount.kind}: {found.why}")


def _of_mount(mount: Mount, folder: Path, system: System, deep: int) -> Verdict:
    kind = mount.kind
    if kind in _ENCRYPTING:
        return encrypted("each file is encrypted")
    if kind in folders.KINDS and system.policy(folder):
        return encrypted("the folder is encrypted by its file system (fscrypt)")
    if kind in _ELSEWHERE:
        return unknown(f"its disk stands elsewhere ({mount.source})")
    if kind in _IN_MEMORY:
        swapped = None if kind == "ramfs" else swap_of(system)
        return swapped if swapped and not swapped.safe else encrypted("memory, nothing of it is on a disk")
    if kind == "zfs":
        return _of_zfs(mount.source)
    if kind == "btrfs":
        return _of_btrfs(mount.source, system, deep)
    if kind == "overlay" and (upper := mount.option("upperdir")) and Path(upper).is_dir() and deep == 0:
        return _volume(Path(upper), system, deep + 1)
    if mount.device.startswith("0:"):
        return unknown(f"no device shows behind it ({mount.source})")
    return of_device(mount.device, system.sysfs, _of_file(system, deep))


def _of_file(system: System, deep: int) -> Callable[[Path], Verdict]:
    def told(path: Path) -> Verdict:
        if deep > 0 or not path.exists():
            return unknown(f"the file behind its device does not show ({path})")
        return _volume(path.parent, system, deep + 1)

    return told


def _of_btrfs(source: str, system: System, deep: int) -> Verdict:
    """A btrfs may lie on several devices, each of which must be encrypted; sysfs lists them by file system."""
    name = Path(source).resolve().name
    for listed in sorted(system.sysfs.glob("fs/btrfs/*/devices")):
        devices = sorted(listed.iterdir())
        if name in {device.name for device in devices}:
            numbers = [(device / "dev").read_text(encoding="utf-8").strip() for device in devices]
            return together(of_device(number, system.sysfs, _of_file(system, deep)) for number in numbers)
    return unknown(f"its devices do not show ({source})")


def _of_zfs(source: str) -> Verdict:
    program = shutil.which("zfs")
    if program is None:
        return unknown("there is no program zfs to ask")
    asked = [program, "get", "-H", "-o", "value", "encryption", source]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError) as exc:
        return unknown(f"zfs does not say ({exc})")
    if found in ("off", "-", ""):
        return plain(f"data set {source} is not encrypted")
    return encrypted(f"data set {source} is encrypted ({found})")


def _of_swap(name: str, kind: str, system: System) -> Verdict:
    path = Path(name)
    if kind == "file":
        return _volume(path.parent, system, 1)
    device = system.sysfs / "class" / "block" / path.resolve().name / "dev"
    if not device.exists():
        return unknown(f"device {name} does not show")
    return of_device(device.read_text(encoding="utf-8").strip(), system.sysfs, _of_file(system, 1))
