"""Partners as the exchange needs them; ``share.peers`` keeps them."""

from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey


class Partner(Protocol):
    """A node that this one was introduced to: id, name, country, keys, and whether it is still spoken to."""

    @property
    def id(self) -> str:
        """Id of the node."""
        ...

    @property
    def name(self) -> str:
        """Name it goes by among people."""
        ...

    @property
    def country(self) -> str:
        """Country, two letters."""
        ...

    @property
    def key(self) -> Ed25519PublicKey:
        """Verifies what it signs."""
        ...

    @property
    def seal_key(self) -> bytes:
        """X25519 public key that contents are sealed to."""
        ...

    @property
    def log(self) -> str:
        """Key of its log, ``name+id+key``; empty where it is not known."""
        ...

    @property
    def active(self) -> bool:
        """Whether it may be asked and is answered."""
        ...


class OwnKeys(Protocol):
    """This node as its partners know it."""

    @property
    def id(self) -> str:
        """Id of this node."""
        ...

    @property
    def key(self) -> Ed25519PrivateKey:
        """Signs what it sends."""
        ...

    @property
    def seal_key(self) -> X25519PrivateKey:
        """Opens what was sealed to it."""
        ...

    @property
    def former(self) -> tuple[X25519PrivateKey, ...]:
        """Open what was sealed to it before it changed its keys."""
        ...


class Peers(Protocol):
    """Who the partners are; each look is a fresh one, so that a revocation holds at once."""

    def get(self, peer_id: str) -> Partner | None:
        """The partner of that id, whatever its state; None where there is none."""
        ...

    def own(self) -> OwnKeys:
        """This node's own keys."""
        ...
