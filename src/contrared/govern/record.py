"""The record of what was read and done: appended, never updated. Deepened into the audit log later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from contrared.govern.log.entry import sealed
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
        note(connection, user=user, purpose=purpose, case=case, action=action, what=what)


def line(*, user: str, purpose: str, case: str, action: str, what: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the record, sealed for the log."""
    row = {"at": now(), "user_id": user, "purpose": purpose, "case_id": case, "action": action, "what": dict(what)}
    return sealed(row)


def note(connection: Connection, *, user: str, purpose: str, case: str, action: str, what: Mapping[str, Any]) -> None:
    """Write one line within a transaction: an act and its line stand or fall together."""
    row = line(user=user, purpose=purpose, case=case, action=action, what=what)
    connection.execute(insert(access_log).values(**row))


def entries(ledger: Ledger) -> Iterator[Entry]:
    """All lines, oldest first."""
    with ledger.reading() as connection:
        for row in connection.execute(select(access_log).order_by(access_log.c.seq)):
            yield Entry(row.seq, row.at, row.user_id, row.purpose, row.case_id, row.action, row.what)
