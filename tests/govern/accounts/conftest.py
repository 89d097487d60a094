"""A node whose users have passwords, with a clock that tests turn and Argon2id made cheap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contrared.govern import Desk, record
from contrared.govern.accounts import Accounts
from contrared.govern.accounts.invitations import invite
from contrared.govern.accounts.passwords import Cost
from contrared.govern.users import Users
from contrared.store import Node

CHEAP = Cost(memory=64, passes=1, lanes=1)
PASSWORD = "the ferry leaves at dawn"
OTHER = "another tide another boat"


class Clock:
    """Says the time a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 26, 12, 0, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(node: Node, clock: Clock) -> Accounts:
    """Accounts of a node on which nobody has a password yet."""
    return Accounts(node, clock, CHEAP)


@pytest.fixture
def ana(desk: Desk, held: Accounts, clock: Clock) -> str:
    """A user with a password."""
    Users(desk).add("ana", "Ana Rojas", "analyst", force="police")
    assert held.accept(invite(desk, "ana", "first account", clock).word, PASSWORD) == "ana"
    return "ana"


@pytest.fixture
def acts(node: Node) -> Callable[[], list[tuple[str, str, dict[str, Any]]]]:
    """User, act and content of each line on record, but for entering."""

    def told() -> list[tuple[str, str, dict[str, Any]]]:
        return [(e.user, e.action, e.what) for e in record.entries(node.ledger) if e.action != "enter"]

    return told
