"""What is learnt of a register: by sessions as pure as they are, and in a household by what households show."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from contrared.resolve.bulk.comparing import BORN, CONDITIONED, FAMILY
from contrared.resolve.bulk.linking import link
from contrared.resolve.bulk.training import _weighed

from .people import BEGINNINGS, ENDINGS, GIVEN, Row, statements


def test_a_session_counts_for_as_much_as_its_pairs_are_of_one_party() -> None:
    right, wrong = list(BORN.prior), [0.4, 0.0, 0.0, 0.02, 0.02, 0.56]
    assert _weighed(BORN, [(0.02, wrong), (0.95, right), (0.9, right)])[-1] == pytest.approx(right[-1], abs=1e-9)
    assert _weighed(BORN, [(0.9, wrong), (0.02, right)])[-1] == pytest.approx(0.56, abs=0.01)
    assert _weighed(BORN, []) == list(BORN.prior)
    assert sum(_weighed(BORN, [(0.5, right), (0.5, wrong), (0.1, right)])) == pytest.approx(1.0)


def households(of: int, seed: int = 3) -> list[Row]:
    """Homes of so many members who share family name and address; every ninth person has a second entry."""
    chance = random.Random(seed)
    rows = []
    for number in range(600 // of):
        family = chance.choice(BEGINNINGS) + chance.choice(ENDINGS)
        address = f"Calle {chance.choice(BEGINNINGS)} {chance.randrange(1, 2000)}, {chance.choice(ENDINGS)}"
        for member in range(of):
            row = {
                "id": f"clients-{number:03}{member}",
                "firstName": chance.choice(GIVEN),
                "lastName": family,
                "birthDate": str(date(1940, 1, 1) + timedelta(days=chance.randrange(22_000))),
                "address": address,
            }
            rows.append(row)
            if (number * of + member) % 9 == 0:
                rows.append({**row, "id": row["id"] + "b"})
    return rows


def _bits(of: int, level: str) -> float:
    found = link(statements(households(of)), ["clients"], "person")
    assert found is not None
    return next(weight.bits for weight in found.model.of("family") if weight.level == level)


def test_in_households_a_family_name_proves_little_at_one_address() -> None:
    assert _bits(4, "same, at one address") < 2
    assert _bits(4, "same") > 4, "elsewhere it does"
    assert _bits(1, "same, at one address") > 3, "where everybody lives alone, at one address as well"


def test_each_condition_has_its_level_and_the_same_level_without_it() -> None:
    cause, levels = CONDITIONED["family"]
    for at in levels:
        assert FAMILY.labels[at] == f"{FAMILY.labels[at + 1]}, at one {cause}"
