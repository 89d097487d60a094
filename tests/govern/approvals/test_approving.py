"""Asking, approving, using: by others, of exactly this, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from contrared.govern import record
from contrared.govern.approvals import (
    Act,
    Scope,
    State,
    Unsigned,
    approve,
    demand,
    edit,
    listed,
    refuse,
    shown,
    spend,
    use,
    withdraw,
)
from contrared.govern.approvals.asking import drafted
from contrared.govern.approvals.permit import Waiting
from contrared.govern.approvals.request import Draft
from contrared.govern.approvals.signing import message
from contrared.govern.log.entry import canonical
from contrared.model import InputError, NodeError, PolicyError
from contrared.store import Node
from contrared.store.ledger import Ledger
from contrared.store.tables import approval_requests, approvals
from tests.govern.approvals.conftest import CONTENT, Table


def state(table: Table, request_id: str) -> State:
    with table.node.ledger.reading() as connection:
        own = approval_requests.c.id == request_id
        return State(connection.execute(select(approval_requests.c.state).where(own)).scalar_one())


def test_an_act_waits_is_approved_and_is_done_once(table: Table, actions: Callable[[], list[str]]) -> None:
    request = table.asked()
    assert table.asked() == request, "the same thing is asked for once"
    assert state(table, request) is State.PENDING
    assert approve(table["beto"], request).state is State.APPROVED
    permit = demand(table["ana"], "release", CONTENT, subject="ask-1")
    assert (permit.way, permit.request_id) == ("persons", request)
    assert spend(permit, "release", {"to": "node-pa"}) == request
    assert state(table, request) is State.USED
    assert [a for a in actions() if "appro" in a or a == "release"] == [
        "approval asked",
        "approve",
        "approved",
        "approval used",
        "release",
    ]
    (line,) = [entry for entry in record.entries(table.node.ledger) if entry.action == "release"]
    assert line.what == {"to": "node-pa", "approval": request, "approved": "persons"}
    with pytest.raises(PolicyError, match="is used"):
        spend(permit, "release", {"to": "node-pa"})
    assert table.asked() != request, "the next time is asked for anew"


def test_nothing_is_asked_where_one_person_is_enough(table: Table, desk: Any, actions: Callable[[], list[str]]) -> None:
    permit = demand(desk, Act.EXPORT, CONTENT)
    assert (permit.way, spend(permit, "export", {"rows": 3})) == ("alone", "")
    assert actions()[-1] == "export"
    assert listed(table["ana"], everything=True) == []


def test_the_requester_approves_nothing_of_their_own(table: Table) -> None:
    request = table.asked()
    with pytest.raises(PolicyError, match="second person cannot be the first"):
        approve(table["ana"], request)
    with pytest.raises(PolicyError, match="second person cannot be the first"):
        refuse(table["ana"], request, "no")
    assert state(table, request) is State.PENDING


def test_the_same_approver_twice_is_one_approver(table: Table) -> None:
    two = table.under(release_approvers=2)
    request = two.asked()
    assert approve(two["beto"], request).state is State.PENDING
    with pytest.raises(PolicyError, match="approved this already"):
        approve(two["beto"], request)
    with pytest.raises(Waiting, match="2 others"):
        demand(two["ana"], "release", CONTENT, subject="ask-1")
    assert approve(two["carla"], request).state is State.APPROVED
    assert demand(two["ana"], "release", CONTENT, subject="ask-1").request_id == request


def test_who_is_locked_neither_approves_nor_counts(table: Table) -> None:
    request = table.asked()
    table.lock("carla")
    with pytest.raises(PolicyError, match="is locked"):
        approve(table["carla"], request)
    approve(table["beto"], request)
    permit = demand(table["ana"], "release", CONTENT, subject="ask-1")
    table.lock("beto")
    with pytest.raises(PolicyError, match="does not hold any more"):
        spend(permit, "release", {})
    assert [each.against for each in shown(table["ana"], request).approvals] == ["the approver is locked"]
    assert state(table, request) is State.APPROVED, "nothing was done"
    assert table.asked() != request, "somebody else is asked"
    assert state(table, request) is State.VOIDED


def test_policy_says_who_approves_when_they_do_and_when_it_is_used(table: Table) -> None:
    request = table.asked()
    table.policy.refused.add(("beto", "approve"))
    with pytest.raises(PolicyError, match="you may not approve here"):
        approve(table["beto"], request)
    approve(table["carla"], request)
    permit = demand(table["ana"], "release", CONTENT, subject="ask-1")
    table.policy.refused.add(("carla", "approve"))
    with pytest.raises(PolicyError, match="does not hold any more"):
        spend(permit, "release", {})


def test_any_edit_voids_what_was_approved(table: Table) -> None:
    request = table.asked()
    approve(table["beto"], request)
    permit = demand(table["ana"], "release", CONTENT, subject="ask-1")
    after = edit(table["ana"], request, {**CONTENT, "to": "node-gt"})
    assert (state(table, request), after.state, after.replaces) == (State.VOIDED, State.PENDING, request)
    with pytest.raises(PolicyError, match="is voided"):
        spend(permit, "release", {})
    with table.node.ledger.reading() as connection:
        (row,) = connection.execute(select(approvals)).mappings()
    assert (row["request_id"], row["approver"], row["voided_why"]) == (request, "beto", "voided: edited")
    with pytest.raises(PolicyError, match="only whoever asked"):
        edit(table["beto"], after.id, CONTENT)


def test_asking_with_other_content_about_the_same_voids_what_was_asked(table: Table) -> None:
    request = table.asked()
    approve(table["beto"], request)
    with pytest.raises(Waiting) as waits:
        demand(table["ana"], "release", {**CONTENT, "to": "node-gt"}, subject="ask-1")
    assert state(table, request) is State.VOIDED
    with pytest.raises(Waiting) as again:
        demand(table["ana"], "release", CONTENT, subject="ask-1")
    assert again.value.request_id not in (request, waits.value.request_id), "the old approval does not come back"


@pytest.mark.parametrize(
    "given",
    [{"legal_basis": "art. 9"}, {"scope": Scope(partner="node-gt")}, {"subject": "ask-2"}, {"approvers": 2}],
    ids=str,
)
def test_an_approval_covers_nothing_else(table: Table, given: dict[str, Any]) -> None:
    approve(table["beto"], table.asked())
    with pytest.raises(Waiting):
        demand(table["ana"], "release", CONTENT, **{"subject": "ask-1", **given})
    with pytest.raises(Waiting):
        demand(table["carla"], "release", CONTENT, subject="ask-1")
    with pytest.raises(Waiting):
        demand(table["ana"], "export", CONTENT, subject="ask-1")


def test_what_nobody_approved_in_time_expires(table: Table, actions: Callable[[], list[str]]) -> None:
    request = table.asked()
    table.clock.turn(hours=72)
    with pytest.raises(InputError, match="is expired"):
        approve(table["beto"], request)
    assert state(table, request) is State.EXPIRED
    assert actions().count("approval expired") == 1
    assert table.asked() != request


def test_what_was_approved_and_not_used_in_time_expires(table: Table) -> None:
    permit = table.permitted("beto")
    table.clock.turn(hours=71.9)
    assert demand(table["ana"], "release", CONTENT, subject="ask-1") == permit
    table.clock.turn(hours=0.1)
    with pytest.raises(PolicyError, match="any more"):
        spend(permit, "release", {})
    assert table.asked() != permit.request_id
    assert state(table, permit.request_id) is State.EXPIRED


def test_a_permit_is_taken_up_once_by_two_at_the_same_moment(table: Table, node: Node) -> None:
    permit = table.permitted("beto")
    done: list[str] = []
    start = threading.Barrier(2)

    def act(name: str) -> None:
        own = Ledger(node.ledger.url)
        start.wait()
        try:
            with own.begin() as connection:
                use(connection, permit)
                done.append(name)
        except PolicyError as exc:
            done.append(f"refused: {exc.what}")
        finally:
            own.close()

    threads = [threading.Thread(target=act, args=(name,)) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done)[-1].startswith("refused: ")
    assert len([each for each in done if not each.startswith("refused")]) == 1


def test_an_act_that_fails_leaves_its_approval(table: Table) -> None:
    permit = table.permitted("beto")

    def act() -> None:
        with table.node.ledger.begin() as connection:
            use(connection, permit)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        act()
    assert state(table, permit.request_id) is State.APPROVED
    spend(permit, "release", {})


def altered(table: Table, request: str, **values: Any) -> None:
    with table.node.ledger.begin() as connection:
        own = approval_requests.c.id == request
        connection.execute(update(approval_requests).where(own).values(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"content": {**CONTENT, "to": "node-xx"}},
        {"by": "dora"},
        {"purpose": "another"},
        {"needed": 0},
        {"scope": Scope(partner="node-xx").to_dict()},
        {"legal_basis": "none"},
    ],
    ids=str,
)
def test_what_is_changed_in_the_ledger_is_neither_approved_nor_used(table: Table, values: dict[str, Any]) -> None:
    request = table.asked()
    altered(table, request, **values)
    with pytest.raises(NodeError, match="not what was asked for"):
        approve(table["beto"], request)
    fresh = table.under(expires_after_hours=10)
    with pytest.raises(Waiting) as waits:
        demand(fresh["carla"], "release", CONTENT, subject="ask-7")
    approve(table["beto"], waits.value.request_id)
    permit = demand(table["carla"], "release", CONTENT, subject="ask-7")
    altered(table, permit.request_id, **values)
    with pytest.raises(PolicyError, match="something else"):
        spend(permit, "release", {})


@pytest.mark.parametrize("other", ["hash", "request", "expires_at", "approver", "key"])
def test_a_signature_over_anything_else_does_not_count(table: Table, other: str) -> None:
    permit = table.permitted("beto")
    request = shown(table["ana"], permit.request_id).request
    signed = {"request": request.id, "hash": request.hash, "expires_at": request.expires_at, "approver": "beto"}
    if other == "key":
        key, signature = "key-beto", table.keys.sign("dora", message(*signed.values()))[1]
    else:
        key, signature = table.keys.sign("beto", message(*{**signed, other: "0" * 64}.values()))
    with table.node.ledger.begin() as connection:
        connection.execute(update(approvals).values(key_id=key, signature=signature))
    with pytest.raises(PolicyError, match="does not hold any more"):
        spend(permit, "release", {})
    assert [each.against for each in shown(table["ana"], request.id).approvals] == ["the signature does not hold"]


def test_an_approval_put_into_the_ledger_by_hand_does_not_count(table: Table) -> None:
    request = table.asked()
    unsigned = Unsigned().sign("beto", b"")
    whole = shown(table["ana"], request).request
    row = {"request_id": request, "approver": "beto", "at": whole.at, "hash": whole.hash}
    with table.node.ledger.begin() as connection:
        signed = {"expires_at": whole.expires_at, "key_id": unsigned[0], "signature": unsigned[1]}
        connection.execute(approvals.insert().values(**row, **signed))
        connection.execute(update(approval_requests).values(state="approved"))
    with pytest.raises(Waiting):
        demand(table["ana"], "release", CONTENT, subject="ask-1")


def test_refusing_and_withdrawing_end_it_with_a_reason(table: Table) -> None:
    request = table.asked()
    for ending in (refuse, withdraw):
        with pytest.raises(InputError, match="needs a reason"):
            ending(table["beto"], request, " ")
    with pytest.raises(PolicyError, match="only whoever asked"):
        withdraw(table["beto"], request, "mine")
    refuse(table["beto"], request, "not needed for the case")
    assert state(table, request) is State.REFUSED
    again = table.asked()
    approve(table["beto"], again)
    refuse(table["carla"], again, "read it once more")
    with pytest.raises(InputError, match="is refused"):
        withdraw(table["ana"], again, "late")
    third = table.asked()
    withdraw(table["ana"], third, "solved otherwise")
    assert shown(table["ana"], third).request.ended[2] == "solved otherwise"
    assert listed(table["ana"]) == []
    assert {each.id for each in listed(table["ana"], everything=True)} == {request, again, third}


def test_who_may_not_decide_on_it_does_not_know_of_it(table: Table) -> None:
    request = table.asked()
    table.policy.refused |= {("carla", "approve"), ("carla", "audit"), ("dora", "approve")}
    assert listed(table["carla"]) == []
    with pytest.raises(InputError, match="there is no request"):
        shown(table["carla"], request)
    assert [each.id for each in listed(table["dora"])] == [request], "whoever oversees sees that it is there"
    assert shown(table["dora"], request).content is None
    assert shown(table["beto"], request).content == CONTENT
    closed = table.asked("ana", scope=Scope(handling="TLP:RED"))
    table.policy.refused |= {("beto", "read"), ("beto", "audit")}
    assert closed not in {each.id for each in listed(table["beto"])}
    with pytest.raises(PolicyError, match="may not read"):
        approve(table["beto"], closed)


@pytest.mark.parametrize(
    "content", [{"x": float("nan")}, {"x": object()}, {"x": b"bytes"}], ids=["no number", "object", "bytes"]
)
def test_what_is_no_json_is_not_asked_for(table: Table, content: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="no JSON value"):
        demand(table["ana"], "release", content)
    with pytest.raises(InputError, match="no act that is approved"):
        demand(table["ana"], "merge", {})


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(st.text(), values, max_size=4), other=st.dictionaries(st.text(), values, max_size=4))
def test_the_hash_is_that_of_the_content_and_survives_the_ledger(
    table: Table, content: dict[str, Any], other: dict[str, Any]
) -> None:
    draft: Draft = drafted(table["ana"], Act.RELEASE, content)
    with pytest.raises(Waiting) as waits:
        demand(table["ana"], Act.RELEASE, content)
    kept = shown(table["ana"], waits.value.request_id).request
    assert kept.whole
    assert kept.hash == draft.hash
    same = drafted(table["ana"], Act.RELEASE, other).hash == draft.hash
    assert same == (canonical(other) == canonical(content))
