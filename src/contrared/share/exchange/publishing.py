"""Publishing: a key pair, the filter of what may be confirmed to one partner, and its manifest.

A key pair belongs to one partner, one category and one epoch, and to one filter with its changes: under the same pair
entries of a second whole filter would keep their tags and dummies would not, so that the partner could tell and count
them. It is sealed at rest and destroyed when the grace after its epoch is over; that it was is on record.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contrared.govern.exchange import OUT, Book, Row, Stroke
from contrared.model import InputError
from contrared.share import keys
from contrared.share.envelope import Kind, to_time
from contrared.share.exchange.changing import Made, changed_filter, pair_of
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
        size: Bytes that were sent.
        whole: Whether a whole filter was sent; else a change of the one the partner has.
    """

    manifest: str
    epoch: int
    sequence: int
    records: int
    unkeyed: int
    size: int
    whole: bool = True


def publish(
    side: Side, partner: Partner, category: str, records: Iterable[Record], why: Why, *, whole: bool = False
) -> Published:
    """Publish what may be confirmed to a partner, in the present epoch: a whole filter, or a change of the one it has.

    Protected persons are left out whatever the caller gives. The manifest and what it states go out when the log holds
    their lines.

    Args:
        side: This side.
        partner: For whom.
        category: Which kind of records, ``persons``.
        records: The records.
        why: For which purpose and on which legal basis.
        whole: Send a whole filter under another key even where a change would do.

    Raises:
        PolicyError: policy does not permit the person to answer partners.
        InputError: somebody else published in the meantime, or the clock of this machine went back.
        NodeError: the disk is full.
    """
    side.permitted("answer")
    keyed, unkeyed = _keyed(side, records)
    epoch, starts, ends = epoch_of(side, side.now())
    made = None if whole else changed_filter(side, partner, category, epoch, keyed)
    if made is None:
        made = _whole(side, _key(side, partner, category, epoch, starts, ends), keyed)
    name = side.pen.keep_file(made.filter.to_bytes())
    holding = side.pen.keep_file(side.pen.vault.seal(made.epoch["id"], made.known.to_bytes()))
    with side.pen.stroke(partner.id) as stroke:
        sequence = _next(stroke, partner, category, made)
        manifest = Manifest(
            category=category,
            epoch=epoch,
            sequence=sequence,
            public=made.epoch["public"],
            normaliser=keys.normaliser_hash().hex(),
            filter=name,
            size=made.filter.size,
            size_class=made.filter.size_class,
            unkeyed=-(-unkeyed // ROUNDED) * ROUNDED,
            canary=made.canary,
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
                "epoch_id": made.epoch["id"],
                "filter": name,
                "holding": holding,
                "at": stroke.now(),
            },
        )
        meant = (
            {"manifest": manifest.digest, "handle": h.hex(), "record": record} for h, record in made.records.items()
        )
        stroke.add(Book.HANDLES, *meant)
        told = {"manifest": manifest.digest, "category": category, "epoch": epoch, "sequence": manifest.sequence}
        post(side, stroke, partner, Kind.MANIFEST, lambda _: manifest.to_bytes(), why=why, what=told)
        sent = made.filter.to_bytes() if made.change is None else made.change
        post(
            side,
            stroke,
            partner,
            Kind.FILTER if made.change is None else Kind.CHANGE,
            lambda _: sent,
            why=why,
            what={**told, "filter": name},
            manifest=manifest.digest,
            file=name if made.change is None else "",
        )
    side.pen.settle(stroke.line)
    return Published(
        manifest.digest, epoch, manifest.sequence, len(made.records), unkeyed, len(sent), made.change is None
    )


def _keyed(side: Side, records: Iterable[Record]) -> tuple[dict[str, tuple[Key, ...]], int]:
    """Keys of each record that has any and is not protected, and how many have too little for one."""
    protected = side.desk.protected()
    found: dict[str, tuple[Key, ...]] = {}
    unkeyed = 0
    for record in records:
        if record.id in protected:
            continue
        derived = keys.held_keys(record.subject)
        if derived.keys:
            found[record.id] = derived.keys
        else:
            unkeyed += 1
    return found, unkeyed


def _whole(side: Side, epoch: Row, keyed: Mapping[str, tuple[Key, ...]]) -> Made:
    """A whole filter under a key pair that none was published under."""
    from contrared.share.filters import Known, build_holding, new_handle

    records = {new_handle(): record for record in keyed}
    held = {handle: keyed[record] for handle, record in records.items()}
    canary = os.urandom(32)
    holding = build_holding(pair_of(side, epoch), [*held.items(), (new_handle(), (keys.canary(canary),))])
    return Made(epoch, canary, holding.filter, Known(holding.dummies, held), records)


def _next(stroke: Stroke, partner: Partner, category: str, made: Made) -> int:
    """Number of the manifest to come.

    Raises:
        InputError: somebody else published in the meantime.
    """
    before = stroke.many(Book.MANIFESTS, peer=partner.id, direction=OUT, category=category)
    under = {row["sequence"] for row in before if row["epoch_id"] == made.epoch["id"]}
    newest = max((row["sequence"] for row in before), default=0)
    if under and (made.base != newest):
        raise InputError("somebody else published in the meantime", where=category, do="publish again")
    return newest + 1


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
    return stated, pair_of(side, epoch)


def epoch_of(side: Side, at: datetime) -> tuple[int, datetime, datetime]:
    """Number, begin and end of the epoch of a moment."""
    length = timedelta(days=side.terms.epoch_days)
    number = (at - _BEGIN) // length
    return number, _BEGIN + number * length, _BEGIN + (number + 1) * length


def _key(side: Side, partner: Partner, category: str, epoch: int, starts: datetime, ends: datetime) -> Row:
    """A key of an epoch that no filter was published under yet; one that is left of a try that was cut short, or new.

    Where a node was handed over, which leaves keys of epochs out, those of before are gone.
    """
    from contrared.share import oprf

    wanted = {"peer": partner.id, "category": category, "epoch": epoch}
    with side.pen.stroke(partner.id) as stroke:
        known = stroke.many(Book.EPOCHS, **wanted)
        if any(row["secret"] is None for row in known):
            raise InputError(
                "the key of this epoch was destroyed", where=category, do="check the clock of this machine"
            )
        lost = [row["id"] for row in known if not side.pen.vault.has(row["id"])]
        for row in known:
            if row["id"] not in lost and not stroke.many(Book.MANIFESTS, epoch_id=row["id"]):
                return row
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
        for gone in lost:
            stroke.remove(Book.EPOCHS, id=gone)
        stroke.add(Book.EPOCHS, made)
        stroke.note("exchange key made", {**wanted, "id": name, "lost": lost})
    return made
