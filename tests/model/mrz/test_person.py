"""The holder as a FollowTheMoney person: properties exist, values are clean, nothing is made up."""

from __future__ import annotations

import pytest
from followthemoney import model

from contrared.model.mrz import person

from .specimens import FRENCH, MRV_A, SPECIMENS, TD1, TD3, read


def test_a_passport() -> None:
    assert person(read(TD3.replace("UTO", "D<<"))) == {
        "name": ["ANNA MARIA ERIKSSON"],
        "firstName": ["ANNA MARIA"],
        "lastName": ["ERIKSSON"],
        "birthDate": ["1974-08-12"],
        "gender": ["female"],
        "nationality": ["de"],
        "passportNumber": ["L898902C3"],
    }


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (TD1, "idNumber", ["D23145890"]),
        (MRV_A, "idNumber", ["L8988901C"]),
        (FRENCH, "nationality", ["fr"]),
        (TD3.replace("36UTO", "36XXB"), "nationality", None),
        (TD3.replace("P<UTO", "P<CHE").replace("36UTO", "36XXA"), "nationality", None),
        (TD3.replace("122F", "122<"), "gender", None),
        (TD3.replace("740812", "7408<<"), "birthDate", ["1974-08"]),
        (TD3.replace("740812", "<<<<<<"), "birthDate", None),
        (TD3.replace("<<ANNA<MARIA", "<" * 12), "firstName", None),
        (TD3.replace("L898902C36", "L898902C37"), "passportNumber", ["L898902C3"]),
    ],
)
def test_only_what_the_zone_states(text: str, name: str, value: list[str] | None) -> None:
    assert person(read(text)).get(name) == value


@pytest.mark.parametrize("text", SPECIMENS.values(), ids=SPECIMENS)
def test_properties_are_those_of_a_person(text: str) -> None:
    schema = model.get("Person")
    assert schema is not None
    for name, values in person(read(text)).items():
        prop = schema.properties[name]
        for value in values:
            assert prop.type.clean(value) == value
