"""One damage, one remark: each is told with its field, its place and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from contrared.model.messages import catalogue
from contrared.model.mrz import Details, Format, Mrz, PartialDate, RemarkKind, encode, parse
from contrared.model.mrz.remarks import NOTES

from .specimens import FRENCH, MRV_A, SPECIMENS, TD1, TD1_LONG, TD2, TD3, TODAY, read


def put(text: str, line: int, position: int, characters: str) -> str:
    """The text with characters put at a place, counted from 1 as ICAO counts."""
    lines = text.split("\n")
    row = lines[line - 1]
    lines[line - 1] = row[: position - 1] + characters + row[position - 1 + len(characters) :]
    return "\n".join(lines)


def made(**changes: object) -> Mrz:
    """A passport with right check digits and something odd in it."""
    values: dict[str, object] = {
        "format": Format.TD3,
        "document_code": "P",
        "issuing_state": "ESP",
        "document_number": "AAB123456",
        "nationality": "ESP",
        "birth_date": PartialDate(1974, 8, 12),
        "sex": "F",
        "expiry_date": PartialDate(2019, 4, 15),
        "surname": "Garcia Lopez",
        "given_names": "Maria",
    }
    return parse("\n".join(encode(Details(**{**values, **changes}))), reference=TODAY)  # type: ignore[arg-type]


def test_a_sound_document_has_no_remarks() -> None:
    mrz = made()
    assert (mrz.problems, mrz.notes) == ((), ())


@pytest.mark.parametrize(
    ("text", "kind", "field", "where", "values"),
    [
        (put(TD3, 2, 10, "7"), RemarkKind.CHECK_DIGIT, "document_number", "2:10", {"printed": "7", "computed": "6"}),
        (put(TD3, 2, 20, "3"), RemarkKind.CHECK_DIGIT, "birth_date", "2:20", {"printed": "3", "computed": "2"}),
        (put(TD3, 2, 28, "0"), RemarkKind.CHECK_DIGIT, "expiry_date", "2:28", {"printed": "0", "computed": "9"}),
        (put(TD3, 2, 43, "2"), RemarkKind.CHECK_DIGIT, "optional_data", "2:43", {"printed": "2", "computed": "1"}),
        (put(TD3, 2, 44, "1"), RemarkKind.CHECK_DIGIT, "composite", "2:44", {"printed": "1", "computed": "0"}),
        (put(TD3, 2, 44, "<"), RemarkKind.CHECK_DIGIT_MISSING, "composite", "2:44", {"printed": "<", "computed": "0"}),
        (put(TD3, 2, 10, "G"), RemarkKind.CHECK_DIGIT_MISSING, "document_number", "2:10", {"computed": "6"}),
        (put(TD1_LONG, 1, 19, "8"), RemarkKind.CHECK_DIGIT, "document_number", "1:19", {"computed": "9"}),
        (put(TD1, 1, 15, "<"), RemarkKind.CHECK_DIGIT_MISSING, "document_number", "1:15", {"computed": "7"}),
        (put(TD3, 2, 14, "7*"), RemarkKind.CHARACTER, "birth_date", "2:15", {"printed": "*"}),
        (put(TD3, 1, 8, "É"), RemarkKind.CHARACTER, "name", "1:8", {"printed": "É"}),
        (put(TD3, 2, 44, "?"), RemarkKind.CHARACTER, "composite", "2:44", {"printed": "?"}),
        (put(TD3, 2, 16, "O"), RemarkKind.LETTER_IN_FIGURES, "birth_date", "2:16", {"printed": "O"}),
        (put(TD3, 2, 11, "UT0"), RemarkKind.FIGURE_IN_LETTERS, "nationality", "2:13", {"printed": "0"}),
        (put(TD3, 1, 24, "1"), RemarkKind.NAME_FIGURE, "name", "1:24", {"printed": "1"}),
        (put(FRENCH, 2, 14, "C0"), RemarkKind.NAME_FIGURE, "given_names", "2:15", {"printed": "0"}),
        (put(TD3, 2, 11, "QQQ"), RemarkKind.STATE_UNKNOWN, "nationality", "2:11-13", {"printed": "QQQ"}),
        (put(TD3, 1, 3, "<<<"), RemarkKind.STATE_UNKNOWN, "issuing_state", "1:3-5", {"printed": "<<<"}),
        (put(TD3, 2, 21, "X"), RemarkKind.SEX, "sex", "2:21", {"printed": "X"}),
        (put(TD3, 1, 6, "<" * 39), RemarkKind.NAME_MISSING, "name", "1:6-44", {}),
        (put(TD3, 1, 40, "K"), RemarkKind.NAME_GAP, "name", "1:6-44", {}),
        (put(TD3, 2, 14, "740230"), RemarkKind.DATE_IMPOSSIBLE, "birth_date", "2:14-19", {"printed": "740230"}),
        (put(TD3, 2, 22, "991301"), RemarkKind.DATE_IMPOSSIBLE, "expiry_date", "2:22-27", {"printed": "991301"}),
        (put(MRV_A, 2, 1, "<" * 9), RemarkKind.NUMBER_MISSING, "document_number", "2:1-9", {}),
        (put(TD3, 2, 22, "700101"), RemarkKind.BORN_AFTER_EXPIRY, "birth_date", "2:14-19", {"born": "1974-08-12"}),
        (put(TD3, 2, 1, ""), RemarkKind.SPECIMEN, "issuing_state", "1:3-5", {"printed": "UTO"}),
        (put(TD3, 1, 6, "<<"), RemarkKind.NO_SURNAME, "name", "1:6-44", {}),
        (put(TD3, 1, 14, "<" * 12), RemarkKind.NO_GIVEN_NAMES, "name", "1:6-44", {}),
        (put(TD3, 1, 44, "X"), RemarkKind.NAME_TRUNCATED, "name", "1:6-44", {}),
        (put(TD2, 1, 1, "P"), RemarkKind.DOCUMENT_CODE, "document_code", "1:1-2", {"printed": "P", "codes": "A, C, I"}),
        (put(TD3, 1, 3, "XCT"), RemarkKind.STATE_UNRECOGNISED, "issuing_state", "1:3-5", {"printed": "XCT"}),
        (put(TD3, 2, 16, "<<<<0"), RemarkKind.DATE_UNKNOWN, "birth_date", "2:14-19", {"printed": "74<<<<"}),
        (put(TD3, 2, 22, "110531"), RemarkKind.EXPIRED, "expiry_date", "2:22-27", {"date": "2011-05-31"}),
        (put(TD3, 2, 14, "050101"), RemarkKind.CENTURY, "birth_date", "2:14-19", {"read": "2005", "other": "1905"}),
    ],
)  # fmt: skip
def test_remarks(text: str, kind: RemarkKind, field: str, where: str, values: dict[str, str]) -> None:
    mrz = read(text)
    remarks = mrz.notes if kind in NOTES else mrz.problems
    found = [remark for remark in remarks if remark.kind is kind and remark.field == field]
    assert [str(remark.where) for remark in found] == [where]
    assert values.items() <= dict(found[0].values).items()
    assert found[0].what()
    assert found[0].do()
    assert found[0].place().startswith(f"line {where[0]}, position")


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"birth_date": None}, {RemarkKind.DATE_UNKNOWN}),
        ({"expiry_date": PartialDate(2011, 5, 31)}, {RemarkKind.EXPIRED}),
        ({"expiry_date": PartialDate(2011, 6, 1)}, set()),
        ({"expiry_date": PartialDate(2011)}, {RemarkKind.DATE_UNKNOWN}),
        ({"given_names": ""}, {RemarkKind.NO_GIVEN_NAMES}),
        ({"given_names": "Maria Dolores Concepcion Inmaculada"}, {RemarkKind.NAME_TRUNCATED}),
        ({"issuing_state": "UTO", "nationality": "UTO"}, {RemarkKind.SPECIMEN}),
        ({"sex": None}, set()),
        ({"nationality": "XXB"}, set()),
        ({"document_code": "PD"}, set()),
    ],
)
def test_notes_are_no_problems(changes: dict[str, object], kinds: set[RemarkKind]) -> None:
    mrz = made(**changes)
    assert mrz.problems == ()
    assert {note.kind for note in mrz.notes} == kinds


def test_specimens_are_said_to_be_specimens_once() -> None:
    for name in ("TD1", "TD2", "TD3"):
        assert [note.kind for note in read(SPECIMENS[name]).notes] == [RemarkKind.SPECIMEN]


@pytest.mark.parametrize("kind", RemarkKind)
def test_every_remark_has_its_texts(kind: RemarkKind) -> None:
    assert catalogue()[f"mrz.remark.{kind}.what"]
    assert catalogue()[f"mrz.remark.{kind}.do"]


def test_no_text_is_left_over() -> None:
    told = {key.split(".")[2] for key in catalogue() if key.startswith("mrz.remark.")}
    assert told == {str(kind) for kind in RemarkKind}


@pytest.mark.parametrize("text", SPECIMENS.values(), ids=SPECIMENS)
def test_every_field_and_format_has_a_name(text: str) -> None:
    mrz = read(text)
    assert catalogue()[f"mrz.format.{mrz.format}"]
    for field in mrz.fields:
        if not field.name.endswith(("_check", "_rest")):
            assert catalogue()[f"mrz.field.{field.name}"]


ODD: dict[str, Callable[[str], str]] = {
    "0 for an empty personal number": lambda text: put(text, 2, 29, "<" * 14 + "08"),
    "< for an empty personal number": lambda text: put(text, 2, 29, "<" * 15 + "8"),
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_an_unused_field_may_go_without_a_check_digit(change: Callable[[str], str]) -> None:
    mrz = read(change(TD3))
    assert mrz.problems == ()
    assert mrz.optional_data == ""


def test_only_an_unused_field_may() -> None:
    kinds = {(problem.kind, problem.field) for problem in read(put(TD3, 2, 43, "<")).problems}
    assert (RemarkKind.CHECK_DIGIT_MISSING, "optional_data") in kinds


def test_born_after_expiry_is_shown_though_all_digits_agree() -> None:
    visa = Details(
        Format.MRV_B, "V", "PER", "123", "PER", PartialDate(2010, 1, 1), "M", PartialDate(2005, 1, 1), "Ruiz", "Jose"
    )
    mrz = parse("\n".join(encode(visa)), reference=date(2011, 1, 1))
    assert [problem.kind for problem in mrz.problems] == [RemarkKind.BORN_AFTER_EXPIRY]
    assert all(check.ok for check in mrz.checks)
