"""Shapes of partners and of what is exchanged with them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class IntroductionShape(BaseModel):
    """What a node says of itself."""

    id: str = Field(description="Id of the node.")
    name: str = Field(description="Name it goes by among people.")
    agency: str = Field(description="Agency that runs it.")
    country: str = Field(description="Country, two letters.")
    address: str = Field(description="Where it is called; empty where it takes bundles only.")
    made: str = Field(description="When it was made, UTC.")
    expires: str = Field(description="Until when it holds, UTC.")
    changes_keys: bool = Field(description="True where it replaces an earlier one.")


class PeerShape(BaseModel):
    """A partner."""

    id: str = Field(description="Id of the node.")
    name: str = Field(description="Name it goes by among people.")
    agency: str = Field(description="Agency that runs it.")
    country: str = Field(description="Country, two letters.")
    address: str = Field(description="Where it is called, as this node's operator set it.")
    private_address: bool = Field(description="True where that may be a private, loopback or link-local address.")
    state: str = Field(description="active, revoked or expired.")
    normaliser: str = Field(description="Version of its normaliser.")


class PeersShape(BaseModel):
    """``contrared peer --json``."""

    act: str = Field(description="invite, read, accept, list, revoke or renew.")
    file: str = Field(default="", description="invite, renew: where the introduction was written.")
    fingerprint: str = Field(default="", description="invite, renew: what is read aloud, never for read or accept.")
    introduction: IntroductionShape | None = Field(default=None, description="invite, renew, read: what it says.")
    peers: list[PeerShape] = Field(default=[], description="Partners concerned; list: all.")


class PublishedShape(BaseModel):
    """What a partner may ask for from now on."""

    partner: str = Field(description="The partner.")
    epoch: int = Field(description="Number of the epoch.")
    records: int = Field(description="Records that can be asked for.")
    unkeyed: int = Field(description="Records that have too little for a key.")
    size: int = Field(description="Bytes that are sent.")
    whole: bool = Field(description="A whole filter is sent; else a change of the one the partner has.")


class ExchangeShape(BaseModel):
    """``contrared exchange --json``; ``serve`` prints it once the port is open."""

    act: str = Field(description="serve, publish or deliver.")
    address: str = Field(default="", description="serve: where partners are answered.")
    published: list[PublishedShape] = Field(default=[], description="publish: what was published.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class HitShape(BaseModel):
    """A record at a partner that a question hit."""

    id: str = Field(description="Id of the hit, and of the request it becomes.")
    ask: str = Field(description="The question.")
    partner: str = Field(description="The partner.")
    state: str = Field(description="hit, approved, opened, released, refused, asked_back or expired.")
    keys: list[str] = Field(description="Kinds of keys that matched.")
    false_hits: float | None = Field(description="Strangers that would fit as well, among all the partner may hold.")
    subject: str = Field(description="Who was asked about.")
    code: str = Field(default="", description="Why it was refused.")
    question: str = Field(default="", description="What the partner asked back.")
    release: str = Field(default="", description="Id of the release.")
    trouble: str = Field(default="", description="Why the partner did not take the request.")


class QuestionShape(BaseModel):
    """A question to a partner."""

    id: str = Field(description="Id of the question.")
    partner: str = Field(description="The partner.")
    category: str = Field(description="persons or watched.")
    subject: str = Field(description="Who was asked about.")
    state: str = Field(description="sent, hit, no_hit or not_comparable.")
    trouble: str = Field(default="", description='Why there is no valid answer; then it is no "no hit".')
    at: str = Field(description="When, UTC.")


class AskShape(BaseModel):
    """``contrared ask --json``."""

    questions: list[QuestionShape] = Field(description="The questions asked; all of them where none was asked.")
    hits: list[HitShape] = Field(description="What they hit.")
    not_asked: list[str] = Field(default=[], description="Who could not be asked about, or which partner, and why.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class OpenShape(BaseModel):
    """``contrared open --json``."""

    hits: list[HitShape] = Field(description="The hit opened; all hits where none was named.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class SaidShape(BaseModel):
    """A statement that may leave, or came."""

    number: int = Field(description="Its number.")
    prop: str = Field(description="What is said.")
    value: str = Field(description="The value; empty where it is kept back.")
    grade: str = Field(description="Its grade.")
    handling: str = Field(description="Handling of where it comes from.")
    kept_back: str = Field(default="", description="Commitment, where it is kept back.")


class PartnerRequestShape(BaseModel):
    """A partner's request."""

    id: str = Field(description="Id of the request.")
    partner: str = Field(description="The partner.")
    state: str = Field(description="pending, approved_1, released, narrowed, recalled, refused or expired.")
    subject: str = Field(description="Whom the partner means.")
    record: str = Field(description="Which record of this node it hit.")
    score: float | None = Field(description="How well the two fit, from 0 to 1.")
    reasons: list[str] = Field(description="Why.")
    reason: str = Field(description="Why the partner asks.")
    purpose: str = Field(description="For which purpose.")
    legal_basis: str = Field(description="On which legal basis.")
    asked_back: bool = Field(description="True while the partner has not answered what was asked back.")
    received_at: str = Field(description="When it came, UTC.")
    expires: str = Field(description="Until when it can be decided, UTC.")
    release: str = Field(default="", description="Id of the release.")


