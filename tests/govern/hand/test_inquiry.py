"""The states of an inquiry: every transition there is, and none beside."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.hand.inquiry import TRANSITIONS, WAITING, Event, State, following, state_after
from contrared.model import InputError

#: Written down here a second time, by hand: from each state, what may happen and where it leads.
TABLE: dict[State, dict[Event, State]] = {
    State.OPEN: {
        Event.PART: State.PARTIAL,
        Event.REPLY: State.ANSWERED,
        Event.REFUSED: State.REFUSED,
        Event.EXTENDED: State.OPEN,
        Event.REMINDED: State.OPEN,
        Event.CLOSED: State.CLOSED,
    },
    State.PARTIAL: {
        Event.PART: State.PARTIAL,
        Event.REPLY: State.ANSWERED,
        Event.REFUSED: State.REFUSED,
        Event.EXTENDED: State.PARTIAL,
        Event.REMINDED: State.PARTIAL,
        Event.CLOSED: State.CLOSED,
    },
    State.ANSWERED: {Event.CLOSED: State.CLOSED},
    State.REFUSED: {Event.CLOSED: State.CLOSED},
    State.CLOSED: {},
}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_state_and_event(state: State, event: Event) -> None:
    if (to := TABLE[state].get(event)) is not None:
        assert following(state, event) is to
    else:
        assert (state, event) not in TRANSITIONS
        with pytest.raises(InputError, match=f"an inquiry that is {state} takes no such event"):
            following(state, event, "inq-1")


def test_every_state_is_reached_and_what_waits_can_still_be_answered() -> None:
    reached, before = {State.OPEN}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {to for (state, _), to in TRANSITIONS.items() if state in before}
    assert reached == set(State)
    assert {state for state in State if (state, Event.REPLY) in TRANSITIONS} == WAITING


@given(st.lists(st.sampled_from(list(Event)), max_size=6))
def test_any_course_ends_where_its_steps_lead_or_stops_at_the_first_that_is_none(events: list[Event]) -> None:
    state, possible = State.OPEN, True
    for event in events:
        possible = possible and event in TABLE[state]
        state = TABLE[state].get(event, state) if possible else state
    if possible:
        assert state_after(events) is state
    else:
        with pytest.raises(InputError):
            state_after(events)
