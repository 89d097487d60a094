"""Who asks or decides, for what, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from contrared.govern import record
from contrared.govern.approvals.signing import OwnSigning, Signing, Unsigned
from contrared.govern.policy import OwnerPolicy, Person, Policy, SourceClass
from contrared.model import EvidentialStatus, Handling, PolicyError
from contrared.store.config import ApprovalSettings
from contrared.store.ledger import Ledger
from contrared.store.tables import access_log, users

if TYPE_CHECKING:
    from contrared.govern.desk import Desk


def _wall() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Seat:
    """A place at the table where acts are approved.

    Attributes:
        ledger: The ledger.
        person: Who sits there.
        purpose: Why.
        case: Case id, or empty.
        policy: Says who may approve.
        settings: How many must, and for how long an approval holds.
        required: Whether acts take more than one person on this node.
        signing: Signs for the person, verifies what others signed.
        closed: Datasets that the person may not know of.
        clock: What time it is.
    """

    ledger: Ledger
    person: Person
    purpose: str
    case: str = ""
    policy: Policy = field(default_factory=OwnerPolicy)
    settings: ApprovalSettings = field(default_factory=lambda: ApprovalSettings.model_validate({}))
    required: bool = False
    signing: Signing = field(default_factory=Unsigned)
    closed: Callable[[], frozenset[str]] = frozenset
    clock: Callable[[], datetime] = _wall

    @classmethod
    def of(cls, desk: Desk, signing: Signing | None = None, clock: Callable[[], datetime] = _wall) -> Seat:
        """The seat of whoever is at a desk; their session signs, unless told otherwise."""
        settings = desk.node.settings
        return cls(
            ledger=desk.node.ledger,
            person=desk.person,
            purpose=desk.purpose,
            case=desk.case,
            policy=desk.policy,
            settings=settings.approvals,
            required=settings.approvals.required == "always" or settings.policy.profile != "owner",
            signing=signing or OwnSigning(desk.node, desk.session),
            closed=lambda: frozenset(desk.node.lake.datasets()) - {version.dataset for version in desk.versions()},
            clock=clock,
        )

    def now(self) -> str:
        """The time, UTC, ISO 8601 with seconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def in_hours(self, hours: int) -> str:
        """The time in so many hours."""
        return (self.clock().astimezone(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")

    def may(self, action: str, person: Person | None = None) -> bool:
        """Whether policy lets somebody, the person of this seat unless named, do something."""
        return self.policy.may(person or self.person, action, self.purpose).permitted

    def permitted(self, action: str) -> None:
        """Let the person of this seat do something, or not.

        Raises:
            PolicyError: policy does not permit it.
        """
        decision = self.policy.may(self.person, action, self.purpose)
        if not decision.permitted:
            raise PolicyError(f"you may not {action} here", where=self.person.id, do=decision.rule)

    def reads(self, banner: str) -> bool:
        """Whether policy opens what has this handling to the person."""
        if not banner:
            return True
        about = SourceClass(Handling.parse(banner), str(EvidentialStatus.INTELLIGENCE))
        return self.policy.may(self.person, "read", self.purpose, about).permitted

    def note(self, connection: Connection, action: str, what: Mapping[str, Any], legal_basis: str = "") -> None:
        """Write a line of the record within a transaction."""
        row = record.line(
            user=self.person.id,
            purpose=self.purpose,
            case=self.case,
            action=action,
            what=what,
            legal_basis=legal_basis,
        )
        connection.execute(insert(access_log).values(**row))


def unlocked(connection: Connection, user_id: str) -> Person | None:
    """A user of the node as they are now; None where there is none or they are locked."""
    row = connection.execute(select(users).where(users.c.id == user_id, users.c.locked_at.is_(None))).first()
    return None if row is None else Person(row.id, row.name, row.role, row.agency, row.country, row.force)
