"""Six-figure dates: centuries, unknown parts, days there are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model.mrz import PartialDate
from contrared.model.mrz.dates import birth_date, days_in, expiry_date

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("740812", "1974-08-12"),
        ("260601", "2026-06-01"),
        ("260602", "1926-06-02"),
        ("270101", "1927-01-01"),
        ("000229", "2000-02-29"),
        ("74<<<<", "1974"),
        ("7408<<", "1974-08"),
        ("26<<<<", "2026"),
        ("2607<<", "1926-07"),
        ("74<<12", "1974"),
        ("<<<<<<", None),
        ("<<0812", None),
    ],
)
def test_births(text: str, value: str | None) -> None:
    read = birth_date(text, TODAY)
    assert read.possible
    assert (str(read.value) if read.value else None) == value
    assert read.complete == ("<" not in text)


@pytest.mark.parametrize(
    "text", ["741301", "740230", "740011", "740800", "750229", "74O812", "7408 2", "-40812", "٧٤٠٨١٢"]
)
def test_days_there_are_not(text: str) -> None:
    for read in (birth_date(text, TODAY), expiry_date(text, TODAY)):
        assert not read.possible
        assert read.value is None


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("200512", "2020-05-12", "1920-05-12"),
        ("160101", "2016-01-01", "1916-01-01"),
        ("150101", "2015-01-01", None),
        ("740812", "1974-08-12", None),
        ("200229", "2020-02-29", "1920-02-29"),
    ],
)
def test_a_child_may_be_an_elder(text: str, value: str, other: str | None) -> None:
    read = birth_date(text, TODAY)
    assert str(read.value) == value
    assert (str(read.other) if read.other else None) == other


@pytest.mark.parametrize(
    ("text", "ahead", "value"),
    [
        ("120415", 50, "2012-04-15"),
        ("760101", 50, "2076-01-01"),
        ("770101", 50, "1977-01-01"),
        ("991231", 50, "1999-12-31"),
        ("991231", 80, "2099-12-31"),
        ("360101", 10, "2036-01-01"),
        ("370101", 10, "1937-01-01"),
        ("26<<<<", 50, "2026"),
    ],
)
def test_expiries(text: str, ahead: int, value: str) -> None:
    assert str(expiry_date(text, TODAY, years_ahead=ahead).value) == value


@given(st.dates(TODAY - timedelta(days=36524), TODAY))
def test_any_birth_of_a_hundred_years_comes_back(born: date) -> None:
    assert str(birth_date(born.strftime("%y%m%d"), TODAY).value) == born.isoformat()


@given(st.dates(date(1977, 1, 1), date(2076, 12, 31)))
def test_any_expiry_of_the_hundred_years_comes_back(day: date) -> None:
    assert str(expiry_date(day.strftime("%y%m%d"), TODAY).value) == day.isoformat()


@given(st.text("0123456789<", min_size=6, max_size=6), st.dates(date(1900, 1, 1)))
def test_births_are_never_after_the_reference(text: str, reference: date) -> None:
    value = birth_date(text, reference).value
    assert value is None or value.earliest <= (reference.year, reference.month, reference.day)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_lengths_of_months(year: int, month: int) -> None:
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    if after[0] > 9999:
        return
    assert days_in(year, month) == (date(*after, 1) - date(year, month, 1)).days


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        (PartialDate(1974), (1974, 1, 1), (1974, 12, 31)),
        (PartialDate(2024, 2), (2024, 2, 1), (2024, 2, 29)),
        (PartialDate(1974, 8, 12), (1974, 8, 12), (1974, 8, 12)),
    ],
)
def test_what_a_partial_date_can_mean(
    value: PartialDate, earliest: tuple[int, int, int], latest: tuple[int, int, int]
) -> None:
    assert (value.earliest, value.latest) == (earliest, latest)
