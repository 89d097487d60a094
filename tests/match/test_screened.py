"""Parties compared as screening does: who is on the list, and who only bears a like name."""

from __future__ import annotations

from typing import Any

import pytest

from contrared.match import compare, threshold
from contrared.model import PROTECTED_PROPERTIES, InputError


def party(name: str, schema: str = "Person", **values: Any) -> dict[str, Any]:
    properties = {key: [value] if isinstance(value, str) else value for key, value in values.items()}
    return {"id": name, "schema": schema, "properties": {"name": [name], **properties}}


SAME = [
    ("Tarek Zaidan AISAMI", "Tareck Zaidan El Aissami Maddah"),
    ("José María García-Ruiz de la Peña", "Jose Maria Garcia Ruiz"),
    ("GUZMAN LOERA Joaquin", "Joaquín Guzmán Loera"),
    ("Luiz Inácio Lula da Silva", "LUIZ INACIO LULA SILVA"),
    ("Mohammed bin Abdullah al-Rashid", "Muhammad Abdallah Rashed"),
    ("محمد بلال", "Muhammad BILAL"),
    ("Юрий Ковальчук", "Yuri Kovalchuk"),
    ("Xi Jin Ping", "Xi Jinping"),
    ("习近平", "Xi Jinping"),
    ("김정은", "KIM Jong Un"),
    ("이명박", "Lee Myung-bak"),
    ("בנימין נתניהו", "Benjamin NETANYAHU"),
    ("أسامة بن لادن", "Usama BIN LADEN"),
    ("Pepe Lopez Obrador", "José López Obrador"),
    ("V. V. Putin", "Vladimir Vladimirovich PUTIN"),
    ("8arakat Assad", "Assad Barakat"),
    ("Dr. Hassan Rouhani", "Hasan ROHANI"),
]
OTHERS = [
    ("Salman bin Muhammad Al Saud", "Muhammad bin Salman Al Saud"),
    ("Kamal Mustafa Abdallah", "Jamal Mustafa Abdallah"),
    ("Maria Fernanda Gonzalez", "Maria Camila Gonzalez"),
    ("Juan Carlos Lopez Perez", "Juan Pablo Lopez Rios"),
    ("Kim Yong Chol", "Kim Yong Nam"),
    ("Ahmed Hassan", "Ali Hussein"),
    ("John Smith", "Peter Smith"),
]
FIRMS_SAME = [
    ("Minera del Sur S.A. de C.V.", "MINERA DEL SUR"),
    ("Intl Trading Grp", "International Trading Group LLC"),
    ("TECH & SRVCES COMM GRP", "Technology and Services Communications Group"),
]
FIRMS_OTHERS = [
    ("BELLETECH CORP", "11420 CORP."),
    ("Banco de Crédito del Perú", "Banco de Venezuela"),
    ("Aircraft Repair Plant 558", "Aircraft Repair Plant 121"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_person_is_found(left: str, right: str) -> None:
    assert compare(party(left), party(right)).score >= threshold()


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_another_person_is_not(left: str, right: str) -> None:
    assert compare(party(left), party(right)).score < threshold()


@pytest.mark.parametrize(("left", "right"), FIRMS_SAME)
def test_one_company_is_found(left: str, right: str) -> None:
    assert compare(party(left, "Company"), party(right, "Organization")).score >= threshold()


@pytest.mark.parametrize(("left", "right"), FIRMS_OTHERS)
def test_another_company_is_not(left: str, right: str) -> None:
    assert compare(party(left, "Company"), party(right, "Company")).score < threshold()


def test_ships_of_one_name_and_another_number() -> None:
    assert compare(party("Victory", "Vessel"), party("M/V VICTORY", "Vessel")).score >= threshold()
    assert compare(party("Victory", "Vessel"), party("Victory 3", "Vessel")).score < threshold()
    assert compare(party("Victory 03", "Vessel"), party("Victory III", "Vessel")).score >= threshold()


@pytest.mark.parametrize(("left", "right"), [*SAME, *OTHERS, *FIRMS_SAME, *FIRMS_OTHERS])
def test_either_side_may_ask(left: str, right: str) -> None:
    assert compare(party(left), party(right)).score == compare(party(right), party(left)).score


def test_a_name_alone_never_reaches_name_and_date_and_document() -> None:
    alone = party("Tareck Zaidan El Aissami Maddah", alias=["Tareck El Aissami", "Tarek Aissami", "T. Zaidan Aissami"])
    dated = party("Tareck El Aissami", birthDate="1974-11-12")
    full = party("Tareck El Aissami", birthDate="1974-11-12", passportNumber="C2045678")
    scores = [compare(item, item) for item in (alone, dated, full)]
    assert threshold() < scores[0].score < 0.96
    assert scores[0].log_odds < scores[1].log_odds < scores[2].log_odds


def test_common_parts_weigh_less_than_rare_ones() -> None:
    common, rare = party("Juan Garcia"), party("Tareck Aissami")
    assert compare(common, common).evidence < compare(rare, rare).evidence


def test_a_birth_date_far_off_takes_an_equal_name_below_the_threshold() -> None:
    left, right = party("Assad Barakat", birthDate="1967-03-26"), party("Assad Barakat", birthDate="1981-09-02")
    assert compare(left, right).score < threshold()
    near = party("Assad Barakat", birthDate="1967-26-03".replace("26-03", "03-25"))
    assert compare(left, near).score > threshold()


def test_confused_letters_of_a_document_are_seen_through() -> None:
    left = party("Wholly Otherwise", passportNumber="O1S23456")
    right = party("Assad Barakat", passportNumber="01523456")
    assert "number misread" in {reason.feature for reason in compare(left, right).reasons}


def test_two_ships_of_one_name_are_told_apart_by_numbers_that_are_whole() -> None:
    ship = party("OCEAN STAR", "Vessel", imoNumber="IMO9187629")
    assert compare(ship, party("OCEAN STAR", "Vessel", imoNumber="9074729")).score < threshold()
    misread = compare(ship, party("OCEAN STAR", "Vessel", imoNumber="9000001"))
    assert "number of a kind differs" not in {reason.feature for reason in misread.reasons}, "no ship has that number"


def test_gender_alone_only_weakens() -> None:
    left, right = party("Tareck Aissami", gender="male"), party("Tareck Aissami", gender="female")
    plain = compare(party("Tareck Aissami"), party("Tareck Aissami"))
    assert plain.log_odds - 2.0 < compare(left, right).log_odds < plain.log_odds


@pytest.mark.parametrize("prop", sorted(PROTECTED_PROPERTIES))
def test_protected_attributes_change_nothing(prop: str) -> None:
    plain = compare(party("Assad Barakat"), party("Assad Barakat"))
    for left, right in (("x", "x"), ("x", "y")):
        assert compare(party("Assad Barakat", **{prop: left}), party("Assad Barakat", **{prop: right})) == plain


def test_a_complete_latin_name_is_not_punished_for_a_poor_alias_in_another_script() -> None:
    query = party("Tareck Zaidan El Aissami Maddah")
    latin = compare(query, party("Tareck Zaidan El Aissami Maddah"))
    both = compare(query, party("Tareck Zaidan El Aissami Maddah", alias=["طارق"]))
    assert both.score >= latin.score


@pytest.mark.parametrize("name", ["", " ", "a", "x" * 10_000, "\u202eabc\x00", "😀", "…", "李 Ivan علي", "1234", "()"])
def test_strange_names_give_an_answer(name: str) -> None:
    for schema in ("Person", "Company", "Vessel"):
        found = compare(party(name, schema), party("Assad Barakat", schema))
        assert 0.0 <= found.score < threshold()
        assert 0.0 <= compare(party(name, schema), party(name, schema)).score < 1.0


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(InputError, match="no matching model"):
        compare(party("a"), party("a"), model="other")
