"""Salts in escrow: what opens entries, sealed to the oversight body alone, and destroyed line by line when it must be.

Before a checkpoint is published the salts of its entries, those of filler among them so that it tells nothing, are
written beside the log. Each batch has a key of its own, sealed to the body by HPKE (RFC 9180); each entry has a row
that is masked under that key and its place: destroying the row destroys the salt for whoever holds any key. Whoever
administers the node can take the file away but can neither read it nor change it unnoticed: a salt that does not fit
its entry is seen.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from contrared.govern.log.entry import SALT_SIZE
from contrared.govern.log.tiles import WIDTH, number_path
from contrared.model import InputError, NodeError
from contrared.store.durable import write_bytes

#: HPKE (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MASK = b"contrared.org/log/escrow/v1\n"
_KEY, _ID, _ROW = 32, 8, 2 * SALT_SIZE
_SEALED = 32 + _KEY + 16
_HEAD = 8 + 2 + _ID + _SEALED


@dataclass(frozen=True, slots=True)
class Salts:
    """Salts of one entry: of the frame (or of filler), and of the content where that was not erased."""

    frame: bytes
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of entries from ``start`` on, under one key that is sealed to the body with the key of that id."""

    start: int
    body: bytes
    sealed: bytes
    rows: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return (
            self.start.to_bytes(8, "big")
            + len(self.rows).to_bytes(2, "big")
            + self.body
            + self.sealed
            + b"".join(self.rows)
        )


def body_id(public: bytes) -> bytes:
    """Eight bytes that tell the key of one body from that of another."""
    return hashlib.sha256(public).digest()[:_ID]


