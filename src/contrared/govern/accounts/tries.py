"""Failed tries: after each the wait doubles, after too many the name is locked; counted in the ledger, before the try.

A try is counted before it is looked at and struck off when it succeeds. So neither a process that is killed nor many
that try at once get more tries than one that waits. A name nobody bears is counted like one that somebody does.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from contrared.govern.accounts.clock import read, told
from contrared.model import NodeError, PolicyError
from contrared.store.config import AccountSettings
from contrared.store.ledger import Ledger
from contrared.store.tables import tries

#: Times a counter that others count at the same moment is read again.
MOST_ROUNDS = 50


def charge(ledger: Ledger, user: str, at: datetime, settings: AccountSettings) -> int:
    """Count a try as failed before it is looked at.

    Returns:
        Tries counted since the last that succeeded, this one included.

    Raises:
        PolicyError: the name is locked, or waits after its last failure; the same words for names nobody bears.
    """
    who = _hash(user)
    for _ in range(MOST_ROUNDS):
        with ledger.reading() as connection:
            row = connection.execute(select(tries).where(tries.c.who == who)).mappings().first()
        if row is not None and row["locked_at"] is not None:
            raise PolicyError(
                f"locked after {row['failures']} failed tries",
                where=user,
                do="ask the node's administrator for `contrared users unlock`",
            )
        if row is not None and (wait := (read(row["next_at"]) - at).total_seconds()) > 0:
            raise PolicyError(
                f"too soon after a failed try: wait {_seconds(wait, settings)}", where=user, do="try then"
            )
        if (failures := _count(ledger, who, row, at, settings)) is not None:
            return failures
    raise NodeError("too many tries at once", where=user, do="try again in a moment")


def forget(connection: Connection, user: str) -> None:
    """Strike all failed tries off: one succeeded, or an administrator unlocked the name."""
    connection.execute(delete(tries).where(tries.c.who == _hash(user)))


def locked(connection: Connection, user: str) -> bool:
    """Whether a name is locked after failed tries."""
    return connection.execute(select(tries.c.locked_at).where(tries.c.who == _hash(user))).scalar() is not None


def delay(failures: int, settings: AccountSettings) -> timedelta:
    """How long to wait after so many failures: 1 s, 2 s, 4 s … up to the longest."""
    return timedelta(seconds=min(2 ** min(failures - 1, 30), settings.longest_delay))


def _count(ledger: Ledger, who: str, row: Any, at: datetime, settings: AccountSettings) -> int | None:
    """Count one more unless somebody else counted since ``row`` was read."""
    failures = 1 if row is None else row["failures"] + 1
    values = {
        "failures": failures,
        "next_at": told(at + delay(failures, settings)),
        "locked_at": told(at) if failures >= settings.failures else None,
    }
    try:
        with ledger.begin() as connection:
            if row is None:
                connection.execute(insert(tries).values(who=who, **values))
                return failures
            same = update(tries).where(tries.c.who == who, tries.c.failures == row["failures"])
            return failures if connection.execute(same.values(**values)).rowcount else None
    except IntegrityError:
        return None


def _hash(user: str) -> str:
    """Names are kept hashed: people type their password where the name belongs."""
    return hashlib.sha256(b"contrared.org/accounts/tries/v1\n" + user.encode("utf-8", "replace")).hexdigest()


def _seconds(wait: float, settings: AccountSettings) -> str:
    # A clock that went back would tell of a wait longer than there is.
    return f"{min(int(wait) + 1, settings.longest_delay)} s"
