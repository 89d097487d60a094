"""Changes of a filter within its epoch: entries come and go, and it shows neither which nor how many.

Within an epoch the tag and the pad of an entry are always the same, so a place may never hold two labels that mean
something: their difference would show in every key the same two records share. An entry is therefore never taken out,
but emptied: its label becomes random, and its key goes on at the next place. Every change gives other labels to so many
tags and replaces as many tags by others, each half of a size class, whatever happened; dummies make up what is missing
in both. A second whole filter under the same key pair would show far more, since entries would keep their tags and
dummies would not: within an epoch there are only changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from contrared.share.filters.building import Holding, drawn
from contrared.share.filters.entry import LABEL, MOST, TAG, FilterError, expanded, extracted, label_of
from contrared.share.filters.filter import Filter, Numbers
from contrared.share.filters.sizes import SMALLEST_CHANGE, is_size_class, size_class
from contrared.share.keys import KINDS, Key
from contrared.share.oprf import KeyPair, outputs

MAGIC = b"CTRCHG1\n"
_NUMBER = np.dtype("<u8")
_HEAD = len(MAGIC) + 32 + 8
Records = Iterable[tuple[bytes, Sequence[Key]]]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Entries to take out and as many to put in.

    Attributes:
        before: Hash of the filter it changes.
        out: Tags that go, ascending.
        tags: Tags that come, ascending; half of them are of those that go.
        labels: Label of each.
    """

    before: bytes
    out: Numbers
    tags: Numbers
    labels: Numbers

    def to_bytes(self) -> bytes:
        """The change as it is sent."""
        columns = (self.out, self.tags, self.labels)
        body = (np.ascontiguousarray(column, _NUMBER).tobytes() for column in columns)
        return b"".join((MAGIC, self.before, len(self.out).to_bytes(8, "little"), *body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Change:
        """Read a change.

        Raises:
            FilterError: Not a change, cut off, longer than it says, no size class, or not in order.
        """
        if len(data) < _HEAD or not data.startswith(MAGIC):
            raise FilterError("the bytes are no change of a filter of this version")
        count = int.from_bytes(data[_HEAD - 8 : _HEAD], "little")
        if len(data) != _HEAD + count * (2 * TAG + LABEL) or not is_size_class(count, SMALLEST_CHANGE):
            raise FilterError(f"a change of {count} entries does not have {len(data)} bytes, or is no size class")
        out, tags, labels = (
            np.frombuffer(data, _NUMBER, count, _HEAD + at * count * TAG).astype(np.uint64) for at in range(3)
        )
        if not all(bool(np.all(column[1:] > column[:-1])) for column in (out, tags)):
            raise FilterError("the tags of a change are not in ascending order, each once")
        return cls(data[len(MAGIC) : len(MAGIC) + 32], out, tags, labels)


def changed(filter_: Filter, change: Change) -> Filter:
    """The filter after a change.

    Raises:
        FilterError: The change is of another filter, or takes out what is not there, or puts in what is.
    """
    if change.before != filter_.hash:
        raise FilterError("the change is of another filter: fetch the whole filter")
    stays = ~np.isin(filter_.tags, change.out)
    if int(np.count_nonzero(~stays)) != len(change.out):
        raise FilterError("the change takes out entries that the filter does not have")
    tags = np.concatenate((filter_.tags[stays], change.tags))
    labels = np.concatenate((filter_.labels[stays], change.labels))
    order = np.argsort(tags)
    return Filter(tags[order], labels[order])


def renew(pair: KeyPair, holding: Holding, gone: Records = (), come: Records = ()) -> tuple[Holding, Change]:
    """Records go and come within an epoch.

    Args:
        pair: The key pair of the filter.
        holding: Filter and dummies.
        gone: Handle and keys of records that may no longer be confirmed, as they were built in.
        come: Handle and keys of further records, each with a handle of its own.

    Raises:
        FilterError: The filter has no room left, or two keys came to one tag: begin another epoch.
    """
    moved = _moved(pair, holding.filter, gone, come)
    half = size_class(2 * max(len(moved.emptied), len(moved.added)), SMALLEST_CHANGE) // 2
    covering = half - len(moved.emptied)
    if covering + half > len(holding.dummies):
        raise FilterError("the filter has no room left for this change: begin another epoch")
    lot = holding.dummies[np.argsort(drawn(len(holding.dummies)))]
    relabelled, replaced, staying = np.split(lot, (covering, covering + half))
    fresh = drawn(half - len(moved.added))
    out = np.concatenate((_numbers(moved.emptied), relabelled, replaced))
    tags = np.concatenate((_numbers(moved.emptied), relabelled, _numbers(moved.added), fresh))
    labels = np.concatenate(
        (
            _numbers(moved.emptied.values()),
            _relabelled(holding.filter, relabelled, moved.kinds),
            _numbers(moved.added.values()),
            drawn(len(fresh)),
        )
    )
    order = np.argsort(tags)
    change = Change(holding.filter.hash, np.sort(out), tags[order], labels[order])
    after = changed(holding.filter, change)
    left_out = holding.filter.left_out + moved.left_out
    dummies = np.sort(np.concatenate((staying, relabelled, fresh)))
    return Holding(Filter(after.tags, after.labels, left_out), dummies), change


@dataclass(frozen=True, slots=True)
class _Moved:
    """Labels of emptied and of added entries by tag; kinds of what was emptied; number of what found no place."""

    emptied: dict[int, int]
    added: dict[int, int]
    kinds: list[int]
    left_out: int


def _moved(pair: KeyPair, filter_: Filter, gone: Records, come: Records) -> _Moved:
    less: dict[bytes, set[int]] = defaultdict(set)
    more: dict[bytes, set[int]] = defaultdict(set)
    for records, sides in ((gone, less), (come, more)):
        for handle, keys in records:
            for key in keys:
                sides[key.value].add(label_of(handle, key.kind))
    moved = _Moved({}, {}, [], 0)
    left_out = 0
    values = sorted(less.keys() | more.keys())
    for value, output in zip(values, outputs(pair, values), strict=True):
        secret = extracted(output)
        before = list(filter_.labels_of(output, pair.public))
        for number in (at for at, label in enumerate(before) if label in less[value]):
            tag, pad = expanded(secret, pair.public, number)
            moved.emptied[tag] = _empty() ^ pad
            moved.kinds.append(before[number] & 0x0F)
        coming = sorted(more[value] - set(before))
        for number, label in enumerate(coming[: MOST - len(before)], len(before)):
            tag, pad = expanded(secret, pair.public, number)
            moved.added[tag] = label ^ pad
        left_out += max(0, len(coming) + len(before) - MOST)
    return replace(moved, left_out=left_out)


def _empty() -> int:
    """A label of no kind, which opens to nothing."""
    return int(drawn(1)[0]) & ~0x0F


def _relabelled(filter_: Filter, dummies: Numbers, kinds: list[int]) -> Numbers:
    """New labels of dummies that keep their tags, different from the old ones as those of emptied entries are."""
    before = filter_.labels[np.searchsorted(filter_.tags, dummies)]
    usual = np.array(kinds or [KINDS[kind] for kind in ("P2D", "P2MD", "P2Y", "T1D")], np.uint64)
    low = usual[(drawn(len(dummies)) % np.uint64(len(usual))).astype(np.int64)]
    return before ^ (drawn(len(dummies)) & ~np.uint64(0x0F)) ^ low


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), np.uint64)
