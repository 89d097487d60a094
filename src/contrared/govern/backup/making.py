"""Making a backup: what is in the repository already is not copied again, and the description is written last."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from contrared.govern.backup.contents import Contents, contents
from contrared.govern.backup.listing import Backup, File, backups
from contrared.govern.backup.pruning import drop_unnamed
from contrared.govern.backup.repository import PIECE, Repository
from contrared.govern.desk import Desk
from contrared.govern.log.keeping import keep_up
from contrared.model import NodeError, PolicyError
from contrared.store.durable import disk_errors
from contrared.store.ledger import now

#: Parts of a node whose files are written once and never changed.
_UNCHANGING = ("lake/", "archive/", "log/tile/")
#: Times a backup begins anew where a file went meanwhile.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Backed:
    """A backup that was made.

    Attributes:
        backup: It.
        written: Bytes that were new, as they lie there.
        forgotten: Names of earlier backups that held what was erased since, and are gone.
    """

    backup: Backup
    written: int
    forgotten: tuple[str, ...]


def back_up(desk: Desk, repository: Repository, progress: Callable[[int], None] = lambda _: None) -> Backed:
    """Back the node up while it is in use.

    Args:
        desk: The desk of somebody who may administer the node.
        repository: Where to.
        progress: Told how many files are kept.

    Raises:
        PolicyError: this person may not.
        NodeError: another backup is running, files keep going away, the disk is full, or it holds another node.
    """
    decision = desk.policy.may(desk.person, "administer", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not back the node up", where=desk.person.id, do=decision.rule)
    with repository.alone(), disk_errors(repository.root):
        held = backups(repository)
        identity = desk.node.settings.node.id
        if held and held[-1].node != identity:
            raise NodeError(
                f"holds backups of another node, {held[-1].node}", where=str(repository.root), do="name another folder"
            )
        desk.record("backup", {"repository": repository.id})
        keep_up(desk.node)
        made, written = _tried(desk, repository, held, progress)
        # What was erased must not come back: earlier backups that still hold it end here.
        stale = [each.name for each in held if each.erased < made.erased]
        repository.forget(stale)
        if stale:
            drop_unnamed(repository)
    return Backed(made, written, tuple(stale))


def _tried(
    desk: Desk, repository: Repository, held: list[Backup], progress: Callable[[int], None]
) -> tuple[Backup, int]:
    for left in reversed(range(_TRIES)):
        try:
            with contents(desk.node) as found:
                return _kept(desk, repository, found, held, progress)
        except FileNotFoundError as exc:
            if not left:
                raise NodeError(
                    "files of the node go away while they are read", where=str(exc.filename), do="run it again later"
                ) from exc
    raise AssertionError("unreachable")


def _kept(
    desk: Desk, repository: Repository, found: Contents, held: list[Backup], progress: Callable[[int], None]
) -> tuple[Backup, int]:
    known = {file.path: file for file in held[-1].files} if held else {}
    there = repository.names()
    files, written = [], 0
    for number, (path, content) in enumerate(sorted(found.files.items()), 1):
        before = known.get(path)
        if isinstance(content, Path) and before is not None and _same(path, content, before, there):
            files.append(before)
        else:
            file, new = _file(repository, path, content)
            files.append(file)
            written += new
        progress(number)
    made = now()
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{os.urandom(4).hex()}"
    backup = Backup(name, made, desk.node.settings.node.id, desk.person.id, found.entries, found.erased, tuple(files))
    repository.describe(name, backup.to_dict())
    return backup, written


def _same(path: str, content: Path, before: File, there: set[str]) -> bool:
    """Whether a file is the one of the backup before, so that it need not be read."""
    if not path.startswith(_UNCHANGING):
        return False
    now_is = content.stat()
    return (now_is.st_size, now_is.st_mtime_ns) == (before.size, before.changed) and there.issuperset(before.pieces)


def _file(repository: Repository, path: str, content: Path | bytes) -> tuple[File, int]:
    digest, size, names, written = hashlib.sha256(), 0, [], 0
    for piece in _pieces(content):
        digest.update(piece)
        size += len(piece)
        name, new = repository.keep(piece)
        names.append(name)
        written += new
    changed = content.stat().st_mtime_ns if isinstance(content, Path) else 0
    return File(path, size, digest.hexdigest(), changed, tuple(names)), written


def _pieces(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        for at in range(0, len(content), PIECE):
            yield content[at : at + PIECE]
        return
    with content.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
