"""Publishing: the key of an epoch, the filter of what may be confirmed to one partner, and its manifest.

A key pair belongs to one partner, one category and one epoch. It is sealed at rest and destroyed when the grace after
its epoch is over; that it was is on record.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contrared.govern.exchange import OUT, Book, Row, Stroke
from contrared.model import InputError
from contrared.share import keys
from contrared.share.envelope import Kind, to_time
from contrared.share.exchange.manifests import Manifest
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.post import Why, post
from contrared.share.exchange.side import Side
from contrared.share.keys import Key, Subject
from contrared.share.oprf import KeyPair

#: Records that cannot be keyed are told rounded up to this.
ROUNDED = 100
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """A record that may be confirmed: its id at this node, and whom it is about."""

    id: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Published:
    """What was published.

    Attributes:
        manifest: Digest of the manifest.
        epoch: Number of the epoch.
        sequence: Number of the manifest.
        records: Records that can be asked for.
        unkeyed: Records that had too little for a key.
        size: Bytes of the filter.
    """

    manifest: str
    epoch: int
    sequence: int
    records: int
    unkeyed: int
    size: int


def publish(side: Side, partner: Partner, category: str, records: Iterable[Record], why: Why) -> Published:
    """Publish what may be confirmed to a partner, in the present epoch.

    Protected persons are left out whatever the caller gives. The manifest and the filter go out when the log holds
    their lines.

    Args:
        side: This side.
        partner: For whom.
        category: Which kind of records, ``persons``.
        records: The records.
        why: For which purpose and on which legal basis.

    Raises:
        PolicyError: policy does not permit the person to answer partners.
        NodeError: the disk is full.
    """
    from contrared.share.filters import build, new_handle

    side.permitted("answer")
    epoch, starts, ends = epoch_of(side, side.now())
    row = _key(side, partner, category, epoch, starts, ends)
    pair = _pair(side, row)
    protected = side.desk.protected()
    held: list[tuple[bytes, tuple[Key, ...]]] = []
    handles: dict[str, str] = {}
    unkeyed = 0
    for record in records:
        if record.id in protected:
            continue
        derived = keys.held_keys(record.subject)
        if not derived.keys:
            unkeyed += 1
            continue
        handle = new_handle()
        held.append((handle, derived.keys))
        handles[handle.hex()] = record.id
    canary = os.urandom(32)
    made = build(pair, [*held, (new_handle(), (keys.canary(canary),))])
    data = made.to_bytes()
    name = side.pen.keep_file(data)
    with side.pen.stroke(partner.id) as stroke:
        before = stroke.many(Book.MANIFESTS, peer=partner.id, direction=OUT, category=category)
        manifest = Manifest(
            category=category,
            epoch=epoch,
            sequence=max((found["sequence"] for found in before), default=0) + 1,
            public=row["public"],
            normaliser=keys.normaliser_hash().hex(),
            filter=name,
            size=len(data),
            size_class=made.size_class,
            unkeyed=-(-unkeyed // ROUNDED) * ROUNDED,
            canary=canary,
            starts=starts,
            ends=ends,
            until=ends + timedelta(days=side.terms.grace_days),
        )
        stroke.add(
            Book.MANIFESTS,
            {
                "peer": partner.id,
                "direction": OUT,
                "category": category,
                "sequence": manifest.sequence,
                "digest": manifest.digest,
                "body": manifest.to_bytes(),
                "epoch_id": row["id"],
                "filter": name,
                "at": stroke.now(),
            },
        )
        stroke.add(
            Book.HANDLES,
            *({"manifest": manifest.digest, "handle": key, "record": record} for key, record in handles.items()),
        )
        told = {"manifest": manifest.digest, "category": category, "epoch": epoch, "sequence": manifest.sequence}
        post(side, stroke, partner, Kind.MANIFEST, lambda _: manifest.to_bytes(), why=why, what=told)
        post(
            side,
            stroke,
            partner,
            Kind.FILTER,
            lambda _: data,
            why=why,
            what={**told, "filter": name},
            manifest=manifest.digest,
            file=name,
        )
    side.pen.settle(stroke.line)
    return Published(manifest.digest, epoch, manifest.sequence, len(handles), unkeyed, len(data))


def pair_for(side: Side, stroke: Stroke, peer: str, manifest: str) -> tuple[Manifest, KeyPair] | None:
    """The manifest a question of a partner rests on, and its key pair; None where it cannot be asked any more."""
    row = stroke.one(Book.MANIFESTS, peer=peer, direction=OUT, digest=manifest)
    if row is None:
        return None
    epoch = stroke.one(Book.EPOCHS, id=row["epoch_id"])
    stated = Manifest.from_bytes(row["body"])
    gone = epoch is None or epoch["secret"] is None or not side.pen.vault.has(epoch["id"])
    if epoch is None or gone or not side.now() < stated.until:
        return None
    return stated, _pair(side, epoch)


def epoch_of(side: Side, at: datetime) -> tuple[int, datetime, datetime]:
    """Number, begin and end of the epoch of a moment."""
    length = timedelta(days=side.terms.epoch_days)
    number = (at - _BEGIN) // length
    return number, _BEGIN + number * length, _BEGIN + (number + 1) * length


def _key(side: Side, partner: Partner, category: str, epoch: int, starts: datetime, ends: datetime) -> Row:
    """The key of an epoch, made the first time; anew where a node was handed over, which leaves keys of epochs out."""
    from contrared.share import oprf

    wanted = {"peer": partner.id, "category": category, "epoch": epoch}
    with side.pen.stroke(partner.id) as stroke:
        found = stroke.one(Book.EPOCHS, **wanted)
        if found is not None and found["secret"] is None:
            raise InputError(
                "the key of this epoch was destroyed", where=category, do="check the clock of this machine"
            )
        if found is not None and side.pen.vault.has(found["id"]):
            return found
        pair, name = oprf.generate(), secrets.token_hex(16)
        made = {
            **wanted,
            "id": name,
            "public": pair.public,
            "secret": side.pen.vault.seal(name, bytes(pair.secret)),
            "starts": to_time(starts),
            "ends": to_time(ends),
            "destroyed_at": None,
        }
        stroke.remove(Book.EPOCHS, **wanted)
        stroke.add(Book.EPOCHS, made)
        stroke.note("exchange key made", {**wanted, "id": name, "lost": "" if found is None else found["id"]})
    return made


def _pair(side: Side, row: Row) -> KeyPair:
    return KeyPair(side.pen.vault.open(row["id"], row["secret"]), row["public"])
