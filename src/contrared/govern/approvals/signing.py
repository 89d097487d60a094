"""What an approver signs, and whose key signs it."""

from __future__ import annotations

import hashlib
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from contrared.govern.log.entry import canonical
from contrared.store import Node
from contrared.store.keys import log_key
from contrared.store.tables import signing_keys

APPROVAL_DOMAIN = b"contrared.org/approval/v1\n"
#: What ids of the keys of nodes begin with.
VOUCHED = "node:"


class Signing(Protocol):
    """Signs for the user who sits at the desk, and verifies what any user signed."""

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        """Sign as a user.

        Returns:
            Id of the key, and the signature.

        Raises:
            PolicyError: the user's key is not open here.
        """
        ...

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether a user signed a message with a key of that id."""
        ...


def message(request_id: str, digest: str, expires_at: str, approver: str) -> bytes:
    """What is signed: the request, the hash of exactly what is approved, until when, and by whom."""
    told = {"approver": approver, "expires_at": expires_at, "hash": digest, "request": request_id}
    return APPROVAL_DOMAIN + canonical(told)


class NodeSigning:
    """The node vouches, with its own Ed25519 key, that this user approved: for users without a key of their own.

    It keeps whoever has the ledger and not the node's key from making approvals up; it does not bind the person as a
    key of the person's own does.
    """

    def __init__(self, node: Node) -> None:
        self._folder = node.root / "keys"

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        """Sign with the node's key.

        Raises:
            NodeError: the key cannot be read.
        """
        key = log_key(self._folder)
        return _id(key), key.sign(message)

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether the node signed it.

        Raises:
            NodeError: the key cannot be read.
        """
        key = log_key(self._folder)
        if key_id != _id(key):
            return False
        try:
            key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True


class OwnSigning:
    """Users sign with a key of their own where they have one, opened by their session; else the node vouches.

    Where the node asks everybody for a session, only own keys count.

    Args:
        node: The opened node.
        token: Secret of the session of whoever sits at the desk, or None.
    """

    def __init__(self, node: Node, token: str | None) -> None:
        # Accounts enter by the door, and the door leads here.
        from contrared.govern.accounts import SessionSigning

        self._node, self._token = node, token
        self._own, self._vouched = SessionSigning(node, token), NodeSigning(node)

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        """Sign with the user's own key, or vouch for a user who has none.

        Raises:
            PolicyError: the user has a key, or must have one, and no living session of theirs opens it.
            NodeError: a key cannot be read.
        """
        signs = self._own if self._token or self._needs_own(user_id) else self._vouched
        return signs.sign(user_id, message)

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether a key of this user signed it, or the node did for a user who has none."""
        if key_id.startswith(VOUCHED):
            return not self._needs_own(user_id) and self._vouched.verify(user_id, key_id, message, signature)
        return self._own.verify(user_id, key_id, message, signature)

    def _needs_own(self, user_id: str) -> bool:
        wanted = select(signing_keys.c.id).where(signing_keys.c.user_id == user_id, signing_keys.c.retired_at.is_(None))
        with self._node.ledger.reading() as connection:
            return self._node.settings.accounts.required or connection.execute(wanted).first() is not None


class Unsigned:
    """Where nobody has a key: an approval stands by its line in the record alone."""

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        """No key and no signature."""
        return "", b""

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether it is unsigned, as all here are."""
        return key_id == "" and signature == b""


def _id(key: Ed25519PrivateKey) -> str:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return VOUCHED + hashlib.sha256(raw).hexdigest()[:16]
