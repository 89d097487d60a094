"""Whether a block device lies on encrypted ones, as the kernel draws it under ``/sys/dev/block``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from contrared.store.volume.verdict import State, Verdict, encrypted, plain, together, unknown

#: Targets of the device mapper that cryptsetup sets up and that do not encrypt.
_NOT_ENCRYPTING = ("CRYPT-VERITY", "CRYPT-INTEGRITY")
#: Devices stand on devices: a disk, its partition, LUKS, a volume group, a loop; more than this is a ring.
_DEEPEST = 16

#: Tells of the volume a file lies on; a loop device asks it for the file behind it.
OfFile = Callable[[Path], Verdict]


def of_device(device: str, system: Path, of_file: OfFile, deep: int = 0) -> Verdict:
    """What is known of a block device.

    A device is encrypted where it, or each device it is made of, is a ``dm-crypt`` mapping (its ``dm/uuid`` begins with
    ``CRYPT-``). A disk that encrypts itself (OPAL) does not show and counts as plain.

    Args:
        device: ``major:minor``.
        system: Where sysfs is mounted.
        of_file: Tells of the volume of a file behind a loop device.
        deep: How many devices stand on this one.
    """
    link = system / "dev" / "block" / device
    if not link.exists():
        return unknown(f"device {device} does not show under {system}")
    return _of_folder(link.resolve(), system, of_file, deep)


def _of_folder(folder: Path, system: Path, of_file: OfFile, deep: int) -> Verdict:
    name = folder.name
    if deep > _DEEPEST:
        return unknown(f"{name} stands on more than {_DEEPEST} devices")
    uuid = _line(folder / "dm" / "uuid")
    if uuid.startswith("CRYPT-") and not uuid.startswith(_NOT_ENCRYPTING):
        return encrypted(f"dm-crypt ({uuid.split('-')[1]}) on {_line(folder / 'dm' / 'name') or name}")
    if name.startswith("zram") and _line(folder / "backing_dev") in ("", "none"):
        return encrypted(f"{name}: memory, nothing of it is on a disk")
    if behind := _line(folder / "loop" / "backing_file"):
        return of_file(Path(behind))
    slaves = sorted(folder.joinpath("slaves").iterdir()) if folder.joinpath("slaves").is_dir() else []
    if slaves:
        return together(_of_folder(slave.resolve(), system, of_file, deep + 1) for slave in slaves)
    if (folder / "partition").exists():
        # A partition is as its disk is: that may be a loop or a mapping with partitions of its own.
        whole = _of_folder(folder.parent, system, of_file, deep + 1)
        return plain(f"device {name} is not encrypted") if whole.state is State.PLAIN else whole
    return plain(f"device {name} is not encrypted")


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
