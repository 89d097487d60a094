"""Name fields: parts, missing halves, cut names, gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model.mrz import spellings
from contrared.model.mrz.checkdigit import ALPHABET
from contrared.model.mrz.names import read_french_name, read_name


@pytest.mark.parametrize(
    ("field", "surname", "given", "cut", "gaps"),
    [
        ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "ERIKSSON", "ANNA MARIA", False, False),
        ("SMITH<JONES<<SUSIE<MARGARET<<<", "SMITH JONES", "SUSIE MARGARET", False, False),
        ("VAN<DER<MUELLEN<<MARTIN<<<<<<<", "VAN DER MUELLEN", "MARTIN", False, False),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", "", False, False),
        ("SATRIYA<SUDARPA<<<<<<<<<<<<<<<", "SATRIYA SUDARPA", "", False, False),
        ("<<ANNA<MARIA<<<<<<<<<<<<<<<<<<", "", "ANNA MARIA", False, False),
        ("AL<BASRI<<HUDA<MUHAMMAD<JAWAD<", "AL BASRI", "HUDA MUHAMMAD JAWAD", False, False),
        ("VILARCHAO<FERNANDEZ<<JOSE<RAMO", "VILARCHAO FERNANDEZ", "JOSE RAMO", True, False),
        ("PAPANDROPOULOUS<<JONATHON<ALEC", "PAPANDROPOULOUS", "JONATHON ALEC", True, False),
        ("NILAVADHANANANDA<<CHAYAPA<DE<K", "NILAVADHANANANDA", "CHAYAPA DE K", True, False),
        ("BENNELONG<WOOLOOM<WA<WARN<<D<P", "BENNELONG WOOLOOM WA WARN", "D P", True, False),
        ("ERIKSSON<<ANNA<MARIA<<<<<K<<<<", "ERIKSSON", "ANNA MARIA K", False, True),
        ("ERIKSSON<<<ANNA<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA", False, True),
        ("<ERIKSSON<<ANNA<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA", False, True),
        ("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "", "", False, False),
    ],
)
def test_names_of_doc_9303_and_others(field: str, surname: str, given: str, cut: bool, gaps: bool) -> None:
    name = read_name(field)
    assert (name.surname, name.given_names, name.may_be_truncated, name.gaps) == (surname, given, cut, gaps)
    assert name.full == f"{given} {surname}".strip()


@pytest.mark.parametrize(
    ("surname", "given", "cut"),
    [
        ("BERTHIER<<<<<<<<<<<<<<<<<", "CORINNE<<MARIE", True),
        ("BERTHIER<<<<<<<<<<<<<<<<<", "CORINNE<<ANNE<", False),
        ("MARTIN<DE<LA<TOUR<DU<PIN<", "JEAN<PAUL<<<<<", False),
        ("MARTIN<DE<LA<TOUR<DU<PIN<X", "JEAN<<<<<<<<<<", True),
    ],
)
def test_french_names(surname: str, given: str, cut: bool) -> None:
    name = read_french_name(surname, given)
    assert name.may_be_truncated == cut
    assert not name.gaps


@given(st.text(ALPHABET, max_size=39))
def test_no_part_is_lost_or_made_up(field: str) -> None:
    name = read_name(field)
    assert "".join(name.surname_parts + name.given_parts) == field.replace("<", "")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("ERIKSSON", ("ERIKSSON", "ERIKẞON")),
        ("MUNXXOZ", ("MUNXXOZ", "MUÑOZ")),
        ("MUXXLLER", ("MUXXLLER", "MÜLLER")),
        ("MUELLER", ("MUELLER", "MÜLLER")),
        ("SOERENAA", ("SOERENAA", "SOERENÅ", "SÖRENAA", "SÖRENÅ", "SØRENAA", "SØRENÅ", "SŒRENAA", "SŒRENÅ")),
        ("ANNA", ("ANNA",)),
        ("", ("",)),
    ],
)
def test_spellings(part: str, expected: tuple[str, ...]) -> None:
    assert spellings(part) == expected


@given(st.text("AEOUNXS", max_size=30), st.integers(1, 8))
def test_spellings_are_few_and_begin_with_the_printed_one(part: str, limit: int) -> None:
    found = spellings(part, limit=limit)
    assert found[0] == part
    assert len(found) == len(set(found)) <= limit
