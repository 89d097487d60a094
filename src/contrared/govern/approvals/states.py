"""Where a request stands, and where it can go from there."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """State of a request."""

    PENDING = "pending"
    APPROVED = "approved"
    USED = "used"
    REFUSED = "refused"
    EXPIRED = "expired"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


#: What may follow each state; an approver who thinks again may refuse what was approved and is not used yet.
MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.APPROVED, State.REFUSED, State.EXPIRED, State.VOIDED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.USED, State.REFUSED, State.EXPIRED, State.VOIDED, State.WITHDRAWN}),
    State.USED: frozenset(),
    State.REFUSED: frozenset(),
    State.EXPIRED: frozenset(),
    State.VOIDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
#: States that something can still come of.
LIVE = (State.PENDING, State.APPROVED)


def before(state: State) -> tuple[State, ...]:
    """States that a state may follow, in a fixed order."""
    return tuple(known for known in State if state in MOVES[known])
