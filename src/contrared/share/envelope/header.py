"""The header of a message: what is signed, and what a sealed content is bound to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contrared.share.envelope.canonical import canonical
from contrared.share.envelope.error import EnvelopeError, Fault
from contrared.share.envelope.fields import Fields, from_time
from contrared.share.envelope.kinds import Kind

VERSION = 1
#: How far clocks of two nodes may be apart.
SKEW = timedelta(minutes=5)
#: Longest time between making a message and its end, so that what was seen need not be remembered for ever.
MOST_LIFE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a message.

    Attributes:
        type: What it is.
        sender: Node it comes from (``from`` on the wire).
        recipient: Node it is for (``to``).
        id: Its id, 16 random bytes in hex.
        seq: Number of the message among those that this sender sent to this recipient, from 1; an answer bears the
            number of what it answers.
        prev: SHA-256 of the header of the message before it, empty for the first; an answer bears that of what it
            answers, and so can answer nothing else.
        manifest: SHA-256 of the manifest it rests on, or empty.
        created: When it was made, UTC.
        expires: Until when it may be taken.
        purpose: For which purpose.
        legal_basis: On which legal basis.
        case_commitment: Salted commitment to the case, or empty.
        body_hash: SHA-256 of the body.
        version: Version of the format.
    """

    type: Kind
    sender: str
    recipient: str
    id: str
    seq: int
    prev: str
    manifest: str
    created: str
    expires: str
    purpose: str
    legal_basis: str
    case_commitment: str
    body_hash: str
    version: int = VERSION

    def to_bytes(self) -> bytes:
        """Exact bytes, as they are signed."""
        return canonical(self._fields() | {"body_hash": self.body_hash})

    @property
    def digest(self) -> str:
        """SHA-256 of the exact bytes: what the next message, or the answer, points to."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @property
    def bound(self) -> bytes:
        """What a content sealed within this message is bound to: all but ``body_hash``, since it lies in the body."""
        return canonical(self._fields())

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Read exact bytes.

        Raises:
            EnvelopeError: malformed, of another version, or of a kind that is not known.
        """
        fields = Fields(data, "the header")
        version = fields.number("version")
        if version != VERSION:
            raise EnvelopeError(Fault.VERSION, f"version {version} of the format is not spoken here")
        told = fields.text("type", 20)
        if told not in set(Kind):
            raise EnvelopeError(Fault.MALFORMED, f"{told!r} is no kind of message")
        found = cls(
            Kind(told),
            fields.id("from"),
            fields.id("to"),
            fields.hex("id", 16),
            fields.number("seq", 1),
            fields.hex("prev", 32, empty=True),
            fields.hex("manifest", 32, empty=True),
            fields.text("created", 20),
            fields.text("expires", 20),
            fields.text("purpose", 200, empty=True),
            fields.text("legal_basis", 500, empty=True),
            fields.hex("case_commitment", 32, empty=True),
            fields.hex("body_hash", 32),
            version,
        )
        fields.done()
        if not from_time(found.created) < from_time(found.expires) <= from_time(found.created) + MOST_LIFE:
            raise EnvelopeError(Fault.MALFORMED, "a message ends after it was made, within 31 days")
        return found

    def check(self, recipient: str, now: datetime) -> None:
        """Whether it is for us, and now.

        Raises:
            EnvelopeError: for somebody else, made in the future beyond what clocks may differ, or at its end.
        """
        if self.recipient != recipient:
            raise EnvelopeError(Fault.RECIPIENT, f"a message for {self.recipient}")
        if from_time(self.created) > now + SKEW:
            raise EnvelopeError(Fault.CLOCK, f"made at {self.created}, which is still to come")
        if from_time(self.expires) < now - SKEW:
            raise EnvelopeError(Fault.EXPIRED, f"could be taken until {self.expires}")

    def _fields(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "type": str(self.type),
            "from": self.sender,
            "to": self.recipient,
            "id": self.id,
            "seq": self.seq,
            "prev": self.prev,
            "manifest": self.manifest,
            "created": self.created,
            "expires": self.expires,
            "purpose": self.purpose,
            "legal_basis": self.legal_basis,
            "case_commitment": self.case_commitment,
        }
