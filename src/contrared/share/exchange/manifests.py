"""Manifests: what a holder states of an epoch before it may be asked in it, and the filter that goes with one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contrared.govern.exchange import IN, Book, Row, Stroke
from contrared.share import keys
from contrared.share.envelope import Envelope, EnvelopeError, Fault, Fields, canonical, to_text, to_time
from contrared.share.exchange.partners import Partner
from contrared.share.exchange.receiving import Act, Taken
from contrared.share.exchange.side import Side


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a holder states for one partner, category and epoch.

    Attributes:
        category: What kind of records, ``persons``.
        epoch: Number of the epoch: days since 1970, divided by the days of one.
        sequence: Number of the manifest among those of this category for this partner.
        public: Public key of the epoch, 32 bytes.
        normaliser: SHA-256 of the normaliser, in hex.
        filter: SHA-256 of the filter, in hex.
        size: Bytes of the filter.
        size_class: Entries it is padded to.
        unkeyed: Records that cannot be keyed, rounded.
        canary: What every question must hit, 32 bytes.
        starts: Begin of the epoch.
        ends: Its end.
        until: End of its grace, when the key is destroyed.
    """

    category: str
    epoch: int
    sequence: int
    public: bytes
    normaliser: str
    filter: str
    size: int
    size_class: int
    unkeyed: int
    canary: bytes
    starts: datetime
    ends: datetime
    until: datetime

    def to_bytes(self) -> bytes:
        """Exact bytes: the body of its message."""
        told: dict[str, Any] = {
            "category": self.category,
            "epoch": self.epoch,
            "sequence": self.sequence,
            "public": to_text(self.public),
            "normaliser": self.normaliser,
            "filter": self.filter,
            "size": self.size,
            "size_class": self.size_class,
            "unkeyed": self.unkeyed,
            "canary": to_text(self.canary),
            "starts": to_time(self.starts),
            "ends": to_time(self.ends),
            "until": to_time(self.until),
        }
        return canonical(told)

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Read a manifest.

        Raises:
            EnvelopeError: malformed.
        """
        fields = Fields(data, "the manifest")
        found = cls(
            fields.id("category"),
            fields.number("epoch"),
            fields.number("sequence", 1),
            fields.bytes("public", 32),
            fields.hex("normaliser", 32),
            fields.hex("filter", 32),
            fields.number("size"),
            fields.number("size_class"),
            fields.number("unkeyed"),
            fields.bytes("canary", 32),
            fields.time("starts"),
            fields.time("ends"),
            fields.time("until"),
        )
        fields.done()
        if not found.starts < found.ends <= found.until:
            raise EnvelopeError(Fault.MALFORMED, "an epoch ends after it begins, and its grace after that")
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of the exact bytes: what questions name it by."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def take_manifest(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A partner states what its next filter is.

    Raises:
        EnvelopeError: malformed, made with another normaliser, or its number was given to another manifest before.
    """
    found = Manifest.from_bytes(envelope.body)
    if found.normaliser != keys.normaliser_hash().hex():
        raise EnvelopeError(Fault.NORMALISER, f"{partner.id} derives keys in another way: nothing would be found")

    def act(stroke: Stroke) -> Taken:
        known = stroke.many(Book.MANIFESTS, peer=partner.id, direction=IN, category=found.category)
        same = next((row for row in known if row["sequence"] == found.sequence), None)
        if same is not None and same["digest"] == found.digest:
            return Taken(what={"manifest": found.digest})
        if same is not None:
            return _equivocation(stroke, partner, envelope, same)
        if known and found.sequence < max(row["sequence"] for row in known):
            raise EnvelopeError(Fault.MANIFEST, "numbered before one that is known")
        row = {"peer": partner.id, "direction": IN, "category": found.category, "sequence": found.sequence}
        stroke.add(Book.MANIFESTS, {**row, "digest": found.digest, "body": envelope.body, "at": stroke.now()})
        return Taken(what={"manifest": found.digest})

    return act


