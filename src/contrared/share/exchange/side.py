"""One side of an exchange: the desk, the partners, the clock, the terms and the pen that all parts of it share."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contrared.govern import Desk
from contrared.govern.exchange import Pen
from contrared.model import InputError, PolicyError
from contrared.share.envelope import EnvelopeError, Fault, open_sealed
from contrared.share.exchange.partners import Partner, Peers
from contrared.share.exchange.terms import Terms


@dataclass(frozen=True)
class Side:
    """What every part of an exchange needs.

    Attributes:
        desk: Of the officer who acts, or of the service that answers partners.
        peers: Who the partners are.
        clock: Tells the time.
        terms: On which terms this node exchanges.
        pen: Writes.
    """

    desk: Desk
    peers: Peers
    clock: Callable[[], datetime]
    terms: Terms
    pen: Pen

    def now(self) -> datetime:
        """The time, UTC, in whole seconds."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    @property
    def user(self) -> str:
        """Who acts."""
        return self.desk.person.id

    def partner(self, peer_id: str) -> Partner:
        """A partner one may speak to.

        Raises:
            InputError: there is none of that id, or it was revoked.
        """
        found = self.peers.get(peer_id)
        if found is None:
            raise InputError(f"no partner {peer_id!r} was introduced", do="see `contrared peer list`")
        if not found.active:
            raise InputError(f"{found.name} is not a partner any more", where=peer_id, do="see `contrared peer list`")
        return found

    def key_of(self, peer_id: str) -> Ed25519PublicKey:
        """Pinned key of a partner that is still one.

        Raises:
            EnvelopeError: it is not known, or was revoked.
        """
        found = self.peers.get(peer_id)
        if found is None or not found.active:
            raise EnvelopeError(Fault.UNKNOWN_SENDER, f"{peer_id} is no partner, or not any more")
        return found.key

    def opened(self, sealed: bytes, bound: bytes) -> bytes:
        """A content that was sealed to this node, with its present key or one before.

        Raises:
            EnvelopeError: none opens it.
        """
        own = self.peers.own()
        for key in own.former:
            try:
                return open_sealed(sealed, key, bound)
            except EnvelopeError:
                continue
        return open_sealed(sealed, own.seal_key, bound)

    def permitted(self, act: str) -> None:
        """Let the person at the desk do something, or not.

        Raises:
            PolicyError: policy does not permit it.
        """
        decision = self.desk.policy.may(self.desk.person, act, self.desk.purpose)
        if not decision.permitted:
            raise PolicyError(f"you may not {act} here", where=self.user, do=decision.rule)


def new_id(kind: str) -> str:
    """A random id, ``ask-15c7b21ebf785a1b``."""
    return f"{kind}-{secrets.token_hex(8)}"
