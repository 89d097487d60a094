"""How a holder makes a filter of its records: every key evaluated once, every entry in its place, the rest dummies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np

from contrared.share.filters.entry import LABEL, MOST, TAG, FilterError, expanded, extracted, label_of
from contrared.share.filters.filter import Filter, Numbers
from contrared.share.filters.sizes import with_room
from contrared.share.keys import Key
from contrared.share.oprf import KeyPair, outputs

#: Entries evaluated in one piece.
PIECE = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """A filter with what only its holder may know.

    Attributes:
        filter: What the partner gets.
        dummies: Tags that stand for nothing, ascending; whoever knows them knows how much the filter holds.
    """

    filter: Filter
    dummies: Numbers = field(repr=False)


def build(pair: KeyPair, held: Iterable[tuple[bytes, Sequence[Key]]], *, workers: int = 1) -> Filter:
    """The filter of records.

    Args:
        pair: Fresh for this partner, category and epoch.
        held: Handle of each record, from `new_handle`, and its keys. Only what may be confirmed to the partner: what is
            protected does not come here. The key of the canary is a record with a handle of its own.
        workers: Processes to share the work among.

    Raises:
        FilterError: A handle is none; or two keys came to one tag, by chance about once in n²/2⁶⁵ filters of n entries:
            generate another key pair.
    """
    return build_holding(pair, held, workers=workers).filter


def build_holding(pair: KeyPair, held: Iterable[tuple[bytes, Sequence[Key]]], *, workers: int = 1) -> Holding:
    """As `build`, with the dummies, so that the filter can be changed within its epoch."""
    values, labels = _listed(held)
    pieces = _pieces(values, labels)
    if workers > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            made = list(pool.map(_entries, [pair] * len(pieces), pieces))
    else:
        made = [_entries(pair, piece) for piece in pieces]
    none = np.zeros(0, np.uint64)
    tags = np.concatenate([none, *(tag for tag, _, _ in made)])
    hidden = np.concatenate([none, *(label for _, label, _ in made)])
    return _padded(tags, hidden, with_room(len(tags)), sum(left for _, _, left in made))


_Piece = list[tuple[bytes, list[int]]]


def _listed(held: Iterable[tuple[bytes, Sequence[Key]]]) -> tuple[list[bytes], Numbers]:
    values: list[bytes] = []
    labels: list[int] = []
    for handle, keys in held:
        for key in dict.fromkeys(keys):
            values.append(key.value)
            labels.append(label_of(handle, key.kind))
    return values, np.array(labels, np.uint64)


def _pieces(values: list[bytes], labels: Numbers) -> list[_Piece]:
    """Each key once with all its labels, in the order of its hash, which tells nothing."""
    hashes = np.frombuffer(b"".join(hashlib.sha256(value).digest()[:16] for value in values), "<u8").reshape(-1, 2)
    pieces: list[_Piece] = []
    piece: _Piece = []
    before = b""
    for at in np.lexsort((hashes[:, 1], hashes[:, 0])):
        value = values[at]
        if piece and value == before:
            piece[-1][1].append(int(labels[at]))
            continue
        if len(piece) == PIECE:
            pieces.append(piece)
            piece = []
        piece.append((value, [int(labels[at])]))
        before = value
    return [*pieces, piece] if piece else pieces


def _entries(pair: KeyPair, piece: _Piece) -> tuple[Numbers, Numbers, int]:
    """Tags, hidden labels and the number of labels without a place."""
    tags: list[int] = []
    hidden: list[int] = []
    left_out = 0
    for output, (_, labels) in zip(outputs(pair, [value for value, _ in piece]), piece, strict=True):
        secret = extracted(output)
        # Handles are random: which records of a crowded key stay is drawn by lot.
        for number, label in enumerate(sorted(labels)[:MOST]):
            tag, pad = expanded(secret, pair.public, number)
            tags.append(tag)
            hidden.append(label ^ pad)
        left_out += max(0, len(labels) - MOST)
    return np.array(tags, np.uint64), np.array(hidden, np.uint64), left_out


def drawn(count: int) -> Numbers:
    """Random numbers of 64 bits from the operating system."""
    return np.frombuffer(os.urandom(count * TAG), np.uint64)


def _padded(tags: Numbers, hidden: Numbers, size: int, left_out: int) -> Holding:
    if len(np.unique(tags)) != len(tags):
        raise FilterError("two keys came to the same tag by chance: build the filter with another key pair")
    missing = size - len(tags)
    dummies = np.unique(drawn(missing + 64))
    dummies = dummies[~np.isin(dummies, tags)]
    # Taken from the sorted front they would all be small, and so be told from entries.
    dummies = np.sort(dummies[np.argsort(drawn(len(dummies)))][:missing])
    together = np.concatenate((tags, dummies))
    labels = np.concatenate((hidden, np.frombuffer(os.urandom(missing * LABEL), np.uint64)))
    order = np.argsort(together)
    return Holding(Filter(together[order], labels[order], left_out), dummies)
