"""Whether backups can be restored: every piece read, opened and held against what was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from contrared.govern.backup.listing import Backup, File
from contrared.govern.backup.repository import Repository
from contrared.model import InputError


@dataclass(frozen=True, slots=True)
class VerifiedBackups:
    """What was found: backups looked at, pieces, and for each backup that is not whole what is wrong."""

    backups: tuple[Backup, ...]
    pieces: int
    problems: tuple[str, ...]


def verify_backups(
    repository: Repository, name: str = "", progress: Callable[[int], None] = lambda _: None
) -> VerifiedBackups:
    """Read every piece of every backup, or of one; a file that several have is read once.

    Args:
        repository: The repository.
        name: Name of one backup.
        progress: Told how many files are read.

    Raises:
        InputError: there is no backup of that name.
    """
    found, problems = [], []
    for each in repository.described():
        if not name or each == name:
            try:
                found.append(Backup.from_dict(each, repository.description(each)))
            except InputError as exc:
                problems.append(str(exc))
    if name and not found and not problems:
        raise InputError(f"there is no backup {name}", do="see `contrared backup list`")
    read: dict[tuple[str, tuple[str, ...]], str] = {}
    for backup in found:
        for file in backup.files:
            key = (file.sha256, file.pieces)
            if key not in read:
                read[key] = _problem(repository, file)
                progress(len(read))
            if read[key]:
                problems.append(f"{backup.name}: {file.path}: {read[key]}")
    pieces = {piece for backup in found for file in backup.files for piece in file.pieces}
    return VerifiedBackups(tuple(found), len(pieces), tuple(problems))


def _problem(repository: Repository, file: File) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        for name in file.pieces:
            content = repository.piece(name)
            digest.update(content)
            size += len(content)
    except InputError as exc:
        return str(exc)
    return "" if (size, digest.hexdigest()) == (file.size, file.sha256) else "is not what was kept"
