"""Putting a node up again from a backup: elsewhere, with its ledger in a file or in PostgreSQL."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from contrared.govern import record
from contrared.govern.backup.listing import Backup, File, backups, chosen
from contrared.govern.backup.repository import Repository
from contrared.govern.handover.placing import LEDGER, place
from contrared.govern.handover.succeeding import as_far_as_witnessed, succeed
from contrared.model import InputError
from contrared.store import Node, config, rest
from contrared.store.durable import disk_errors

_PARTS = ("node.toml", "keys", "archive", "lake", "log", LEDGER)


@dataclass(frozen=True, slots=True)
class BackAgain:
    """A node that stands again: the backup, and the key of its log that retired (empty where the log had not begun)."""

    backup: Backup
    retired: str


def restore(
    repository: Repository,
    out: Path,
    *,
    at: str = "",
    ledger: str = "",
    unprotected: str = "",
    despite: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> BackAgain:
    """Put a node up again in a new folder; nothing of it is there before all of it is.

    Args:
        repository: Where the backup is.
        out: Folder of the node; must not be there.
        at: The newest backup made by that moment, or one by name; the newest of all unless given.
        ledger: URL of an empty database for the ledger; a file in the node unless given.
        unprotected: Why the way to that database may be open to others; empty where nobody said.
        despite: Whether a node that was backed up again later is taken from an earlier backup.
        progress: Told how many files are back.

    Raises:
        InputError: something is missing or damaged, ``out`` is there, a later backup was made after an erasure, or a
            witness saw a longer log.
        NodeError: the disk is full, not known to be encrypted, or the database cannot be used.
    """
    if out.exists():
        raise InputError("there is something already", where=str(out), do="name a new folder")
    held = backups(repository)
    backup = chosen(held, at)
    if any(each.erased > backup.erased for each in held):
        raise InputError(
            "a later backup was made after an erasure, and this one still holds what was erased",
            where=backup.name,
            do="restore the newest one",
        )
    if backup != held[-1] and not despite:
        raise InputError(
            f"there is a newer backup, {held[-1].name}: what was recorded since this one would be lost",
            where=backup.name,
            do="restore the newest, or say --despite-newer",
        )
    with disk_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".restore-") as folder, disk_errors(out):
        staged = Path(folder) / "node"
        staged.mkdir(mode=0o700)
        for part in ("archive", "lake"):
            (staged / part).mkdir()
        for number, file in enumerate(backup.files, 1):
            _write(repository, file, staged)
            progress(number)
        rest.checked(staged, config.read(staged / "node.toml").storage.unencrypted)
        asked = as_far_as_witnessed(staged, False)
        retired = succeed(staged)
        place(staged, ledger, unprotected)
        shutil.move(staged, out)
    node = Node.open(out)
    try:
        what = {"backup": backup.name, "made": backup.made, "witnesses": asked, **retired}
        if node.settings.ledger.unprotected:
            what["unprotected"] = node.settings.ledger.unprotected
        user = node.settings.desk.user
        record.append(node.ledger, user=user, purpose="restore", case="", action="restored", what=what)
    finally:
        node.close()
    return BackAgain(backup, retired.get("old", ""))


def _write(repository: Repository, file: File, staged: Path) -> None:
    name = PurePosixPath(file.path)
    if name.is_absolute() or ".." in name.parts or name.parts[0] not in _PARTS:
        raise InputError(f"{file.path} does not belong into a node", where=str(repository.root), do="do not use it")
    path = staged / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as stream:
        for piece in file.pieces:
            content = repository.piece(piece)
            digest.update(content)
            stream.write(content)
    path.chmod(0o600)
    if digest.hexdigest() != file.sha256:
        raise InputError(f"{file.path} is not what was kept", where=str(repository.root), do="take another backup")
