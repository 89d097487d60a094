"""Cases: seen by those who work on them, of events that only add up, and two on one party told as each lets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, enter, record
from contrared.govern.casework import Casework, Kind, Openness
from contrared.govern.casework.book import Bearing
from contrared.model import InputError, PolicyError
from contrared.store import Node
from contrared.store.tables import exchange_requests, users

from ...conftest import LinesReader

HELD = "p-1|Person|name|Ximena Quispe Vargas\np-2|Person|name|Ximena Quispe\np-3|Person|name|Cleo Amaru\n"
TOLD = {"title": "A case", "legal_basis": "CPP 205", "contact": "Ruiz, 555"}


@pytest.fixture
def office(lines_reader: LinesReader, lines: Callable[[str, str], Path], node: Node) -> Node:
    """A node under a profile, with two analysts, a supervisor and an officer, and a list; p-1 and p-2 are one."""
    mine = enter(node, purpose="test")
    load(mine, lines("held", HELD), LoadOptions(as_of="2021", dataset="held"))
    mine.write().resolution({"p-1": "p-1", "p-2": "p-1"}, [])
    with node.ledger.begin() as connection:
        for key, role in (("ana", "analyst"), ("bea", "analyst"), ("sol", "supervisor"), ("leo", "officer")):
            row = {"id": key, "name": key, "role": role, "agency": "", "country": "co", "force": "fiu"}
            connection.execute(users.insert().values(**row, created_at="2026"))
    path = node.root / "node.toml"
    path.write_text(path.read_text().replace('profile = "owner"', 'profile = "separate-fiu"'))
    node.close()
    return Node.open(node.root)


def at(node: Node, user: str, case: str = "") -> Casework:
    return Casework(enter(node, user, purpose="casework", case=case))


def test_who_works_on_a_case_sees_it_and_to_others_it_is_not_there(office: Node) -> None:
    at(office, "ana").new("one", **TOLD)
    with pytest.raises(InputError) as missing:
        at(office, "bea").one("none")
    with pytest.raises(InputError) as closed:
        at(office, "bea").one("one")
    assert str(closed.value) == str(missing.value).replace("none", "one"), "no difference to a case that is not there"
    assert at(office, "bea").all() == []
    at(office, "ana").member("one", "bea")
    assert [case.id for case in at(office, "bea").all()] == ["one"]
    at(office, "ana").member("one", "bea", leaves=True)
    assert at(office, "bea").all() == []
    assert [case.id for case in at(office, "sol").all()] == ["one"], "a supervisor sees what is worked on"


def test_all_that_is_done_is_an_event_and_a_line_of_the_record(office: Node) -> None:
    work = at(office, "ana", "one")
    work.new("one", **TOLD, lead="ana")
    work.note("one", "the boat is called Marisol")
    assert work.task("one", "ask the port", due="2026-12-31") == 1
    assert work.task("one", "ask the bank", whom="bea") == 2
    work.done("one", 1)
    work.subject("one", "p-3", "owns the boat")
    work.unsubject("one", "p-3", "somebody else")
    work.member("one", "bea")
    work.hand("one", "bea")
    case = work.one("one")
    assert case.lead == "bea"
    assert [(task.text, task.done_by) for task in case.tasks] == [("ask the port", "ana"), ("ask the bank", "")]
    assert case.subjects == ()
    assert [event.number for event in case.events] == list(range(1, len(case.events) + 1))
    acts = [entry for entry in record.entries(office.ledger) if entry.action in ("case event", "case opened")]
    assert {entry.case for entry in acts} == {"one"}
    assert [entry.what["number"] for entry in acts if entry.action == "case event"] == [e.number for e in case.events]
    said = [row["act"] for row in work.log("one")]
    assert said[0] in ("opened", "enter")
    assert "subject removed" in said
    assert "read" in said, "looking a party up for the case is among what was done"
    assert "Marisol" not in str([entry.what for entry in record.entries(office.ledger)])


def test_a_closed_case_stays_as_it_is_until_it_is_opened_again(office: Node) -> None:
    work = at(office, "ana")
    work.new("one", **TOLD)
    work.close("one", "handed on")
    for act in (lambda: work.note("one", "x"), lambda: work.close("one", "again"), lambda: work.task("one", "x")):
        with pytest.raises(InputError, match="closed"):
            act()
    work.reopen("one", "new witness")
    work.note("one", "x")
    with pytest.raises(InputError, match="it is open"):
        work.reopen("one", "again")
    assert [event.kind for event in work.one("one").events] == [Kind.OPENED, Kind.CLOSED, Kind.REOPENED, Kind.NOTE]


BAD: tuple[tuple[str, Callable[[Casework], object]], ...] = (
    ("no id of a case", lambda work: work.new("Not One", **TOLD)),
    ("is taken", lambda work: work.new("one", **TOLD)),
    ("needs a title", lambda work: work.new("two", **{**TOLD, "title": " "})),
    ("needs a legal basis", lambda work: work.new("two", **{**TOLD, "legal_basis": ""})),
    ("whom to call", lambda work: work.new("two", **{**TOLD, "contact": ""})),
    ("no user 'eva'", lambda work: work.new("two", **TOLD, lead="eva")),
    ("is no openness", lambda work: work.new("two", **TOLD, openness="public")),
    ("no case 'two'", lambda work: work.note("two", "x")),
    ("says something", lambda work: work.note("one", " ")),
    ("no day", lambda work: work.task("one", "x", due="31/12/2026")),
    ("no task 7", lambda work: work.done("one", 7)),
    ("no entity 'nobody'", lambda work: work.subject("one", "nobody", "x")),
    ("for a reason", lambda work: work.subject("one", "p-3", "")),
    ("no subject", lambda work: work.unsubject("one", "p-3", "x")),
    ("no user 'eva'", lambda work: work.member("one", "eva")),
    ("does not work on it", lambda work: work.member("one", "bea", leaves=True)),
    ("cannot leave", lambda work: work.member("one", "ana", leaves=True)),
    ("no hypothesis H1", lambda work: work.weigh("one", "x", {"H1": Bearing.NEUTRAL}, "x")),
    ("on which hypothesis", lambda work: work.weigh("one", "x", {}, "x")),
    ("no notice", lambda work: work.seen("ntc-0")),
    ("closing a case needs a reason", lambda work: work.close("one", "")),
)


@pytest.mark.parametrize(("said", "act"), BAD, ids=[said for said, _ in BAD])
def test_what_cannot_be_is_told_and_nothing_is_kept(office: Node, said: str, act: Callable[[Casework], object]) -> None:
    work = at(office, "ana")
    work.new("one", **TOLD)
    before = work.one("one")
    with pytest.raises(InputError, match=said):
        act(work)
    assert work.one("one") == before
    assert [case.id for case in work.all()] == ["one"]


def test_only_who_works_on_it_adds_to_it_and_only_the_lead_hands_it_on(office: Node) -> None:
    at(office, "ana").new("one", **TOLD)
    at(office, "ana").member("one", "bea")
    with pytest.raises(PolicyError, match="only the lead"):
        at(office, "bea").hand("one", "bea")
    at(office, "sol").hand("one", "bea")
    assert at(office, "bea").one("one").lead == "bea"
    with pytest.raises(PolicyError):
        at(office, "leo").new("two", **TOLD)


FULL = {"case": "old", "title": "A case", "lead": "ana", "contact": "Ruiz, 555"}
CALL = {"contact": "Ruiz, 555"}
#: For each openness of the case that was there and of the new one: what the new lead is told, and what the old one is.
LEVELS = [
    (Openness.FULL, Openness.FULL, [FULL], [{**FULL, "case": "new", "lead": "bea"}]),
    (Openness.FULL, Openness.CONTACT, [FULL], [CALL]),
    (Openness.FULL, Openness.SEALED, [FULL], []),
    (Openness.CONTACT, Openness.FULL, [CALL], [{**FULL, "case": "new", "lead": "bea"}]),
    (Openness.CONTACT, Openness.CONTACT, [CALL], [CALL]),
    (Openness.CONTACT, Openness.SEALED, [CALL], []),
    (Openness.SEALED, Openness.FULL, [], [{**FULL, "case": "new", "lead": "bea"}]),
    (Openness.SEALED, Openness.CONTACT, [], [CALL]),
    (Openness.SEALED, Openness.SEALED, [], []),
]


@pytest.mark.parametrize(("old", "new", "to_new", "to_old"), LEVELS, ids=[f"{a}-{b}" for a, b, *_ in LEVELS])
def test_two_on_one_party_are_told_as_each_lets_others_know(
    office: Node, old: Openness, new: Openness, to_new: list[object], to_old: list[object]
) -> None:
    at(office, "ana").new("old", **TOLD, openness=old)
    assert at(office, "ana").subject("old", "p-1", "listed") == []
    at(office, "bea").new("new", **TOLD, openness=new)
    told = at(office, "bea").subject("new", "p-2", "the same person under another id")
    assert [row["told"] for row in told] == to_new
    assert [row["told"] for row in at(office, "bea").conflicts()] == to_new
    assert [row["told"] for row in at(office, "ana").conflicts()] == to_old
    assert [row["entity"] for row in at(office, "ana").conflicts()] == ["p-1"] * len(to_old), "by the id one's case has"
    left = [row for row in at(office, "sol").conflicts() if row["case"] == ""]
    assert bool(left) is (old is new is Openness.SEALED)
    assert at(office, "leo").conflicts() == []


def test_a_notice_is_seen_once_and_a_closed_case_clashes_with_none(office: Node) -> None:
    ana, bea = at(office, "ana"), at(office, "bea")
    ana.new("old", **TOLD)
    ana.subject("old", "p-1", "listed")
    bea.new("new", **TOLD)
    bea.subject("new", "p-1", "met")
    (row,) = ana.conflicts()
    ana.seen(row["id"])
    assert ana.conflicts()[0]["seen"]
    with pytest.raises(InputError, match="waits for you"):
        ana.seen(row["id"])
    (other,) = bea.conflicts()
    with pytest.raises(InputError, match="waits for you"):
        ana.seen(other["id"])
    ana.close("old", "done")
    bea.new("third", **TOLD)
    told = bea.subject("third", "p-2", "met")
    assert [row["told"] for row in told] == [CALL], "with the case that is open"


def test_a_partner_that_asks_about_a_subject_is_told_once_it_opened(office: Node) -> None:
    ana = at(office, "ana")
    ana.new("old", **TOLD)
    ana.subject("old", "p-1", "listed")
    assert ana.conflicts() == []
    row = {
        **dict.fromkeys(("ask", "handle", "reason", "purpose", "legal_basis", "case_commitment", "expires"), "x"),
        "id": "req-1",
        "peer": "pa",
        "record": "p-2",
        "state": "pending",
        "identity": {},
        "reasons": [],
        "asked_back": False,
        "received_at": "2026-01-01",
    }
    with office.ledger.begin() as connection:
        connection.execute(exchange_requests.insert().values(**row))
    (found,) = ana.conflicts()
    assert (found["level"], found["told"]["partner"], found["entity"]) == ("partner", "pa", "p-2")
    assert at(office, "bea").conflicts() == []


def test_the_owner_of_a_laptop_needs_nobody(node: Node, desk: Desk) -> None:
    work = Casework(desk)
    work.new("one", **TOLD)
    assert work.one("one").members == {"owner"}
