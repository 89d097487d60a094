"""A stream encrypted in pieces, so that cutting, swapping or changing one is found before a byte of it is used.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway & Vizár, CRYPTO 2015) over AES-256-GCM: the nonce of a piece is
a prefix, its number, and whether it is the last.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contrared.model import InputError

KEY_SIZE, PREFIX_SIZE, PIECE, TAG = 32, 7, 1 << 20, 16
MAGIC = b"contrared-sealed-v1\n"


def seal(pieces: Iterable[bytes], key: bytes, out: BinaryIO) -> None:
    """Encrypt a stream of bytes, in whatever pieces it comes."""
    cipher, prefix = AESGCM(key), os.urandom(PREFIX_SIZE)
    out.write(MAGIC + prefix)
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            out.write(cipher.encrypt(_nonce(prefix, number, last=False), bytes(held[:PIECE]), MAGIC))
            del held[:PIECE]
            number += 1
    out.write(cipher.encrypt(_nonce(prefix, number, last=True), bytes(held), MAGIC))


def unseal(source: BinaryIO, key: bytes, where: str) -> Iterator[bytes]:
    """Decrypt a stream; each piece is given out only when it is known to be whole and in its place.

    Raises:
        InputError: it is cut off, changed, no such stream, or the key is another.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise InputError("is no sealed archive", where=where, do="check the file")
    cipher, prefix = AESGCM(key), source.read(PREFIX_SIZE)
    number, piece = 0, source.read(PIECE + TAG)
    while True:
        following = source.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not following), piece, MAGIC)
        except (InvalidTag, ValueError) as exc:
            raise InputError(
                f"piece {number} does not open: it was changed or cut off, or the shares are not enough or of another "
                "archive",
                where=where,
                do="check the shares; then take another copy of the archive",
            ) from exc
        if not following:
            return
        piece, number = following, number + 1


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
