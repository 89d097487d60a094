"""Households and twins are not joined by weight."""

import pytest

from contrared.resolve.bulk.contradiction import contradicted, opposed


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"given": 0, "family": 4, "born": 5, "address": 3, "phone": 2}, True),
        ({"given": 6, "family": 4, "born": 0, "address": 3, "phone": 2}, True),
        ({"given": 0, "born": 5, "national_id": 2}, False),
        ({"given": 0, "born": 0, "national_id": 2, "email": 4}, True),
        ({"given": 6, "born": 0, "email": 3}, True),
        ({"given": 6, "born": 1, "email": 0}, False),
        ({"given": 0, "born": 5, "email": 2}, True),
        ({"given": -1, "born": 5}, False),
        ({"given": 5, "born": -1}, False),
        ({"name_key": 0, "lei": 2}, False),
    ],
)
def test_contradicted(levels: dict[str, int], expected: bool) -> None:
    assert contradicted(levels) is expected


@pytest.mark.parametrize(("dates", "expected"), [(-6.0, True), (-2.0, True), (-1.9, False), (-0.5, False)])
def test_dates_that_a_register_often_gets_wrong_contradict_nothing(dates: float, expected: bool) -> None:
    other_date = {"given": 6, "family": 5, "born": 0, "address": 3}
    assert contradicted(other_date, dates) is expected
    assert contradicted({**other_date, "email": 4}, dates) is False
    assert contradicted({**other_date, "given": 0, "email": 4}, dates) is True, "nothing speaks against both"


@pytest.mark.parametrize(("dates", "expected"), [(-6.0, True), (-2.0, True), (-1.9, False)])
def test_what_no_chain_joins(dates: float, expected: bool) -> None:
    assert opposed({"given": 0, "born": 0, "email": 4}, dates) is expected
    assert opposed({"given": 0, "born": 1}, dates) is opposed({"given": -1, "born": 0}, dates) is False
