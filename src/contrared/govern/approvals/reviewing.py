"""Looking afterwards at what was done alone in an emergency, or under a standing approval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update

from contrared.govern.approvals.request import Request
from contrared.govern.approvals.rows import found
from contrared.govern.approvals.seat import Seat
from contrared.model import InputError, PolicyError
from contrared.store.ledger import Ledger
from contrared.store.tables import approval_requests as requests
from contrared.store.tables import approval_reviews as reviews


class Verdict(StrEnum):
    """What a reviewer finds."""

    PROPER = "proper"
    IMPROPER = "improper"


@dataclass(frozen=True, slots=True)
class Review:
    """A review that is due or done.

    Attributes:
        request_id: What is reviewed.
        act: The act.
        way: ``emergency`` or ``standing``.
        by: Who acted.
        used_at: When, UTC.
        reason: Why, as they said, or under which standing approval.
        due_at: When somebody must have looked, UTC.
        reviewed_by: Who looked, or empty.
        reviewed_at: When, or empty.
        verdict: ``proper`` or ``improper``, or empty.
        note: What they said of it.
    """

    request_id: str
    act: str
    way: str
    by: str
    used_at: str
    reason: str
    due_at: str
    reviewed_by: str
    reviewed_at: str
    verdict: str
    note: str


def all_reviews(ledger: Ledger) -> list[Review]:
    """All reviews, due and done, by when they are due."""
    told = (requests.c.act, requests.c.way, requests.c.by, requests.c.used_at)
    joined = reviews.join(requests, requests.c.id == reviews.c.request_id)
    wanted = select(reviews, *told).select_from(joined).order_by(reviews.c.due_at, reviews.c.request_id)
    with ledger.reading() as connection:
        return [
            Review(**{key: value or "" for key, value in row.items()}) for row in connection.execute(wanted).mappings()
        ]


def overdue(ledger: Ledger, now: str) -> list[Review]:
    """Reviews that nobody did in time."""
    return [each for each in all_reviews(ledger) if not each.reviewed_by and each.due_at <= now]


def review(seat: Seat, request_id: str, verdict: Verdict, note: str) -> Request:
    """Look at what was done, as another person than whoever did it.

    Raises:
        InputError: nothing of that id waits for a review, or nothing is said of it.
        PolicyError: the person acted themselves, or may neither approve nor oversee.
    """
    if not note.strip():
        raise InputError("a review says what was found", where="--why", do="say why it was proper or not")
    with seat.ledger.begin() as connection:
        request = found(connection, request_id)
        if request is None:
            raise InputError(f"there is no request {request_id!r}", do="see `contrared approvals list`")
        if request.draft.by == seat.person.id:
            raise PolicyError("nobody reviews what they did", where=request_id, do="ask somebody else")
        if not seat.may("audit"):
            seat.permitted("approve")
        values = {"reviewed_by": seat.person.id, "reviewed_at": seat.now(), "verdict": verdict.value}
        open_one = (reviews.c.request_id == request_id) & reviews.c.reviewed_by.is_(None)
        if not connection.execute(update(reviews).where(open_one).values(**values, note=note.strip())).rowcount:
            raise InputError(f"{request_id} waits for no review", do="see `contrared approvals --due`")
        told = {"id": request_id, "by": request.draft.by, "verdict": verdict.value, "why": note.strip()}
        seat.note(connection, "review", told)
    return request
