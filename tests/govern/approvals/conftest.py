"""People around one table: each with a key of their own, under one clock that a test turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, update

from contrared.govern import Decision, OwnerPolicy, Person, SourceClass
from contrared.govern.approvals import Permit, Seat, approve, demand
from contrared.govern.approvals.permit import Waiting
from contrared.store import Node
from contrared.store.config import ApprovalSettings
from contrared.store.tables import users

CONTENT = {"statements": ["a" * 40, "b" * 40], "to": "node-pa"}


class Keys:
    """A real Ed25519 key for each user, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, Ed25519PrivateKey] = {}

    def sign(self, user_id: str, message: bytes) -> tuple[str, bytes]:
        return f"key-{user_id}", self.held.setdefault(user_id, Ed25519PrivateKey.generate()).sign(message)

    def verify(self, user_id: str, key_id: str, message: bytes, signature: bytes) -> bool:
        if user_id not in self.held or key_id != f"key-{user_id}":
            return False
        try:
            self.held[user_id].public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    at: datetime = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


class But(OwnerPolicy):
    """The owner's policy, but for what some users may not do."""

    def __init__(self) -> None:
        self.refused: set[tuple[str, str]] = set()

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        return Decision((person.id, action) not in self.refused, f"rule on {action}")


@dataclass
class Table:
    """All who sit at it."""

    node: Node
    clock: Clock
    keys: Keys
    policy: But
    seats: dict[str, Seat] = field(default_factory=dict)

    def __getitem__(self, who: str) -> Seat:
        return self.seats[who]

    def under(self, **settings: object) -> Table:
        """The same people under other settings."""
        changed = ApprovalSettings.model_validate(settings)
        seats = {who: replace(seat, settings=changed) for who, seat in self.seats.items()}
        return replace(self, seats=seats)

    def lock(self, who: str) -> None:
        with self.node.ledger.begin() as connection:
            connection.execute(update(users).where(users.c.id == who).values(locked_at="2026-11-26", locked_why="left"))

    def asked(self, who: str = "ana", act: str = "release", **given: object) -> str:
        """Id of the request that somebody's act waits for."""
        with pytest.raises(Waiting) as waits:
            demand(self[who], act, CONTENT, subject="ask-1", **given)  # type: ignore[arg-type]
        return waits.value.request_id

    def permitted(self, *approvers: str, who: str = "ana") -> Permit:
        """A permit that these approved."""
        request = self.asked(who)
        for each in approvers:
            approve(self[each], request)
        return demand(self[who], "release", CONTENT, subject="ask-1")


@pytest.fixture
def table(node: Node) -> Table:
    found = Table(node, Clock(), Keys(), But())
    for who in ("ana", "beto", "carla", "dora"):
        row = {"id": who, "name": who.title(), "role": "owner", "agency": "", "country": "co", "created_at": "2026"}
        with node.ledger.begin() as connection:
            connection.execute(insert(users).values(**row))
        found.seats[who] = Seat(
            ledger=node.ledger,
            person=Person(who, who.title(), "owner", "", "co"),
            purpose="case work",
            case="c-1",
            policy=found.policy,
            required=True,
            signing=found.keys,
            clock=found.clock,
        )
    return found


@pytest.fixture
def actions(node: Node) -> Callable[[], list[str]]:
    """Acts on record so far."""
    from contrared.govern import record

    return lambda: [entry.action for entry in record.entries(node.ledger)]
