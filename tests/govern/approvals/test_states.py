"""A request goes where the table of moves says and nowhere else, whatever is tried."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import update

from contrared.govern.approvals.rows import found, moved
from contrared.govern.approvals.states import LIVE, MOVES, State, before
from contrared.model import PolicyError
from contrared.store.tables import approval_requests
from tests.govern.approvals.conftest import Table

ALLOWED = {
    ("pending", "approved"),
    ("pending", "refused"),
    ("pending", "expired"),
    ("pending", "voided"),
    ("pending", "withdrawn"),
    ("approved", "used"),
    ("approved", "refused"),
    ("approved", "expired"),
    ("approved", "voided"),
    ("approved", "withdrawn"),
}


@pytest.mark.parametrize(("first", "then"), list(itertools.product(State, State)), ids=lambda s: str(s))
def test_every_move_that_there_is_and_no_other(table: Table, first: State, then: State) -> None:
    seat, request_id = table["beto"], table.asked()
    with seat.ledger.begin() as connection:
        own = approval_requests.c.id == request_id
        connection.execute(update(approval_requests).where(own).values(state=first.value))

    def move() -> None:
        with seat.ledger.begin() as connection:
            request = found(connection, request_id)
            assert request is not None
            moved(connection, seat, request, then)

    allowed = (first.value, then.value) in ALLOWED
    if allowed:
        move()
    else:
        with pytest.raises(PolicyError, match="any more"):
            move()
    with seat.ledger.reading() as connection:
        after = found(connection, request_id)
    assert after is not None
    assert after.state is (then if allowed else first)


def test_an_end_is_an_end() -> None:
    assert {state for state, following in MOVES.items() if following} == set(LIVE)
    assert before(State.PENDING) == ()
    assert {(one.value, other.value) for one in State for other in MOVES[one]} == ALLOWED
