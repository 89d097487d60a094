"""Keys of epochs at rest: sealed in the ledger under a key of their own that lies in a file.

Destroying the file destroys the key of the epoch in every copy of the ledger that was ever made, backups included, as
long as no copy of the file was kept: handing a node over leaves these files out. They are sealed under the node's
passphrase like all its keys, where one is set. ChaCha20-Poly1305, bound to the name of the epoch.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from contrared.model import NodeError
from contrared.store.durable import disk_errors, sync_folder
from contrared.store.keyring import Keyring

#: Folder within ``keys/``.
FOLDER = "exchange-epochs"
_NONCE = 12


class Vault:
    """Seals secrets, each under a key that can be destroyed.

    Args:
        keys: The folder ``keys/`` of a node.
    """

    def __init__(self, keys: Path) -> None:
        self._ring = Keyring(keys)
        self._folder = keys / FOLDER

    def seal(self, name: str, secret: bytes) -> bytes:
        """Seal a secret; the key for it is made the first time.

        Raises:
            NodeError: the disk is full, or the node's passphrase is not to be had.
        """
        if not self.has(name):
            with disk_errors(self._folder):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._ring.write(self._path(name), ChaCha20Poly1305.generate_key())
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher(name).encrypt(nonce, secret, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """Open a secret.

        Raises:
            NodeError: its key is gone, or it was changed; or the node's passphrase is not to be had.
        """
        try:
            return self._cipher(name).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
        except (OSError, ValueError, InvalidTag) as exc:
            raise NodeError("a key of the exchange cannot be opened", where=name, do="publish a new epoch") from exc

    def has(self, name: str) -> bool:
        """Whether a secret of that name can still be opened."""
        return self._path(name).exists()

    def destroy(self, name: str) -> bool:
        """Destroy the key of a secret, for good; whether it was still there."""
        path = self._path(name)
        if not path.exists():
            return False
        with disk_errors(path):
            with path.open("r+b") as stream:
                stream.write(bytes(path.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
            path.unlink()
            sync_folder(self._folder)
        return True

    def names(self) -> list[str]:
        """Names of what can still be opened."""
        return sorted(path.stem for path in self._folder.glob("*.key")) if self._folder.is_dir() else []

    def _cipher(self, name: str) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(self._ring.read(self._path(name)))

    def _path(self, name: str) -> Path:
        assert re.fullmatch("[a-z0-9-]{1,64}", name), "names of secrets are made here"
        return self._folder / f"{name}.key"
