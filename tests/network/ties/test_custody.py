"""Who was held in one wing at the same time; what dates leave open is no tie."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network import Edge, Layer, NetworkError, Refusal, edges
from contrared.network.ties.custody import UNSURE, in_custody
from contrared.network.ties.stays import Stay, stays
from tests.network.statements import Said, people, table


def stay(person: str, start: str, end: str = "", wing: str = "La Joya, 3") -> Stay:
    return Stay(wing, person, start, end, (f"stay-{person}-{start}",))


def held(*items: Stay, most: int = 100) -> tuple[list[Edge], list[Refusal]]:
    found = list(in_custody(items, most=most))
    return [i for i in found if isinstance(i, Edge)], [i for i in found if isinstance(i, Refusal)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("2019-01-05", "2019-06-30"), ("2019-03-01", "2020-01-01"), ("2019-03-01", "2019-06-30")),
        (("2019-01-05", "2019-06-30"), ("2019-02-01", "2019-03-01"), ("2019-02-01", "2019-03-01")),
        (("2019-01-05", ""), ("2019-02-01", ""), ("2019-02-01", "")),
        (("2019-01-05", ""), ("2019-02-01", "2019-03"), ("2019-02-01", "2019-03")),
        (("2018", "2020"), ("2017-05", "2020-03"), ("2018", "2020-03")),
        (("2019-01-05", "2019-01-31"), ("2019-02-01", ""), None),
        (("2019-01-05", "2019-02-01"), ("2019-02-01", ""), UNSURE),
        (("2019", "2019"), ("2019-06-01", "2019-07-01"), UNSURE),
        (("2019-01", "2019-03"), ("2019-03", "2019-05"), UNSURE),
        (("2019-01", "2019-02"), ("2019-03", "2019-05"), None),
    ],
)
def test_overlaps(left: tuple[str, str], right: tuple[str, str], expected: tuple[str, str] | str | None) -> None:
    for items in ((stay("a", *left), stay("b", *right)), (stay("b", *right), stay("a", *left))):
        found, refused = held(*items)
        assert [(e.first, e.last) for e in found] == ([expected] if isinstance(expected, tuple) else [])
        assert [r.reason for r in refused] == ([expected] if isinstance(expected, str) else [])
        for edge in found:
            assert (edge.source, edge.target, edge.layer, edge.kind) == ("a", "b", Layer.CUSTODY, "la joya, 3")
            assert edge.statement_ids == (f"stay-a-{left[0]}", f"stay-b-{right[0]}")


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (stay("a", "2019", wing=""), "no wing is stated: a whole prison ties nobody"),
        (stay("a", ""), "no beginning is stated"),
        (stay("a", "spring"), "a date that is none"),
        (stay("a", "2019", "later"), "a date that is none"),
        (stay("a", "2019-05", "2019-04"), "ends before it starts"),
    ],
)
def test_stays_that_tie_nobody_are_said(item: Stay, reason: str) -> None:
    found, refused = held(item, stay("b", "2015"))
    assert (found, [r.reason for r in refused]) == ([], [reason])


def test_other_wings_and_other_times_are_no_tie_and_one_person_is_not_two() -> None:
    assert held(stay("a", "2019"), stay("b", "2019", wing="La Joya, 4"), stay("a", "2019-02")) == ([], [])


def test_weight_by_how_many_were_there_and_a_cap() -> None:
    items = [stay(f"n{i}", "2019-01-01", "2019-12-31") for i in range(4)] + [stay("z", "2021-01-01")]
    found, _ = held(*items)
    assert [edge.weight for edge in found] == pytest.approx([1 / 3] * 6)
    found, refused = held(*items, most=3)
    assert (found, [(r.what, r.number) for r in refused]) == ([], [("la joya, 3: 6 pairs", 6)])


STAYS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 60), st.integers(0, 40)), max_size=10, unique=True)


@given(STAYS)
def test_whole_days_overlap_where_a_night_is_shared(drawn: list[tuple[str, int, int]]) -> None:
    def day(number: int) -> str:
        return (date(2019, 1, 1) + timedelta(number)).isoformat()

    items = [Stay("w", p, day(s), day(s + n), (f"{p}-{s}-{n}",)) for p, s, n in drawn]
    expected = sorted(
        tuple(sorted((f"{p}-{s}-{n}", f"{q}-{t}-{m}")))
        for p, s, n in drawn
        for q, t, m in drawn
        if p < q and set(range(s, s + n)) & set(range(t, t + m))
    )
    found, _ = held(*items)
    assert sorted(edge.statement_ids for edge in found) == expected
    assert all(0 < edge.weight <= 1 for edge in found)


def event(key: str, person: str, start: str, end: str = "", wing: str = "La Joya, wing 3") -> list[Said]:
    said = [(key, "Event", "keywords", "Custody"), (key, "Event", "involved", person)]
    said += [(key, "Event", "location", wing), (key, "Event", "startDate", start)]
    return [*said, (key, "Event", "endDate", end)] if end else said


def test_stays_of_statements() -> None:
    said = [*people("a", "b"), *event("x", "a", "2019-01-05", "2019-06-30"), *event("y", "b", "2019-03-01")]
    (edge,) = edges(table(said)).edges
    assert (edge.source, edge.target, edge.layer) == ("a", "b", Layer.CUSTODY)
    assert (edge.first, edge.last) == ("2019-03-01", "2019-06-30")
    assert len(edge.statement_ids) == 9
    assert edges(table(said), protected={"b"}).edges == ()


def test_two_held_by_one_event_are_in_custody_and_did_not_meet() -> None:
    said = [*people("a", "b"), *event("x", "a", "2019-01-05"), ("x", "Event", "involved", "b")]
    assert [edge.layer for edge in edges(table(said)).edges] == [Layer.CUSTODY]


def test_a_table_of_stays() -> None:
    columns = {"id": ["1", "2"], "person": ["a", "b"], "place": ["La Joya"] * 2, "wing": ["3", None]}
    rows = pa.table({**columns, "from": ["2019", "2020"], "to": [None, "2021"]})
    assert stays(rows) == [Stay("", "b", "2020", "2021", ("2",)), Stay("La Joya, 3", "a", "2019", "", ("1",))]
    with pytest.raises(NetworkError, match="from, to missing"):
        stays(pa.table(columns))
    with pytest.raises(NetworkError, match="row 1 of the stays has no person"):
        stays(pa.table({**{k: [""] for k in ("person", "place", "wing", "from", "to")}, "id": ["1"]}))
