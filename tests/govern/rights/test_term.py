"""None is held for ever: what was stated, else the settings, by legal basis before kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.govern.rights.term import later, obtained, term
from contrared.model import EvidentialStatus, Grade, Handling, Source
from contrared.store.config import RetentionSettings

SOURCE = Source(
    sha256="0" * 64,
    size=1,
    filename="f",
    dataset="d",
    as_of="2021",
    publisher="p",
    licence="l",
    url="",
    reader="r",
    reader_version="1",
    grade=Grade.parse("B2"),
    handling=Handling.parse("TLP:CLEAR"),
)
SETTINGS = RetentionSettings.model_validate({"legal_bases": {"Ley 1": 6, "Ley 1, art. 9": 3}})


@pytest.mark.parametrize(
    ("stated", "until", "rule"),
    [
        ({"expires": date(2030, 1, 2)}, date(2030, 1, 2), "stated"),
        ({}, date(2034, 2, 28), "kind 'public'"),
        ({"evidential_status": EvidentialStatus.TIP}, date(2025, 2, 28), "kind 'tip'"),
        ({"evidential_status": EvidentialStatus.INTELLIGENCE}, date(2029, 2, 28), "60 months"),
        ({"legal_basis": "Ley 1, art. 2"}, date(2024, 8, 29), "legal basis 'Ley 1'"),
        ({"legal_basis": "Ley 1, art. 9 b"}, date(2024, 5, 29), "legal basis 'Ley 1, art. 9'"),
        ({"legal_basis": "Ley 1", "obtained_at": "2020-01-31T10:00"}, date(2020, 7, 31), "6 months"),
        ({"legal_basis": "Ley 1", "obtained_at": "2020"}, date(2021, 6, 30), "6 months"),
        ({"legal_basis": "Ley 1", "obtained_at": "last year"}, date(2024, 8, 29), "6 months"),
    ],
)
def test_terms(stated: dict[str, object], until: date, rule: str) -> None:
    found = term(replace(SOURCE, **stated), "2024-02-29T10:00:00+00:00", SETTINGS)
    assert found.until == until
    assert rule in found.rule
    assert not found.over(until)
    assert found.over(date.fromordinal(until.toordinal() + 1))


@pytest.mark.parametrize("text", ["", "2020-13", "2020-02-30", "20201"])
def test_what_is_no_day_counts_from_the_load(text: str) -> None:
    assert obtained(text) is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 600), st.integers(1, 600))
def test_months_only_go_forward_and_by_their_number(day: date, fewer: int, more: int) -> None:
    found = later(day, fewer)
    assert (found.year - day.year) * 12 + found.month - day.month == fewer
    assert found.day <= day.day
    assert later(day, fewer) <= later(day, fewer + more)
