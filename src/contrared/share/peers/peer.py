"""Partners as the exchange knows them, and this node as its partners know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

ACTIVE, REVOKED, EXPIRED = "active", "revoked", "expired"


@dataclass(frozen=True, slots=True)
class Peer:
    """A node this one was introduced to.

    Attributes:
        id: Id of the node.
        name: Name it goes by among people.
        country: ISO 3166-1 alpha-2, lower case.
        address: Host and port, as this node's operator set it.
        key: Verifies what it signs.
        seal_key: HPKE: X25519 public key that things are sealed to, 32 bytes.
        state: ``active``, ``revoked`` or ``expired``; only an active one is answered and asked.
        agency: Agency that runs it.
        certificate: Its TLS certificate, DER; the only one it is known by on the wire.
        private_address: Whether its address may be a private, loopback or link-local one.
        log: Key of its log, as ``name+id+key``; checkpoints it hands over are held against it.
        normaliser: Version of its normaliser, and the SHA-256 of its tables, hexadecimal.
    """

    id: str
    name: str
    country: str
    address: str
    key: Ed25519PublicKey
    seal_key: bytes
    state: str
    agency: str = ""
    certificate: bytes = b""
    private_address: bool = False
    log: str = ""
    normaliser: tuple[str, str] = ("", "")

    @property
    def active(self) -> bool:
        """Whether it may be asked and is answered."""
        return self.state == ACTIVE


@dataclass(frozen=True, slots=True)
class Own:
    """This node's side.

    Attributes:
        id: Id of this node.
        key: Signs what it sends.
        seal_key: Opens what was sealed to it.
        former: Opens what was sealed to it before it changed its keys.
    """

    id: str
    key: Ed25519PrivateKey = field(repr=False)
    seal_key: X25519PrivateKey = field(repr=False)
    former: tuple[X25519PrivateKey, ...] = field(default=(), repr=False)


class Peers(Protocol):
    """Who the partners are; each look is a fresh one, so that a revocation holds at once."""

    def get(self, peer_id: str) -> Peer | None:
        """The partner of that id, whatever its state; None where there is none."""
        ...

    def own(self) -> Own:
        """This node's own keys."""
        ...
