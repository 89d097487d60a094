"""Sessions: a secret of 32 bytes of which only a hash is kept, ending when idle, after hours, or when revoked."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from contrared.govern.accounts.clock import Clock, read, told, wall
from contrared.govern.accounts.keys import Opened
from contrared.govern.accounts.vault import derived, seal, unseal
from contrared.model import PolicyError
from contrared.store import Node
from contrared.store.config import AccountSettings
from contrared.store.tables import sessions, users

SIZE = 32
USE = "session"
#: Seconds after which it is written down again that a session is used.
NOTED_EVERY = 60
#: Seconds a clock may have gone back before no session is believed any more.
BACKWARDS = 300
LOGIN = "run `contrared login`"


@dataclass(frozen=True, slots=True)
class Session:
    """A living session: its id, whose it is, the signing key it opens, and when it ends at the latest."""

    id: str
    user: str
    key_id: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A session just begun: what is known of it, and its secret, which is told once and kept nowhere."""

    session: Session
    token: str


def begin(
    connection: Connection, user: str, key: Opened, client: str, at: datetime, settings: AccountSettings
) -> Begun:
    """Begin a session.

    Args:
        connection: The transaction.
        user: Who proved who they are.
        key: Their signing key: it is sealed again under the session's secret, so that only its bearer signs.
        client: What they use, as they see it in the list of their sessions.
        at: Now.
        settings: How long it lasts.
    """
    secret = os.urandom(SIZE)
    session_id = f"ses-{os.urandom(8).hex()}"
    ends = told(at + timedelta(hours=settings.session_hours))
    row = {
        "id": session_id,
        "user_id": user,
        "token_hash": hashlib.sha256(secret).digest(),
        "key_id": key.id,
        "sealed": seal(derived(secret, USE), key.private, _whose(session_id, user)),
        "client": client,
        "made_at": told(at),
        "seen_at": told(at),
        "ends_at": ends,
    }
    _sweep(connection, at, settings)
    connection.execute(insert(sessions).values(**row))
    return Begun(Session(session_id, user, key.id, ends), base64.urlsafe_b64encode(secret).decode().rstrip("="))


def living(node: Node, token: str, clock: Clock = wall) -> Session:
    """The session of a secret, noted as used.

    Raises:
        PolicyError: there is none, it ended or was revoked, its user is locked, or the clock went back.
    """
    at = clock()
    with node.ledger.reading() as connection:
        row = _row(connection, token)
        if row is None or (ended := ending(row, at, node.settings.accounts)):
            why = "is not known" if row is None else ended
            raise PolicyError(f"your session {why}", do=LOGIN)
        if connection.execute(select(users.c.locked_at).where(users.c.id == row["user_id"])).scalar() is not None:
            raise PolicyError(f"user {row['user_id']!r} is locked", do="ask the node's administrator")
    if (at - read(row["seen_at"])).total_seconds() >= NOTED_EVERY:
        with node.ledger.begin() as connection:
            connection.execute(update(sessions).where(sessions.c.id == row["id"]).values(seen_at=told(at)))
    return Session(row["id"], row["user_id"], row["key_id"], row["ends_at"])


def key_of(node: Node, token: str, clock: Clock = wall) -> tuple[Session, Opened]:
    """A living session and the signing key it opens.

    Raises:
        PolicyError: the session does not live, or its key was retired since.
        NodeError: the sealed key was changed.
    """
    session = living(node, token, clock)
    with node.ledger.reading() as connection:
        row = _row(connection, token)
    if row is None or row["sealed"] is None:
        raise PolicyError("your session no longer opens your signing key", do=LOGIN)
    private = unseal(derived(_secret(token), USE), row["sealed"], _whose(session.id, session.user))
    return session, Opened(session.key_id, private)


def end(connection: Connection, at: datetime, by: str, why: str, *, user: str = "", session: str = "") -> list[str]:
    """End living sessions, one or all of a user; their copy of the signing key is destroyed.

    Returns:
        Ids of those that were ended.
    """
    wanted = select(sessions.c.id).where(sessions.c.revoked_at.is_(None))
    if user:
        wanted = wanted.where(sessions.c.user_id == user)
    if session:
        wanted = wanted.where(sessions.c.id == session)
    found = sorted(connection.execute(wanted).scalars())
    values = {"revoked_at": told(at), "revoked_by": by, "revoked_why": why, "sealed": None}
    connection.execute(update(sessions).where(sessions.c.id.in_(found)).values(**values))
    return found


def ending(row: Any, at: datetime, settings: AccountSettings) -> str:
    """Why a session no longer lives, as "ended …"; empty while it does."""
    if row["revoked_at"] is not None:
        return f"was ended: {row['revoked_why']}"
    if at >= read(row["ends_at"]):
        return f"ended after {settings.session_hours} h"
    idle = (at - read(row["seen_at"])).total_seconds()
    if idle >= settings.idle_minutes * 60:
        return f"ended after {settings.idle_minutes} min without use"
    if idle < -BACKWARDS:
        return "was last used in the future: the clock of this machine went back"
    return ""


def _sweep(connection: Connection, at: datetime, settings: AccountSettings) -> None:
    """Destroy the copies of signing keys that sessions left which ended by themselves."""
    idle = told(at - timedelta(minutes=settings.idle_minutes))
    over = (sessions.c.ends_at <= told(at)) | (sessions.c.seen_at <= idle)
    connection.execute(update(sessions).where(over, sessions.c.sealed.is_not(None)).values(sealed=None))


def _row(connection: Connection, token: str) -> Any:
    wanted = select(sessions).where(sessions.c.token_hash == hashlib.sha256(_secret(token)).digest())
    return connection.execute(wanted).mappings().first()


def _secret(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""


def _whose(session_id: str, user: str) -> str:
    return f"session {session_id} of {user}"
