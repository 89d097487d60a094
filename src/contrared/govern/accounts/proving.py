"""Proving who one is: password and code, counted before they are looked at, refused in the same words always."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from contrared.govern import record
from contrared.govern.accounts import passwords, totp, tries
from contrared.govern.accounts.clock import Clock, wall
from contrared.govern.accounts.passwords import Cost, Stretched
from contrared.govern.accounts.vault import unseal
from contrared.govern.user_id import USER_ID
from contrared.model import PolicyError
from contrared.store import Node
from contrared.store.tables import accounts, users

#: Purpose on record of acts on one's own account.
PURPOSE = "own account"
TOTP_USE = "totp"


@dataclass(frozen=True, slots=True)
class Proven:
    """Who proved who they are, what their password opens, what is kept of it, the transaction in which it counts."""

    user: str
    stretched: Stretched
    kept: str
    connection: Connection
    at: datetime

    def note(self, action: str, what: dict[str, Any]) -> None:
        """Put an act of theirs on record, in the same transaction."""
        record.note(self.connection, user=self.user, purpose=PURPOSE, case="", action=action, what=what)


class Prover:
    """Asks for proof.

    Args:
        node: The opened node.
        clock: What says the time.
        cost: What a guess costs where a user has no password; others have theirs written beside it.
    """

    def __init__(self, node: Node, clock: Clock = wall, cost: Cost | None = None) -> None:
        self.node = node
        self.clock = clock
        self.cost = cost or Cost()

    @contextmanager
    def prove(self, user: str, password: str, code: str = "") -> Iterator[Proven]:
        """Open a transaction for a user who gives password and code: what is done in it stands or falls with the proof.

        Args:
            user: Id, as typed.
            password: Password, as typed.
            code: Code of the second factor; empty for users who have none.

        Raises:
            PolicyError: the name is locked or waits; or user, password or code is wrong, which of them is not told.
        """
        at = self.clock()
        counted = user if USER_ID.fullmatch(user) else ""
        failures = tries.charge(self.node.ledger, counted, at, self.node.settings.accounts)
        with self.node.ledger.reading() as connection:
            person = connection.execute(select(users).where(users.c.id == user)).mappings().first()
            account = connection.execute(select(accounts).where(accounts.c.user_id == user)).mappings().first()
        kept = passwords.decoy(self.cost) if account is None or person is None else account["password"]
        stretched = passwords.proved(password, kept)
        step = _step(account, user, stretched, code, at) if stretched is not None else None
        if stretched is None or person is None or account is None or step is None:
            raise self._refused(user if person is not None else "", failures)
        if person["locked_at"] is not None:
            self._refused(user, failures)
            raise PolicyError(f"user {user!r} is locked: {person['locked_why']}", do="ask the node's administrator")
        taken = False
        with self.node.ledger.begin() as connection:
            if taken := _take(connection, account, step):
                tries.forget(connection, user)
                yield Proven(user, stretched, kept, connection, at)
        if not taken:
            raise self._refused(user, failures)

    def _refused(self, user: str, failures: int) -> PolicyError:
        what = {"failures": failures, "locked": failures >= self.node.settings.accounts.failures}
        who = user or "unknown"
        record.append(self.node.ledger, user=who, purpose=PURPOSE, case="", action="login refused", what=what)
        return PolicyError("user, password or code is wrong", do="check all three; who has no code leaves it empty")


def _step(account: Any, user: str, stretched: Stretched, code: str, at: datetime) -> int | None:
    """Step of the code; -1 where the user has no second factor; None if it is wrong, or one was given for nothing."""
    if account is None or account["totp"] is None:
        return -1 if account is not None and not code.strip() else None
    secret = unseal(stretched.key(TOTP_USE), account["totp"], f"second factor of {user}")
    return totp.step_of(secret, code, at.timestamp(), account["totp_step"])


def _take(connection: Connection, account: Any, step: int) -> bool:
    """Take the code, if the account is still as it was looked at and nobody took the code at the same moment."""
    same = update(accounts).where(accounts.c.user_id == account["user_id"], accounts.c.password == account["password"])
    if step < 0:
        same = same.where(accounts.c.totp.is_(None)).values(totp_step=None)
    else:
        same = same.where(accounts.c.totp == account["totp"], accounts.c.totp_step < step).values(totp_step=step)
    return bool(connection.execute(same).rowcount)
