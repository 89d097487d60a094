"""Signing keys of users: Ed25519, the private half sealed under the password, old public halves kept for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, insert, select, update

from contrared.govern.accounts.clock import told
from contrared.govern.accounts.passwords import Stretched
from contrared.govern.accounts.vault import seal, unseal
from contrared.govern.desk import Desk
from contrared.model import NodeError, PolicyError
from contrared.store.tables import signing_keys

USE = "signing-key"


@dataclass(frozen=True, slots=True)
class Opened:
    """A signing key in the hands of its user: id, and the private half, 32 bytes."""

    id: str
    private: bytes

    def sign(self, message: bytes) -> bytes:
        """Sign (Ed25519, RFC 8032), 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(message)


def make(connection: Connection, user: str, stretched: Stretched, at: datetime, why: str) -> Opened:
    """Make a user's key, retiring the one there is.

    Args:
        connection: The transaction.
        user: Whose.
        stretched: The user's password, under which the private half is sealed.
        at: Now.
        why: Why an older key is retired.
    """
    retire(connection, user, at, why)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    made = Opened(f"key-{hashlib.sha256(public).hexdigest()[:16]}", private.private_bytes_raw())
    sealed = seal(stretched.key(USE), made.private, _whose(user, made.id))
    row = {"id": made.id, "user_id": user, "public": public, "sealed": sealed, "made_at": told(at)}
    connection.execute(insert(signing_keys).values(**row))
    return made


def opened(connection: Connection, user: str, stretched: Stretched) -> Opened:
    """The user's key, opened with the password.

    Raises:
        NodeError: there is none, or it was changed.
    """
    row = _present(connection, user)
    return Opened(row["id"], unseal(stretched.key(USE), row["sealed"], _whose(user, row["id"])))


def reseal(connection: Connection, user: str, key: Opened, stretched: Stretched) -> None:
    """Seal a key under a new password."""
    sealed = seal(stretched.key(USE), key.private, _whose(user, key.id))
    connection.execute(update(signing_keys).where(signing_keys.c.id == key.id).values(sealed=sealed))


def retire(connection: Connection, user: str, at: datetime, why: str) -> None:
    """Retire the key of a user: its private half is destroyed, its public half stays to verify by."""
    present = update(signing_keys).where(signing_keys.c.user_id == user, signing_keys.c.retired_at.is_(None))
    connection.execute(present.values(sealed=None, retired_at=told(at), retired_why=why))


def verify(
    connection: Connection, user: str, key_id: str, message: bytes, signature: bytes, at: datetime | None = None
) -> bool:
    """Whether a key of this user signed a message.

    Args:
        connection: The ledger.
        user: Who is said to have signed.
        key_id: With which key; a retired one verifies what it signed.
        message: What was signed.
        signature: 64 bytes.
        at: When it is said to have been signed: a key not yet made or already retired then verifies nothing.
    """
    wanted = select(signing_keys).where(signing_keys.c.id == key_id, signing_keys.c.user_id == user)
    row = connection.execute(wanted).mappings().first()
    if row is None or f"key-{hashlib.sha256(row['public']).hexdigest()[:16]}" != key_id:
        return False
    if at is not None and not _in_force(row, told(at)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(row["public"]).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def history(connection: Connection, user: str) -> list[dict[str, Any]]:
    """All keys a user ever had, oldest first, without their private halves."""
    columns = [column for column in signing_keys.c if column.name != "sealed"]
    wanted = select(*columns).where(signing_keys.c.user_id == user).order_by(signing_keys.c.made_at, signing_keys.c.id)
    return [dict(row._mapping) for row in connection.execute(wanted)]


def public_halves(desk: Desk, user: str) -> list[dict[str, Any]]:
    """The keys of a user, as somebody at a desk may see them: their own, or anybody's to administer or oversee.

    Raises:
        PolicyError: they are somebody else's, and this person may neither administer nor audit.
    """
    acts = (desk.policy.may(desk.person, act, desk.purpose) for act in ("administer", "audit"))
    if user != desk.person.id and not any(decision.permitted for decision in acts):
        raise PolicyError("you may see no keys but your own", where=desk.person.id, do="ask an administrator")
    desk.record("signing keys", {"user": user})
    with desk.node.ledger.reading() as connection:
        return history(connection, user)


def _present(connection: Connection, user: str) -> Any:
    wanted = select(signing_keys).where(signing_keys.c.user_id == user, signing_keys.c.retired_at.is_(None))
    row = connection.execute(wanted).mappings().first()
    if row is None or row["sealed"] is None:
        raise NodeError("there is no signing key", where=user, do="let an administrator invite this user anew")
    return row


def _in_force(row: Any, at: str) -> bool:
    # Acts are recorded to the second, keys to the millisecond.
    return bool(row["made_at"][:19] <= at[:19] and (row["retired_at"] is None or at[:19] <= row["retired_at"][:19]))


def _whose(user: str, key_id: str) -> str:
    return f"signing key {key_id} of {user}"
