"""Keys of epochs at rest: sealed in the ledger under a key of their own that lies in a file.

Destroying the file destroys the key of the epoch in every copy of the ledger that was ever made, backups included, as
long as no copy of the file was kept. ChaCha20-Poly1305, bound to the name of the epoch.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from contrared.model import NodeError
from contrared.store.durable import disk_errors, sync_folder, write_bytes

_NONCE = 12


class Vault:
    """Seals secrets, each under a key that can be destroyed.

    Args:
        folder: Where those keys lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, name: str, secret: bytes) -> bytes:
        """Seal a secret; the key for it is made the first time.

        Raises:
            NodeError: the disk is full.
        """
        path = self._path(name)
        if not path.exists():
            with disk_errors(self._folder):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_bytes(path, ChaCha20Poly1305.generate_key(), mode=0o600)
        nonce = os.urandom(_NONCE)
        return nonce + ChaCha20Poly1305(path.read_bytes()).encrypt(nonce, secret, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """Open a secret.

        Raises:
            NodeError: its key is gone, or it was changed.
        """
        try:
            return ChaCha20Poly1305(self._path(name).read_bytes()).decrypt(
                sealed[:_NONCE], sealed[_NONCE:], name.encode()
            )
        except (OSError, ValueError, InvalidTag) as exc:
            raise NodeError("a key of the exchange cannot be opened", where=name, do="publish a new epoch") from exc

    def destroy(self, name: str) -> bool:
        """Destroy the key of a secret, for good; whether it was still there."""
        path = self._path(name)
        if not path.exists():
            return False
        with disk_errors(path):
            with path.open("r+b") as stream:
                stream.write(bytes(32))
                stream.flush()
                os.fsync(stream.fileno())
            path.unlink()
            sync_folder(self._folder)
        return True

    def names(self) -> list[str]:
        """Names of what can still be opened."""
        return sorted(path.stem for path in self._folder.glob("*.key")) if self._folder.is_dir() else []

    def _path(self, name: str) -> Path:
        assert re.fullmatch("[a-z0-9-]{1,64}", name), "names of secrets are made here"
        return self._folder / f"{name}.key"