def take_filter(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """The filter that a manifest stated.

    Raises:
        EnvelopeError: no such manifest, another filter than it states, or one that is none.
    """
    from contrared.share.filters import Filter, FilterError

    with side.pen.reading() as read:
        row = read.one(Book.MANIFESTS, peer=partner.id, direction=IN, digest=envelope.header.manifest)
    if row is None:
        raise EnvelopeError(Fault.MANIFEST, "a filter without its manifest")
    stated = Manifest.from_bytes(row["body"])
    if hashlib.sha256(envelope.body).hexdigest() != stated.filter or len(envelope.body) != stated.size:
        raise EnvelopeError(Fault.FILTER, "another filter than its manifest states")
    try:
        found = Filter.from_bytes(envelope.body)
    except FilterError as exc:
        raise EnvelopeError(Fault.FILTER, f"no filter ({exc})") from exc
    if found.size_class != stated.size_class:
        raise EnvelopeError(Fault.FILTER, "of another size class than its manifest states")
    name = side.pen.keep_file(envelope.body)

    def act(stroke: Stroke) -> Taken:
        stroke.change(Book.MANIFESTS, {"peer": partner.id, "direction": IN, "digest": stated.digest}, filter=name)
        return Taken(what={"manifest": stated.digest, "filter": name}, stored=name)

    return act


def take_change(side: Side, partner: Partner, envelope: Envelope) -> Act:
    """A change of the filter this node has, to the one that a manifest stated.

    Raises:
        EnvelopeError: no such manifest, a change of a filter that this node does not have or that comes to another than
            the manifest states, or none; the partner publishes a whole filter next.
    """
    from contrared.share.filters import Change, Filter, FilterError, changed

    with side.pen.reading() as read:
        row = read.one(Book.MANIFESTS, peer=partner.id, direction=IN, digest=envelope.header.manifest)
        held = read.many(Book.MANIFESTS, peer=partner.id, direction=IN)
    if row is None:
        raise EnvelopeError(Fault.MANIFEST, "a change of a filter without its manifest")
    stated = Manifest.from_bytes(row["body"])
    try:
        change = Change.from_bytes(envelope.body)
        before = change.before.hex()
        if before not in {each["filter"] for each in held} or not side.pen.has_file(before):
            raise EnvelopeError(Fault.FILTER, "a change of a filter that is not here: publish a whole one")
        found = changed(Filter.from_bytes(side.pen.file(before).read_bytes()), change)
    except FilterError as exc:
        raise EnvelopeError(Fault.FILTER, f"no change of a filter ({exc})") from exc
    if (found.hash.hex(), found.size, found.size_class) != (stated.filter, stated.size, stated.size_class):
        raise EnvelopeError(Fault.FILTER, "comes to another filter than its manifest states")
    name = side.pen.keep_file(found.to_bytes())

    def act(stroke: Stroke) -> Taken:
        stroke.change(Book.MANIFESTS, {"peer": partner.id, "direction": IN, "digest": stated.digest}, filter=name)
        return Taken(what={"manifest": stated.digest, "filter": name, "before": before})

    return act


def usable(stroke: Stroke, peer: str, category: str, now: datetime) -> tuple[Manifest, str] | None:
    """The newest manifest of a partner that can be asked under now, with the name of its filter."""
    rows = stroke.many(Book.MANIFESTS, peer=peer, direction=IN, category=category)
    for row in sorted(rows, key=lambda found: -found["sequence"]):
        stated = Manifest.from_bytes(row["body"])
        if row["filter"] and stated.starts <= now < stated.until:
            return stated, row["filter"]
    return None


def _equivocation(stroke: Stroke, partner: Partner, envelope: Envelope, same: Row) -> Taken:
    """Two manifests of one number: both are kept, the first stays in use, the partner is told that it was seen."""
    digest = envelope.header.digest
    if stroke.one(Book.CONFLICTS, peer=partner.id, digest=digest) is None:
        row = {"peer": partner.id, "digest": digest, "kind": "equivocation", "held": same["body"]}
        stroke.add(Book.CONFLICTS, {**row, "other": envelope.body, "at": stroke.now()})
    told = {"first": same["digest"], "second": hashlib.sha256(envelope.body).hexdigest()}
    return Taken(
        {"code": str(Fault.EQUIVOCATION)}, {"fault": str(Fault.EQUIVOCATION), **told}, fault=Fault.EQUIVOCATION
    )
