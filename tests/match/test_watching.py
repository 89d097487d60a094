"""Those the node keeps an eye on: a changed list raises alerts; what was cleared stays so until the facts change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, OwnerPolicy, enter, record
from contrared.govern.memory import Memory
from contrared.match.changes import changes
from contrared.match.encounter import Met, by_reference, followed
from contrared.match.encounter import record as meet
from contrared.match.question import Known
from contrared.match.segments import refresh
from contrared.match.subjects import Subject, subjects
from contrared.match.watching import look, rescreen
from contrared.model import InputError, PolicyError, Protection
from contrared.store import DatasetVersion
from contrared.store.tables import alerts, users

from ..conftest import LinesReader

Lines = Callable[[str, str], Path]
SNAPSHOTS = Path(__file__).parents[3] / "shared/data/watchlists/ofac/snapshots"
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-2|Person|name|Carlos Quintero Rojas\nl-3|Person|name|Nadia Farouk\n"
SECOND = (
    "l-1|Person|name|Assad Ahmad Barakat\nl-1|Person|birthDate|1967-03-26\n"
    "l-3|Person|name|Nadia Farouk\nl-4|Person|name|Eva Gomez Duarte\n"
)


@pytest.fixture
def load_list(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Callable[[str, str], DatasetVersion]:
    def loaded(content: str, as_of: str) -> DatasetVersion:
        version = load(desk, lines(f"list{as_of}", content), LoadOptions(as_of=as_of, dataset="list")).version
        refresh(desk)
        return version

    return loaded


def watch(desk: Desk, *names: str) -> list[Subject]:
    rows = desk.memory.watch("customers", [(name, Known(names=(name,), schema="Person").queries()) for name in names])
    return [subject for subject in subjects(desk) if subject.id in {row["id"] for row in rows}]


def told(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["kind"], row["entity_id"]) for row in rows}


def test_a_changed_list_raises_alerts_for_what_changed_and_nothing_else(
    desk: Desk, load_list: Callable[[str, str], DatasetVersion]
) -> None:
    first = load_list(FIRST, "2021")
    watching = watch(desk, "Asad Ahmed BARAKAT", "Carlos Quintero Rojas", "Eva Gomez Duarte", "Nadia Farouk")
    assert told(look(desk, watching)) == {("new", "l-1"), ("new", "l-2"), ("new", "l-3")}
    raised = rescreen(desk, first, load_list(SECOND, "2022"))
    assert told(raised) == {("changed", "l-1"), ("gone", "l-2"), ("new", "l-4")}
    changed = next(row for row in raised if row["kind"] == "changed")
    assert changed["changes"] == ["+ birthDate: 1967-03-26"]
    assert {row["entity_id"] for row in desk.memory.hits("list")} == {"l-1", "l-3", "l-4"}
    second = desk.version("list")
    assert rescreen(desk, second, second) == []


def test_everybody_of_one_name_is_alerted(desk: Desk, load_list: Callable[[str, str], DatasetVersion]) -> None:
    load_list("l-9|Person|name|Somebody Else\n", "2021")
    names = ["Nadia Farouk"] * 40
    queries = [
        Known(names=(name,), schema="Person", documents=(f"AB10{n:04}",)).queries() for n, name in enumerate(names)
    ]
    desk.memory.watch("customers", [(f"customer {n}", query) for n, query in enumerate(queries)])
    raised = rescreen(desk, desk.version("list"), load_list("l-3|Person|name|Nadia Farouk\n", "2022"))
    assert len({row["subject_id"] for row in raised}) == 40


def test_a_new_list_is_screened_whole_and_nobody_watched_costs_nothing(
    desk: Desk, load_list: Callable[[str, str], DatasetVersion]
) -> None:
    version = load_list(FIRST, "2021")
    assert rescreen(desk, None, version) == []
    watch(desk, "Nadia Farouk")
    assert told(rescreen(desk, None, version)) == {("new", "l-3")}


def test_what_was_cleared_stays_cleared_until_the_facts_change(
    desk: Desk, load_list: Callable[[str, str], DatasetVersion]
) -> None:
    first = load_list(FIRST, "2021")
    (raised,) = look(desk, watch(desk, "Asad Ahmed BARAKAT"))
    with pytest.raises(InputError, match="needs a reason"):
        desk.memory.dismiss(raised["id"], " ")
    desk.memory.dismiss(raised["id"], "born in another year")
    (hit,) = desk.memory.hits()
    assert hit["cleared_why"] == "born in another year"
    same = load_list(FIRST + "l-9|Person|name|Somebody Else\n", "2021-06")
    assert rescreen(desk, first, same) == []
    (returned,) = rescreen(desk, same, load_list(SECOND, "2022"))
    assert (returned["kind"], returned["changes"]) == ("changed", ["+ birthDate: 1967-03-26"])
    assert desk.memory.hits()[0]["cleared_at"] is None


def test_what_a_narrower_form_of_a_list_cannot_say_is_unknown_not_gone(
    desk: Desk, load_list: Callable[[str, str], DatasetVersion]
) -> None:
    aliased = "l-1|Person|name|Tareck Zaidan Maddah\nl-1|Person|alias|Carlos Quintero Rojas\n"
    first = load_list(aliased, "2021")
    look(desk, watch(desk, "Carlos Quintero Rojas"))
    bare = load_list("l-1|Person|name|Tareck Zaidan Maddah\n", "2022")
    assert told(rescreen(desk, first, replace(bare, carries=("name",)))) == set()
    assert told(rescreen(desk, first, bare)) == {("gone", "l-1")}


@pytest.fixture
def two(desk: Desk) -> tuple[Memory, Memory]:
    """Two persons at a node where a second one is needed."""
    with desk.node.ledger.begin() as connection:
        row = {"id": "second", "name": "B", "role": "owner", "agency": "", "country": "", "created_at": "2026-01-01"}
        connection.execute(insert(users).values(**row))
    other = enter(desk.node, "second", "test", policy=OwnerPolicy())
    settings = desk.node.settings.screening.model_copy(update={"second_person": True})
    return (
        Memory(desk.node.ledger, desk.person, "test", "", settings),
        Memory(other.node.ledger, other.person, "test", "", settings),
    )


def test_a_dismissal_waits_for_a_second_person(
    desk: Desk, two: tuple[Memory, Memory], load_list: Callable[[str, str], DatasetVersion]
) -> None:
    load_list(FIRST, "2021")
    first, second = two
    (raised,) = look(desk, watch(desk, "Nadia Farouk"))
    first.dismiss(raised["id"], "another person")
    assert [row["state"] for row in first.alerts()] == ["pending"]
    assert desk.memory.hits()[0]["cleared_at"] is None
    with pytest.raises(PolicyError, match="second person cannot be the first"):
        first.confirm(raised["id"])
    second.confirm(raised["id"])
    assert first.alerts() == []
    assert desk.memory.hits()[0]["cleared_by"] == desk.person.id
    with pytest.raises(InputError, match="nothing waits"):
        second.confirm(raised["id"])


def test_a_removal_from_a_watchlist_waits_for_a_second_person(desk: Desk, two: tuple[Memory, Memory]) -> None:
    first, second = two
    (subject,) = watch(desk, "Nadia Farouk")
    with pytest.raises(InputError, match="needs a reason"):
        first.unwatch([subject.id], "")
    assert first.unwatch([subject.id], "left the bank") is False
    assert [row["id"] for row in first.watched()] == [subject.id], "watched until it is confirmed"
    with pytest.raises(PolicyError):
        first.confirm(subject.id)
    second.confirm(subject.id)
    assert first.watched() == []
    with pytest.raises(InputError, match="not watched"):
        first.unwatch([subject.id], "again")


def test_an_alert_that_nobody_attended_is_escalated_once(
    desk: Desk, load_list: Callable[[str, str], DatasetVersion]
) -> None:
    load_list(FIRST, "2021")
    late, fresh = look(desk, watch(desk, "Nadia Farouk", "Carlos Quintero Rojas"))
    assert desk.memory.escalate() == []
    with desk.node.ledger.begin() as connection:
        connection.execute(update(alerts).where(alerts.c.id == late["id"]).values(due_at="2026-01-01T00:00:00+00:00"))
    assert [row["id"] for row in desk.memory.escalate()] == [late["id"]]
    assert desk.memory.escalate() == []
    assert [row["id"] for row in desk.memory.alerts()] == [late["id"], fresh["id"]], "escalated ones first"
    desk.memory.attend(late["id"], "called the checkpoint")
    assert [row["id"] for row in desk.memory.alerts()] == [fresh["id"]]
    with pytest.raises(InputError, match="no open alert"):
        desk.memory.attend(late["id"], "again")


def met(name: str = "", **values: Any) -> Met:
    known = Known(names=(name,), schema="Person", born=values.pop("born", "")) if name else None
    return Met(
        queries=known.queries() if known else [],
        at=values.pop("at", "2026-03-01T08:00-05:00"),
        place=values.pop("place", "Capurganá"),
        country=values.pop("country", "co"),
        **values,
    )


def test_one_person_is_followed_across_encounters(desk: Desk) -> None:
    meet(desk, met("Yusuf Abdi Warsame", at="2026-03-09T10:00-05:00", place="Bajo Chiquito", country="Panama"))
    meet(desk, met("Youssef Abdi Warsame", at="2026-03-01T08:00-05:00"))
    meet(desk, met("Ana Lopez Duarte"))
    found = followed(desk, Known(names=("Yusuf Abdi Warsame",), schema="Person").queries())
    assert [(row["place"], row["country"]) for row, _ in found] == [("Capurganá", "co"), ("Bajo Chiquito", "pa")]


def test_a_traveller_without_documents_is_found_again_by_a_reference(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "face.jpg"
    photo.write_bytes(b"not really a picture")
    meet(desk, met(references=[f"photo={photo}"], note="no papers"))
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(photo.read_bytes())
    (row,) = by_reference(desk, f"photo={copy}")
    assert row["label"] == "without documents"
    assert by_reference(desk, "photo=elsewhere") == []


@pytest.mark.parametrize(
    ("born", "minor"), [("2012-05", True), ("2008-03-02", True), ("2008-03-01", False), ("1990", False)]
)
def test_a_minor_is_marked_as_protected(desk: Desk, born: str, minor: bool) -> None:
    subject = meet(desk, met("Ana Lopez Duarte", born=born, at="2026-03-01T08:00-05:00"))
    assert desk.protected().get(subject.id, frozenset()) == (frozenset({Protection.MINOR}) if minor else frozenset())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": " "}, "place"),
        ({"country": "Atlantis"}, "no country"),
        ({"at": "yesterday"}, "no time"),
        ({"at": "2026-03-01T08:00"}, "offset"),
        ({"companions": ["enc-none"]}, "enc-none"),
        ({"references": ["x"]}, "no reference"),
        ({"handling": "SECRET"}, "TLP"),
    ],
)
def test_an_encounter_that_lacks_something_is_refused_and_not_kept(
    desk: Desk, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        meet(desk, met("Ana Lopez", **values))
    assert desk.memory.encounters() == []


def test_nothing_that_tells_a_person_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="nothing tells the person"):
        meet(desk, met())


def test_every_act_is_on_record_without_names(desk: Desk, load_list: Callable[[str, str], DatasetVersion]) -> None:
    load_list(FIRST, "2021")
    (raised,) = look(desk, watch(desk, "Nadia Farouk"))
    desk.memory.dismiss(raised["id"], "another person")
    meet(desk, met("Nadia Farouk"))
    lines = list(record.entries(desk.node.ledger))
    assert {"watch", "screen", "look", "dismiss", "encounter"} <= {entry.action for entry in lines}
    assert not any("Farouk" in str(entry.what) for entry in lines)


def test_changes_are_told_in_order() -> None:
    assert changes({"a": ["1", "2"], "b": ["x"]}, {"a": ["2", "3"], "c": ["y"]}) == [
        "+ a: 3",
        "- a: 1",
        "- b: x",
        "+ c: y",
    ]


@pytest.mark.skipif(not SNAPSHOTS.exists(), reason="the OFAC snapshots are not here")
def test_the_farc_left_the_list_and_its_successors_joined(desk: Desk) -> None:
    before = load(desk, SNAPSHOTS / "sdn_2021-11-23.csv.gz", LoadOptions(as_of="2021-11-23"), reader="ofac").version
    refresh(desk)
    parties = ["Revolutionary Armed Forces of Colombia", "Segunda Marquetalia", "Hizballah"]
    rows = desk.memory.watch("groups", [(n, Known(names=(n,), schema="Organization").queries()) for n in parties])
    known = look(desk, [Subject(r["id"], "watched", r["label"], tuple(r["queries"]), r["list"]) for r in rows])
    assert ("new", "ofac-4711") in told(known)
    after = load(desk, SNAPSHOTS / "sdn_2021-12-10.csv.gz", LoadOptions(as_of="2021-12-10"), reader="ofac").version
    raised = told(rescreen(desk, before, after))
    assert {("gone", "ofac-4711"), ("new", "ofac-33974"), ("new", "ofac-33983")} <= raised
    assert not any(entity == "ofac-4697" for _, entity in raised), "Hizballah's entry did not change"
    assert datetime.fromisoformat(desk.memory.alerts()[0]["raised_at"]).tzinfo == UTC
