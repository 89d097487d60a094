"""Commodities: quantities in units that can be summed, CAS numbers by their check digit, the model extended."""

from __future__ import annotations

from decimal import Decimal

import pytest
from followthemoney.model import Model
from followthemoney.settings import MODEL_PATH
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.model.commodities import UNITS, Quantity, checked_cas
from contrared.model.ftm import EXTENSION, model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("412.5 kg", "412.5 kg"),
        ("412 500 g", "412.5 kg"),
        ("1,200 tablets", "1200 pieces"),
        ("3t", "3000 kg"),
        ("250 mg", "0.00025 kg"),
        ("10 troy ounces", "0.311034768 kg"),
        ("2 m3", "2000 L"),
        ("USD 20000", "20000 USD"),
        ("20,000.50 usd", "20000.5 USD"),
        ("7 firearms", "7 pieces"),
    ],
)
def test_quantities(text: str, expected: str) -> None:
    assert str(Quantity.parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no amount"),
        ("some kg", "no amount"),
        ("0 kg", "no amount"),
        ("5", "names no unit"),
        ("5 bales", "'bales' is no unit"),
        ("1,5 kg", "more than one way"),
        ("2-3 kg", "more than one way"),
        ("-3 kg", "more than one way"),
        ("1.234,5 kg", "more than one way"),
        ("3 kg 200 g", "more than one way"),
    ],
)
def test_what_is_no_quantity(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        Quantity.parse(text)


@given(st.decimals("0.001", "99999", places=3), st.sampled_from(sorted(UNITS)))
def test_units_are_exact_and_reading_again_changes_nothing(amount: Decimal, unit: str) -> None:
    found = Quantity.parse(f"{amount} {unit}")
    assert found.amount == amount * UNITS[unit][1]
    assert Quantity.parse(str(found)) == found


#: Potassium permanganate, acetic anhydride, acetone, water, caffeine: numbers as the registry publishes them.
@pytest.mark.parametrize("cas", ["7722-64-7", "108-24-7", "67-64-1", "7732-18-5", "58-08-2"])
def test_cas_numbers(cas: str) -> None:
    assert checked_cas(f" CAS: {cas} ") == cas


@pytest.mark.parametrize("cas", ["7722-64-8", "108-42-7", "67-64", "7722647", "abc-12-3", ""])
def test_what_is_no_cas_number(cas: str) -> None:
    with pytest.raises(InputError, match="not a CAS number"):
        checked_cas(cas)


@given(st.integers(10, 9999999), st.integers(0, 99))
def test_one_check_digit_of_ten_fits(first: int, second: int) -> None:
    fitting = 0
    for digit in range(10):
        try:
            checked_cas(f"{first}-{second:02}-{digit}")
        except InputError:
            continue
        fitting += 1
    assert fitting == 1


def test_the_model_is_extended_and_otherwise_as_it_was() -> None:
    stock = Model(MODEL_PATH)
    assert set(model.schemata) - set(stock.schemata) == set(EXTENSION)
    for name, schema in stock.schemata.items():
        assert model.schemata[name].to_dict() == schema.to_dict(), name


@pytest.mark.parametrize(("name", "nearest"), EXTENSION.items())
def test_what_is_new_is_a_kind_of_what_others_know(name: str, nearest: str) -> None:
    assert model.schemata[name].is_a(nearest)
    assert not model.schemata[name].matchable
