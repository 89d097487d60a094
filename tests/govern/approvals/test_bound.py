"""Dismissals, clearances and removals are confirmed as the first person asked for them, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import delete, update

from contrared.govern.approvals import State, approve, listed, shown
from contrared.govern.memory import Memory
from contrared.govern.sight import Sight
from contrared.model import InputError, PolicyError
from contrared.store.config import ScreeningSettings
from contrared.store.tables import alerts, approval_requests, clearances, hits, protection, watched
from tests.govern.approvals.conftest import Table

FACTS = {"name": ["Nadia Farouk"]}
QUERIES = [{"id": "", "schema": "Person", "properties": {"name": ["Nadia Farouk"]}}]
ALARM = {"entity_id": "l-1", "dataset": "list", "version": "1", "score": 0.9, "facts": FACTS}


@dataclass
class Desks:
    """The memory of each who sits at the table."""

    table: Table

    def __getitem__(self, who: str) -> Memory:
        seat = self.table[who]
        settings = ScreeningSettings.model_validate({})
        sight = Sight(seat.person, seat.purpose, seat.policy)
        return Memory(seat.ledger, seat.person, seat.purpose, seat.case, settings, sight, seat)

    def alarmed(self) -> tuple[str, str]:
        """A watched party, and the alert on it."""
        (party,) = self["ana"].watch("bank", [("Nadia Farouk", QUERIES)])
        hit = {"subject_id": party["id"], **ALARM}
        (raised,) = self["ana"].remember([hit], [], [{**hit, "kind": "new", "reasons": [], "changes": []}])
        return party["id"], raised["id"]

    def change(self, statement: Any) -> None:
        with self.table.node.ledger.begin() as connection:
            connection.execute(statement)


@pytest.fixture
def desks(table: Table) -> Desks:
    return Desks(table)


def states(desks: Desks) -> list[str]:
    return [row["state"] for row in desks["ana"].alerts(everything=True)]


def dismissed(desks: Desks) -> str:
    _, raised = desks.alarmed()
    assert desks["ana"].dismiss(raised, "born in another year")["state"] == "pending"
    return raised


def cleared(desks: Desks) -> str:
    about = {"entity_id": "l-1", "facts": FACTS}
    return str(desks["ana"].whitelist(QUERIES, "Nadia Farouk", about, "our own staff")["id"])


def removed(desks: Desks) -> str:
    party, _ = desks.alarmed()
    assert desks["ana"].unwatch([party], "left the bank") is False
    return party


ACTS = [dismissed, cleared, removed]


@pytest.mark.parametrize("act", ACTS)
def test_what_waits_is_signed_for_by_somebody_else(desks: Desks, act: Callable[[Desks], str]) -> None:
    item = act(desks)
    (request,) = listed(desks.table["beto"])
    assert (request.draft.subject, request.state) == (item, State.PENDING)
    desks["beto"].confirm(item)
    done = shown(desks.table["ana"], request.id)
    assert done.request.state is State.USED
    assert [(each.approver, each.key, each.against) for each in done.approvals] == [("beto", "key-beto", "")]
    with pytest.raises(InputError, match="nothing waits"):
        desks["carla"].confirm(item)


@pytest.mark.parametrize(
    ("act", "change"),
    [
        (dismissed, update(alerts).values(facts={"name": ["Somebody Else"]})),
        (dismissed, update(alerts).values(why="another reason")),
        (dismissed, update(alerts).values(by="dora")),
        (dismissed, update(hits).values(facts={**FACTS, "birthDate": ["1980"]})),
        (dismissed, delete(hits)),
        (dismissed, update(watched).values(queries=[])),
        (dismissed, update(clearances).values(entity_id="l-2")),
        (cleared, update(clearances).values(fingerprint="0" * 64)),
        (cleared, update(clearances).values(facts={})),
        (removed, update(watched).values(label="Somebody Else")),
        (removed, update(watched).values(removed_why="another reason")),
    ],
)
def test_what_changed_since_is_not_confirmed_and_is_open_again(
    desks: Desks, act: Callable[[Desks], str], change: Any
) -> None:
    item = act(desks)
    (request,) = listed(desks.table["ana"])
    desks.change(change)
    with pytest.raises(PolicyError, match="has changed since"):
        desks["beto"].confirm(item)
    assert shown(desks.table["ana"], request.id).request.state is State.VOIDED
    assert set(states(desks)) <= {"open"}
    assert [row["removed_at"] for row in desks["ana"].watched()] in ([], [None])
    assert all(row["withdrawn_by"] == "beto" for row in desks["ana"].clearances())
    with pytest.raises(InputError, match="nothing waits"):
        desks["beto"].confirm(item)


@pytest.mark.parametrize("act", ACTS)
def test_what_nobody_confirms_in_time_is_as_it_was(desks: Desks, act: Callable[[Desks], str]) -> None:
    item = act(desks)
    desks.table.clock.turn(hours=72)
    with pytest.raises(PolicyError, match="nothing is asked for here any more"):
        desks["beto"].confirm(item)
    assert set(states(desks)) <= {"open"}
    assert [row["removed_at"] for row in desks["ana"].watched()] in ([], [None])


@pytest.mark.parametrize("act", ACTS)
def test_whoever_looks_at_the_alerts_lets_it_lapse(desks: Desks, act: Callable[[Desks], str]) -> None:
    item = act(desks)
    desks.table.clock.turn(hours=72)
    desks["beto"].escalate()
    with pytest.raises(InputError, match="nothing waits"):
        desks["beto"].confirm(item)
    assert set(states(desks)) <= {"open"}


def test_a_request_taken_out_of_the_ledger_confirms_nothing(desks: Desks) -> None:
    raised = dismissed(desks)
    desks.change(delete(approval_requests))
    with pytest.raises(PolicyError, match="nothing is asked for here"):
        desks["beto"].confirm(raised)
    assert states(desks) == ["pending"], "as it was in a ledger of an earlier edition"
    desks["beto"].refuse(raised, "to be asked again")
    assert states(desks) == ["open"]


@pytest.mark.parametrize(("who", "state"), [("ana", State.WITHDRAWN), ("beto", State.REFUSED)])
def test_refusing_ends_the_request(desks: Desks, who: str, state: State) -> None:
    raised = dismissed(desks)
    (request,) = listed(desks.table["ana"])
    desks[who].refuse(raised, "the photo is his")
    assert shown(desks.table["ana"], request.id).request.state is state
    assert desks["ana"].dismiss(raised, "looked again")["state"] == "pending"
    assert [each.id for each in listed(desks.table["ana"])] != [request.id]


def test_two_must_confirm_where_the_settings_say_so(desks: Desks) -> None:
    desks = Desks(desks.table.under(approvers=2))
    raised = dismissed(desks)
    desks["beto"].confirm(raised)
    assert states(desks) == ["pending"]
    with pytest.raises(PolicyError, match="approved this already"):
        desks["beto"].confirm(raised)
    desks["carla"].confirm(raised)
    assert states(desks) == ["dismissed"]


def test_what_was_approved_by_its_number_takes_effect_when_it_is_confirmed(desks: Desks) -> None:
    raised = dismissed(desks)
    (request,) = listed(desks.table["beto"])
    assert approve(desks.table["beto"], request.id).state is State.APPROVED
    assert states(desks) == ["pending"]
    desks["carla"].confirm(raised)
    assert states(desks) == ["dismissed"]


def test_who_may_not_see_a_protected_person_does_not_see_what_waits_on_them(desks: Desks) -> None:
    party = removed(desks)
    row = {"entity_id": party, "mark": "witness", "by": "ana", "at": "2026-11-26", "why": "heard in court"}
    desks.change(protection.insert().values(**row))
    desks.table.policy.refused |= {("beto", "see protected"), ("beto", "audit")}
    assert listed(desks.table["beto"]) == []
    assert [each.draft.subject for each in listed(desks.table["carla"])] == [party]


def test_one_person_is_enough_where_nothing_says_otherwise(table: Table) -> None:
    desks = Desks(replace(table, seats={who: replace(seat, required=False) for who, seat in table.seats.items()}))
    _, raised = desks.alarmed()
    assert desks["ana"].dismiss(raised, "born in another year")["state"] == "dismissed"
    assert listed(desks.table["ana"], everything=True) == []
