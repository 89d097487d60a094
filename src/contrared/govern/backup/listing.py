"""Which backups a repository holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contrared.govern.backup.repository import Repository
from contrared.model import InputError


@dataclass(frozen=True, slots=True)
class File:
    """A file of a backup: path within the node, bytes, SHA-256, when it was changed last (ns), names of its pieces."""

    path: str
    size: int
    sha256: str
    changed: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup.

    Attributes:
        name: Its name, which begins with when it was made.
        made: When, UTC.
        node: Id of the node.
        by: Who made it.
        entries: Entries of the log that are signed in it.
        erased: How many acts of erasure are on its record.
        files: Its files.
    """

    name: str
    made: str
    node: str
    by: str
    entries: int
    erased: int
    files: tuple[File, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.size for file in self.files)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        told = {key: getattr(self, key) for key in ("made", "node", "by", "entries", "erased")}
        return {**told, "files": [[f.path, f.size, f.sha256, f.changed, list(f.pieces)] for f in self.files]}

    @classmethod
    def from_dict(cls, name: str, data: Mapping[str, Any]) -> Backup:
        """From what was kept.

        Raises:
            InputError: it is none of ours.
        """
        try:
            files = tuple(
                File(path, size, digest, changed, tuple(ids)) for path, size, digest, changed, ids in data["files"]
            )
            told = {key: data[key] for key in ("made", "node", "by", "entries", "erased")}
        except (KeyError, TypeError, ValueError) as exc:
            raise InputError(
                "the description of a backup cannot be read", where=name, do="use a newer Contrared"
            ) from exc
        return cls(name, **told, files=files)


def backups(repository: Repository) -> list[Backup]:
    """All backups, the oldest first.

    Raises:
        InputError: a description is damaged.
    """
    return [Backup.from_dict(name, repository.description(name)) for name in repository.described()]


def chosen(found: list[Backup], at: str = "") -> Backup:
    """The newest backup, or the newest made by a moment, or the one of a name.

    Args:
        found: Those there are, the oldest first.
        at: Beginning of an ISO date-time, or a name; empty for the newest.

    Raises:
        InputError: there is none.
    """
    fitting = [each for each in found if not at or each.name == at or each.made[: len(at)] <= at]
    if any(each.name == at for each in found):
        fitting = [each for each in found if each.name == at]
    if not fitting:
        raise InputError(
            f"no backup was made by {at}" if at else "there is no backup yet", do="see `contrared backup list`"
        )
    return fitting[-1]
