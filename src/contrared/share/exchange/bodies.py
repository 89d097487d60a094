"""Bodies of the small messages, each read strictly."""

from __future__ import annotations

from dataclasses import dataclass

from contrared.govern.log.entry import FRAME_DOMAIN, commitment
from contrared.share.envelope import EnvelopeError, Fault, Fields, canonical, read_object, to_text
from contrared.share.questions import BLOCK, MOST_BLOCKS

#: Bytes of an element, of a proof, of a handle.
ELEMENT, PROOF, HANDLE = 32, 64, 8


@dataclass(frozen=True, slots=True)
class Ask:
    """A blind question: 1–4 full blocks of elements. The hash of the sealed seed ties it to what oversight opens."""

    category: str
    elements: tuple[bytes, ...]
    seed_hash: str

    def to_bytes(self) -> bytes:
        """As it is sent."""
        told = {"category": self.category, "elements": to_text(b"".join(self.elements)), "seed_hash": self.seed_hash}
        return canonical(told)

    @classmethod
    def from_bytes(cls, data: bytes) -> Ask:
        """Read it.

        Raises:
            EnvelopeError: malformed, or not of 1–4 full blocks.
        """
        fields = Fields(data, "the question")
        category, whole = fields.id("category"), fields.bytes("elements", most=1 << 16)
        found = cls(category, cut(whole, ELEMENT), fields.hex("seed_hash", 32))
        fields.done()
        if not whole or len(whole) % (ELEMENT * BLOCK) or len(whole) > ELEMENT * BLOCK * MOST_BLOCKS:
            raise EnvelopeError(Fault.BLOCKS, f"a question has 1 to {MOST_BLOCKS} blocks of {BLOCK} elements")
        return found


@dataclass(frozen=True, slots=True)
class Receipt:
    """What proves to a partner what the record of the other holds of an act: the leaf in its log, and what opens it."""

    leaf: str
    frame: str

    def tells(self, user: str, action: str, purpose: str, legal_basis: str) -> bool:
        """Whether the line says that this user did this, for that purpose and on that basis."""
        frame = read_object(self.frame.encode(), "the frame of a receipt")["frame"]
        said = {"user_id": user, "action": action, "purpose": purpose, "legal_basis": legal_basis}
        return isinstance(frame, dict) and {name: frame.get(name) for name in said} == said

    @classmethod
    def read(cls, fields: Fields) -> Receipt:
        """Read it, and check that it opens.

        Raises:
            EnvelopeError: malformed, or the frame is not that of the leaf.
        """
        found = cls(fields.hex("leaf", 32), fields.text("frame", 4000))
        fields.done()
        check_receipt(found)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a blind question: as many elements, one proof, the receipt."""

    re: str
    evaluated: tuple[bytes, ...]
    proof: bytes
    receipt: Receipt

    @classmethod
    def from_bytes(cls, data: bytes) -> Answer:
        """Read it.

        Raises:
            EnvelopeError: malformed.
        """
        fields = Fields(data, "the answer")
        found = cls(
            fields.hex("re", 16),
            cut(fields.bytes("evaluated", most=1 << 16), ELEMENT),
            fields.bytes("proof", PROOF),
            Receipt.read(fields.inner("receipt")),
        )
        fields.done()
        return found


@dataclass(frozen=True, slots=True)
class Open:
    """A record of a hit is opened: which question it was, which handle, and who it is about, sealed."""

    thread: str
    ask: str
    handle: str
    sealed: bytes

    def to_bytes(self) -> bytes:
        """As it is sent."""
        told = {"thread": self.thread, "ask": self.ask, "handle": self.handle, "sealed": to_text(self.sealed)}
        return canonical(told)

    @classmethod
    def from_bytes(cls, data: bytes) -> Open:
        """Read it.

        Raises:
            EnvelopeError: malformed.
        """
        fields = Fields(data, "the opening")
        found = cls(fields.id("thread"), fields.hex("ask", 16), fields.hex("handle", HANDLE), fields.bytes("sealed"))
        fields.done()
        return found


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message about a thread or a release, whose content is sealed: RELEASE, ASK_BACK and what comes after."""

    about: str
    sealed: bytes

    def to_bytes(self) -> bytes:
        """As it is sent."""
        return canonical({"about": self.about, "sealed": to_text(self.sealed)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Sealed:
        """Read it.

        Raises:
            EnvelopeError: malformed.
        """
        fields = Fields(data, "the message")
        found = cls(fields.id("about"), fields.bytes("sealed", most=1 << 22))
        fields.done()
        return found


def cut(data: bytes, size: int) -> tuple[bytes, ...]:
    """Bytes cut into pieces of one size.

    Raises:
        EnvelopeError: they do not come out even.
    """
    if len(data) % size:
        raise EnvelopeError(Fault.MALFORMED, f"bytes that are no multiple of {size}")
    return tuple(data[at : at + size] for at in range(0, len(data), size))


def check_receipt(receipt: Receipt) -> None:
    """Whether a frame is that of its leaf.

    Raises:
        EnvelopeError: it is not.
    """
    told = read_object(receipt.frame.encode(), "the frame of a receipt")
    salt = bytes.fromhex(Fields(told, "the frame of a receipt").hex("salt", 32))
    if commitment(FRAME_DOMAIN, salt, canonical(told.get("frame"))).hex() != receipt.leaf:
        raise EnvelopeError(Fault.MALFORMED, "the frame of a receipt is not that of its leaf")
