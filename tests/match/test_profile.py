"""Parties prepared for comparison."""

import pytest
from followthemoney import model

from contrared.match import profile_of
from contrared.match.profile import IDENTIFIERS, normal_identifier
from contrared.model import PROTECTED_PROPERTIES

PARTY = {
    "id": "a",
    "schema": "Person",
    "properties": {
        "name": ["Tareck EL AISSAMI"],
        "alias": ["Tareck Zaidan EL-AISSAMI MADDAH"],
        "birthDate": ["1974-11-12"],
        "birthPlace": ["El Vigía, Venezuela"],
        "nationality": ["ve"],
        "passportNumber": ["C-1234567"],
        "gender": ["male"],
    },
}


def test_an_entity_and_a_mapping_give_the_same_profile() -> None:
    entity = model.get_proxy(PARTY)
    assert profile_of(entity) == profile_of(PARTY)


def test_the_order_in_which_a_list_says_things_does_not_count() -> None:
    turned = {**PARTY, "properties": {k: list(reversed(v)) for k, v in reversed(PARTY["properties"].items())}}
    assert profile_of(turned) == profile_of(PARTY)


def test_the_country_of_a_place_is_set_apart() -> None:
    profile = profile_of(PARTY)
    assert profile.places == {"vigia"}
    assert profile.homelands == {"venezuela"}


@pytest.mark.parametrize("prop", sorted(PROTECTED_PROPERTIES))
def test_protected_attributes_take_no_part(prop: str) -> None:
    marked = {**PARTY, "properties": {**PARTY["properties"], prop: ["anything"]}}
    assert profile_of(marked) == profile_of(PARTY)
    assert prop not in IDENTIFIERS


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("RL 2325452", "RL2325452"),
        ("5.944.426", "5944426"),
        ("IMO 9187629", "IMO9187629"),
        ("R-19 3649", "R193649"),
        ("1234", None),
        ("unknown", None),
        ("00000000", None),
    ],
)
def test_identifiers_are_taken_whole_or_not_at_all(raw: str, expected: str | None) -> None:
    assert normal_identifier(raw) == expected
