"""Keys at rest: in files that only their owner may read, and sealed under a passphrase where one was set.

Two small formats, both text with one trailing line feed, both ChaCha20-Poly1305 (RFC 8439) with a random 12-byte nonce
before the ciphertext, hex::

    contrared keyring 1                          keys/keyring: the key that seals the others, 32 bytes
    argon2id 3 65536 4 <salt, 16 bytes, hex>     passes, KiB, lanes: what the passphrase is stretched by (RFC 9106)
    <sealed; the two lines above are its associated data>

    contrared sealed key 1                       NAME.key, there or in a folder below: the bytes of the plain file
    <sealed; the line above and the NAME.key after it are its associated data>

So a new passphrase replaces one file in one step, and no sealed key can stand in for one of another use.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from contrared.model import NodeError
from contrared.store import passphrase
from contrared.store.durable import create_bytes, sync_folder, write_bytes

NAME = "keyring"
_RING = "contrared keyring 1"
_SEALED = b"contrared sealed key 1\n"
#: RFC 9106's second recommended option: three passes over 64 MiB in four lanes.
_PASSES, _KIB, _LANES = 3, 65536, 4
#: A file that asks for more did not come from us, and would stop the machine.
_MOST = (16, 1 << 21, 64)
_NONCE, _SALT, _KEY = 12, 16, 32
#: Opened rings by what their file holds: stretching a passphrase takes a while by design, once a process is enough.
_OPENED: dict[bytes, bytes] = {}


@dataclass(frozen=True, slots=True)
class Keyring:
    """The folder ``keys/`` of a node.

    Attributes:
        folder: The folder.
        ask: Gives the passphrase, where one is needed.
    """

    folder: Path
    ask: Callable[[], bytes] = passphrase.given

    @classmethod
    def around(cls, path: Path) -> Keyring:
        """The ring that a key belongs to: the nearest folder above it with one, else the folder it lies in."""
        above = list(path.parents)[:3]
        return cls(next((folder for folder in above if (folder / NAME).exists()), path.parent))

    @property
    def sealed(self) -> bool:
        """Whether a passphrase is set; keys that are made from then on are sealed."""
        return (self.folder / NAME).exists()

    def unsealed(self) -> list[str]:
        """Keys that lie open, sorted; a key in a folder with that folder."""
        return [
            str(path.relative_to(self.folder)) for path in self._keys() if not path.read_bytes().startswith(_SEALED)
        ]

    def read(self, path: Path) -> bytes:
        """Bytes of a key.

        Raises:
            FileNotFoundError: there is no such key.
            NodeError: the passphrase does not open it, is not to be had, or the file is damaged.
        """
        kept = path.read_bytes()
        return _unwrapped(self._ring(), _SEALED + path.name.encode(), kept, path) if kept.startswith(_SEALED) else kept

    def write(self, path: Path, data: bytes) -> None:
        """Keep a key, sealed where a passphrase is set.

        Raises:
            NodeError: the disk is full, or the passphrase does not open the ring.
        """
        write_bytes(path, self._kept(path, data), mode=0o600)

    def create(self, path: Path, data: bytes) -> None:
        """Keep a key as :meth:`write` does, unless another process was first: that one stays.

        Raises:
            NodeError: the disk is full, or the passphrase does not open the ring.
        """
        create_bytes(path, self._kept(path, data), mode=0o600)

    def seal(self, new: bytes) -> list[str]:
        """Set a passphrase and seal all keys under it; goes on where an earlier try was cut short.

        Returns:
            Names of the keys that were sealed.

        Raises:
            NodeError: another passphrase is set, or the disk is full.
        """
        if self.sealed:
            _opened(self.folder / NAME, new)
        else:
            self._set(new, os.urandom(_KEY))
        names = self.unsealed()
        for name in names:
            self.write(self.folder / name, (self.folder / name).read_bytes())
        return names

    def unseal(self) -> list[str]:
        """Take the passphrase away and let all keys lie open.

        Returns:
            Names of the keys that were unsealed.

        Raises:
            NodeError: the passphrase does not open them, or the disk is full.
        """
        ring = self._ring()
        names = []
        for path in self._keys():
            if (kept := path.read_bytes()).startswith(_SEALED):
                write_bytes(path, _unwrapped(ring, _SEALED + path.name.encode(), kept, path), mode=0o600)
                names.append(str(path.relative_to(self.folder)))
        (self.folder / NAME).unlink()
        sync_folder(self.folder)
        return names

    def change(self, new: bytes) -> None:
        """Set another passphrase in place of the one there is, in one step.

        Raises:
            NodeError: none is set, the old one does not open the ring, or the disk is full.
        """
        self._set(new, self._ring())

    # -- inside ---------------------------------------------------------------------------------------------------

    def _keys(self) -> list[Path]:
        return sorted(self.folder.rglob("*.key"))

    def _kept(self, path: Path, data: bytes) -> bytes:
        return _wrapped(self._ring(), _SEALED + path.name.encode(), data, _SEALED) if self.sealed else data

    def _ring(self) -> bytes:
        path = self.folder / NAME
        if not path.exists():
            raise NodeError("no passphrase is set, or its file is lost", where=str(path), do="restore it from a backup")
        known = _OPENED.get(path.read_bytes())
        return known if known is not None else _opened(path, self.ask())

    def _set(self, new: bytes, ring: bytes) -> None:
        head = f"{_RING}\nargon2id {_PASSES} {_KIB} {_LANES} {os.urandom(_SALT).hex()}\n".encode()
        kept = _wrapped(_stretched(head, new), head, ring, head)
        write_bytes(self.folder / NAME, kept, mode=0o600)
        _OPENED[kept] = ring


def _opened(path: Path, given: bytes) -> bytes:
    kept = path.read_bytes()
    head = b"".join(kept.splitlines(keepends=True)[:2])
    try:
        key = _stretched(head, given)
    except ValueError as exc:
        raise NodeError(f"is no keyring ({exc})", where=str(path), do="restore it from a backup") from exc
    ring = _unwrapped(key, head, kept, path)
    _OPENED[kept] = ring
    return ring


def _stretched(head: bytes, given: bytes) -> bytes:
    """The key a passphrase becomes.

    Raises:
        ValueError: the head is none of ours, or asks for more than a machine should give.
    """
    first, _, second = head.decode("ascii").partition("\n")
    method, *numbers = second.split()
    if first != _RING or method != "argon2id" or len(numbers) != 4:
        raise ValueError("unknown edition or method")
    asked, salt = tuple(map(int, numbers[:3])), bytes.fromhex(numbers[3])
    if any(not 0 < one <= most for one, most in zip(asked, _MOST, strict=True)):
        raise ValueError("it asks for more work than any ring of ours")
    return Argon2id(salt=salt, length=_KEY, iterations=asked[0], memory_cost=asked[1], lanes=asked[2]).derive(given)


def _wrapped(key: bytes, associated: bytes, data: bytes, head: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return head + (nonce + ChaCha20Poly1305(key).encrypt(nonce, data, associated)).hex().encode() + b"\n"


def _unwrapped(key: bytes, associated: bytes, kept: bytes, path: Path) -> bytes:
    try:
        sealed = bytes.fromhex(kept.splitlines()[-1].decode("ascii"))
        return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], associated)
    except InvalidTag as exc:
        raise NodeError(
            "the passphrase does not open it, or it was changed", where=str(path), do="give the right passphrase"
        ) from exc
    except ValueError as exc:
        raise NodeError("is damaged", where=str(path), do="restore it from a backup") from exc