class InboxShape(BaseModel):
    """``contrared inbox --json``."""

    requests: list[PartnerRequestShape] = Field(description="Requests; the one named, or all that wait.")
    statements: list[SaidShape] = Field(default=[], description="For one: what this node could tell of the record.")


class DecideShape(BaseModel):
    """``contrared decide --json``."""

    request: str = Field(description="Id of the request.")
    decision: str = Field(description="drafted, released, refused or asked_back.")
    hash: str = Field(default="", description="Hash of exactly what would leave, or left; that is what others approve.")
    release: str = Field(default="", description="Id of the release.")
    statements: list[SaidShape] = Field(default=[], description="Exactly what leaves.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class ReleaseShape(BaseModel):
    """A release, given or got."""

    id: str = Field(description="Id of the release.")
    direction: str = Field(description="in or out.")
    partner: str = Field(description="The partner.")
    state: str = Field(description="released, narrowed or recalled.")
    handling: str = Field(description="How it may be handled.")
    grade: str = Field(description="Grade of the whole.")
    legal_basis: str = Field(description="On which legal basis it was released.")
    onward: str = Field(description="To whom it may be passed on.")
    expires: str = Field(description="Until when it may be kept, UTC.")
    outcome: str = Field(description="What came of it: found, released or false-hit; empty while unknown.")
    why: str = Field(description="Why it was narrowed or recalled.")
    statements: list[SaidShape] = Field(description="What it says.")


class ReleasesShape(BaseModel):
    """``contrared recall --json``, ``narrow --json`` and ``outcome --json``."""

    releases: list[ReleaseShape] = Field(description="The release concerned; all given or got where none was named.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class SubscriptionShape(BaseModel):
    """A watchlist that a partner's encounters are held against."""

    id: str = Field(description="Id of the subscription.")
    partner: str = Field(description="The partner.")
    watchlist: str = Field(description="The watchlist; empty for all the partner may ask for of what the node holds.")
    purpose: str = Field(description="For which purpose.")
    legal_basis: str = Field(description="On which legal basis.")
    by: str = Field(description="Who subscribed.")
    at: str = Field(description="When, UTC.")


class SubscribeShape(BaseModel):
    """``contrared subscribe --json``."""

    subscriptions: list[SubscriptionShape] = Field(description="Subscriptions in force.")
    published: list[PublishedShape] = Field(default=[], description="What was published for them now.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")


class BundleShape(BaseModel):
    """``contrared bundle --json``."""

    act: str = Field(description="out or in.")
    written: int = Field(default=0, description="Files written; in: replies for the way back.")
    there: int = Field(default=0, description="out: files that were there whole.")
    messages: int = Field(default=0, description="in: messages taken in.")
    replies: int = Field(default=0, description="in: replies taken up.")
    problems: list[str] = Field(default=[], description="in: damaged or foreign files, and what to do.")


class ReceiptsShape(BaseModel):
    """``contrared receipts --json``."""

    out: str = Field(default="", description="File that was written; empty for `check`.")
    proved: int = Field(default=0, description="check: receipts whose entry the partner's log holds.")
    missing: list[str] = Field(default=[], description="check: entries it did not prove, hex.")
    heard: int = Field(default=0, description="check: checkpoints heard before that its newest grew out of.")
    split: list[int] = Field(default=[], description="check: sizes of those it did not grow out of: it was changed.")
    size: int = Field(default=0, description="check: entries of its newest checkpoint.")


class OneStreamShape(BaseModel):
    """A stream of questions on a beat."""

    id: str = Field(description="Id of the stream.")
    partner: str = Field(description="The partner.")
    category: str = Field(description="watched or persons.")
    every: int = Field(description="Seconds between two questions.")
    blocks: int = Field(description="Blocks of 40 elements of every question.")
    purpose: str = Field(description="Purpose that every question states.")
    legal_basis: str = Field(description="Legal basis that every question states.")
    by: str = Field(description="Who began it.")
    at: str = Field(description="When, UTC.")
    waiting: int = Field(description="Encounters that wait for their beat.")


class StreamedShape(BaseModel):
    """What the question about an encounter came to."""

    encounter: str = Field(description="Id of the encounter.")
    partner: str = Field(description="The partner.")
    question: str = Field(description="Id of the question.")
    state: str = Field(description="hit, no_hit or not_comparable; sent where no valid answer came.")
    opened: list[str] = Field(description="Requests opened under a standing approval.")
    left: list[str] = Field(description="Hits that a person must decide on.")


class StreamShape(BaseModel):
    """``contrared stream --json``."""

    act: str = Field(description="begin, list, beat or end.")
    streams: list[OneStreamShape] = Field(default=[], description="Streams in force.")
    gone: int = Field(default=0, description="beat: questions that went out, about somebody or nobody.")
    answered: list[StreamedShape] = Field(default=[], description="beat: what encounters came to.")
    left: int = Field(default=0, description="end: encounters that waited and are not asked about any more.")
    waits: list[str] = Field(default=[], description="What could not be delivered yet, a line for each partner.")
