"""Signing as the user of a living session, and verifying what any user signed."""

from __future__ import annotations

from datetime import datetime

from contrared.govern.accounts.clock import Clock, wall
from contrared.govern.accounts.keys import verify
from contrared.govern.accounts.sessions import LOGIN, key_of
from contrared.model import PolicyError
from contrared.store import Node


class SessionSigning:
    """Signs with the key that the secret of a session opens: no administrator and no thief of a disk can.

    Args:
        node: The opened node.
        token: Secret of a session; without one nothing is signed, but everything is verified.
        clock: What says the time.
    """

    def __init__(self, node: Node, token: str | None = None, clock: Clock = wall) -> None:
        self._node = node
        self._token = token
        self._clock = clock

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        """Sign as the user of the session (Ed25519).

        Returns:
            Id of the key, and the signature, 64 bytes.

        Raises:
            PolicyError: there is no living session, or it is another user's.
        """
        if not self._token:
            raise PolicyError("signing needs a session", where=user_id, do=LOGIN)
        session, key = key_of(self._node, self._token, self._clock)
        if session.user != user_id:
            raise PolicyError(f"this session is of {session.user!r}, not of {user_id!r}", do=LOGIN)
        return key.id, key.sign(message)

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes, at: datetime | None = None) -> bool:
        """Whether a key of this user signed a message; with ``at``, one that was in force then."""
        with self._node.ledger.reading() as connection:
            return verify(connection, user_id, key_id, message, signature, at)
