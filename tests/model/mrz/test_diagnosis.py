"""Texts that are no zone: what was found, what is wanted, where, what to do."""

from __future__ import annotations

import pytest

from contrared.model import ContraredError
from contrared.model.mrz import MrzError

from .specimens import FRENCH, TD1, TD2, TD3, read


def lines(text: str) -> list[str]:
    return text.split("\n")


TD2_1, TD2_2 = lines(TD2)
TD3_1, TD3_2 = lines(TD3)
ANY = ((44, 2), (36, 2), (30, 3))


def refused(text: str) -> MrzError:
    with pytest.raises(MrzError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "found", "wanted", "where", "what"),
    [
        ("", (), ANY, "", "nothing to read"),
        (" \n\t\u200b\n", (), ANY, "", "nothing to read"),
        ("hello", (5,), ANY, "", "the longest of 5"),
        ("John Smith\nborn 1974", (9, 8), ANY, "", "2 line(s), the longest of 9"),
        (f"{TD3_1}\n{TD3_2[:-1]}", (44, 43), ((44, 2),), "line 2 of the text", "43 characters, 1 short of 44"),
        (f"{TD3_1[:-1]}\n{TD3_2}", (43, 44), ((44, 2),), "line 1 of the text", "43 characters, 1 short of 44"),
        (f"a\n\n{TD3_1}<\n{TD3_2}", (45, 44), ((44, 2),), "line 3 of the text", "45 characters, 1 more than 44"),
        (f"{TD2_1[:-2]}\n{TD2_2}", (34, 36), ((36, 2),), "line 1 of the text", "34 characters, 2 short of 36"),
        (TD1[:-1], (30, 30, 29), ((30, 3),), "line 3 of the text", "line 3 of the zone has 29 characters"),
        (TD1.replace("\n7", "\n"), (30, 29, 30), ((30, 3),), "line 2 of the text", "29 characters, 1 short of 30"),
        (FRENCH + "<", (36, 37), ((36, 2),), "line 2 of the text", "37 characters, 1 more than 36"),
        (TD3.replace("\n", "")[:-1], (87,), ((44, 2),), "line 1 of the text", "one line of 87 characters"),
        (TD1.replace("\n", "") + "<", (91,), ((30, 3),), "line 1 of the text", "one line of 91 characters"),
        (TD3_2, (44,), ((44, 2),), "line 1 of the text", "only 1 line(s) of a zone"),
        ("\n".join(lines(TD1)[:2]), (30, 30), ((30, 3),), "line 1 of the text", "only 2 line(s) of a zone"),
        (f"{TD3_1}\n{TD3_1}", (44, 44), ANY, "line 1 of the text", "do not stand"),
    ],
)
def test_refusals(text: str, found: tuple[int, ...], wanted: object, where: str, what: str) -> None:
    error = refused(text)
    assert (error.found, error.wanted, error.where) == (found, wanted, where)
    assert what in error.what
    assert error.do
    assert isinstance(error, ContraredError)


@pytest.mark.parametrize("lost", range(44))
def test_a_lost_character_is_placed_by_the_check_digits(lost: int) -> None:
    error = refused(f"{TD3_1}\n{TD3_2[:lost]}{TD3_2[lost + 1 :]}")
    assert "43 characters" in error.what
    start, _, end = error.do.split("position ")[1].split(".")[0].partition("–")
    assert int(start) <= lost + 1 <= int(end)
    assert int(end) - int(start) < 20


@pytest.mark.parametrize("place", range(44))
def test_a_doubled_character_is_placed_by_the_check_digits(place: int) -> None:
    error = refused(f"{TD3_1}\n{TD3_2[:place]}{TD3_2[place]}{TD3_2[place:]}")
    assert "45 characters" in error.what
    start, _, end = error.do.split("position ")[1].split(".")[0].partition("–")
    assert int(start) <= place + 2
    assert int(end) >= place + 1


def test_a_short_name_line_has_no_check_digits_to_place_it() -> None:
    assert "check digits" not in refused(f"{TD3_1[:20]}{TD3_1[21:]}\n{TD3_2}").do
