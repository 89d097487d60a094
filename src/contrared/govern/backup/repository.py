"""Where backups lie: pieces of files under names that say nothing, and a description of each backup, written last.

A repository is a folder::

    repository.json            what it is, and its key, sealed under a passphrase (Argon2id, ChaCha20-Poly1305)
    pieces/ab/abcdef…          a piece of a file, at most 4 MiB, packed where that helps, sealed with AES-256-GCM
    backups/TIME-ID.sealed     what a backup holds; a backup is there once this file is

The name of a piece is HMAC-SHA256 over its content under a key derived from that of the repository: the same content is
kept once, and who has the folder alone cannot tell whether a file they know is in it. The name is bound to the piece as
associated data, so none can stand in for another.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contrared.model import InputError, NodeError
from contrared.store.durable import disk_errors, sync_folder, write_bytes
from contrared.store.keyring import Keyring

FORM = "contrared.org/backup/v1"
HEADER, RING = "repository.json", "repository.key"
PIECES, BACKUPS = "pieces", "backups"
#: Size of a piece; the ledger changes in a few of its pages, and only their pieces are kept anew.
PIECE = 4 << 20
_NONCE = 12
_PLAIN, _PACKED = b"\0", b"\1"
_NAME = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Repository:
    """An opened repository.

    Attributes:
        root: Its folder.
        id: Its id.
        key: Its key, 32 bytes.
    """

    root: Path
    id: str
    key: bytes = field(repr=False)

    @classmethod
    def make(cls, root: Path, passphrase: bytes) -> Repository:
        """Make a repository in a folder that is empty or not there.

        Raises:
            InputError: the folder holds something.
            NodeError: it cannot be written.
        """
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(
                "is no repository of backups, and not empty", where=str(root), do="name a folder of its own"
            )
        found = cls(root, os.urandom(8).hex(), os.urandom(32))
        with disk_errors(root):
            for part in (PIECES, BACKUPS):
                (root / part).mkdir(parents=True, exist_ok=True)
            ring = Keyring(root / "key")
            ring.folder.mkdir(exist_ok=True)
            ring.seal(passphrase)
            ring.write(ring.folder / RING, found.key)
            write_bytes(root / HEADER, json.dumps({"form": FORM, "id": found.id}).encode() + b"\n")
        return found

    @classmethod
    def open(cls, root: Path, passphrase: bytes | None = None, key: bytes | None = None) -> Repository:
        """Open a repository with its passphrase, or with its key where somebody has that.

        Raises:
            InputError: there is none here.
            NodeError: the passphrase does not open it.
        """
        try:
            head = json.loads((root / HEADER).read_bytes())
            known = head["form"] == FORM
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise InputError(
                "is no repository of backups", where=str(root), do="give the folder of `backup make`"
            ) from exc
        if not known:
            raise InputError(f"is of another edition, {head['form']}", where=str(root), do="use a newer Contrared")
        if key is None:
            folder = root / "key"
            ring = Keyring(folder, lambda: passphrase or b"")
            try:
                key = ring.read(folder / RING)
            except FileNotFoundError as exc:
                raise NodeError(
                    "the key of the repository is missing", where=str(root), do="take another copy"
                ) from exc
        return cls(root, str(head["id"]), key)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes into it or prunes it meanwhile.

        Raises:
            NodeError: somebody does.
        """
        with (self.root / ".lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise NodeError(
                    "another backup is running", where=str(self.root), do="wait until it has ended"
                ) from exc
            yield

    def keep(self, content: bytes) -> tuple[str, int]:
        """Keep a piece unless it is there.

        Returns:
            Its name, and how many bytes were written; 0 where it was there already.
        """
        name = hmac.new(self._derived(b"names"), content, hashlib.sha256).hexdigest()
        path = self._piece(name)
        if path.exists():
            return name, 0
        packed = zlib.compress(content, 1)
        plain = _PACKED + packed if len(packed) < len(content) * 0.9 else _PLAIN + content
        sealed = self._sealed(plain, name)
        path.parent.mkdir(exist_ok=True)
        write_bytes(path, sealed)
        return name, len(sealed)

    def piece(self, name: str) -> bytes:
        """Content of a piece.

        Raises:
            InputError: it is missing, or is not what was kept.
        """
        path = self._piece(name)
        try:
            plain = self._opened(path.read_bytes(), name)
        except (OSError, InvalidTag, ValueError) as exc:
            lost = "a piece is missing" if isinstance(exc, FileNotFoundError) else "a piece is damaged"
            raise InputError(lost, where=str(path), do="take another copy of the repository") from exc
        return zlib.decompress(plain[1:]) if plain[:1] == _PACKED else plain[1:]

    def names(self) -> set[str]:
        """Names of all pieces that lie there."""
        return {path.name for path in (self.root / PIECES).glob("??/*") if not path.name.startswith(".")}

    def drop(self, names: set[str]) -> int:
        """Take pieces out; how many bytes they had."""
        size = 0
        for name in sorted(names):
            path = self._piece(name)
            size += path.stat().st_size
            path.unlink()
        return size

    def describe(self, name: str, what: dict[str, Any]) -> None:
        """Write the description of a backup: from here on it is there."""
        data = self._sealed(zlib.compress(json.dumps(what, separators=(",", ":")).encode()), name)
        write_bytes(self.root / BACKUPS / f"{name}.sealed", data)

    def described(self) -> dict[str, Path]:
        """Backups by name, the oldest first."""
        found = sorted((self.root / BACKUPS).glob("*.sealed"))
        return {path.stem: path for path in found if _NAME.fullmatch(path.stem)}

    def description(self, name: str) -> dict[str, Any]:
        """What a backup holds.

        Raises:
            InputError: its description is damaged or another's.
        """
        path = self.root / BACKUPS / f"{name}.sealed"
        try:
            found: dict[str, Any] = json.loads(zlib.decompress(self._opened(path.read_bytes(), name)))
        except (OSError, InvalidTag, zlib.error, ValueError) as exc:
            raise InputError(
                "the description of a backup is damaged", where=str(path), do="take another backup"
            ) from exc
        return found

    def forget(self, names: list[str]) -> None:
        """Take descriptions out: these backups are no more."""
        for name in names:
            (self.root / BACKUPS / f"{name}.sealed").unlink()
        sync_folder(self.root / BACKUPS)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _piece(self, name: str) -> Path:
        return self.root / PIECES / name[:2] / name

    def _derived(self, use: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=FORM.encode() + b" " + use).derive(self.key)

    def _sealed(self, plain: bytes, name: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._derived(b"pieces")).encrypt(nonce, plain, name.encode())

    def _opened(self, sealed: bytes, name: str) -> bytes:
        return AESGCM(self._derived(b"pieces")).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
