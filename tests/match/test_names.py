"""Names compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.match.names import clash, name_similarity
from contrared.match.rarity import Rarity
from contrared.match.tokens import name_form

NONE = Rarity()


def similarity(left: str, right: str, *, person: bool = True) -> float:
    return name_similarity(name_form(left, person=person), name_form(right, person=person), NONE)[0]


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [
        ("Assad Ahmad BARAKAT", "BARAKAT Assad Ahmad", 1.0),
        ("Assad Ahmad Muhammad BARAKAT", "Assad BARAKAT", 0.7),
        ("Sergei Ivanovich MENYAILO", "Sergey Ivanovich MENYAYLO", 0.9),
        ("Abdelkader Mahmoud ES SAYED", "Abd el Kader Mahmoud El Sayed", 0.9),
        ("Fahad Shabib ALBALAWI", "Fahad Shabib AL BALAWI", 0.9),
        ("M. A. ZAHEDI", "Mohammad Ali ZAHEDI", 0.6),
        ("Boris Vyacheslavovich GRYZLOV", "Boris Yyacheslavovich GRYZLOV", 0.9),
        ("Hussein FADLALLAH", "Ussein FADLALLAH", 0.9),
    ],
)
def test_one_person_is_recognised(left: str, right: str, least: float) -> None:
    assert similarity(left, right) >= least


@pytest.mark.parametrize(
    ("left", "right", "most"),
    [
        ("Ahmed HASSAN", "Khalid OMAR", 0.0),
        ("Kamal Mustafa ABDALLAH", "Jamal Mustafa ABDALLAH", 0.8),
        ("Maria LOPEZ", "Mario GOMEZ", 0.6),
        ("Juan PEREZ", "Juan GARCIA", 0.6),
    ],
)
def test_others_are_not(left: str, right: str, most: float) -> None:
    assert similarity(left, right) <= most


WORDS = st.sampled_from(
    ["kamal", "jamal", "mohammed", "muhammad", "ali", "a", "husayn", "hussein", "al", "albalawi", "balawi"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(NAMES, NAMES)
def test_similarity_is_symmetric_and_bounded(left: str, right: str) -> None:
    a, b = name_form(left, person=True), name_form(right, person=True)
    there, back = name_similarity(a, b, NONE), name_similarity(b, a, NONE)
    assert there == pytest.approx(back)
    assert 0.0 <= there[0] <= 1.0


@pytest.mark.parametrize(
    ("left", "right", "person", "expected"),
    [
        ("Kamal Mustafa ABDALLAH", "Jamal Mustafa ABDALLAH", True, ("kamal", "jamal")),
        ("Kamal ABDALLAH", "Kamal Mustafa ABDALLAH", True, None),
        ("K. ABDALLAH", "Kamal ABDALLAH", True, None),
        ("Aircraft Repair Plant 558", "Aircraft Repair Plant 121", False, ("558", "121")),
        ("Magus Holding LLC", "Magus Holding II, Corp.", False, ("", "2")),
        ("Fajr Industries Group", "Fajr Industrial Group", False, None),
    ],
)
def test_what_tells_similar_names_apart(left: str, right: str, person: bool, expected: tuple[str, str] | None) -> None:
    assert clash(name_form(left, person=person), name_form(right, person=person), person=person) == expected
