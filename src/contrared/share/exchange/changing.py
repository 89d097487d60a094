"""Changing a filter within its epoch: who came and who went, in a message that shows neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contrared.govern.exchange import OUT, Book, Row
from contrared.share.envelope import Kind
from contrared.share.exchange.manifests import Manifest
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.side import Side
from contrared.share.keys import Key
from contrared.share.oprf import KeyPair

if TYPE_CHECKING:
    from contrared.share.filters import Filter, Known

#: A change is sent where it has at most this part of the bytes of the filter; else a whole one under another key.
WORTH = 0.25


@dataclass(frozen=True, slots=True)
class Made:
    """A filter to be published.

    Attributes:
        epoch: Row of the key it is under.
        canary: What every question under it must hit.
        filter: The filter as the partner will have it.
        known: What this node keeps of it.
        records: Record that each handle means, the canary's left out.
        change: Bytes of the change that makes it of the one before; None for a whole filter.
        base: Number of the manifest it is a change of; 0 for a whole filter.
    """

    epoch: Row
    canary: bytes
    filter: Filter
    known: Known
    records: Mapping[bytes, str]
    change: bytes | None = None
    base: int = 0


def changed_filter(
    side: Side, partner: Partner, category: str, epoch: int, keyed: Mapping[str, tuple[Key, ...]]
) -> Made | None:
    """The filter of this epoch after a change; None where a whole one must, or may as well, be published.

    That is so where none was published in the epoch yet; where what this node knew of it is gone, as after it was
    restored; where the partner did not take a filter or a change; and where too much has changed.
    """
    from contrared.share.filters import Filter, FilterError, Known, new_handle, renew

    base = _base(side, partner, category, epoch)
    if base is None:
        return None
    row, newest = base
    known = Known.from_bytes(side.pen.vault.open(row["id"], side.pen.file(newest["holding"]).read_bytes()))
    filter_ = Filter.from_bytes(side.pen.file(newest["filter"]).read_bytes())
    with side.pen.reading() as read:
        meant = read.many(Book.HANDLES, manifest=newest["digest"])
    before = {bytes.fromhex(each["handle"]): each["record"] for each in meant}
    gone = {handle for handle, record in before.items() if keyed.get(record) != known.keys[handle]}
    records = {handle: record for handle, record in before.items() if handle not in gone}
    come = {new_handle(): record for record in sorted(keyed.keys() - set(records.values()))}
    try:
        holding, change = renew(
            pair_of(side, row),
            known.holding(filter_),
            [(handle, known.keys[handle]) for handle in sorted(gone)],
            [(handle, keyed[record]) for handle, record in come.items()],
        )
    except FilterError:  # no room left, or two keys came to one tag
        return None
    data = change.to_bytes()
    if len(data) > WORTH * filter_.size:
        return None
    records |= come
    after = Known(holding.dummies, {handle: keyed[record] for handle, record in records.items()})
    canary = Manifest.from_bytes(newest["body"]).canary
    return Made(row, canary, holding.filter, after, records, data, newest["sequence"])


def pair_of(side: Side, row: Row) -> KeyPair:
    """The key pair of an epoch.

    Raises:
        NodeError: its key is gone.
    """
    return KeyPair(side.pen.vault.open(row["id"], row["secret"]), row["public"])


def _base(side: Side, partner: Partner, category: str, epoch: int) -> tuple[Row, Row] | None:
    """Rows of the key and of the newest manifest of an epoch, where the filter can be changed."""
    with side.pen.reading() as read:
        rows = read.many(Book.MANIFESTS, peer=partner.id, direction=OUT, category=category)
        newest = max(rows, key=lambda row: int(row["sequence"]), default=None)
        if newest is None:
            return None
        row = read.one(Book.EPOCHS, id=newest["epoch_id"])
        first = min(each["at"] for each in rows if each["epoch_id"] == newest["epoch_id"])
        sent = read.many(Book.MESSAGES, peer=partner.id, direction=OUT, kind=(str(Kind.FILTER), str(Kind.CHANGE)))
    if row is None or row["secret"] is None or row["epoch"] != epoch or not side.pen.vault.has(row["id"]):
        return None
    if any(each["fault"] for each in sent if each["at"] >= first):
        return None
    whole = side.pen.has_file(newest["filter"]) and side.pen.has_file(newest["holding"])
    return (row, newest) if whole else None
