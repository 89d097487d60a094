"""Check digits: the examples of Doc 9303-3 and the law of what they catch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model.mrz import check_digit, indistinguishable
from contrared.model.mrz.checkdigit import ALPHABET

texts = st.text(ALPHABET, min_size=1, max_size=44)


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("D23145890", "7"),
        ("740812", "2"),
        ("120415", "9"),
        ("ZE184226B<<<<<", "1"),
        ("D23145890734", "9"),
        ("<<<<<<", "0"),
        ("", "0"),
    ],
)
def test_examples(text: str, digit: str) -> None:
    assert check_digit(text) == digit


def slow(text: str) -> str:
    """The definition, word for word."""
    order = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = 0
    for position, character in enumerate(text):
        total += (0 if character == "<" else order.index(character)) * [7, 3, 1][position % 3]
    return str(total % 10)


@given(texts)
def test_agrees_with_the_definition(text: str) -> None:
    assert check_digit(text) == slow(text)


@given(texts, st.data())
def test_a_single_wrong_character_shows_unless_its_value_differs_by_tens(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != text[place]]))
    changed = text[:place] + other + text[place + 1 :]
    assert (check_digit(changed) == check_digit(text)) == (other in indistinguishable(text[place]))


@given(texts, st.data())
def test_every_exchange_of_figures_shows(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    one, other = data.draw(st.lists(st.sampled_from("0123456789"), min_size=2, max_size=2, unique=True))
    assert check_digit(text[:place] + one + text[place + 1 :]) != check_digit(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(("character", "others"), [("0", "AKU<"), ("6", "GQ"), ("<", "0AKU"), ("5", "FPZ")])
def test_what_no_check_digit_tells_apart(character: str, others: str) -> None:
    assert indistinguishable(character) == others


@given(st.text(max_size=20).filter(lambda text: any(c not in ALPHABET for c in text)))
def test_other_characters_have_no_value(text: str) -> None:
    assert check_digit(text) is None
