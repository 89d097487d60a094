"""Parties compared as resolution does."""

from functools import partial
from typing import Any

import pytest

from contrared.match import compare as compare_by
from contrared.match import profile_of, rarity_of, threshold
from contrared.match.model import RESOLUTION
from contrared.model import PROTECTED_PROPERTIES

compare = partial(compare_by, model="resolution")

NAME = "Assad Ahmad BARAKAT"


def party(schema: str = "Person", name: str = NAME, **values: Any) -> dict[str, Any]:
    properties = {key: [value] if isinstance(value, str) else value for key, value in values.items()}
    return {"id": name, "schema": schema, "properties": {"name": [name], **properties}}


def org(name: str, **values: Any) -> dict[str, Any]:
    return party("Organization", name, **values)


SAME = [
    (party(birthDate="1967-03-26"), party(birthDate="1967-03-26")),
    (party(birthDate="1967-03-26", country="py"), party(name="BARAKAT Assad", birthDate="1967-03-26", country="py")),
    (party(passportNumber="C-2045678"), party(passportNumber="C2045678")),
    (party(birthDate="1967-03-06", country="lb"), party(birthDate="1967-06-03", country="lb")),
    (
        party(birthDate="1967-03-26", birthPlace="Beirut", country="lb"),
        party(birthDate="1967", birthPlace="Beirut, Lebanon", country="lb"),
    ),
    (org("Minera del Sur S.A. de C.V.", taxNumber="MSU010203AB1"), org("MINERA DEL SUR", taxNumber="MSU-010203-AB1")),
    (
        party("Vessel", "ADALINE", imoNumber="IMO9187629"),
        party("Vessel", "SHADY", imoNumber="9187629", alias="ADALINE"),
    ),
    (party("LegalEntity", NAME, idNumber="5944426"), party(idNumber="5.944.426")),
]

OTHERS = [
    (party(birthDate="1967-03-26"), party(birthDate="1981-09-02")),
    (party(), party("Organization", "BARAKAT")),
    (party(), party("Organization")),
    (party("Vessel", "BARAKAT"), party(name="BARAKAT")),
    (party(idNumber="RL 2325452"), party(name="Mohamad NOUREDDINE", idNumber="RL 2325499")),
    (org("NATIONAL LIBERATION ARMY", country="co"), org("NATIONAL LIBERATION ARMY", country="mk")),
    (party("Vessel", "OCEAN STAR", imoNumber="9187629"), party("Vessel", "OCEAN STAR", imoNumber="9187631")),
    (party(gender="male", birthDate="1967"), party(gender="female", birthDate="1971")),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_party_reaches_certainty(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert compare(left, right).score >= RESOLUTION.automatic
    assert compare(right, left).score == compare(left, right).score


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_others_stay_below(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert compare(left, right).score < RESOLUTION.automatic
    assert compare(right, left).score == compare(left, right).score


def test_a_name_alone_never_reaches_a_name_with_date_and_document() -> None:
    aliases = [f"Assad {word} BARAKAT" for word in ("Hussein", "Mahmoud", "Fayez", "Rodrigo", "Tarik")]
    bare = party(alias=aliases)
    full = party(birthDate="1967-03-26", passportNumber="C2045678")
    by_name, by_all = compare(bare, bare), compare(full, full)
    assert by_name.score < RESOLUTION.automatic
    assert by_name.score < by_all.score


def test_reasons_name_feature_values_and_contribution() -> None:
    found = compare(party(birthDate="1967-03-26"), party(birthDate="1967-03-26", gender="male"))
    assert [(r.feature, r.left, r.right) for r in found.reasons] == [
        ("name", NAME, NAME),
        ("date day", "1967-03-26", "1967-03-26"),
    ]
    assert found.log_odds == pytest.approx(RESOLUTION.bias + sum(r.contribution for r in found.reasons), abs=1e-3)


@pytest.mark.parametrize("prop", sorted(PROTECTED_PROPERTIES))
def test_protected_attributes_change_nothing(prop: str) -> None:
    plain = compare(party(), party())
    assert compare(party(**{prop: "x"}), party(**{prop: "x"})) == plain
    assert compare(party(**{prop: "x"}), party(**{prop: "y"})) == plain


def test_an_identifier_that_one_list_gives_to_two_parties_weighs_little() -> None:
    left, right = party(idNumber="6620505"), party(name="Seyed Akbar TAHMAESEBI", idNumber="6620505")
    profiles = [
        profile_of({**left, "id": "a"}, dataset="one"),
        profile_of({**right, "id": "b"}, dataset="one"),
        profile_of({**left, "id": "c"}, dataset="two"),
    ]
    alone = compare(profiles[0], profiles[2]).reasons
    known = compare(profiles[0], profiles[2], rarity=rarity_of(profiles)).reasons
    weight = {r.feature: r.contribution for r in alone}["same document"]
    assert {r.feature: r.contribution for r in known}["same document"] < weight


def test_brothers_born_on_one_day_are_told_apart() -> None:
    facts = {"birthDate": "1955-05-04", "birthPlace": "Tikrit", "country": "iq"}
    found = compare(party(name="Kamal Mustafa ABDALLAH", **facts), party(name="Jamal Mustafa ABDALLAH", **facts))
    assert "name parts differ" in {r.feature for r in found.against()}


def test_the_threshold_lies_below_automatic_merges() -> None:
    assert 0 < threshold("resolution") < RESOLUTION.automatic
