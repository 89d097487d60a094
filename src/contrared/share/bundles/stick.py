"""Bundles on a stick: the same messages as over a line, in any order, as often as one likes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from contrared.model import InputError
from contrared.share.bundles.parcel import MAGIC, Parcel, intact, opened, shelf
from contrared.share.envelope import MOST_ENVELOPE, EnvelopeError
from contrared.share.peers.peer import Peer
from contrared.share.wire.courier import Waiting
from contrared.store.durable import disk_errors, sync_folder, write_bytes

FOLDER = "contrared-bundle"
#: Bytes of a file, and files looked at.
MOST_BYTES, MOST_FILES = MOST_ENVELOPE + (2 << 20), 100_000
#: Bytes of messages taken in at a time.
PORTION = 16 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """What was put on a stick: files written now, and files that were there whole."""

    written: int
    there: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was taken from a stick.

    Attributes:
        messages: Messages taken in, those among them that had been before.
        replies: Replies taken up.
        answered: Replies written for the way back.
        problems: File and what is wrong with it; everything else was taken all the same.
    """

    messages: int
    replies: int
    answered: int
    problems: tuple[tuple[str, str], ...]


def pack(stick: Path, peer: Peer, messages: Iterable[Waiting]) -> Packed:
    """Put messages for a partner on a stick; they wait on the node until their replies have come back.

    Args:
        stick: Folder of the stick.
        peer: The partner.
        messages: Its messages.

    Raises:
        InputError: there is no such folder.
        NodeError: the stick is full or cannot be written.
    """
    return _write(stick, peer, (Parcel("", message.data) for message in messages))


def unpack(
    stick: Path,
    keys: Sequence[X25519PrivateKey],
    peer: Callable[[str], Peer | None],
    receive: Callable[[Sequence[bytes]], list[bytes]],
    delivered: Callable[[str, bytes], None],
) -> Unpacked:
    """Take from a stick what is for this node, and put the replies on it.

    Args:
        stick: Folder of the stick.
        keys: Keys of this node, those of before among them.
        peer: Gives a partner by id.
        receive: Takes envelopes, gives the exact reply envelope of each, empty where none is owed.
        delivered: Takes the id of a message and the reply to it.

    Raises:
        InputError: there is nothing for this node.
        NodeError: this node, or the stick, cannot be written; what was taken before stays taken.
    """
    problems: list[tuple[str, str]] = []
    found: list[tuple[str, int, Path]] = []
    replies = 0
    for path in _files(stick, keys):
        try:
            parcel = _read(path, keys)
            header = parcel.header
            if parcel.answers:
                delivered(parcel.answers, parcel.envelope)
                replies += 1
            else:
                found.append((header.sender, header.seq, path))
        except InputError as exc:
            problems.append((path.name, str(exc)))
        except EnvelopeError as exc:
            problems.append((path.name, f"a reply that is none to what was sent ({exc.what})"))
    answers: dict[str, list[Parcel]] = {}
    for paths in _portions([path for _, _, path in sorted(found)]):
        parcels = [_read(path, keys) for path in paths]
        for path, parcel, reply in zip(paths, parcels, receive([each.envelope for each in parcels]), strict=True):
            if reply:
                answers.setdefault(parcel.header.sender, []).append(Parcel(parcel.header.id, reply))
            else:
                problems.append((path.name, "not of a partner of this node, or not signed by one"))
    answered = 0
    for sender, parcels in sorted(answers.items()):
        partner = peer(sender)
        if partner is not None and partner.active:
            answered += _write(stick, partner, parcels).written
    return Unpacked(len(found), replies, answered, tuple(problems))


def _portions(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Files in their order, as many at a time as memory holds: the log is waited for once for each portion."""
    portion: list[Path] = []
    size = 0
    for path in paths:
        length = path.stat().st_size
        if portion and size + length > PORTION:
            yield portion
            portion, size = [], 0
        portion.append(path)
        size += length
    if portion:
        yield portion


def _write(stick: Path, peer: Peer, parcels: Iterable[Parcel]) -> Packed:
    if not stick.is_dir():
        raise InputError("there is no such folder", where=str(stick), do="put the stick in, or make the folder")
    folder = stick / FOLDER / shelf(peer.seal_key)
    written = there = 0
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for parcel in parcels:
            path = folder / parcel.name
            if _whole(path):
                there += 1
                continue
            write_bytes(path, parcel.sealed(peer.seal_key))
            written += 1
        sync_folder(folder.parent)
    return Packed(written, there)


def _whole(path: Path) -> bool:
    """Whether a file is there as it was written: its sum is looked at, since it cannot be opened here."""
    try:
        intact(_bytes(path))
    except InputError:
        return False
    return True


def _files(stick: Path, keys: Iterable[X25519PrivateKey]) -> Iterator[Path]:
    folders = [stick / FOLDER / shelf(key.public_key().public_bytes_raw()) for key in keys]
    held = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    files = [path for path in held if not path.name.startswith(".")]
    if not files:
        raise InputError("there is nothing for this node", where=str(stick), do="see that it is the right stick")
    if len(files) > MOST_FILES:
        raise InputError(f"more than {MOST_FILES:,} files", where=str(stick), do="take several sticks")
    yield from files


def _read(path: Path, keys: Iterable[X25519PrivateKey]) -> Parcel:
    return opened(_bytes(path), keys)


def _bytes(path: Path) -> bytes:
    """The bytes of a plain file, nothing that leads elsewhere.

    Raises:
        InputError: it is none, is larger than a message can be, or the stick does not give it.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as stream:
            told = os.fstat(stream.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise InputError("this is no plain file", do="do not trust this stick")
            if not len(MAGIC) < told.st_size <= MOST_BYTES:
                raise InputError("damaged: no message has that length", do="ask the partner for it again")
            return stream.read(MOST_BYTES)
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", do="copy the stick, or ask for it again") from exc
