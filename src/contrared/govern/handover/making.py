"""Packing a node: everything it is, sealed, its key split among keepers, signed by the node."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contrared.govern.desk import Desk
from contrared.govern.exchange.vault import FOLDER as EPOCHS
from contrared.govern.handover import bag
from contrared.govern.handover.keepers import Keeper
from contrared.govern.handover.placing import LEDGER
from contrared.govern.handover.sealing import KEY_SIZE, seal
from contrared.govern.handover.shares import split
from contrared.govern.log.keeping import keep_up, signer_of, tree_of
from contrared.model import InputError, PolicyError
from contrared.store.copying import into_file
from contrared.store.durable import disk_errors, write_bytes
from contrared.store.keyring import NAME, Keyring
from contrared.store.ledger import now

#: What a node consists of, beside its ledger; everything else in its folder can be made anew.
PARTS = ("node.toml", "keys", "archive", "lake", "log")
#: Files that belong to a running program.
_PASSING = (".sequencer", ".incoming", ".staging", ".tmp")


@dataclass(frozen=True, slots=True)
class Made:
    """What was packed: id of the archive, files and bytes of the node, keepers, how many of them open it."""

    id: str
    files: int
    size: int
    keepers: tuple[str, ...]
    needed: int


def make(
    desk: Desk,
    out: Path,
    keepers: Sequence[Keeper],
    needed: int,
    progress: Callable[[int], None] = lambda _: None,
    before: str = "",
) -> Made:
    """Pack the node.

    Args:
        desk: The desk of somebody who may administer the node.
        out: Folder of the bag; must not be there.
        keepers: Who gets a share.
        needed: How many of them together can open it.
        progress: Told how many files are packed.
        before: Hash of the deposit that this one follows; signed with it.

    Raises:
        PolicyError: this person may not.
        InputError: ``out`` is there, or so many keepers cannot be needed.
        NodeError: the disk is full.
    """
    decision = desk.policy.may(desk.person, "administer", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not pack the node", where=desk.person.id, do=decision.rule)
    if out.exists():
        raise InputError("there is something already", where=str(out), do="name a new folder")
    try:
        with disk_errors(out.parent):
            out.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as exc:
        raise InputError(
            "is no folder", where=str(out.parent), do="name a folder that archives can be put into"
        ) from exc
    key = os.urandom(KEY_SIZE)
    try:
        parts = split(key, len(keepers), needed)
    except ValueError as exc:
        raise InputError(str(exc), where="--needed", do="name at least two keepers") from exc
    desk.record("handover", {"keepers": [keeper.name for keeper in keepers], "needed": needed})
    keep_up(desk.node)
    root = desk.node.root
    started = now()
    # The copy of the ledger is in clear: it stays on the node's own volume.
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=".handover-") as own,
        tempfile.TemporaryDirectory(dir=out.parent) as folder,
        disk_errors(out),
    ):
        ledger = Path(own) / LEDGER
        into_file(desk.node.ledger, ledger)
        files: dict[str, Path | bytes] = {LEDGER: ledger, **_files(root), **_keys(root)}
        inventory = [(name, *_measured(content)) for name, content in sorted(files.items())]
        listed = json.dumps(inventory, separators=(",", ":")).encode()
        identity = hashlib.sha256(listed + started.encode()).hexdigest()[:32]
        staged = Path(folder) / "bag"
        (staged / "data" / "shares").mkdir(parents=True)
        with (staged / "data" / "node.sealed").open("wb") as stream:
            seal(_tar(sorted(files.items()), progress), key, stream)
        with (staged / "data" / "inventory.sealed").open("wb") as stream:
            seal([listed], key, stream)
        for keeper, share in zip(keepers, parts, strict=True):
            write_bytes(staged / "data" / "shares" / f"{keeper.name}.share", keeper.give(share, identity))
        follows = {"Contrared-Before": before} if before else {}
        bag.close(staged, {**_told(desk, identity, started, needed, len(keepers)), **follows})
        _sign(desk, staged, identity)
        bag.close_tags(staged)
        shutil.move(staged, out)
    size = sum(item[1] for item in inventory)
    return Made(identity, len(inventory), size, tuple(keeper.name for keeper in keepers), needed)


def _told(desk: Desk, identity: str, started: str, needed: int, keepers: int) -> dict[str, str]:
    settings = desk.node.settings.node
    return {
        "Source-Organization": settings.name,
        "External-Identifier": identity,
        "Bagging-Date": started[:10],
        "Contrared-Node": settings.id,
        "Contrared-Made": started,
        "Contrared-Keepers": f"{needed} of {keepers}",
        "Contrared-Log": (note.text.split("\n")[1] if (note := tree_of(desk.node).note) else "0") + " entries",
    }


def _sign(desk: Desk, staged: Path, identity: str) -> None:
    signer = signer_of(desk.node)
    manifests = "".join(f"{bag.digest(staged / name)} {name}\n" for name in ("manifest-sha256.txt", "bag-info.txt"))
    checkpoint = tree_of(desk.node).note
    text = f"contrared handover v1\n{identity}\n{manifests}"
    note = signer.sign(text)
    write_bytes(staged / "signature.txt", (text + "\n" + note.line()).encode())
    write_bytes(staged / "key.txt", f"{signer.verifier}\n".encode())
    if checkpoint is not None:
        write_bytes(staged / "checkpoint.txt", checkpoint.to_bytes())


def _files(root: Path) -> dict[str, Path]:
    found = {}
    for part in PARTS:
        if part == "keys":
            continue
        start = root / part
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file() and not any(word in path.name for word in _PASSING):
                found[path.relative_to(root).as_posix()] = path
    return found


def _keys(root: Path) -> dict[str, Path | bytes]:
    """Keys as the keepers need them: open, for a passphrase that only somebody knew would lock out whoever comes next.

    Sealed ones are opened in memory only; the archive seals them to the keepers.
    """
    ring = Keyring(root / "keys")
    found: dict[str, Path | bytes] = {}
    for path in sorted(ring.folder.rglob("*")):
        # Keys of epochs are destroyed in time; an archive would keep them.
        passing = path.parent.name == EPOCHS or any(word in path.name for word in _PASSING)
        if path.is_file() and path.name != NAME and not passing:
            found[path.relative_to(root).as_posix()] = ring.read(path) if path.suffix == ".key" else path
    return found


def _measured(content: Path | bytes) -> tuple[int, str]:
    if isinstance(content, bytes):
        return len(content), hashlib.sha256(content).hexdigest()
    return content.stat().st_size, bag.digest(content)


def _tar(files: Sequence[tuple[str, Path | bytes]], progress: Callable[[int], None]) -> Iterator[bytes]:
    """A tar archive in pieces; times and owners are left out, so that equal nodes give equal archives."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for number, (name, content) in enumerate(files, 1):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content) if isinstance(content, bytes) else content.stat().st_size, 0o600
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as stream:
                tar.addfile(entry, stream)
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
            progress(number)
    yield sink.getvalue()
