"""The record of what was read and done: appended, never updated. Deepened into the audit log later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from contrared.store.ledger import Ledger, now
from contrared.store.tables import access_log


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record."""

    seq: int
    at: str
    user: str
    purpose: str
    case: str
    action: str
    what: dict[str, Any]


def append(ledger: Ledger, *, user: str, purpose: str, case: str, action: str, what: dict[str, Any]) -> None:
    """Write one line in a transaction of its own, before the answer is given."""
    with ledger.begin() as connection:
        connection.execute(
            insert(access_log).values(at=now(), user_id=user, purpose=purpose, case_id=case, action=action, what=what)
        )


def entries(ledger: Ledger) -> Iterator[Entry]:
    """All lines, oldest first."""
    with ledger.reading() as connection:
        for row in connection.execute(select(access_log).order_by(access_log.c.seq)):
            yield Entry(row.seq, row.at, row.user_id, row.purpose, row.case_id, row.action, row.what)
