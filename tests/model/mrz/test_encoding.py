"""Writing zones: the specimens from their data, names that do not fit, values that cannot stand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.model.mrz import Details, Format, PartialDate, encode
from contrared.model.mrz.names import read_name
from contrared.model.mrz.shortening import name_field
from contrared.model.mrz.transliteration import name_parts

from .specimens import MRV_A, MRV_B, TD1, TD1_LONG, TD2, TD3

ANNA: dict[str, Any] = {
    "document_code": "I",
    "issuing_state": "UTO",
    "document_number": "D23145890",
    "nationality": "UTO",
    "birth_date": PartialDate(1974, 8, 12),
    "sex": "F",
    "expiry_date": PartialDate(2012, 4, 15),
    "surname": "Eriksson",
    "given_names": "Anna Maria",
}
VISA: dict[str, Any] = {
    **ANNA,
    "document_code": "V",
    "document_number": "L8988901C",
    "nationality": "XXX",
    "birth_date": PartialDate(1940, 9, 7),
    "expiry_date": PartialDate(1996, 12, 10),
}


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (Details(Format.TD1, **ANNA), TD1),
        (Details(Format.TD2, **ANNA), TD2),
        (
            Details(
                Format.TD3,
                **{**ANNA, "document_code": "P", "document_number": "L898902C3", "optional_data": "ZE184226B"},
            ),
            TD3,
        ),
        (
            Details(
                Format.TD1,
                **{
                    **ANNA,
                    "document_number": "D23145890734",
                    "birth_date": PartialDate(1934, 7, 12),
                    "sex": "M",
                    "expiry_date": PartialDate(1995, 7, 12),
                    "surname": "Stevenson",
                    "given_names": "Peter John",
                },
            ),
            TD1_LONG,
        ),
        (Details(Format.MRV_A, **{**VISA, "optional_data": "6ZE184226B"}), MRV_A),
        (Details(Format.MRV_B, **VISA), MRV_B),
    ],
)
def test_specimens(details: Details, text: str) -> None:
    assert "\n".join(encode(details)) == text


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"format": Format.FRENCH_ID}, "format"),
        ({"document_code": ""}, "document code"),
        ({"document_code": "i"}, "document code"),
        ({"document_code": "IDX"}, "document code"),
        ({"issuing_state": "UTOP"}, "issuing state"),
        ({"nationality": "U1"}, "nationality"),
        ({"document_number": ""}, "document number"),
        ({"document_number": "d23"}, "document number"),
        ({"document_number": "D-23"}, "document number"),
        ({"document_number": "D23145890 734"}, "document number"),
        ({"document_number": "D2314589012345678901234"}, "optional data"),
        ({"format": Format.TD3, "document_number": "D231458901"}, "document number"),
        ({"sex": "X"}, "sex"),
        ({"optional_data": "A" * 16}, "optional data"),
        ({"optional_data": "A  B"}, "optional data"),
        ({"optional_data_2": "A" * 12}, "second optional data"),
        ({"format": Format.TD2, "optional_data_2": "A"}, "second optional data"),
        ({"surname": "王"}, "王"),
        ({"surname": "Smith 3"}, "'3'"),
        ({"surname": ""}, "surname"),
        ({"surname": "..."}, "surname"),
    ],
)
def test_what_cannot_stand_is_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(InputError, match=part) as caught:
        encode(Details(**{"format": Format.TD1, **ANNA, **changes}))
    assert caught.value.do


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Eriksson", "ERIKSSON"),
        ("Smith-Jones", "SMITH JONES"),
        ("O'Connor", "OCONNOR"),
        ("D’Artagnan", "DARTAGNAN"),
        ("Al-Basri", "AL BASRI"),
        ("Anna, Maria", "ANNA MARIA"),
        ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
        ("Groß", "GROSS"),
        ("Muñoz", "MUNOZ"),
        ("Ibáñez de la Peña", "IBANEZ DE LA PENA"),
        ("Conceição", "CONCEICAO"),
        ("Ångström", "AANGSTROEM"),
        ("Ærø", "AEROE"),
        ("Þór Ðaði", "THOR DADI"),
        ("Łukasz", "LUKASZ"),
        ("Đorđe", "DORDE"),
        ("İlknur ılgaz", "ILKNUR ILGAZ"),
        ("Nguye\u0302\u0303n", "NGUYEN"),
        ("Щербаков", "SHCHERBAKOV"),
        ("Юрий Сергеевич", "IURII SERGEEVICH"),
        ("Soloviev Jr.", "SOLOVIEV JR"),
        ("  ", ""),
    ],
)
def test_names_in_the_letters_of_a_zone(name: str, parts: str) -> None:
    assert " ".join(name_parts(name)) == parts


@pytest.mark.parametrize(
    ("surname", "given", "width", "field"),
    [
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", 39, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR", 39, "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("PAPANDROPOULOUS", "JONATHON ALEC", 30, "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", 30, "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("ARKFREITH", "", 12, "ARKFREITH<<<"),
        ("ABCDEFGHIJ", "", 5, "ABCDE"),
        ("ABCDEFGHIJ", "KLM", 6, "ABC<<K"),
        ("ABC DEF", "G", 7, "AB<D<<G"),
        ("AB", "CD EF", 6, "AB<<CD"),
        ("AB", "CD EF", 7, "AB<<C<E"),
        ("AB", "C DE", 6, "A<<C<D"),
    ],
)
def test_names_that_do_not_fit_are_cut_and_end_in_a_letter(surname: str, given: str, width: int, field: str) -> None:
    assert name_field(surname.split(), given.split(), width) == field


def test_a_name_of_initials_that_cannot_be_cut_is_refused() -> None:
    with pytest.raises(InputError, match="one letter"):
        name_field(["A"], list("BCDEFGHIJKLMNOP"), 31)


parts = st.lists(st.text("ABCXYZ", min_size=2, max_size=20), min_size=1, max_size=6)


@given(parts, parts | st.just([]), st.sampled_from([30, 31, 39]))
def test_a_cut_name_fills_its_field_with_the_beginnings_of_its_parts(
    surname: list[str], given_names: list[str], width: int
) -> None:
    field = name_field(surname, given_names, width)
    name = read_name(field)
    assert len(field) == width
    whole = len("<".join(surname)) + (2 + len("<".join(given_names)) if given_names else 0)
    assert name.may_be_truncated == (whole >= width)
    for kept, parts in ((name.surname_parts, surname), (name.given_parts, given_names)):
        assert bool(kept) == bool(parts)
        assert all(part.startswith(cut) for part, cut in zip(parts, kept, strict=False))
    if whole <= width:
        assert (list(name.surname_parts), list(name.given_parts)) == (surname, given_names)
