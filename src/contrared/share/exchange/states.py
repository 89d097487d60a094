"""The states of an exchange on both sides, as data. There are no other transitions.

What an asker asks is one thread until the answer; after a hit each record that is opened is a thread of its own, and
the asker's states go on in it. An answer that is invalid moves nothing: it is an error, never a "no hit".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from contrared.share.envelope.kinds import Kind


class Asker(StrEnum):
    """Where the asking side stands."""

    DRAFTED = "drafted"
    SENT = "sent"
    ANSWERED = "answered"
    NO_HIT = "no_hit"
    NOT_COMPARABLE = "not_comparable"
    HIT = "hit"
    APPROVED = "approved"
    OPENED = "opened"
    RELEASED = "released"
    REFUSED = "refused"
    ASKED_BACK = "asked_back"
    EXPIRED = "expired"


class Holder(StrEnum):
    """Where the holding side stands."""

    RECEIVED = "received"
    SCORED = "scored"
    PENDING = "pending"
    APPROVED_1 = "approved_1"
    APPROVED_2 = "approved_2"
    RELEASED = "released"
    NARROWED = "narrowed"
    RECALLED = "recalled"
    REFUSED = "refused"
    EXPIRED = "expired"


ASKER: Mapping[Asker, frozenset[Asker]] = MappingProxyType(
    {
        Asker.DRAFTED: frozenset({Asker.SENT}),
        Asker.SENT: frozenset({Asker.ANSWERED}),
        Asker.ANSWERED: frozenset({Asker.NO_HIT, Asker.NOT_COMPARABLE, Asker.HIT}),
        Asker.NO_HIT: frozenset(),
        Asker.NOT_COMPARABLE: frozenset(),
        Asker.HIT: frozenset({Asker.APPROVED}),
        Asker.APPROVED: frozenset({Asker.OPENED}),
        Asker.OPENED: frozenset({Asker.RELEASED, Asker.REFUSED, Asker.ASKED_BACK, Asker.EXPIRED}),
        Asker.ASKED_BACK: frozenset({Asker.OPENED}),
        Asker.RELEASED: frozenset(),
        Asker.REFUSED: frozenset(),
        Asker.EXPIRED: frozenset(),
    }
)

#: States in which nothing has been decided yet.
UNDECIDED = frozenset({Holder.RECEIVED, Holder.SCORED, Holder.PENDING, Holder.APPROVED_1, Holder.APPROVED_2})

#: Before a release it may be refused or run out at any moment. The first approval is that of the officer who drafts
#: what would leave, the second that of another; an edit is a new draft with a new hash, which no approval covers.
HOLDER: Mapping[Holder, frozenset[Holder]] = MappingProxyType(
    {
        Holder.RECEIVED: frozenset({Holder.SCORED, Holder.REFUSED, Holder.EXPIRED}),
        Holder.SCORED: frozenset({Holder.PENDING, Holder.REFUSED, Holder.EXPIRED}),
        Holder.PENDING: frozenset({Holder.APPROVED_1, Holder.REFUSED, Holder.EXPIRED}),
        Holder.APPROVED_1: frozenset({Holder.APPROVED_2, Holder.REFUSED, Holder.EXPIRED}),
        Holder.APPROVED_2: frozenset({Holder.RELEASED, Holder.REFUSED, Holder.EXPIRED}),
        Holder.RELEASED: frozenset({Holder.NARROWED, Holder.RECALLED}),
        Holder.NARROWED: frozenset({Holder.RECALLED}),
        Holder.RECALLED: frozenset(),
        Holder.REFUSED: frozenset(),
        Holder.EXPIRED: frozenset(),
    }
)


class TransitionError(Exception):
    """A transition that does not exist."""

    def __init__(self, present: Asker | Holder, wanted: Asker | Holder) -> None:
        super().__init__(f"nothing leads from {present} to {wanted}")
        self.present = present
        self.wanted = wanted


State = TypeVar("State", Asker, Holder)


def moved(present: State, wanted: State) -> State:
    """The state after a transition.

    Raises:
        TransitionError: there is no such transition.
    """
    table: Mapping[Any, frozenset[Any]] = ASKER if isinstance(present, Asker) else HOLDER
    if wanted not in table[present]:
        raise TransitionError(present, wanted)
    return wanted


#: What a message from the holder does to a thread of the asker; in any other state it is answered as an error.
AT_ASKER: Mapping[tuple[Kind, Asker], Asker] = MappingProxyType(
    {
        (Kind.RELEASE, Asker.OPENED): Asker.RELEASED,
        (Kind.REFUSE, Asker.OPENED): Asker.REFUSED,
        (Kind.ASK_BACK, Asker.OPENED): Asker.ASKED_BACK,
    }
)
#: What an OPEN does at the holder: the first begins a thread; one that answers an ASK_BACK leaves it where it is.
AT_HOLDER: Mapping[Holder | None, Holder] = MappingProxyType({None: Holder.RECEIVED, Holder.PENDING: Holder.PENDING})
#: What a decision of an officer needs, and where it leads; no decision is open while an ASK_BACK waits for its answer.
DECIDED: Mapping[tuple[Kind, Holder], Holder] = MappingProxyType(
    {
        (Kind.RELEASE, Holder.APPROVED_2): Holder.RELEASED,
        **{(Kind.REFUSE, state): Holder.REFUSED for state in UNDECIDED},
        (Kind.ASK_BACK, Holder.PENDING): Holder.PENDING,
        (Kind.NARROW, Holder.RELEASED): Holder.NARROWED,
        (Kind.RECALL, Holder.RELEASED): Holder.RECALLED,
        (Kind.RECALL, Holder.NARROWED): Holder.RECALLED,
    }
)
