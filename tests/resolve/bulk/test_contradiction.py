"""Households and twins are not joined by weight."""

import pytest

from contrared.resolve.bulk.contradiction import contradicted, opposed, speaking


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


def test_an_address_that_is_nearly_the_same_speaks_where_the_register_says_so() -> None:
    twins = {"given": 0, "family": 7, "born": 5, "address": 3, "email": 2}
    made_of_names, own = [-2.6, -2.8, -2.9, 5.1, 18.8], [-5.4, 7.9, 8.0, 7.7, 9.2]
    assert speaking(made_of_names) == {3, 4}
    assert speaking(own) == {1, 2, 3, 4}
    assert speaking([]) == {4}
    assert contradicted(twins, emails=speaking(made_of_names))
    assert not contradicted(twins, emails=speaking(own))
    assert contradicted({**twins, "born": 0}, emails=speaking(own)), "nothing speaks against both"
