"""How dates agree."""

import pytest

from contrared.match.dates import date_agreement

CASES = [
    (["1967-05-15"], ["1967-05-15"], "day"),
    (["1962-03-07"], ["1962-07-03"], "swapped"),
    (["1962-03-07"], ["1962-03-09"], "month"),
    (["1962-03-07"], ["1962-03"], "month"),
    (["1962-03-07"], ["1962"], "year"),
    (["1962"], ["1962"], "year"),
    (["1962-03-07"], ["1962-08-21"], "near"),
    (["1962"], ["1963-01-01"], "near"),
    (["1962"], ["1970"], "differs"),
    (["1950", "1967-05-15"], ["1967-05-15", "1971"], "day"),
]


@pytest.mark.parametrize(("left", "right", "expected"), CASES)
def test_the_best_pair_of_dates_counts(left: list[str], right: list[str], expected: str) -> None:
    assert date_agreement(left, right)[0] == expected
    assert date_agreement(right, left)[0] == expected
