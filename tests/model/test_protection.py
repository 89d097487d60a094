"""Whom a country may be told of: nobody protected in ordinary exchange, never the country an asylum seeker fled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import Mark, Protection, may_tell

ASYLUM = Protection.ASYLUM_SEEKER


@pytest.mark.parametrize(
    ("marks", "country", "own", "channel", "may"),
    [
        ([], "ve", "co", False, True),
        ([Mark(Protection.WITNESS)], "ve", "co", False, False),
        ([Mark(Protection.MINOR)], "co", "co", False, False),
        ([Mark(Protection.VICTIM)], "ve", "co", True, True),
        ([Mark(ASYLUM, "ve")], "ve", "co", True, False),
        ([Mark(ASYLUM, "ve")], " VE ", "co", True, False),
        ([Mark(ASYLUM, "ve")], "pe", "co", True, True),
        ([Mark(ASYLUM, "ve"), Mark(Protection.MINOR)], "ve", "co", True, False),
        ([Mark(ASYLUM)], "pe", "co", True, False),
        ([Mark(ASYLUM)], "co", "co", True, True),
        ([Mark(ASYLUM)], "", "", True, False),
    ],
)
def test_cases(marks: list[Mark], country: str, own: str, channel: bool, may: bool) -> None:
    assert may_tell(marks, country, own, channel=channel) is may


COUNTRIES = st.sampled_from(["ve", "co", "pe", "pa"])
MARKS = st.lists(st.builds(Mark, st.sampled_from(Protection), st.sampled_from(["", "ve", "co", "pe"])), max_size=4)


@given(MARKS, COUNTRIES, COUNTRIES, st.booleans())
def test_never_towards_the_country_fled(marks: list[Mark], country: str, own: str, channel: bool) -> None:
    if any(mark.protection is ASYLUM and mark.fled == country for mark in marks):
        assert not may_tell(marks, country, own, channel=channel)


@given(MARKS, st.builds(Mark, st.sampled_from(Protection)), COUNTRIES, COUNTRIES, st.booleans())
def test_a_further_mark_never_opens(marks: list[Mark], further: Mark, country: str, own: str, channel: bool) -> None:
    if not may_tell(marks, country, own, channel=channel):
        assert not may_tell([*marks, further], country, own, channel=channel)
