"""The pen of those who decide on time and rights: policy asked once, each stroke a transaction with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, insert

from contrared.govern import record
from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store.tables import access_log


class Pen:
    """Writes for one person who may do one kind of act.

    Args:
        desk: Their desk.
        act: The act that policy is asked about.

    Raises:
        PolicyError: policy does not permit it.
    """

    def __init__(self, desk: Desk, act: str) -> None:
        decision = desk.policy.may(desk.person, act, desk.purpose)
        if not decision.permitted:
            raise PolicyError(f"you may not {act} here", where=desk.person.id, do=decision.rule)
        self.desk = desk
        self.person = desk.person

    @contextmanager
    def stroke(self, action: str, what: Mapping[str, Any], legal_basis: str = "") -> Iterator[Connection]:
        """A transaction; its line is written at its end, so what is learned on the way may be put into ``what``."""
        with self.desk.node.ledger.begin() as connection:
            yield connection
            self.note(connection, action, what, legal_basis)

    def note(self, connection: Connection, action: str, what: Mapping[str, Any], legal_basis: str = "") -> None:
        """Write a line within a transaction."""
        desk = self.desk
        row = record.line(
            user=desk.person.id,
            purpose=desk.purpose,
            case=desk.case,
            action=action,
            what=what,
            legal_basis=legal_basis.strip(),
        )
        connection.execute(insert(access_log).values(**row))


def required(text: str, where: str, what: str) -> str:
    """A text that must be said.

    Raises:
        InputError: it is not.
    """
    if not text.strip():
        raise InputError(what, where=where, do="say it; it is kept on record")
    return text.strip()
