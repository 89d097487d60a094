"""The memory of screening behind the door: who may see and settle what, and how each decision is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from contrared.govern import Decision, Desk, OwnerPolicy, Person, SourceClass, enter, record
from contrared.govern.memory import Memory
from contrared.govern.sight import SEE_PROTECTED
from contrared.model import InputError, PolicyError, Protection, Tlp
from contrared.model.protection import MASKED
from contrared.store.tables import users

FACTS = {"name": ["Nadia Farouk"]}
LATER = {"name": ["Nadia Farouk"], "birthDate": ["1980"]}


def known(name: str, **properties: str) -> list[dict[str, Any]]:
    stated = {"name": [name], **{key: [value] for key, value in properties.items()}}
    return [{"id": "", "schema": "Person", "properties": stated}]


def encountered(**values: Any) -> dict[str, Any]:
    row = {"at": "2026-01-02T08:00:00+00:00", "place": "P", "country": "co", "label": "Ana", "queries": known("Ana")}
    rest = {"references": [{"kind": "photo", "ref": "x", "sha256": ""}], "companions": [], "note": "tall"}
    return {**row, **rest, "handling": "TLP:AMBER", "route": "north", **values}


def hit(subject: str, facts: dict[str, list[str]] | None = None, dataset: str = "list") -> dict[str, Any]:
    about = {"dataset": dataset, "version": "1", "score": 0.9, "facts": facts or FACTS}
    return {"subject_id": subject, "entity_id": "l-1", **about}


def alarm(desk: Desk, subject: str, facts: dict[str, list[str]] | None = None, **values: Any) -> dict[str, Any]:
    """A hit and its alert."""
    row = hit(subject, facts)
    (raised,) = desk.memory.remember([row], [], [{**row, "kind": "new", "reasons": [], "changes": [], **values}])
    return raised


def watch(desk: Desk, name: str = "Nadia Farouk") -> str:
    (row,) = desk.memory.watch("bank", [(name, known(name))])
    return str(row["id"])


class Limited(OwnerPolicy):
    """Permits everything but what is named."""

    def __init__(self, *refused: str, tlp: Tlp | None = None) -> None:
        self.refused = refused
        self.tlp = tlp

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        closed = about is not None and self.tlp is not None and about.handling.tlp is self.tlp
        return Decision(action not in self.refused and not closed, "limited")


@pytest.fixture
def other(desk: Desk) -> Callable[[OwnerPolicy], Desk]:
    """A second person of the node, under a policy."""
    with desk.node.ledger.begin() as connection:
        row = {"id": "second", "name": "B", "role": "owner", "agency": "", "country": "", "created_at": "2026-01-01"}
        connection.execute(insert(users).values(**row))
    return lambda policy: enter(desk.node, "second", "test", policy=policy)


@pytest.fixture
def two(desk: Desk, other: Callable[[OwnerPolicy], Desk]) -> tuple[Memory, Memory]:
    """Two persons at a node where a second one is needed."""
    settings = desk.node.settings.screening.model_copy(update={"second_person": True})
    second = other(OwnerPolicy()).person
    return (
        Memory(desk.node.ledger, desk.person, "test", "", settings),
        Memory(desk.node.ledger, second, "test", "", settings),
    )


def test_a_dismissal_clears_what_the_alert_showed_not_what_came_since(desk: Desk) -> None:
    subject = watch(desk)
    first = alarm(desk, subject)
    alarm(desk, subject, LATER, kind="changed")
    desk.memory.dismiss(first["id"], "another person")
    (row,) = desk.memory.hits()
    assert row["facts"] == LATER
    assert row["cleared_at"] is None, "nobody looked at the birth date"
    assert [row["facts"] for row in desk.memory.clearances()] == [FACTS]
    assert [row["kind"] for row in desk.memory.alerts()] == ["changed"]


def test_an_alert_in_hand_can_be_dismissed(desk: Desk) -> None:
    raised = alarm(desk, watch(desk))
    desk.memory.attend(raised["id"], "calling")
    assert desk.memory.alerts() == []
    assert desk.memory.dismiss(raised["id"], "called: another person")["state"] == "dismissed"
    assert desk.memory.hits()[0]["cleared_why"] == "called: another person"


def test_a_dismissed_alert_on_what_is_gone_clears_nothing(desk: Desk) -> None:
    raised = alarm(desk, watch(desk), kind="gone")
    desk.memory.dismiss(raised["id"], "seen")
    assert desk.memory.clearances() == []


@pytest.mark.parametrize("by", ["alert", "clearance"])
def test_a_clearance_is_undone_and_the_hit_returns(desk: Desk, by: str) -> None:
    raised = alarm(desk, watch(desk))
    desk.memory.dismiss(raised["id"], "another person")
    (cleared,) = desk.memory.clearances()
    wanted = raised["id"] if by == "alert" else cleared["id"]
    with pytest.raises(InputError, match="needs a reason"):
        desk.memory.withdraw(wanted, " ")
    (again,) = desk.memory.withdraw(wanted, "it was him after all")
    assert (again["kind"], again["state"]) == ("changed", "open")
    assert "it was him after all" in again["changes"][0]
    assert desk.memory.hits()[0]["cleared_at"] is None
    (kept,) = desk.memory.clearances()
    assert (kept["withdrawn_by"], kept["withdrawn_why"]) == (desk.person.id, "it was him after all")
    with pytest.raises(InputError, match="no clearance is in force"):
        desk.memory.withdraw(wanted, "again")
    assert {row["id"]: row["state"] for row in desk.memory.alerts(everything=True)} == {
        raised["id"]: "dismissed",
        again["id"]: "open",
    }


def test_what_a_second_person_refuses_is_as_it_was(desk: Desk, two: tuple[Memory, Memory]) -> None:
    first, second = two
    subject = watch(desk)
    raised = alarm(desk, subject)
    first.dismiss(raised["id"], "another person")
    second.refuse(raised["id"], "the photo is his")
    assert [(row["state"], row["by"]) for row in first.alerts()] == [("open", None)]
    assert first.clearances()[0]["withdrawn_by"] == "second"
    first.unwatch([subject], "left the bank")
    second.refuse(subject, "he did not")
    assert [row["removed_at"] for row in first.watched()] == [None]
    assert first.unwatch([subject], "now he did") is False


def test_clearing_beforehand_waits_for_a_second_person(desk: Desk, two: tuple[Memory, Memory]) -> None:
    first, second = two
    about = {"entity_id": "l-1", "facts": FACTS}
    with pytest.raises(InputError, match="needs a reason"):
        first.whitelist(known("Nadia Farouk"), "Nadia Farouk", about, "")
    row = first.whitelist(known("Nadia Farouk"), "Nadia Farouk", about, "our own staff")
    assert row["confirmed_by"] is None
    with pytest.raises(PolicyError, match="second person cannot be the first"):
        first.confirm(row["id"])
    subject = watch(desk)
    alarm(desk, subject)
    assert first.hits()[0]["cleared_at"] is None
    second.confirm(row["id"])
    assert first.hits()[0]["cleared_by"] == desk.person.id
    assert first.clearances()[0]["confirmed_by"] == "second"


def test_an_alert_that_waits_for_a_second_person_is_escalated_too(desk: Desk, two: tuple[Memory, Memory]) -> None:
    first, _ = two
    raised = alarm(desk, watch(desk))
    first.dismiss(raised["id"], "another person")
    assert first.escalate() == []
    with desk.node.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE alerts SET due_at = '2026-01-01T00:00:00+00:00'")
    assert [row["id"] for row in first.escalate()] == [raised["id"]]
    lines = [entry for entry in record.entries(desk.node.ledger) if entry.action == "escalate"]
    assert [entry.what for entry in lines] == [{"alerts": [raised["id"]]}]


def test_who_need_not_see_a_protected_person_sees_a_mask(desk: Desk, other: Callable[[OwnerPolicy], Desk]) -> None:
    child = desk.memory.encounter(encountered(), {Protection.MINOR: "under 18"})
    adult = desk.memory.encounter(encountered(label="Eva", queries=known("Eva"), companions=[child["id"]]))
    party = watch(desk)
    desk.write().protect(party, Protection.WITNESS, "heard in court")
    raised = alarm(desk, child["id"])
    clerk = other(Limited(SEE_PROTECTED)).memory
    shown = {row["id"]: row for row in clerk.encounters()}
    hidden = shown[child["id"]]
    assert (hidden["label"], hidden["queries"], hidden["references"], hidden["note"]) == (MASKED, [], [], "")
    assert hidden["route"] == ""
    assert hidden["place"] == "P"
    assert shown[adult["id"]]["label"] == "Eva"
    assert [row["label"] for row in clerk.watched()] == [MASKED]
    assert clerk.alerts() == []
    with pytest.raises(InputError, match="no open alert"):
        clerk.dismiss(raised["id"], "never saw it")
    officer = other(OwnerPolicy()).memory
    assert {row["label"] for row in officer.encounters()} == {"Ana", "Eva"}
    assert [row["id"] for row in officer.alerts()] == [raised["id"]]


def test_clearances_are_shown_as_the_parties_they_are_about(desk: Desk, other: Callable[[OwnerPolicy], Desk]) -> None:
    child = desk.memory.encounter(encountered(), {Protection.MINOR: "under 18"})
    secret = desk.memory.encounter(encountered(queries=known("Eva"), handling="TLP:RED"))
    adult = desk.memory.encounter(encountered(queries=known("Olga")))
    for met in (child, secret, adult):
        desk.memory.dismiss(alarm(desk, met["id"])["id"], f"seen {met['id']}")
    desk.memory.whitelist(known("Ana"), "Ana", {"entity_id": "l-1", "facts": FACTS}, "a child")
    desk.memory.whitelist(known("Nobody met"), "Nobody met", {"entity_id": "l-1", "facts": FACTS}, "our own staff")
    clerk = other(Limited(SEE_PROTECTED, tlp=Tlp.RED)).memory
    own = clerk.whitelist(known("Eva"), "Eva", {"entity_id": "l-1", "facts": FACTS}, "mine")
    rows = desk.memory.clearances()
    assert {row["why"] for row in clerk.clearances_shown(rows)} == {f"seen {adult['id']}", "our own staff", "mine"}
    assert desk.memory.clearances_shown(rows) == rows
    assert desk.memory.clearances(["l-2"]) == []
    assert own["id"] in {row["id"] for row in desk.memory.clearances(["l-1", "l-2"])}


def test_screening_is_of_everybody_whoever_loads_a_list(desk: Desk, other: Callable[[OwnerPolicy], Desk]) -> None:
    child = desk.memory.encounter(encountered(), {Protection.MINOR: "under 18"})
    secret = desk.memory.encounter(encountered(handling="TLP:RED"))
    clerk = other(Limited(SEE_PROTECTED, tlp=Tlp.RED))
    _, met = clerk.memory.everybody()
    assert {row["id"] for row in met if row["queries"]} == {child["id"], secret["id"]}
    rows = [{**hit(e["id"]), "kind": "new", "reasons": [], "changes": []} for e in (child, secret)]
    assert clerk.memory.remember([], [], rows) == []
    assert {row["subject_id"] for row in desk.memory.alerts()} == {child["id"], secret["id"]}


def test_an_encounter_is_open_as_its_handling_says_and_to_whoever_recorded_it(
    desk: Desk, other: Callable[[OwnerPolicy], Desk]
) -> None:
    desk.memory.encounter(encountered(handling="TLP:RED // NO COURT USE"))
    clerk = other(Limited(SEE_PROTECTED, tlp=Tlp.RED)).memory
    assert clerk.encounters() == []
    own = clerk.encounter(encountered(handling="TLP:RED"), {Protection.MINOR: "under 18"})
    assert [(row["id"], row["label"]) for row in clerk.encounters()] == [(own["id"], "Ana")]


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        ("watch", lambda m: m.watch("bank", [("A", known("A"))])),
        ("unwatch", lambda m: m.unwatch(["wat-1"], "why")),
        ("encounter", lambda m: m.encounter(encountered())),
        ("attend", lambda m: m.attend("alr-1", "why")),
        ("dismiss", lambda m: m.dismiss("alr-1", "why")),
        ("whitelist", lambda m: m.whitelist(known("A"), "A", {"entity_id": "l-1", "facts": FACTS}, "why")),
        ("confirm", lambda m: m.confirm("alr-1")),
        ("confirm", lambda m: m.refuse("alr-1", "why")),
        ("withdraw", lambda m: m.withdraw("clr-1", "why")),
    ],
)
def test_policy_decides_on_each_act(
    desk: Desk, other: Callable[[OwnerPolicy], Desk], act: str, asked: Callable[[Memory], Any]
) -> None:
    clerk = other(Limited(act)).memory
    with pytest.raises(PolicyError, match=f"you may not {act} here"):
        asked(clerk)
    assert desk.memory.watched() == []
    assert desk.memory.encounters() == []
    assert desk.memory.clearances() == []


def test_encounters_stand_in_the_order_of_time_whatever_their_offset(desk: Desk) -> None:
    for at in ("2026-03-01T23:00:00-05:00", "2026-03-02T01:00:00+00:00", "2026-03-02T10:00:00+14:00"):
        desk.memory.encounter(encountered(at=at))
    assert [row["at"] for row in desk.memory.encounters()] == [
        "2026-03-02T10:00:00+14:00",
        "2026-03-02T01:00:00+00:00",
        "2026-03-01T23:00:00-05:00",
    ]


def test_marks_come_with_the_encounter_or_not_at_all(desk: Desk) -> None:
    row = desk.memory.encounter(encountered(), {Protection.MINOR: "under 18"})
    assert desk.protected() == {row["id"]: frozenset({Protection.MINOR})}
    actions = [entry.action for entry in record.entries(desk.node.ledger)]
    assert actions[-2:] == ["protect", "encounter"]
