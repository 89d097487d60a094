"""Stated dates: what a month or a year may mean, and dates that contradict each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.network.ties.spans import NO_DATE, TURNED, Span, apart, common, days, spanned, together


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2013-02", "2013-02-01", "2013-02-28"),
        ("2012-02-03", "2012-02-03", "2012-02-03"),
        (" 2012-02-03T23:59:00 ", "2012-02-03", "2012-02-03"),
    ],
)
def test_what_a_date_may_mean(text: str, first: str, last: str) -> None:
    assert days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "12", "2012-13", "2012-02-30", "2012-00", "2012-01-00", "0000", "March 2012"])
def test_what_is_no_date(text: str) -> None:
    assert days(text) is None


@pytest.mark.parametrize(
    ("starts", "stops", "expected"),
    [
        ([], [], Span()),
        (["2012", "2011-05"], ["2015-01-01", "2014"], Span("2011-05", "2015-01-01")),
        (["2012-06"], ["2012"], Span("2012-06", "2012")),
        (["2012-06-02"], ["2012-06-01"], Span(trouble=TURNED)),
        (["2013"], ["2012-12"], Span(trouble=TURNED)),
        (["soon"], ["2012"], Span("", "2012", NO_DATE)),
    ],
)
def test_spans(starts: list[str], stops: list[str], expected: Span) -> None:
    assert spanned(starts, stops) == expected


def test_several_spans_together() -> None:
    assert together([("2012", ""), ("", "2011-03"), ("2013-01-02", "2013-01-02")]) == ("2011-03", "2013-01-02")


@pytest.mark.parametrize(
    ("left", "right", "parted", "shared"),
    [
        (("2010", "2012"), ("2013", "2015"), True, ("2013", "2012")),
        (("2010", "2012"), ("2012", "2015"), False, ("2012", "2012")),
        (("2010", ""), ("2015", ""), False, ("2015", "")),
        (("", ""), ("2015", "2016"), False, ("2015", "2016")),
    ],
)
def test_two_spans(left: tuple[str, str], right: tuple[str, str], parted: bool, shared: tuple[str, str]) -> None:
    assert apart(left, right) is apart(right, left) is parted
    assert common(left, right) == common(right, left) == shared


DAYS = st.integers(0, 4000).map(lambda n: (date(2010, 1, 1) + timedelta(n)).isoformat())


@given(st.lists(DAYS, min_size=1), st.lists(DAYS, min_size=1))
def test_of_whole_days_the_first_and_the_last(starts: list[str], stops: list[str]) -> None:
    first, last = min(starts), max(stops)
    assert spanned(starts, stops) == (Span(trouble=TURNED) if last < first else Span(first, last))
