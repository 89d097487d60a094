"""Invitations: a word told once, by which a user chooses a password that no administrator ever knew."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from contrared.govern import record
from contrared.govern.accounts.clock import Clock, read, told, wall
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store.tables import invitations, users

PREFIX = "cti_"
#: Hours an invitation waits.
HOURS = 72


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation: for whom, until when, and the word itself, which is kept nowhere."""

    user: str
    ends_at: str
    word: str


def invite(desk: Desk, user: str, why: str, clock: Clock = wall) -> Invitation:
    """Invite a user to choose a password; earlier invitations of the same user end.

    Raises:
        PolicyError: whoever sits at the desk may not administer.
        InputError: no such user, or no reason.
    """
    decision = desk.policy.may(desk.person, "administer", desk.purpose)
    if not decision.permitted:
        raise PolicyError("you may not invite users", where=desk.person.id, do=decision.rule)
    if not why.strip():
        raise InputError("an invitation needs a reason", where="--why", do="say why: first account, password lost …")
    at = clock()
    with desk.node.ledger.begin() as connection:
        if connection.execute(select(users.c.id).where(users.c.id == user)).first() is None:
            raise InputError(f"there is no user {user!r}", do="see `contrared users list`")
        made = issue(connection, user, desk.person.id, at)
        record.note(
            connection,
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action="user invited",
            what={"user": user, "until": made.ends_at, "why": why.strip()},
        )
    return made


def issue(connection: Connection, user: str, by: str, at: datetime, hours: int = HOURS) -> Invitation:
    """Make an invitation within a transaction; the act that gives it is noted by whoever calls."""
    ends = told(at + timedelta(hours=hours))
    earlier = update(invitations).where(invitations.c.user_id == user, invitations.c.used_at.is_(None))
    connection.execute(earlier.values(ends_at=told(at)))
    secret = os.urandom(20)
    word = PREFIX + base64.b32encode(secret).decode().lower()
    row = {"hash": _hash(word), "user_id": user, "made_by": by, "made_at": told(at), "ends_at": ends}
    connection.execute(insert(invitations).values(**row))
    return Invitation(user, ends, word)


def taken(connection: Connection, word: str, at: datetime) -> tuple[str, str]:
    """Use an invitation up.

    Returns:
        The user it invites, and who made it.

    Raises:
        PolicyError: there is none, it was used, it ended, or its user is locked.
    """
    wanted = select(invitations).where(invitations.c.hash == _hash(word))
    row = connection.execute(wanted).mappings().first()
    unused = update(invitations).where(invitations.c.hash == _hash(word), invitations.c.used_at.is_(None))
    if row is None or at >= read(row["ends_at"]) or not connection.execute(unused.values(used_at=told(at))).rowcount:
        raise PolicyError("this invitation is not known, was used, or ended", do="ask an administrator for a new one")
    person = connection.execute(select(users).where(users.c.id == row["user_id"])).mappings().one()
    if person["locked_at"] is not None:
        raise PolicyError(f"user {row['user_id']!r} is locked: {person['locked_why']}", do="ask the administrator")
    return str(row["user_id"]), str(row["made_by"])


def invited(connection: Connection, word: str) -> str:
    """Whom an invitation is for, used up or not; empty where there is none."""
    return str(
        connection.execute(select(invitations.c.user_id).where(invitations.c.hash == _hash(word))).scalar() or ""
    )


def _hash(word: str) -> bytes:
    return hashlib.sha256(word.strip().lower().encode("utf-8", "replace")).digest()
