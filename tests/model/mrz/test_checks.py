"""Check digits of whole zones: long document numbers, the older Belgian rule, what cannot be computed."""

from __future__ import annotations

import pytest

from contrared.model.mrz import Format, RemarkKind
from contrared.model.mrz.checks import long_number
from contrared.model.mrz.formats import LAYOUTS

from .specimens import MRV_A, TD1, TD1_LONG, TD2, TD3, read

BELGIAN_OLD = "IDBEL000590240<6013<<<<<<<<<<<\n8512017F1311048BEL851201002007\nREINARTZ<<ULRIKE<KATIA<E<<<<<<"
BELGIAN_NEW = "IDBEL600001795<0152<<<<<<<<<<<\n1301014F2311207BEL130101987398\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<"


@pytest.mark.parametrize(
    ("first", "number", "optional"),
    [
        ("I<UTOD23145890<7349<<<<<<<<<<<", "D23145890734", ""),
        ("I<UTOD23145890<7349<ABC<<<<<<<", "D23145890734", "ABC"),
        ("I<UTOD23145890<12<<<<<<<<<<<<<", "D231458901", ""),
        ("I<UTOD23145890<1234567890123<<", "D23145890123456789012", ""),
        ("I<UTOD2314589<<7349<<<<<<<<<<<", "D2314589", "7349"),
        ("I<UTOD23145890<<734<<<<<<<<<<<", "D23145890", "734"),
        ("I<UTOD23145890<7<<<<<<<<<<<<<<", "D23145890", "7"),
        ("I<UTOD2314589077349<<<<<<<<<<<", "D23145890", "7349"),
    ],
)
def test_where_a_long_number_ends(first: str, number: str, optional: str) -> None:
    mrz = read(first + TD1_LONG[30:])
    assert (mrz.document_number, mrz.optional_data) == (number, optional)


def test_a_td2_can_have_a_long_number_and_a_passport_cannot() -> None:
    assert (
        read(TD2.replace("D231458907", "D23145890<").replace("9<<<<<<<6", "97349<<<6")).document_number
        == "D23145890734"
    )
    lines = tuple(TD3.replace("L898902C36", "L898902C3<").split("\n"))
    assert long_number(LAYOUTS[Format.TD3], lines) is None


def test_older_belgian_cards_count_the_filler() -> None:
    old, new = read(BELGIAN_OLD), read(BELGIAN_NEW)
    assert (old.document_number, old.problems) == ("000590240601", ())
    assert RemarkKind.FILLER_COUNTED in {note.kind for note in old.notes}
    assert (new.document_number, new.problems) == ("600001795015", ())
    assert RemarkKind.FILLER_COUNTED not in {note.kind for note in new.notes}


def test_nobody_else_does() -> None:
    mrz = read(BELGIAN_OLD.replace("IDBEL", "IDNLD"))
    assert {problem.field for problem in mrz.problems} == {"document_number"}


def test_what_cannot_be_read_cannot_be_checked() -> None:
    mrz = read(TD3.replace("740812", "74*812"))
    by_field = {check.field: check for check in mrz.checks}
    assert by_field["birth_date"].computed is None
    assert not by_field["birth_date"].ok
    assert not by_field["composite"].ok
    assert by_field["document_number"].ok
    assert [problem.kind for problem in mrz.problems] == [RemarkKind.CHARACTER]


@pytest.mark.parametrize(("text", "count"), [(TD1, 4), (TD2, 4), (TD3, 5), (MRV_A, 3)])
def test_every_check_digit_is_reported(text: str, count: int) -> None:
    mrz = read(text)
    assert len(mrz.checks) == count
    assert (mrz.composite is None) == (count == 3)
    for check in mrz.checks:
        assert check.printed == check.computed == check.where.of(mrz.lines)