class Escrow:
    """Files of salts of one log: one for each bundle of entries.

    Args:
        folder: Where they lie.
        origin: Name of the log; a batch of another log does not open.
    """

    def __init__(self, folder: Path, origin: str) -> None:
        self._folder = folder
        self._origin = origin

    def add(self, public: bytes, start: int, salts: Sequence[Salts]) -> None:
        """Seal the salts of entries to a body.

        Args:
            public: X25519 key of the body, 32 bytes.
            start: Place of the first entry.
            salts: Salts of that and the following entries.

        Raises:
            NodeError: a file is damaged, or the disk is full.
        """
        for number, grouped in groupby(enumerate(salts, start), lambda found: found[0] // WIDTH):
            some = list(grouped)
            key, first = os.urandom(_KEY), some[0][0]
            sealed = _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), self._info(first, len(some)))
            rows = tuple(_masked(_plain(one), key, place) for place, one in some)
            self._write(number, [*self._read(number), Batch(first, body_id(public), sealed, rows)])

    def cut(self, size: int) -> None:
        """Drop batches beyond a size, left by a turn that was killed before its checkpoint.

        Raises:
            NodeError: a file is damaged.
        """
        number = size // WIDTH
        while self._path(number).exists():
            held = self._read(number)
            left = [batch for batch in held if batch.start < size]
            if len(left) != len(held):
                self._write(number, left)
            number += 1

    def forget(self, places: Iterable[int]) -> None:
        """Destroy the salts of the contents of entries; those of their frames stay.

        Raises:
            NodeError: a file is damaged, or the disk is full.
        """
        for number, grouped in groupby(sorted(set(places)), lambda place: place // WIDTH):
            gone = set(grouped)
            held = self._read(number)
            if held:
                self._write(number, [_without(batch, gone) for batch in held])

    def missing(self, public: bytes, size: int) -> list[tuple[int, int]]:
        """Ranges of entries, first and after the last, that are not in escrow with a body.

        Raises:
            NodeError: a file is damaged.
        """
        found: list[tuple[int, int]] = []
        body = body_id(public)
        for number in range(-(-size // WIDTH)):
            first, end = number * WIDTH, min(size, (number + 1) * WIDTH)
            there = {
                batch.start + at for batch in self._read(number) if batch.body == body for at in range(len(batch.rows))
            }
            for place in range(first, end):
                if place in there:
                    continue
                if found and found[-1][1] == place:
                    found[-1] = (found[-1][0], place + 1)
                else:
                    found.append((place, place + 1))
        return found

    def take(self, other: Escrow) -> int:
        """Copy batches that are there and not here; rows that are here stay as they are.

        Returns:
            How many entries were new.

        Raises:
            NodeError: a file is damaged, or the disk is full.
        """
        count = number = 0
        while other._path(number).exists():
            held = self._read(number)
            known = {(batch.start, batch.sealed) for batch in held}
            new = [batch for batch in other._read(number) if (batch.start, batch.sealed) not in known]
            if new:
                self._write(number, held + new)
                count += sum(len(batch.rows) for batch in new)
            number += 1
        return count

    def open(self, private: X25519PrivateKey, places: Iterable[int]) -> Iterator[tuple[int, Salts]]:
        """Salts of entries that this key opens, each as often as it is in escrow; they are held against nothing here.

        Raises:
            InputError: a batch that is sealed to this key does not open: it is of another log, or was changed.
            NodeError: a file is damaged.
        """
        body = body_id(private.public_key().public_bytes_raw())
        for number, grouped in groupby(sorted(set(places)), lambda place: place // WIDTH):
            wanted = list(grouped)
            for batch in self._read(number):
                inside = [place for place in wanted if 0 <= place - batch.start < len(batch.rows)]
                if not inside or batch.body != body:
                    continue
                try:
                    key = _SUITE.decrypt(batch.sealed, private, self._info(batch.start, len(batch.rows)))
                except InvalidTag as exc:
                    raise InputError(
                        f"the salts from entry {batch.start} on do not open",
                        where=str(self._path(number)),
                        do="they are of another log or were changed: keep the file as evidence",
                    ) from exc
                for place in inside:
                    row = _masked(batch.rows[place - batch.start], key, place)
                    yield place, Salts(row[:SALT_SIZE], row[SALT_SIZE:])

    def _info(self, start: int, count: int) -> bytes:
        return f"contrared log escrow v1\n{self._origin}\n{start}\n{count}\n".encode()

    def _path(self, number: int) -> Path:
        return self._folder / f"{number_path(number)}.sealed"

    def _read(self, number: int) -> list[Batch]:
        path = self._path(number)
        if not path.exists():
            return []
        data, at, found = path.read_bytes(), 0, []
        while at < len(data):
            count = int.from_bytes(data[at + 8 : at + 10], "big")
            end = at + _HEAD + count * _ROW
            if end > len(data) or not 0 < count <= WIDTH:
                raise NodeError(
                    "salts in escrow are damaged", where=str(path), do="keep it, and restore it from the body's copy"
                )
            body, sealed = data[at + 10 : at + 10 + _ID], data[at + 10 + _ID : at + _HEAD]
            rows = tuple(data[row : row + _ROW] for row in range(at + _HEAD, end, _ROW))
            found.append(Batch(int.from_bytes(data[at : at + 8], "big"), body, sealed, rows))
            at = end
        return found

    def _write(self, number: int, batches: Sequence[Batch]) -> None:
        path = self._path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, b"".join(batch.to_bytes() for batch in batches), mode=0o600)


def _plain(salts: Salts) -> bytes:
    return salts.frame + (salts.content if salts.content is not None else os.urandom(SALT_SIZE))


def _masked(row: bytes, key: bytes, place: int) -> bytes:
    mask = hashlib.sha512(_MASK + key + place.to_bytes(8, "big")).digest()
    return (int.from_bytes(row, "big") ^ int.from_bytes(mask, "big")).to_bytes(_ROW, "big")


def _without(batch: Batch, gone: set[int]) -> Batch:
    """The same batch with random bytes where the content salts of some places were: nothing tells which they are."""
    rows = tuple(
        row[:SALT_SIZE] + os.urandom(SALT_SIZE) if batch.start + at in gone else row
        for at, row in enumerate(batch.rows)
    )
    return Batch(batch.start, batch.body, batch.sealed, rows)
