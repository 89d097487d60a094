"""Networks per period: spans of cut-off dates, ties without dates, cuts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network import Multilayer, NetworkError
from contrared.network.periods import Period, periods
from contrared.network.periods.spans import days
from tests.network.worlds.graphs import network

DATED = [
    {"source": 0, "target": 1, "start": "2001-03-05", "end": "2001-04-02"},
    {"source": 1, "target": 2, "start": "2001-12", "end": "2002"},
    {"source": 2, "target": 3, "start": "2002-02"},
    {"source": 3, "target": 4, "end": "2001-01-31"},
    {"source": 4, "target": 5},
]


def ties(part: Multilayer) -> set[tuple[str, str]]:
    return {
        (part.ids[a].as_py(), part.ids[b].as_py())
        for a, b in zip(part.source.tolist(), part.target.tolist(), strict=True)
    }


def numbers(part: Period) -> str:
    """First nodes of the ties, which name them here."""
    return "".join(sorted(left[-1] for left, _ in ties(part.network)))


@pytest.mark.parametrize(
    ("stated", "first", "last"),
    [
        ("2001", "2001-01-01", "2001-12-31"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1999-12-31", "1999-12-31", "1999-12-31"),
        ("1999-12-31T10:00:00", "1999-12-31", "1999-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_cut_off_is_all_its_days(stated: str, first: str, last: str) -> None:
    assert tuple(date.fromordinal(day).isoformat() for day in days(stated)) == (first, last)


@pytest.mark.parametrize("wrong", ["2001-13", "2001-02-30", "01-02-2001", "May", "2001-5", "2001-", "0000"])
def test_what_is_no_date_is_named(wrong: str) -> None:
    with pytest.raises(NetworkError, match="is no date"):
        days(wrong)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"2001": "0134", "2002": "124"}),
        ({"undated": "none"}, {"2001": "013", "2002": "12"}),
        ({"half_dated": "moment", "undated": "none"}, {"2001": "013", "2002": "12"}),
        (
            {"by": "quarter", "undated": "none", "half_dated": "moment"},
            {"2001-Q1": "03", "2001-Q2": "0", "2001-Q3": "", "2001-Q4": "1"}
            | {"2002-Q1": "12", "2002-Q2": "1", "2002-Q3": "1", "2002-Q4": "1"},
        ),
        (
            {"cuts": ["2002-01", "2001-04-02"], "undated": "none"},
            {"before 2001-04-02": "03", "2001-04-02 to 2001-12-31": "01", "from 2002-01-01": "12"},
        ),
        ({"cuts": ["2001-04-03"], "undated": "none"}, {"before 2001-04-03": "03", "from 2001-04-03": "12"}),
    ],
)
def test_a_tie_is_in_every_period_it_shares_a_day_with(options: dict[str, object], expected: dict[str, str]) -> None:
    found = periods(network(7, DATED), **options)  # type: ignore[arg-type]
    assert {part.name: numbers(part) for part in found.periods} == expected
    for part in found.periods:
        assert set(part.network.ids.to_pylist()) == {end for tie in ties(part.network) for end in tie}
    how = "left out of all periods" if options.get("undated") == "none" else "in all periods"
    assert f"1 x tie without a date: {how}" in map(str, found.treatments)
    assert any(str(t).startswith("2 x tie with one date: taken") for t in found.treatments)


def test_months_and_open_ends() -> None:
    found = periods(network(7, DATED[:1]), by="month")
    assert [(p.name, p.first, p.last) for p in found.periods] == [
        ("2001-03", "2001-03-01", "2001-03-31"),
        ("2001-04", "2001-04-01", "2001-04-30"),
    ]
    cut = periods(network(7, DATED[:1]), cuts=["2001-04"]).periods
    assert [(p.first, p.last) for p in cut] == [("", "2001-03-31"), ("2001-04-01", "")]


DAY = date(2001, 1, 1)


@given(
    st.lists(st.tuples(st.integers(0, 800), st.integers(0, 400)), min_size=1, max_size=8),
    st.sampled_from(["year", "month"]),
)
def test_days_counted_one_by_one(spans: list[tuple[int, int]], by: str) -> None:
    def iso(day: int) -> str:
        return (DAY + timedelta(day)).isoformat()

    rows = [{"source": i, "target": 9, "start": iso(a), "end": iso(a + length)} for i, (a, length) in enumerate(spans)]
    size = 4 if by == "year" else 7
    expected: dict[str, set[str]] = {}
    for i, (a, length) in enumerate(spans):
        for day in range(a, a + length + 1):
            expected.setdefault(iso(day)[:size], set()).add(str(i))
    found = periods(network(10, rows), by=by)  # type: ignore[arg-type]
    assert {p.name: numbers(p) for p in found.periods if len(p.network.ties)} == {
        name: "".join(sorted(some)) for name, some in expected.items()
    }


def test_what_cannot_be_divided_is_said() -> None:
    with pytest.raises(NetworkError, match="nothing to divide"):
        periods(network(7, DATED[4:]))
    with pytest.raises(
        NetworkError, match=r"1 ties end before they start, the first between n000 and n001: 2002 to 2001"
    ):
        periods(network(7, [{"source": 0, "target": 1, "start": "2002", "end": "2001"}]))
    with pytest.raises(NetworkError, match="is one of them wrong"):
        periods(network(7, [*DATED, {"source": 0, "target": 1, "start": "0201-01-01"}]))
    with pytest.raises(NetworkError, match="say year, quarter or month"):
        periods(network(7, DATED), by="week")  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="no date to cut at"):
        periods(network(7, DATED), cuts=[])
