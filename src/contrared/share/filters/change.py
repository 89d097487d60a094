"""Changes of a filter within its epoch: entries come and go, and it shows neither which nor how many.

Every change takes out as many entries as it puts in, dummies filling up both to a size class, so that a partner sees a
number of places replaced and cannot tell a record that came from one that went or from nothing at all. What it can see:
a key whose records changed keeps its tag and gets another label; dummies do the same half of the time to cover it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from contrared.share.filters.building import Holding, drawn
from contrared.share.filters.entry import LABEL, MOST, TAG, FilterError, expanded, extracted, label_of
from contrared.share.filters.filter import Filter, Numbers
from contrared.share.filters.sizes import SMALLEST_CHANGE, is_size_class, size_class
from contrared.share.keys import Key
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
        out: Tags, ascending.
        tags: Tags that come in, ascending.
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
        come: Handle and keys of further records.

    Raises:
        FilterError: The filter has no room left, or two keys came to one tag: begin another epoch.
    """
    out, come_in = _moved(pair, holding.filter, gone, come)
    size = size_class(max(len(out), len(come_in)), SMALLEST_CHANGE)
    given_up = size - len(out)
    if given_up > len(holding.dummies):
        raise FilterError("the filter has no room left for this change: begin another epoch")
    lot = np.argsort(drawn(len(holding.dummies)))
    leaving, staying = holding.dummies[lot[:given_up]], holding.dummies[lot[given_up:]]
    fresh = size - len(come_in)
    kept = leaving[: min(fresh, given_up)]
    kept = kept[drawn(len(kept)) & np.uint64(1) == 1]
    dummies = np.concatenate((kept, drawn(fresh - len(kept))))
    out_tags = np.sort(np.concatenate((np.array(sorted(out), np.uint64), leaving)))
    in_tags = np.concatenate((np.array(list(come_in), np.uint64), dummies))
    in_labels = np.concatenate(
        (np.array(list(come_in.values()), np.uint64), np.frombuffer(os.urandom(fresh * LABEL), np.uint64))
    )
    order = np.argsort(in_tags)
    change = Change(holding.filter.hash, out_tags, in_tags[order], in_labels[order])
    return Holding(changed(holding.filter, change), np.sort(np.concatenate((staying, dummies)))), change


def _moved(pair: KeyPair, filter_: Filter, gone: Records, come: Records) -> tuple[set[int], dict[int, int]]:
    """Tags that go, and tags with hidden labels that come, of all keys concerned."""
    less: dict[bytes, set[int]] = defaultdict(set)
    more: dict[bytes, set[int]] = defaultdict(set)
    for records, sides in ((gone, less), (come, more)):
        for handle, keys in records:
            for key in keys:
                sides[key.value].add(label_of(handle, key.kind))
    out: set[int] = set()
    come_in: dict[int, int] = {}
    values = sorted(less.keys() | more.keys())
    for value, output in zip(values, outputs(pair, values), strict=True):
        secret = extracted(output)
        before = list(filter_.labels_of(output, pair.public))
        after = [label for label in before if label not in less[value]]
        after = [*after, *sorted(more[value] - set(after))][:MOST]
        for number in range(max(len(before), len(after))):
            tag, pad = expanded(secret, pair.public, number)
            if before[number : number + 1] == after[number : number + 1]:
                continue
            if number < len(before):
                out.add(tag)
            if number < len(after):
                come_in[tag] = after[number] ^ pad
    return out, come_in
