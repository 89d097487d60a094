"""An inquiry: a question to a bank, registry or court under an order, with a deadline, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from contrared.model import InputError


class Kind(StrEnum):
    """Who is asked."""

    BANK = "bank"
    REGISTRY = "registry"
    COURT = "court"
    OTHER = "other"


class State(StrEnum):
    """What stands of an inquiry."""

    OPEN = "open"
    PARTIAL = "answered in part"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLOSED = "closed"


class Event(StrEnum):
    """What happens to an inquiry."""

    PART = "part"
    REPLY = "reply"
    REFUSED = "refused"
    EXTENDED = "extended"
    REMINDED = "reminded"
    CLOSED = "closed"


#: States in which a reply is still waited for.
WAITING = frozenset({State.OPEN, State.PARTIAL})
#: What leads from which state to which; there are no other transitions.
TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.OPEN, Event.PART): State.PARTIAL,
    (State.OPEN, Event.REPLY): State.ANSWERED,
    (State.OPEN, Event.REFUSED): State.REFUSED,
    (State.OPEN, Event.EXTENDED): State.OPEN,
    (State.OPEN, Event.REMINDED): State.OPEN,
    (State.OPEN, Event.CLOSED): State.CLOSED,
    (State.PARTIAL, Event.PART): State.PARTIAL,
    (State.PARTIAL, Event.REPLY): State.ANSWERED,
    (State.PARTIAL, Event.REFUSED): State.REFUSED,
    (State.PARTIAL, Event.EXTENDED): State.PARTIAL,
    (State.PARTIAL, Event.REMINDED): State.PARTIAL,
    (State.PARTIAL, Event.CLOSED): State.CLOSED,
    (State.ANSWERED, Event.CLOSED): State.CLOSED,
    (State.REFUSED, Event.CLOSED): State.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an inquiry.

    Attributes:
        event: What it was.
        dataset: Dataset that a reply became; empty otherwise.
        version: Its version.
        sources: Its sources.
        due: The deadline from then on.
        why: Reason, or what came.
        by: Who wrote it down.
        at: When, UTC.
    """

    event: Event
    dataset: str
    version: str
    sources: tuple[str, ...]
    due: str
    why: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question and what became of it.

    Attributes:
        id: ``inq-…``.
        case_id: Case it was asked for; empty where for none.
        addressee: To whom.
        kind: What they are.
        asked: The question.
        order: Order it is asked under, with its number.
        legal_basis: Law.
        about: Entities it asks about.
        first_due: Deadline as it was set first, ISO.
        by: Who asked.
        at: When, UTC.
        happened: What became of it, oldest first.
    """

    id: str
    case_id: str
    addressee: str
    kind: Kind
    asked: str
    order: str
    legal_basis: str
    about: tuple[str, ...]
    first_due: str
    by: str
    at: str
    happened: tuple[Happened, ...] = ()

    @property
    def state(self) -> State:
        """What stands of it."""
        return state_after(each.event for each in self.happened)

    @property
    def due(self) -> str:
        """The deadline that stands, ISO."""
        return next((each.due for each in reversed(self.happened) if each.event is Event.EXTENDED), self.first_due)

    @property
    def replies(self) -> tuple[Happened, ...]:
        """What came in."""
        return tuple(each for each in self.happened if each.event in (Event.PART, Event.REPLY))

    @property
    def reminders(self) -> tuple[Happened, ...]:
        """When whoever was asked was reminded."""
        return tuple(each for each in self.happened if each.event is Event.REMINDED)


def state_after(events: Iterable[Event]) -> State:
    """State after some events.

    Raises:
        InputError: one of them was not possible.
    """
    state = State.OPEN
    for event in events:
        state = following(state, event)
    return state


def following(state: State, event: Event, inquiry: str = "") -> State:
    """The state an event leads to.

    Raises:
        InputError: nothing leads on from that state by that event.
    """
    if (state, event) not in TRANSITIONS:
        raise InputError(
            f"an inquiry that is {state} takes no such event ({event})",
            where=inquiry,
            do="see `contrared inquiry show`, or ask anew with `contrared inquiry new`",
        )
    return TRANSITIONS[state, event]
