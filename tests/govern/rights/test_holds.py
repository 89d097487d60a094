"""A hold keeps what it names whole, and ends only by two people."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update

from contrared.govern import Desk, enter, record
from contrared.govern.approvals import Seat, listed, refuse
from contrared.govern.rights.deletion import Deletion
from contrared.govern.rights.holds import Holds, covered
from contrared.model import InputError, PolicyError
from contrared.store.tables import approval_requests, holds, users

from .conftest import TODAY, Kept

ORDER = {"why": "trial", "legal_basis": "CPP 205", "order": "Court 3, 12/2030"}


@pytest.fixture
def second(kept: Kept) -> Desk:
    with kept.node.ledger.begin() as connection:
        row = {"id": "bea", "name": "Bea", "role": "owner", "agency": "", "country": "", "created_at": "2026"}
        connection.execute(insert(users).values(**row))
    return enter(kept.node, "bea", purpose="second")


@pytest.mark.parametrize("missing", ["why", "legal_basis", "order"])
def test_a_hold_says_why_and_on_whose_order(kept: Kept, missing: str) -> None:
    with pytest.raises(InputError, match="hold"):
        Holds(kept.desk).add("o-1", **{**ORDER, missing: " "})
    assert Holds(kept.desk).all() == []


@pytest.mark.parametrize(
    ("target", "kind", "both"), [("o-1", "entity", True), ("s-3", "entity", False), ("case-1", "case", True)]
)
def test_what_a_hold_keeps(kept: Kept, target: str, kind: str, both: bool) -> None:
    row = Holds(kept.desk).add(target, **ORDER)
    assert row["kind"] == kind
    assert row["sources"] == (sorted([kept.over, kept.stays]) if both else [kept.stays])
    assert covered(kept.node) == {source: {row["id"]} for source in row["sources"]}


def test_one_person_alone_ends_no_hold(kept: Kept, second: Desk) -> None:
    hold = Holds(kept.desk).add(kept.over, **ORDER)
    assert not Holds(kept.desk).end(hold["id"], "judged")
    with pytest.raises(PolicyError, match="second person"):
        Holds(kept.desk).end(hold["id"], "judged, again")
    assert Deletion(kept.desk).run(TODAY, "Law").id == "", "it holds until then"
    assert Holds(second).end(hold["id"], "judgment is final")
    (row,) = Holds(second).all()
    assert (row["ended_by"], row["ended_second"]) == ("owner", "bea: judgment is final")
    with pytest.raises(InputError, match="no hold"):
        Holds(second).end(hold["id"], "again")
    assert Deletion(kept.desk).run(TODAY, "Law").content["sources"][0]["source_id"] == kept.over
    acts = [entry.action for entry in record.entries(kept.node.ledger)]
    assert acts.count("hold ended") == 2
    assert acts.count("hold") == 1


def test_the_end_of_a_hold_is_signed_for_as_it_was_asked_for(kept: Kept, second: Desk) -> None:
    hold = Holds(kept.desk).add(kept.over, **ORDER)
    Holds(kept.desk).end(hold["id"], "judged")
    (request,) = listed(Seat.of(second))
    assert (request.draft.act, request.draft.subject) == ("end-hold", hold["id"])
    with kept.node.ledger.begin() as connection:
        connection.execute(update(holds).values(target="o-2"))
    with pytest.raises(PolicyError, match="has changed since"):
        Holds(second).end(hold["id"], "judgment is final")
    assert [(row["ended_by"], row["ended_at"]) for row in Holds(second).all()] == [(None, None)]
    Holds(kept.desk).end(hold["id"], "judged, of the other")
    assert Holds(second).end(hold["id"], "judgment is final")
    assert {each.state for each in listed(Seat.of(second), everything=True)} == {"voided", "used"}


@pytest.mark.parametrize("how", ["refused", "expired"])
def test_what_was_refused_or_lapsed_ends_no_hold(kept: Kept, second: Desk, how: str) -> None:
    hold = Holds(kept.desk).add(kept.over, **ORDER)
    Holds(kept.desk).end(hold["id"], "judged")
    (request,) = listed(Seat.of(second))
    if how == "refused":
        refuse(Seat.of(second), request.id, "the appeal is open")
    else:
        with kept.node.ledger.begin() as connection:
            connection.execute(update(approval_requests).values(expires_at="2026-01-01T00:00:00+00:00"))
    with pytest.raises(PolicyError, match="nobody asks for it"):
        Holds(second).end(hold["id"], "judgment is final")
    assert covered(kept.node)
    assert not Holds(second).end(hold["id"], "asked anew")


def test_a_second_hold_keeps_it_when_the_first_ends(kept: Kept, second: Desk) -> None:
    first = Holds(kept.desk).add(kept.over, **ORDER)
    Holds(kept.desk).add("o-2", **ORDER)
    Holds(kept.desk).end(first["id"], "a")
    Holds(second).end(first["id"], "b")
    assert Deletion(kept.desk).run(TODAY, "Law").held == (kept.over,)
