"""Standing approvals carry what they name, as often as they say, until they end; emergencies are reviewed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from contrared.govern.approvals import (
    Scope,
    State,
    Terms,
    Verdict,
    all_reviews,
    approve,
    beforehand,
    demand,
    listed,
    offer,
    overdue,
    review,
    revoke,
    shown,
    spend,
    use,
)
from contrared.govern.approvals.permit import Waiting
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.ledger import Ledger
from contrared.store.tables import approval_requests
from tests.govern.approvals.conftest import CONTENT, Table

INSIDE = Scope(partner="node-pa", category="person", datasets=("wanted",), handling="TLP:AMBER // H1")


def terms(table: Table, **changed: Any) -> Terms:
    return replace(
        Terms(
            act="release",
            purposes=("case work", "border alert"),
            partners=("node-pa", "node-gt"),
            categories=("person",),
            datasets=("wanted", "sanctioned"),
            ceiling="TLP:AMBER // H1",
            most_uses=3,
            most_per_day=2,
            until=(table.clock.at + timedelta(days=30)).isoformat(timespec="seconds"),
        ),
        **changed,
    )


def in_force(table: Table, **changed: Any) -> str:
    request = offer(table["ana"], terms(table, **changed), "the duty desk is alone at night")
    return approve(table["beto"], request.id).id


def release(table: Table, number: int = 0, who: str = "ana", scope: Scope = INSIDE, **given: Any) -> str:
    permit = demand(table[who], "release", {**CONTENT, "number": number}, scope=scope, **given)
    return spend(permit, "release", {"number": number})


def test_what_was_approved_beforehand_is_done_at_once_and_looked_at_afterwards(table: Table) -> None:
    with pytest.raises(Waiting):
        release(table)
    standing = in_force(table)
    done = release(table)
    request = shown(table["beto"], done).request
    assert (request.state, request.way, request.standing) == (State.USED, "standing", standing)
    assert request.whole, "what was released is kept under its hash"
    assert shown(table["ana"], standing).request.uses == 1
    (due,) = all_reviews(table.node.ledger)
    assert (due.request_id, due.by, due.reviewed_by) == (done, "ana", "")
    assert due.reason == f"under {standing}, use 1 of 3"
    with pytest.raises(PolicyError, match="nobody reviews what they did"):
        review(table["ana"], done, Verdict.PROPER, "as agreed")
    review(table["dora"], done, Verdict.PROPER, "as agreed")
    with pytest.raises(InputError, match="waits for no review"):
        review(table["beto"], done, Verdict.IMPROPER, "once more")
    assert [each.verdict for each in all_reviews(table.node.ledger)] == ["proper"]


@pytest.mark.parametrize(
    "scope",
    [
        replace(INSIDE, partner="node-xx"),
        replace(INSIDE, partner=""),
        replace(INSIDE, category="vessel"),
        replace(INSIDE, category=""),
        replace(INSIDE, datasets=("wanted", "informants")),
        replace(INSIDE, datasets=()),
        replace(INSIDE, handling="TLP:AMBER+STRICT"),
        replace(INSIDE, handling="TLP:GREEN // H2"),
        replace(INSIDE, handling="TLP:GREEN // H1 // NO COURT USE"),
        replace(INSIDE, handling=""),
    ],
    ids=str,
)
def test_what_it_does_not_name_it_does_not_carry(table: Table, scope: Scope) -> None:
    in_force(table)
    with pytest.raises(Waiting):
        release(table, scope=scope)
    assert all_reviews(table.node.ledger) == []


def test_it_is_for_its_act_and_its_purposes(table: Table) -> None:
    in_force(table)
    with pytest.raises(Waiting):
        demand(table["ana"], "export", CONTENT, scope=INSIDE)
    with pytest.raises(Waiting):
        demand(replace(table["ana"], purpose="curiosity"), "release", CONTENT, scope=INSIDE)
    assert demand(replace(table["ana"], purpose="border alert"), "release", CONTENT, scope=INSIDE).way == "standing"


def test_who_approved_it_does_not_act_under_it(table: Table) -> None:
    in_force(table)
    with pytest.raises(Waiting):
        release(table, who="beto")
    assert release(table, who="carla")


def test_it_is_used_up(table: Table) -> None:
    in_force(table)
    release(table, 1)
    release(table, 2)
    with pytest.raises(Waiting):
        release(table, 3)
    table.clock.turn(days=1)
    release(table, 3)
    table.clock.turn(days=1)
    with pytest.raises(Waiting):
        release(table, 4)


def test_it_ends_when_it_says_and_when_it_is_revoked(table: Table) -> None:
    first = in_force(table)
    table.clock.turn(days=30)
    with pytest.raises(Waiting):
        release(table)
    assert shown(table["ana"], first).request.state is State.EXPIRED
    for who in ("ana", "beto"):
        standing = in_force(table)
        permit = demand(table["carla"], "release", CONTENT, scope=INSIDE)
        with pytest.raises(InputError, match="needs a reason"):
            revoke(table[who], standing, "")
        revoke(table[who], standing, "the officer left")
        with pytest.raises(PolicyError, match=r"is (withdrawn|refused)"):
            spend(permit, "release", {})
        with pytest.raises(Waiting):
            release(table, who="carla")
    assert all_reviews(table.node.ledger) == []


def test_it_holds_only_while_as_many_stand_behind_it_as_the_act_takes(table: Table) -> None:
    standing = in_force(table)
    with pytest.raises(Waiting):
        release(table.under(release_approvers=2))
    table.lock("beto")
    with pytest.raises(Waiting):
        release(table)
    with table.node.ledger.begin() as connection:
        own = approval_requests.c.id == standing
        told = {"terms": terms(table, most_uses=1000).to_dict(), "why": "more"}
        connection.execute(update(approval_requests).where(own).values(content=told))
    with pytest.raises(Waiting):
        release(table)


def test_its_last_use_is_taken_by_one_of_two(table: Table, node: Node) -> None:
    in_force(table, most_uses=1, most_per_day=1)
    permits = [demand(table["ana"], "release", {**CONTENT, "n": n}, scope=INSIDE) for n in (1, 2)]
    done: list[str] = []
    start = threading.Barrier(2)

    def act(number: int) -> None:
        own = Ledger(node.ledger.url)
        start.wait()
        try:
            with own.begin() as connection:
                use(connection, permits[number])
            done.append("done")
        except PolicyError as exc:
            done.append(exc.what)
        finally:
            own.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["done", "has been used 1 times, which is all"]
    assert len(all_reviews(table.node.ledger)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"purposes": ()}, "for a purpose"),
        ({"partners": (), "datasets": ()}, "names whom or what"),
        ({"ceiling": ""}, "not a TLP"),
        ({"most_uses": 0, "most_per_day": 0}, "has an end"),
        ({"most_per_day": 4}, "has an end"),
        ({"until": "2027-02-24T04:00:00+00:00"}, "90 days at most"),
        ({"until": "2026-11-26T03:00:00+00:00"}, "90 days at most"),
        ({"act": "dismiss"}, "never approved beforehand"),
        ({"act": "end-hold"}, "never approved beforehand"),
        ({"act": "standing"}, "never approved beforehand"),
    ],
    ids=str,
)
def test_a_wide_one_is_not_asked_for(table: Table, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        offer(table["ana"], terms(table, **changed), "night duty")
    assert listed(table["ana"]) == []


def test_one_that_waits_carries_nothing(table: Table) -> None:
    two = table.under(release_approvers=2)
    request = offer(two["ana"], terms(table), "night duty")
    approve(two["beto"], request.id)
    with pytest.raises(Waiting):
        release(two)
    approve(two["carla"], request.id)
    assert release(two)


def test_an_emergency_is_done_alone_and_looked_at_in_time(table: Table, actions: Callable[[], list[str]]) -> None:
    done = release(table, emergency="he boards in ten minutes")
    request = shown(table["beto"], done).request
    assert (request.state, request.way) == (State.USED, "emergency")
    assert "emergency used" in actions()
    assert overdue(table.node.ledger, table["beto"].now()) == []
    table.clock.turn(hours=72)
    (late,) = overdue(table.node.ledger, table["beto"].now())
    assert (late.request_id, late.by, late.way, late.reason) == (done, "ana", "emergency", "he boards in ten minutes")
    with pytest.raises(InputError, match="says what was found"):
        review(table["beto"], done, Verdict.IMPROPER, " ")
    review(table["beto"], done, Verdict.IMPROPER, "the desk was manned")
    assert overdue(table.node.ledger, table["beto"].now()) == []
    with pytest.raises(InputError, match="there is no request"):
        review(table["beto"], "apr-0", Verdict.PROPER, "nothing")


def test_an_emergency_is_not_needed_where_somebody_approved(table: Table) -> None:
    request = table.asked()
    approve(table["beto"], request)
    permit = demand(table["ana"], "release", CONTENT, subject="ask-1", emergency="at night")
    assert (permit.way, permit.request_id) == ("persons", request)


def test_an_emergency_permit_is_for_one_act(table: Table) -> None:
    permit = demand(table["ana"], "release", CONTENT, emergency="at night")
    spend(permit, "release", {})
    with pytest.raises(PolicyError, match="used already"):
        spend(permit, "release", {})


def test_a_service_acts_under_one_or_leaves_it_to_people(table: Table) -> None:
    assert beforehand(table["carla"], "release", CONTENT, scope=INSIDE) is None
    in_force(table)
    permit = beforehand(table["carla"], "release", CONTENT, scope=INSIDE)
    assert permit is not None
    spend(permit, "release", {})
    assert beforehand(table["carla"], "release", CONTENT, scope=replace(INSIDE, partner="node-xx")) is None
    assert [each.by for each in all_reviews(table.node.ledger)] == ["carla"]
    assert [each.draft.act for each in listed(table["beto"])] == ["standing"], "nobody was asked"


@pytest.mark.parametrize("act", ["dismiss", "whitelist", "unwatch", "end-hold"])
def test_what_puts_something_away_can_wait(table: Table, act: str) -> None:
    with pytest.raises(InputError, match="can wait"):
        demand(table["ana"], act, CONTENT, emergency="at night")


def test_who_may_neither_approve_nor_oversee_reviews_nothing(table: Table) -> None:
    done = release(table, emergency="at night")
    table.policy.refused |= {("beto", "approve"), ("beto", "audit"), ("dora", "approve")}
    with pytest.raises(PolicyError, match="you may not approve"):
        review(table["beto"], done, Verdict.PROPER, "fine")
    review(table["dora"], done, Verdict.PROPER, "oversight looked at it")
