"""Getting at a repository: by the key the node keeps for its nightly runs, or by the passphrase."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from contrared.govern.backup.repository import HEADER, Repository
from contrared.model import InputError, NodeError
from contrared.store import passphrase
from contrared.store.keyring import Keyring

#: File with the passphrase of a repository, for where nobody can be asked.
FILE = "CONTRARED_BACKUP_PASSPHRASE_FILE"


def opened(root: Path, node: Path | None = None, file: Path | None = None) -> Repository:
    """Open a repository.

    Args:
        root: Its folder.
        node: Folder of a node that may keep its key.
        file: File with its passphrase.

    Raises:
        InputError: there is none here.
        NodeError: the passphrase does not open it, or is not to be had.
    """
    if not (root / HEADER).exists():
        raise InputError("is no repository of backups", where=str(root), do="give the folder of `backup make`")
    if node is not None and file is None and (key := _kept(root, node)) is not None:
        return Repository.open(root, key=key)
    return Repository.open(root, passphrase=_given(file))


def opened_or_made(root: Path, node: Path, file: Path | None = None) -> Repository:
    """The same for a node that backs up: a repository that is not there is made, and its key kept in the node.

    Raises:
        InputError: the folder holds something else, or a new passphrase is too short or not the same twice.
        NodeError: as :func:`opened`.
    """
    there = (root / HEADER).exists()
    found = opened(root, node, file) if there else Repository.make(root, _chosen(file))
    path = _path(node, found.id)
    if not path.exists():
        Keyring(node / "keys").create(path, found.key)
    return found


def _kept(root: Path, node: Path) -> bytes | None:
    """The key a node keeps of a repository; what says which is not sealed."""
    path = _path(node, Repository.open(root, key=b"\0" * 32).id)
    return Keyring(node / "keys").read(path) if path.exists() else None


def _path(node: Path, repository: str) -> Path:
    return node / "keys" / f"backup-{repository}.key"


def _named(file: Path | None) -> Path | None:
    named = os.environ.get(FILE)
    return file or (Path(named) if named else None)


def _given(file: Path | None) -> bytes:
    if (path := _named(file)) is not None:
        return passphrase.read(path)
    return passphrase.prepared(_asked("Passphrase of the backups: "))


def _chosen(file: Path | None) -> bytes:
    if (path := _named(file)) is not None:
        found = passphrase.read(path)
    else:
        found = passphrase.prepared(_asked("New passphrase of the backups: "))
        if passphrase.prepared(_asked("The same again: ")) != found:
            raise InputError("the two passphrases are not the same", do="try again; nothing was made")
    if len(found.decode()) < passphrase.SHORTEST:
        raise InputError(
            f"the passphrase has fewer than {passphrase.SHORTEST} characters",
            do="take six words by dice, and keep them",
        )
    return found


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise NodeError(
            "the passphrase of the backups is needed and nobody can be asked", do=f"name a file with it in {FILE}"
        )
    return getpass.getpass(prompt)
