"""Alerts left to lie, by whom and on which list; names that vanish from what a partner is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from contrared.govern import Desk, record
from contrared.govern.oversight import Reason, left_to_lie, lying, withheld
from contrared.store import Node
from contrared.store.tables import alerts, encounters, watched

AT = "2026-02-01T00:00:00+00:00"


def alert(node: Node, number: int, subject: str, state: str = "open", due: str = "2026-01-10", **more: object) -> None:
    row = {
        "id": f"alr-{number}", "kind": "new", "subject_id": subject, "entity_id": "E", "dataset": "un", "version": "v",
        "score": 0.9, "reasons": [], "changes": [], "raised_at": "2026-01-09T00:00:00+00:00",
        "due_at": f"{due}T00:00:00+00:00", "state": state, **more,
    }  # fmt: skip
    with node.ledger.begin() as connection:
        connection.execute(insert(alerts).values(**row))


def shown(node: Node, user: str, *numbers: int) -> None:
    what = {"shown": [f"alr-{number}" for number in numbers]}
    record.append(node.ledger, user=user, purpose="p", case="", action="alerts", what=what)


@pytest.fixture
def office(node: Node) -> Node:
    with node.ledger.begin() as connection:
        for number, name in enumerate(("harbour", "harbour", "border")):
            row = {"id": f"wat-{number}", "list": name, "label": "x", "queries": [], "by": "ana", "at": "2026"}
            connection.execute(insert(watched).values(**row))
        met = {
            "id": "enc-1", "at": "2026", "place": "Darien", "country": "pa", "label": "x", "queries": [],
            "references": {}, "companions": [], "note": "", "handling": "", "by": "ana", "recorded_at": "2026",
        }  # fmt: skip
        connection.execute(insert(encounters).values(**met))
    return node


def test_alerts_that_lie_are_told_by_list_and_by_who_saw_them(office: Node) -> None:
    alert(office, 1, "wat-0", due="2026-01-12")
    alert(office, 2, "wat-1", state="pending", due="2026-01-11")
    alert(office, 3, "wat-2")
    alert(office, 4, "enc-1")
    alert(office, 5, "wat-0", due="2026-03-01")
    alert(office, 6, "wat-0", state="attended")
    shown(office, "eve", 1, 2, 5)
    shown(office, "eve", 1)
    shown(office, "ana", 2)
    found = lying(office.ledger, AT)
    assert [(one.list, one.dataset, one.alerts, one.since[:10], one.seen) for one in found] == [
        ("border", "un", ("alr-3",), "2026-01-10", ()),
        ("harbour", "un", ("alr-2", "alr-1"), "2026-01-11", (("ana", 1), ("eve", 2))),
        ("met at Darien", "un", ("alr-4",), "2026-01-10", ()),
    ]
    told = left_to_lie(office.ledger, AT)
    assert [(one.what, one.who) for one in told] == [
        ("border against un", ""),
        ("harbour against un", "ana"),
        ("harbour against un", "eve"),
        ("met at Darien against un", ""),
    ]
    assert "saw 2 of them" in told[2].why
    assert "nobody was shown any of them" in told[0].why


def test_who_always_settles_late_is_told_and_who_did_so_twice_is_not(office: Node) -> None:
    for number in range(3):
        alert(office, number, "wat-0", state="attended", by="eve", at=f"2026-01-1{number + 1}T00:00:00+00:00")
    for number in range(3, 5):
        alert(office, number, "wat-0", state="attended", by="ana", at="2026-01-12T00:00:00+00:00")
    alert(office, 9, "wat-0", state="attended", by="ana", at="2026-01-09T12:00:00+00:00")
    (found,) = left_to_lie(office.ledger, AT)
    assert (found.kind, found.who, found.why) == (
        "late",
        "eve",
        "settled 3 alerts after their time, half by 48 h",
    )


def test_where_nothing_lies_nothing_is_told(desk: Desk) -> None:
    assert left_to_lie(desk.node.ledger) == []


GOOD = Reason(4, "ana", "ben", "delisted on 2026-01-02")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (None, "nothing on record says why"),
        (Reason(4, "ana", "ben", " "), "gives no reason"),
        (Reason(4, "ana", "", "delisted"), "no second person"),
        (Reason(4, "ana", "ana", "delisted"), "no second person"),
    ],
)
def test_a_name_that_vanishes_wants_a_reason_that_holds(reason: Reason | None, said: str) -> None:
    reasons = {} if reason is None else {"b": reason}
    (found,) = withheld(["a", "b"], ["a", "c"], reasons)
    assert (found.kind, found.what, said in found.why) == ("withheld", "b", True)


def test_a_name_that_was_removed_on_record_and_is_still_published_is_told() -> None:
    (found,) = withheld(["a"], ["a"], {"a": GOOD})
    assert (found.kind, found.what, found.who) == ("not withheld", "a", "ana")


NAMES = st.sets(st.text("abc", min_size=1, max_size=2))


@given(NAMES, NAMES, NAMES)
def test_what_is_told_is_what_is_gone_and_not_explained(before: set[str], after: set[str], explained: set[str]) -> None:
    found = withheld(before, after, dict.fromkeys(explained, GOOD))
    assert {one.what for one in found if one.kind == "withheld"} == before - after - explained
    assert {one.what for one in found if one.kind == "not withheld"} == after & explained
    assert len(found) == len({(one.kind, one.what) for one in found})
