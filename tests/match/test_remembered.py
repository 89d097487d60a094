"""What was cleared stays cleared while the facts of both sides do, for whoever has the same facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.govern.fingerprint import fingerprint
from contrared.match.counter import screen
from contrared.match.encounter import Met
from contrared.match.encounter import record as meet
from contrared.match.question import Known
from contrared.match.remembered import Clearances, remembered, whitelist
from contrared.match.screening import opened
from contrared.match.segments import refresh
from contrared.match.subjects import Subject, subjects
from contrared.match.watching import cleared, look, rescreen
from contrared.model import InputError
from contrared.store import DatasetVersion

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
ListOf = Callable[[str, str], DatasetVersion]
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-3|Person|name|Nadia Farouk\n"
BORN = FIRST + "l-3|Person|birthDate|1980\n"


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> ListOf:
    def loaded(content: str, as_of: str) -> DatasetVersion:
        version = load(desk, lines(f"list{as_of}", content), LoadOptions(as_of=as_of, dataset="list")).version
        refresh(desk)
        return version

    return loaded


def queries(name: str, born: str = "") -> list[dict[str, Any]]:
    return Known(names=(name,), schema="Person", born=born).queries()


def arrives(desk: Desk, name: str, born: str = "", day: int = 1) -> list[dict[str, Any]]:
    """Alerts of somebody met at a checkpoint."""
    met = Met(queries(name, born), at=f"2026-03-{day:02}T08:00-05:00", place="Capurganá", country="co")
    return look(desk, [meet(desk, met)])


def test_the_namesake_cleared_yesterday_is_not_stopped_today(desk: Desk, listed: ListOf) -> None:
    listed(FIRST, "2021")
    (raised,) = arrives(desk, "Nadia Faruk")
    desk.memory.dismiss(raised["id"], "the listed one is in prison")
    assert arrives(desk, "Nadia Faruk", day=2) == []
    (_, second) = desk.memory.encounters()
    assert cleared(desk, [second["id"]]) == {(second["id"], "l-3"): "the listed one is in prison"}
    desk.memory.watch("bank", [("Nadia Faruk", queries("Nadia Faruk"))])
    watched = [subject for subject in subjects(desk) if subject.kind == "watched"]
    assert look(desk, watched) == [], "nor when she opens an account"
    (other,) = arrives(desk, "Nadya Farouk", day=3)
    assert other["kind"] == "new", "somebody spelt otherwise was not looked at"


def test_a_cleared_namesake_returns_with_what_changed_on_the_list(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    (raised,) = arrives(desk, "Nadia Farouk")
    desk.memory.dismiss(raised["id"], "another person")
    (returned,) = rescreen(desk, first, listed(BORN, "2022"))
    assert (returned["kind"], returned["changes"]) == ("changed", ["+ birthDate: 1980"])
    (again,) = arrives(desk, "Nadia Farouk", day=2)
    assert (again["kind"], again["changes"]) == ("changed", ["+ birthDate: 1980"])


def test_a_cleared_namesake_returns_with_what_changed_of_her(desk: Desk, listed: ListOf) -> None:
    listed(BORN, "2021")
    (raised,) = arrives(desk, "Nadia Farouk")
    desk.memory.dismiss(raised["id"], "no birth date, but the photo is another's")
    (again,) = arrives(desk, "Nadia Farouk", born="1980", day=2)
    assert (again["kind"], again["changes"]) == ("changed", ["+ known birthDate: 1980"])


def test_facts_that_come_back_are_cleared_as_they_were(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    (raised,) = arrives(desk, "Nadia Farouk")
    desk.memory.dismiss(raised["id"], "another person")
    second = listed("l-1|Person|name|Assad Ahmad Barakat\n", "2022")
    assert rescreen(desk, first, second) == [], "what was cleared may go without anybody hearing of it"
    assert desk.memory.hits() == []
    assert rescreen(desk, second, listed(FIRST + "l-8|Person|name|Somebody Else\n", "2023")) == []
    assert [row["cleared_why"] for row in desk.memory.hits()] == ["another person"]


def test_after_a_clearance_is_withdrawn_the_next_encounter_is_an_alert(desk: Desk, listed: ListOf) -> None:
    listed(FIRST, "2021")
    (raised,) = arrives(desk, "Nadia Farouk")
    desk.memory.dismiss(raised["id"], "another person")
    assert len(desk.memory.withdraw(raised["id"], "the photo was hers")) == 1
    (again,) = arrives(desk, "Nadia Farouk", day=2)
    assert again["kind"] == "new"


def test_who_is_cleared_beforehand_raises_no_alert(desk: Desk, listed: ListOf) -> None:
    listed(FIRST, "2021")
    lists = opened(desk)
    with pytest.raises(InputError, match="no list that can be asked has an entry 'l-99'"):
        whitelist(desk, lists, queries("Nadia Farouk"), "l-99", "our own staff")
    row = whitelist(desk, lists, queries("Nadia Farouk"), "l-3", "our own staff")
    assert (row["confirmed_by"], row["facts"]) == (desk.person.id, {"name": ["Nadia Farouk"]})
    assert arrives(desk, "Nadia Farouk") == []


def test_at_the_counter_it_is_told_what_is_remembered_of_each_candidate(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    asked = queries("Nadia Farouk")
    assert remembered(desk, asked, screen(desk, asked)) == {}
    whitelist(desk, opened(desk), asked, "l-3", "our own staff")
    held = remembered(desk, asked, screen(desk, asked))["l-3"]
    assert (held.holds, held.clearance["why"]) == (True, "our own staff")
    rescreen(desk, first, listed(BORN, "2022"))
    held = remembered(desk, asked, screen(desk, asked))["l-3"]
    assert (held.holds, held.changed) == (False, ("+ birthDate: 1980",))


def row(name: str, facts: dict[str, list[str]], **values: Any) -> dict[str, Any]:
    about = {"entity_id": "l-1", "label": name, "queries": queries(name), "fingerprint": fingerprint(queries(name))}
    return {**about, "facts": facts, "confirmed_by": "ann", "withdrawn_at": None, **values}


@pytest.mark.parametrize(
    ("values", "name", "entity", "told", "holds"),
    [
        ({}, "Ana Lopez", "l-1", {"name": ["A"]}, True),
        ({}, "Ana Lopez", "l-1", {"name": ["A", "B"]}, False),
        ({}, "Ana Lopez", "l-2", {"name": ["A"]}, None),
        ({}, "Eva Gomez", "l-1", {"name": ["A"]}, None),
        ({"confirmed_by": None}, "Ana Lopez", "l-1", {"name": ["A"]}, None),
        ({"withdrawn_at": "2026"}, "Ana Lopez", "l-1", {"name": ["A"]}, None),
    ],
)
def test_a_clearance_holds_for_the_same_facts_only(
    values: dict[str, Any], name: str, entity: str, told: dict[str, list[str]], holds: bool | None
) -> None:
    held = Clearances([row("Ana Lopez", {"name": ["A"]}, **values)]).of(queries(name), name, entity, told)
    assert (held.holds if held is not None else None) is holds


def test_of_several_clearances_the_one_that_holds_is_given() -> None:
    rows = [row("Ana Lopez", {"name": ["A"]}, id="1"), row("Ana Lopez", {"name": ["B"]}, id="2")]
    held = Clearances(rows).of(queries("Ana Lopez"), "Ana Lopez", "l-1", {"name": ["A"]})
    assert held is not None
    assert held.clearance["id"] == "1"
    held = Clearances(rows).of(queries("Ana Lopez"), "Ana Lopez", "l-1", {"name": ["C"]})
    assert held is not None
    assert (held.clearance["id"], held.changed) == ("2", ("+ name: C", "- name: B"))


def test_a_subject_of_several_kinds_is_one_party(desk: Desk, listed: ListOf) -> None:
    listed(FIRST, "2021")
    several = Known(names=("Nadia Farouk",)).queries()
    assert len(several) > 1
    (raised,) = look(desk, [_watched(desk, several)])
    desk.memory.dismiss(raised["id"], "another person")
    assert desk.memory.hits()[0]["cleared_at"] is not None


def _watched(desk: Desk, several: list[dict[str, Any]]) -> Subject:
    desk.memory.watch("bank", [("Nadia Farouk", several)])
    (subject,) = subjects(desk)
    return subject
