"""A changed list: what changed is found, only that is screened, and nothing an interrupted run left is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, record
from contrared.match import compare, threshold
from contrared.match.changes import changes, difference, facts
from contrared.match.entities import entities
from contrared.match.question import Known
from contrared.match.segments import refresh
from contrared.match.subjects import Subject, subjects
from contrared.match.turned import Turned
from contrared.match.watching import catch_up, look, overdue, rescreen
from contrared.store import DatasetVersion

from ..conftest import SHARED, LinesReader

Lines = Callable[[str, str], Path]
ListOf = Callable[[str, str], DatasetVersion]
SNAPSHOTS = SHARED / "watchlists" / "ofac" / "snapshots"
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-2|Person|name|Carlos Quintero Rojas\n"
SECOND = FIRST + "l-3|Person|name|Nadia Farouk\n"
THIRD = SECOND + "l-4|Person|name|Eva Gomez Duarte\n"
PEOPLE = ("Assad Ahmad Barakat", "Carlos Quintero Rojas", "Nadia Farouk", "Eva Gomez Duarte")


@pytest.fixture
def listed(lines_reader: LinesReader, lines: Lines, desk: Desk) -> ListOf:
    def loaded(content: str, as_of: str) -> DatasetVersion:
        version = load(desk, lines(f"list{as_of}", content), LoadOptions(as_of=as_of, dataset="list")).version
        refresh(desk)
        return version

    return loaded


def watch(desk: Desk, *names: str, schema: str = "Person") -> list[Subject]:
    desk.memory.watch("bank", [(name, Known(names=(name,), schema=schema).queries()) for name in names])
    return subjects(desk)


def told(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["kind"], row["entity_id"]) for row in rows}


FACTS = st.dictionaries(
    st.sampled_from(["name", "alias", "birthDate"]), st.lists(st.sampled_from("xyz"), min_size=1, unique=True)
)


@given(FACTS, FACTS)
def test_changes_lead_from_the_one_to_the_other(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    held = {(prop, value) for prop, values in before.items() for value in values}
    for line in changes(before, after):
        sign, prop, value = line.replace(":", "").split()
        (held.add if sign == "+" else held.remove)((prop, value))
    assert held == {(prop, value) for prop, values in after.items() for value in values}
    assert changes(before, before) == []


def test_what_screening_does_not_compare_changes_nothing() -> None:
    entity = {"properties": {"name": ["b", "a"], "religion": ["x"], "ethnicity": ["y"], "position": ["z"]}}
    assert facts(entity) == {"name": ["a", "b"]}


def test_added_changed_and_removed(desk: Desk, listed: ListOf) -> None:
    first = listed(SECOND, "2021")
    changed = "l-1|Person|name|Assad Ahmad Barakat\nl-1|Person|position|driver\nl-2|Person|name|Carlos Quintero\n"
    second = listed(changed + "l-4|Person|name|Eva Gomez\n", "2022")
    found = difference(desk, first, second)
    assert ([e["id"] for e in found.fresh], found.removed, found.unchanged) == (["l-2", "l-4"], {"l-3"}, 1)


def test_a_hit_that_the_index_misses_is_not_gone(desk: Desk, listed: ListOf, monkeypatch: pytest.MonkeyPatch) -> None:
    first = listed(SECOND, "2021")
    look(desk, watch(desk, "Nadia Farouk"))
    second = listed(SECOND + "l-3|Person|birthDate|1980\n", "2022")
    monkeypatch.setattr(Turned, "alike", lambda *_: [])
    assert told(rescreen(desk, first, second)) == {("changed", "l-3")}


def test_the_party_watched_stands_on_the_left_of_every_reason(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    (subject,) = watch(desk, "Nadya Faruk")
    (raised,) = rescreen(desk, first, listed(SECOND, "2022"))
    assert ("nadya faruk", "nadia farouk") in {(r["left"].casefold(), r["right"].casefold()) for r in raised["reasons"]}
    desk.memory.unwatch([subject.id], "again")
    (again,) = look(desk, watch(desk, "Nadya Faruk"))
    assert [(r["feature"], r["left"], r["right"]) for r in again["reasons"]] == [
        (r["feature"], r["left"], r["right"]) for r in raised["reasons"]
    ]


def test_what_an_interrupted_run_left_is_caught_up_with(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    watch(desk, *PEOPLE)
    assert told(rescreen(desk, None, first)) == {("new", "l-1"), ("new", "l-2")}
    assert overdue(desk) == []
    second = listed(SECOND, "2022")  # and the run ended here, before anybody was screened
    assert overdue(desk) == [second]
    assert told(rescreen(desk, second, listed(THIRD, "2023"))) == {("new", "l-3"), ("new", "l-4")}
    assert overdue(desk) == []


def test_catching_up_raises_what_is_due_and_nothing_twice(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    watching = watch(desk, *PEOPLE)
    assert told(look(desk, watching)) == {("new", "l-1"), ("new", "l-2")}
    assert overdue(desk) == [first], "looking at some is not screening everybody"
    assert catch_up(desk) == []
    listed(SECOND, "2022")
    assert told(catch_up(desk)) == {("new", "l-3")}
    assert catch_up(desk) == []


def test_the_record_says_which_versions_and_how_many(desk: Desk, listed: ListOf) -> None:
    first = listed(FIRST, "2021")
    watch(desk, *PEOPLE)
    second = listed(SECOND, "2022")
    rescreen(desk, first, second)
    line = [entry for entry in record.entries(desk.node.ledger) if entry.action == "rescreen"][-1].what
    assert {key: line[key] for key in ("dataset", "before", "after")} == {
        "dataset": "list",
        "before": first.version,
        "after": second.version,
    }
    assert (line["subjects"], line["entries"], line["alerts"]) == (4, 1, 1)


def test_nobody_watched_is_on_record_too(desk: Desk, listed: ListOf) -> None:
    version = listed(FIRST, "2021")
    assert rescreen(desk, None, version) == []
    assert desk.memory.rescreened("list") == version.version


@pytest.mark.skipif(not SNAPSHOTS.exists(), reason="the OFAC snapshots are not here")
def test_only_what_changed_between_two_snapshots_raises_alerts(desk: Desk) -> None:
    def loaded(day: str) -> DatasetVersion:
        return load(desk, SNAPSHOTS / f"sdn_{day}.csv.gz", LoadOptions(as_of=day), reader="ofac").version

    before, after = loaded("2021-11-23"), loaded("2021-12-10")
    old = {e["id"]: e for e in entities(desk.statements(versions=[before]))}
    new = {e["id"]: e for e in entities(desk.statements(versions=[after]))}
    changed = difference(desk, before, after)
    assert changed.removed == old.keys() - new.keys()
    added = new.keys() - old.keys()
    assert added <= {e["id"] for e in changed.fresh}
    assert len(added) > 100
    assert changed.unchanged + len(changed.fresh) == len(new)
    names = [e["properties"]["name"][0] for e in new.values() if e["schema"] == "Person" and e["id"] in added][:20]
    names += [e["properties"]["name"][0] for e in new.values() if e["schema"] == "Person" and e["id"] in old][:20]
    raised = rescreen(desk, before, after) if watch(desk, *names) else []
    assert {row["entity_id"] for row in raised} <= {e["id"] for e in changed.fresh}
    queries = {subject.id: subject.queries[0] for subject in subjects(desk)}
    slow = {
        (subject, entity["id"])
        for entity in changed.fresh
        for subject, query in queries.items()
        if compare(query, entity).score >= threshold()
    }
    assert {(row["subject_id"], row["entity_id"]) for row in raised} == slow
    assert len({entity for _, entity in slow}) >= 20
