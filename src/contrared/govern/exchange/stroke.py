"""One transaction of the exchange: whatever a message or a decision does stands or falls together, with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from contrared.govern import record
from contrared.govern.exchange.book import Book
from contrared.govern.log.entry import FRAME, canonical
from contrared.govern.record import Opened
from contrared.store.ledger import now
from contrared.store.tables import access_log, exchange_budget, exchange_chains

IN, OUT = "in", "out"
Row = dict[str, Any]


class BudgetError(Exception):
    """A partner asks for more than its budget allows."""


@dataclass
class Stroke:
    """A transaction that holds the rows of one partner until it ends.

    Attributes:
        connection: The transaction.
        user: Who acts, or ``peer:ID`` where a message does.
        purpose: Why.
        case: Case of this node, or empty.
        line: Number of the last line written, 0 where none was.
    """

    connection: Connection
    user: str
    purpose: str
    case: str
    line: int = field(default=0, init=False)

    def one(self, book: Book, **key: Any) -> Row | None:
        """The row with these values; None where there is none."""
        row = self.connection.execute(self._where(select(book.table), book, key)).first()
        return None if row is None else dict(row._mapping)

    def many(self, book: Book, **key: Any) -> list[Row]:
        """All rows with these values, in the order of their key; a tuple of values means any of them."""
        wanted = self._where(select(book.table), book, key).order_by(*book.table.primary_key.columns)
        return [dict(row._mapping) for row in self.connection.execute(wanted)]

    def add(self, book: Book, *rows: Mapping[str, Any]) -> None:
        """Keep rows."""
        if rows:
            self.connection.execute(insert(book.table), [dict(row) for row in rows])

    def change(self, book: Book, key: Mapping[str, Any], **values: Any) -> int:
        """Change the rows with these values of the key; how many they were."""
        return int(self.connection.execute(self._where(update(book.table), book, key).values(**values)).rowcount)

    def remove(self, book: Book, **key: Any) -> int:
        """Remove the rows with these values, for good; how many they were."""
        return int(self.connection.execute(self._where(delete(book.table), book, key)).rowcount)

    def chain(self, peer: str, direction: str) -> tuple[int, str]:
        """Number and digest of the last message in a direction; 0 and nothing before the first."""
        found = self.connection.execute(
            select(exchange_chains.c.seq, exchange_chains.c.prev).where(
                exchange_chains.c.peer == peer, exchange_chains.c.direction == direction
            )
        ).first()
        return (0, "") if found is None else (int(found.seq), str(found.prev))

    def advance(self, peer: str, direction: str, seq: int, digest: str) -> None:
        """Move a chain on to its next message, or set it where a partner and this node agreed it stands."""
        self.connection.execute(
            update(exchange_chains)
            .where(exchange_chains.c.peer == peer, exchange_chains.c.direction == direction)
            .values(seq=seq, prev=digest)
        )

    def hold(self, peer: str) -> None:
        """Hold both chains of a partner until the end of the transaction, so that all else of it waits."""
        for direction in (IN, OUT):
            self.connection.execute(
                text(
                    "INSERT INTO exchange_chains (peer, direction, seq, prev) VALUES (:peer, :direction, 0, '')"
                    " ON CONFLICT (peer, direction) DO UPDATE SET seq = exchange_chains.seq"
                ),
                {"peer": peer, "direction": direction},
            )

    def debit(self, peer: str, purpose: str, day: str, elements: int, most: int) -> int:
        """Take elements from the budget of a partner, for a purpose and a day.

        Returns:
            What is left.

        Raises:
            BudgetError: less is left than is wanted; nothing was taken.
        """
        key = {"peer": peer, "purpose": purpose, "day": day}
        self.connection.execute(
            text(
                "INSERT INTO exchange_budget (peer, purpose, day, spent) VALUES (:peer, :purpose, :day, 0)"
                " ON CONFLICT (peer, purpose, day) DO NOTHING"
            ),
            key,
        )
        budget = exchange_budget.c
        mine = (budget.peer == peer) & (budget.purpose == purpose) & (budget.day == day)
        taken = self.connection.execute(
            update(exchange_budget)
            .where(mine, budget.spent <= most - elements)
            .values(spent=exchange_budget.c.spent + elements)
        ).rowcount
        spent = self.spent(peer, purpose, day)
        if not taken:
            raise BudgetError(f"{elements} elements asked for where {max(most - spent, 0)} of {most} are left")
        return most - spent

    def spent(self, peer: str, purpose: str, day: str) -> int:
        """Elements that a partner was given for a purpose on a day."""
        budget = exchange_budget.c
        mine = (budget.peer == peer) & (budget.purpose == purpose) & (budget.day == day)
        return int(self.connection.execute(select(budget.spent).where(mine)).scalar() or 0)

    def note(self, action: str, what: Mapping[str, Any], legal_basis: str = "") -> Opened:
        """Write a line of the record; what opens its frame to a partner comes back (its place is not known yet)."""
        row = record.line(
            user=self.user, purpose=self.purpose, case=self.case, action=action, what=what, legal_basis=legal_basis
        )
        (self.line,) = self.connection.execute(insert(access_log).values(**row).returning(access_log.c.seq)).one()
        frame = {key: row[key] for key in FRAME} | {"content": row["content_hash"].hex()}
        return Opened(-1, row["leaf"], canonical({"frame": frame, "salt": row["frame_salt"].hex()}))

    @staticmethod
    def now() -> str:
        """Wall-clock time, for the record."""
        return now()

    @staticmethod
    def _where(wanted: Any, book: Book, key: Mapping[str, Any]) -> Any:
        for name, value in key.items():
            column = book.table.c[name]
            wanted = wanted.where(
                column.in_(value)
                if isinstance(value, Sequence) and not isinstance(value, str | bytes)
                else column == value
            )
        return wanted
