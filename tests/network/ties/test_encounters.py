"""Who was met together, and who was only seen at one place within an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern import Desk
from contrared.match.encounter import Met, record
from contrared.model import Protection
from contrared.network import Edge, Layer, NetworkError, Refusal, edges
from contrared.network.ties.colocation import co_located
from contrared.network.ties.encounters import encountered
from contrared.network.ties.sightings import Sighting, moment, recorded, sightings
from tests.network.statements import Said, people, table

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def seen(person: str, minute: int, encounter: str = "", place: str = "Bridge, pa") -> Sighting:
    at = (NOON + timedelta(minutes=minute)).isoformat()
    key = encounter or f"e-{person}-{minute}"
    return Sighting(person, key, place, at, (key,))


def split(items: Sequence[Edge | Refusal]) -> tuple[list[Edge], list[Refusal]]:
    return [i for i in items if isinstance(i, Edge)], [i for i in items if isinstance(i, Refusal)]


@pytest.mark.parametrize(("number", "expected"), [(1, 0), (2, 1), (4, 6), (10, 45), (11, 0)])
def test_an_encounter_ties_all_of_it_and_a_crowd_nobody(number: int, expected: int) -> None:
    found, refused = split(list(encountered([seen(f"n{i:02}", i, "e") for i in range(number)], most=10)))
    assert len(found) == expected
    assert all(edge.weight == pytest.approx(1 / (number - 1)) for edge in found)
    assert [r.what for r in refused] == (["e"] if number > 10 else [])
    assert all((e.first[:10], e.last[:10], e.statement_ids) == ("2026-11-26", "2026-11-26", ("e",)) for e in found)


def test_co_location_of_two_with_its_times() -> None:
    items = [seen("b", 0), seen("a", 60), seen("b", 300), seen("a", 270), seen("a", 30, place="Port, pa")]
    found, refused = split(list(co_located(items, window=HOUR, most=5)))
    (edge,) = found
    assert (edge.source, edge.target, edge.layer, edge.kind) == ("a", "b", Layer.CO_LOCATION, "bridge, pa")
    assert (edge.count, edge.weight) == (2, 2.0)
    assert edge.occasions == (("e-a-270", "e-b-300"), ("e-a-60", "e-b-0"))
    assert (edge.first, edge.last) == ("2026-11-26T12:00:00+00:00", "2026-11-26T17:00:00+00:00")
    assert refused == []


@pytest.mark.parametrize(("minute", "tied"), [(60, True), (61, False)])
def test_the_window_itself_is_inside(minute: int, tied: bool) -> None:
    found, _ = split(list(co_located([seen("a", 0), seen("b", minute)], window=HOUR, most=5)))
    assert bool(found) is tied


def test_offsets_from_utc_count() -> None:
    here = Sighting("a", "e1", "Bridge, pa", "2026-11-26T07:00:00-05:00", ("e1",))
    found, _ = split(list(co_located([here, seen("b", 0)], window=timedelta(0), most=5)))
    assert len(found) == 1


def test_a_busy_place_ties_nobody_and_says_so() -> None:
    busy = [seen(f"n{i}", i) for i in range(6)]
    found, refused = split(list(co_located([*busy, seen("a", 500), seen("b", 501)], window=HOUR, most=5)))
    assert [(e.source, e.target) for e in found] == [("a", "b")]
    assert [(r.what, r.number) for r in refused] == [("bridge, pa: 6 sightings", 6)]


def test_those_met_together_and_the_same_person_are_not_co_located() -> None:
    items = [seen("a", 0, "e"), seen("b", 1, "e"), seen("a", 5)]
    found, _ = split(list(co_located(items, window=HOUR, most=5)))
    assert [(e.source, e.target, e.count) for e in found] == [("a", "b", 1)]  # a five minutes later, b then


@pytest.mark.parametrize(
    ("at", "place", "reason"),
    [
        ("2026-11-26", "Bridge", "no time with its offset from UTC"),
        ("2026-11-26T12:00:00", "Bridge", "no time with its offset from UTC"),
        ("noon, I think", "Bridge", "no time with its offset from UTC"),
        ("", "Bridge", "no time with its offset from UTC"),
        ("2026-11-26T12:00:00+00:00", " ", "no place"),
    ],
)
def test_sightings_without_time_or_place_are_said(at: str, place: str, reason: str) -> None:
    found, refused = split(list(co_located([Sighting("a", "e", place, at, ("e",))], window=HOUR, most=5)))
    assert (found, [(r.reason, r.number) for r in refused]) == ([], [(reason, 1)])


@pytest.mark.parametrize(("window", "most"), [(timedelta(seconds=-1), 5), (HOUR, 1)])
def test_nonsense_is_refused(window: timedelta, most: int) -> None:
    with pytest.raises(NetworkError, match="co-location needs"):
        list(co_located([], window=window, most=most))


def slowly(items: list[Sighting], window: timedelta, most: int) -> dict[tuple[str, str], list[float]]:
    """What the definition says, sighting by sighting."""
    times = {item: moment(item.at) for item in items}
    crowds = {
        item: len({o.person for o in items if abs(times[o] - times[item]) <= window})  # type: ignore[operator]
        for item in items
    }
    found: dict[tuple[str, str], list[float]] = {}
    for a in items:
        for b in items:
            near = abs(times[a] - times[b]) <= window  # type: ignore[operator]
            if a.person < b.person and a.encounter != b.encounter and near and max(crowds[a], crowds[b]) <= most:
                found.setdefault((a.person, b.person), []).append(1 / (max(crowds[a], crowds[b]) - 1))
    return found


@given(st.sets(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 200)), max_size=20), st.integers(2, 6))
def test_two_pointers_find_what_the_definition_says(places: set[tuple[str, int]], most: int) -> None:
    items = [seen(person, minute) for person, minute in sorted(places)]
    found, _ = split(list(co_located(items, window=HOUR, most=most)))
    expected = slowly(items, HOUR, most)
    assert {(e.source, e.target): e.weight for e in found} == pytest.approx({k: sum(v) for k, v in expected.items()})
    assert found == split(list(co_located(items[::-1], window=HOUR, most=most)))[0]


def test_a_table_of_sightings() -> None:
    rows = pa.table({"person": ["a", "b"], "encounter": ["e", "e"], "place": ["x", None], "at": ["2026-11-26", None]})
    assert sightings(rows) == [Sighting("a", "e", "x", "2026-11-26", ("e",)), Sighting("b", "e", "", "", ("e",))]
    with pytest.raises(NetworkError, match="place, at missing"):
        sightings(rows.select(["person", "encounter"]))
    with pytest.raises(NetworkError, match="row 2 of the sightings names no person"):
        sightings(pa.table({"person": ["a", ""], "encounter": ["e", "e"], "place": ["", ""], "at": ["", ""]}))


def test_events_and_trips_of_statements() -> None:
    said: list[Said] = [*people("a", "b", "c", "o"), ("t", "Trip", "involved", "a"), ("t", "Trip", "involved", "b")]
    said += [
        ("t", "Trip", "organizer", "o"),
        ("t", "Trip", "startDate", "2020-01-02"),
        ("t", "Trip", "endDate", "2020-01-09"),
    ]
    for key, person, at in (("x", "a", "2020-03-01T10:00:00"), ("y", "c", "2020-03-01T10:30:00")):
        said += [(key, "Event", "involved", person), (key, "Event", "date", at), (key, "Event", "location", "Pier 4")]
    met, near = edges(table(said)).edges
    assert (met.source, met.target, met.layer, met.kind) == ("a", "b", Layer.ENCOUNTER, "trip")
    assert (met.first, met.last, met.statement_ids) == ("2020-01-02", "2020-01-09", ("s4", "s5", "s7", "s8"))
    assert (near.source, near.target, near.layer, near.kind) == ("a", "c", Layer.CO_LOCATION, "pier 4")


def meet(desk: Desk, name: str, minute: int, *companions: str) -> str:
    query = {"id": "", "schema": "Person", "properties": {"name": [name]}}
    at = (NOON + timedelta(minutes=minute)).isoformat()
    return record(desk, Met([query], at, "Bridge", "pa", companions=companions)).id


def test_encounters_of_the_desk(desk: Desk) -> None:
    first = meet(desk, "Ana", 0)
    second = meet(desk, "Bea", 1, first)
    third = meet(desk, "Cid", 2, second)
    child = meet(desk, "Dan", 3, first)
    alone = meet(desk, "Eva", 30)
    desk.write().protect(child, Protection.MINOR, "a child")
    found = recorded(desk.memory.encounters(), {first: "p1", second: "p2"}, protected=desk.protected())
    assert {(s.person, s.evidence) for s in found} == {
        ("p1", (first,)),
        ("p2", (second,)),
        (third, (third,)),
        (alone, (alone,)),
    }
    together, _ = split(list(encountered(found, most=10)))
    assert {frozenset((e.source, e.target)) for e in together} == {
        frozenset(pair) for pair in (("p1", "p2"), ("p1", third), ("p2", third))
    }
    near, _ = split(list(co_located(found, window=HOUR, most=10)))
    assert {frozenset((e.source, e.target)) for e in near} == {frozenset((alone, x)) for x in ("p1", "p2", third)}
