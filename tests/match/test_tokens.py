"""Names taken apart."""

import pytest

from contrared.match.tokens import name_form, skeleton

PERSONS = [
    ("Assad Ahmad BARAKAT", "Barakat, Assad Ahmad"),
    ("Tareck Zaidan EL AISSAMI MADDAH", "Tareck Zaidan el Aissami Maddah"),
    ("José de los Santos PEÑA", "Jose Santos Pena"),
    ("ABD AL-RAHMAN bin Said", "Abdul Rahman Said"),
    ("محمد", "Mhmd"),
    ("Путин Владимир", "Putin Vladimir"),
]
ORGANISATIONS = [
    ("Minera del Sur S.A. de C.V.", "MINERA DEL SUR, SA DE CV"),
    ("Koryo Bank Ltd.", "KORYO BANK LIMITED"),
    ("SENDERO LUMINOSO (SL)", "Sendero Luminoso"),
    ("Comercial Andina LTDA", "COMERCIAL ANDINA LTDA."),
    ("T.A.K. Holding L.L.C.", "TAK Holding LLC"),
]


@pytest.mark.parametrize(("left", "right"), PERSONS)
def test_one_person_s_name_in_two_writings_has_one_key(left: str, right: str) -> None:
    assert name_form(left, person=True).key == name_form(right, person=True).key


@pytest.mark.parametrize(("left", "right"), ORGANISATIONS)
def test_legal_forms_and_bracketed_abbreviations_do_not_count(left: str, right: str) -> None:
    assert name_form(left, person=False).key == name_form(right, person=False).key


@pytest.mark.parametrize(
    ("left", "right"),
    [("mohammed", "muhammad"), ("hussein", "husayn"), ("yusuf", "yousef"), ("khalid", "halid"), ("qasim", "kasim")],
)
def test_spellings_of_one_name_share_a_skeleton(left: str, right: str) -> None:
    assert skeleton(left) == skeleton(right)


@pytest.mark.parametrize(
    ("left", "right"), [("kamal", "jamal"), ("hassan", "khaled"), ("558", "559"), ("maria", "ana")]
)
def test_other_names_have_other_skeletons(left: str, right: str) -> None:
    assert skeleton(left) != skeleton(right)


def test_a_name_of_nothing_but_particles_keeps_them() -> None:
    assert name_form("El De", person=True).tokens == ("el", "de")
