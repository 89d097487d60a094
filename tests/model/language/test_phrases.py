"""A phrase is the English string it says, and can be told again; numbers, dates and names as each language has them."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError, text
from contrared.model.language import Phrase, chosen, said, speaking, spoken
from contrared.model.language.forms import dated, euphonic, number
from contrared.model.language.phrase import strung


def test_a_phrase_is_its_english_text() -> None:
    phrase = text("case.since.mark", later="2024-05-03")
    assert phrase == " (since delisted, by 2024-05-03)"
    assert hash(phrase) == hash(str(phrase))
    assert json.dumps([phrase]) == json.dumps([str(phrase)])


def test_what_is_copied_can_still_be_told() -> None:
    phrase = text("case.as_of", baseline="2021-06", later="2024-05-03")
    for again in (copy.deepcopy(phrase), pickle.loads(pickle.dumps(phrase))):
        assert again == phrase
        assert said(again, "es") == said(phrase, "es") != phrase


def test_phrases_within_phrases_are_told_with_them() -> None:
    both = text("case.joined.and", items=text("case.categories.drugs"), last="Hizballah")
    assert said(both, "es") == "narcotráfico e Hizballah"
    assert said(both, "pt") == "tráfico de drogas e Hizballah"
    assert said(strung("; ", [both, "x {y}"]), "pt") == "tráfico de drogas e Hizballah; x {y}"
    assert said(Phrase("case.names.us_ofac_sdn", "OFAC's SDN list", {}).capitalised(), "es").startswith("La lista")


@given(st.text())
def test_a_name_is_never_translated(name: str) -> None:
    phrase = text("case.since.of", name=name, note="x")
    if not any(char.isdigit() for char in name):
        assert said(phrase, "es") == f"{name}: x"


@pytest.mark.parametrize(
    ("value", "es", "pt"),
    [
        ("2021-08-01", "1 de agosto de 2021", "1º de agosto de 2021"),
        ("2024-12", "diciembre de 2024", "dezembro de 2024"),
        ("2024", "2024", "2024"),
        ("1,234", "1\u00a0234", "1.234"),
        ("0.982", "0,982", "0,982"),
        (0.5, "0,5", "0,5"),
        (Decimal("1.25"), "1,25", "1,25"),
        ("0.1.0", "0.1.0", "0.1.0"),
        ("12,5", "12,5", "12,5"),
        ("ofac-4711", "ofac-4711", "ofac-4711"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: object, es: str, pt: str) -> None:
    phrase = Phrase("", "{value}", {"value": value})
    assert (said(phrase, "es"), said(phrase, "pt"), said(phrase, "en")) == (es, pt, str(value))


def test_forms() -> None:
    assert dated("2018-03-15", "es") == "15 de marzo de 2018"
    assert number("-12,345.678", "pt") == "-12.345,678"
    assert euphonic("a, b y Irán") == "a, b e Irán"
    assert euphonic("agua y hielo") == "agua y hielo"


@pytest.mark.parametrize(
    ("asked", "node", "environment", "language"),
    [
        ("pt", "es", {"CONTRARED_LANG": "en"}, "pt"),
        ("", "es", {"CONTRARED_LANG": "pt_BR"}, "pt"),
        ("", "es", {"LC_ALL": "pt_BR.UTF-8"}, "es"),
        ("", "", {"LC_ALL": "es_CO.UTF-8", "LANG": "pt_BR"}, "es"),
        ("", "", {"LANG": "de_DE.UTF-8"}, "en"),
        ("", "", {}, "en"),
    ],
)
def test_which_language_is_spoken(asked: str, node: str, environment: dict[str, str], language: str) -> None:
    assert chosen(asked, node, environment) == language


def test_an_unknown_language_is_an_error_and_the_block_ends_where_it_began() -> None:
    with pytest.raises(InputError, match="use en, es, pt"):
        chosen("xx", "", {})
    with speaking("es"):
        assert spoken() == "es"
    assert spoken() == "en"
