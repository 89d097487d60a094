"""A small machine on disk: devices under ``sys/``, mounts and swaps in files, as the kernel would show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from contrared.store.volume import System


@dataclass
class Machine:
    """Built piece by piece by a test."""

    root: Path
    mounts: list[str] = field(default_factory=list)
    swaps: list[str] = field(default_factory=list)
    policies: set[Path] = field(default_factory=set)

    def device(
        self,
        name: str,
        number: str,
        *,
        uuid: str = "",
        on: tuple[str, ...] = (),
        partition_of: str = "",
        file: str = "",
    ) -> None:
        """A block device, and what it is made of."""
        blocks = self.root / "sys" / "devices" / "block"
        folder = blocks / partition_of / name if partition_of else blocks / name
        (folder / "slaves").mkdir(parents=True)
        for slave in on:
            (folder / "slaves" / slave).symlink_to(next(blocks.rglob(slave)))
        if partition_of:
            (folder / "partition").write_text("1\n")
        if uuid:
            (folder / "dm").mkdir()
            (folder / "dm" / "uuid").write_text(f"{uuid}\n")
            (folder / "dm" / "name").write_text(f"{name}-name\n")
        if file:
            (folder / "loop").mkdir()
            (folder / "loop" / "backing_file").write_text(f"{file}\n")
        (folder / "dev").write_text(f"{number}\n")
        for listing, entry in (("dev/block", number), ("class/block", name)):
            place = self.root / "sys" / listing
            place.mkdir(parents=True, exist_ok=True)
            (place / entry).symlink_to(folder)

    def btrfs(self, *names: str) -> None:
        """A file system over several devices."""
        place = self.root / "sys" / "fs" / "btrfs" / "1b4e28ba" / "devices"
        place.mkdir(parents=True)
        for name in names:
            (place / name).symlink_to((self.root / "sys" / "class" / "block" / name).resolve())

    def mount(self, point: Path | str, kind: str, device: str, source: str = "none", options: str = "rw") -> None:
        """A line of mountinfo."""
        told = str(point).replace(" ", "\\040")
        self.mounts.append(f"36 35 {device} / {told} rw,noatime shared:1 - {kind} {source} {options}")

    def swap(self, name: str, kind: str) -> None:
        """A line of swaps."""
        self.swaps.append(f"{name} {kind} 1048572 0 -2")

    def system(self) -> System:
        """What the code under test reads."""
        mounts, swaps = self.root / "mountinfo", self.root / "swaps"
        self.root.mkdir(exist_ok=True)
        mounts.write_text("\n".join(self.mounts) + "\n")
        swaps.write_text("\n".join(["Filename Type Size Used Priority", *self.swaps]) + "\n")
        return System(self.root / "sys", mounts, swaps, lambda folder: folder in self.policies)
