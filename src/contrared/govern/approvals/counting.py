"""Which approvals of a request count: signed over exactly it, by others, who may approve to this day."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from contrared.govern.approvals.request import Request
from contrared.govern.approvals.seat import Seat, unlocked
from contrared.govern.approvals.signing import message
from contrared.store.tables import approvals


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval, and why it does not count, where it does not.

    Attributes:
        approver: Who approved.
        at: When, UTC.
        hash: Hash that was signed.
        key: Id of the key that signed.
        against: Why it does not count; empty where it does.
    """

    approver: str
    at: str
    hash: str
    key: str
    against: str


def approvals_of(connection: Connection, seat: Seat, request: Request) -> list[Approval]:
    """All approvals of a request, by time, each held against the request as it stands now.

    An approver who was locked since, or whom policy no longer lets approve, does not count any more.
    """
    wanted = (
        select(approvals).where(approvals.c.request_id == request.id).order_by(approvals.c.at, approvals.c.approver)
    )
    return [
        Approval(row["approver"], row["at"], row["hash"], row["key_id"], _against(connection, seat, request, dict(row)))
        for row in connection.execute(wanted).mappings()
    ]


def counting(connection: Connection, seat: Seat, request: Request) -> tuple[str, ...]:
    """Approvers whose approval counts."""
    return tuple(each.approver for each in approvals_of(connection, seat, request) if not each.against)


def _against(connection: Connection, seat: Seat, request: Request, row: dict[str, object]) -> str:
    if row["voided_at"] is not None:
        return f"voided on {row['voided_at']}: {row['voided_why']}"
    if not request.whole or row["hash"] != request.hash:
        return "is of other content"
    if row["expires_at"] != request.expires_at:
        return "is until another time"
    approver, key, signature = str(row["approver"]), str(row["key_id"]), row["signature"]
    if approver == request.draft.by:
        return "the second person cannot be the first"
    said = message(request.id, request.hash, request.expires_at, approver)
    if not isinstance(signature, bytes) or not seat.signing.verify(approver, key, said, signature):
        return "the signature does not hold"
    person = unlocked(connection, approver)
    if person is None:
        return "the approver is locked"
    if not seat.policy.may(person, request.draft.act.permission, request.draft.purpose).permitted:
        return "the approver may not approve any more"
    return ""
