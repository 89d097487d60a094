"""Whole zones: the specimens, untidy pastes of them, laws over travellers who do not exist, and the shared cases."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrared.model import InputError
from contrared.model.mrz import Details, Format, Mrz, MrzError, RemarkKind, encode, parse
from contrared.model.mrz.checkdigit import ALPHABET

from ...conftest import SHARED
from .specimens import FRENCH, MRV_A, MRV_B, SPECIMENS, TD1, TD1_LONG, TD2, TD3, TODAY, read
from .travellers import REFERENCE, details

CASES = SHARED / "formats" / "mrz_cases_cheminfo.json"


@pytest.mark.parametrize("text", SPECIMENS.values(), ids=SPECIMENS)
def test_specimens_have_no_problems(text: str) -> None:
    mrz = read(text)
    assert mrz.problems == ()
    assert all(check.ok for check in mrz.checks)
    assert "\n".join(mrz.lines) == text


@pytest.mark.parametrize(
    ("text", "format_", "code", "number", "nationality", "born", "sex", "expires", "optional"),
    [
        (TD1, "TD1", "I", "D23145890", "UTO", "1974-08-12", "F", "2012-04-15", ""),
        (TD1_LONG, "TD1", "I", "D23145890734", "UTO", "1934-07-12", "M", "1995-07-12", ""),
        (TD2, "TD2", "I", "D23145890", "UTO", "1974-08-12", "F", "2012-04-15", ""),
        (TD3, "TD3", "P", "L898902C3", "UTO", "1974-08-12", "F", "2012-04-15", "ZE184226B"),
        (MRV_A, "MRV-A", "V", "L8988901C", "XXX", "1940-09-07", "F", "1996-12-10", "6ZE184226B"),
        (MRV_B, "MRV-B", "V", "L8988901C", "XXX", "1940-09-07", "F", "1996-12-10", ""),
        (FRENCH, "FR-ID", "ID", "880692310285", "", "1965-12-06", "F", "None", ""),
    ],
    ids=SPECIMENS,
)
def test_fields_of_specimens(
    text: str,
    format_: str,
    code: str,
    number: str,
    nationality: str,
    born: str,
    sex: str,
    expires: str,
    optional: str,
) -> None:
    mrz = read(text)
    assert (mrz.format, mrz.document_code, mrz.document_number) == (format_, code, number)
    assert (mrz.nationality, str(mrz.birth_date), mrz.sex, str(mrz.expiry_date)) == (nationality, born, sex, expires)
    assert mrz.optional_data == optional
    assert mrz.is_icao == (format_ != "FR-ID")


def test_the_french_card_says_when_it_was_issued() -> None:
    mrz = read(FRENCH)
    assert (mrz.surname, mrz.given_names, str(mrz.issue_date)) == ("BERTHIER", "CORINNE", "1988-06")
    assert [note.kind for note in mrz.notes] == [RemarkKind.NOT_ICAO]


def test_a_td2_of_france_is_no_french_card() -> None:
    made = encode(
        Details(Format.TD2, "ID", "FRA", "X4RTBPFW4", "FRA", None, "F", read(TD2).expiry_date, "Martin", "Maelis")
    )
    mrz = parse("\n".join(made), reference=TODAY)
    assert (mrz.format, mrz.surname, mrz.problems) == (Format.TD2, "MARTIN", ())


def test_a_field_stands_where_it_says() -> None:
    mrz = read(TD1_LONG)
    for field in mrz.fields:
        assert mrz.lines[field.where.line - 1][field.where.start : field.where.end] == field.raw
    assert mrz.field("document_number_rest").raw == "734"
    assert mrz.field("document_number_check").raw == "9"
    with pytest.raises(KeyError):
        mrz.field("surname")


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\n \n\t{text}  \n\n",
        lambda text: text.replace("\n", "   \n\n"),
        lambda text: " ".join(text),
        lambda text: text.replace("<", "‹"),
        lambda text: text.replace("<", "＜"),
        lambda text: text.replace("<<", "«").replace("\n", " \n"),
        lambda text: text.replace("<", "«"),
        lambda text: text.replace("<", "&lt;"),
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", " "),
        lambda text: "\ufeff" + text.replace("<", "<\u200b"),
        lambda text: "MRZ: " + text,
        lambda text: "\n".join(f"Line {n}: {line}" for n, line in enumerate(text.split("\n"), 1)),
        lambda text: "\n".join(f"{n}) {line}" for n, line in enumerate(text.split("\n"), 1)),
        lambda text: "\n".join(f"mrz{n} {line}" for n, line in enumerate(text.split("\n"), 1)),
        lambda text: "\n".join(f"line {n}\n{line}" for n, line in enumerate(text.split("\n"), 1)),
        lambda text: (
            f"The traveller of 12 May 2011, desk 14:\n\n{text}\n\nSeen by R. Ortiz, 14:30, photo 000123456789."
        ),
        lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
        lambda text: "\n".join(f'"{line}",' for line in text.split("\n")),
        lambda text: "passport " + text.replace("\n", " ") + " end",
        lambda text: text.replace("\n", "")[:25] + "\n" + text.replace("\n", "")[25:],
        lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in text),
    ],
)
@pytest.mark.parametrize("text", SPECIMENS.values(), ids=SPECIMENS)
def test_untidy_pastes_read_the_same(text: str, change: object) -> None:
    assert callable(change)
    assert read(change(text)) == read(text)


@pytest.mark.parametrize("text", [TD1, TD2, TD3, MRV_A], ids=["TD1", "TD2", "TD3", "MRV-A"])
def test_lines_in_the_wrong_order_are_read_and_remarked(text: str) -> None:
    mrz = read("\n".join(reversed(text.split("\n"))))
    assert "\n".join(mrz.lines) == text
    assert [problem.kind for problem in mrz.problems] == [RemarkKind.LINE_ORDER]


def test_of_two_zones_the_better_is_read() -> None:
    damaged = TD3.replace("L898902C36", "L898902C37").replace("ERIKSSON", "SVENSSON")
    assert read(f"{damaged}\n\n{TD3}").surname == "ERIKSSON"


def test_the_reference_date_decides_century_and_expiry() -> None:
    early, late = parse(TD3, reference=date(1970, 1, 1)), parse(TD3, reference=date(2012, 4, 16))
    assert (str(early.birth_date), str(late.birth_date)) == ("1874-08-12", "1974-08-12")
    assert RemarkKind.EXPIRED in {note.kind for note in late.notes}
    assert RemarkKind.EXPIRED not in {note.kind for note in parse(TD3, reference=date(2012, 4, 15)).notes}
    assert str(parse(TD3, reference=date(1970, 1, 1), expiry_years_ahead=30).expiry_date) == "1912-04-15"


@settings(deadline=None)
@given(details())
def test_what_is_written_is_read(made: Details) -> None:
    mrz = parse("\n".join(encode(made)), reference=REFERENCE)
    assert mrz.problems == ()
    assert all(check.ok for check in mrz.checks)
    assert mrz.format == made.format
    assert mrz.document_code == made.document_code
    assert mrz.issuing_state == made.issuing_state
    assert mrz.document_number == made.document_number
    assert mrz.nationality == made.nationality
    assert (mrz.birth_date, mrz.expiry_date, mrz.sex) == (made.birth_date, made.expiry_date, made.sex)
    assert (mrz.optional_data, mrz.optional_data_2) == (made.optional_data, made.optional_data_2)
    if not mrz.name.may_be_truncated:
        assert (mrz.surname, mrz.given_names) == (made.surname.strip(), made.given_names)
    else:
        whole = made.surname.split() + made.given_names.split()
        assert all(any(part.startswith(cut) for part in whole) for cut in mrz.name.full.split())


@settings(deadline=None)
@given(details(), st.data())
def test_a_zone_with_spaces_blank_lines_and_small_letters_reads_the_same(made: Details, data: st.DataObject) -> None:
    lines = encode(made)
    spaced = [
        "".join(c + data.draw(st.sampled_from(["", "", "", " ", "\t", "\u00a0"])) for c in line) for line in lines
    ]
    text = data.draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n \n"])).join(spaced)
    if data.draw(st.booleans()):
        text = text.lower()
    assert parse(text, reference=REFERENCE) == parse("\n".join(lines), reference=REFERENCE)


def try_to_read(text: str) -> Mrz | InputError:
    """Anything but a zone or the error meant for people would be raised."""
    try:
        return parse(text, reference=REFERENCE)
    except InputError as error:
        return error


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    result = try_to_read(text)
    assert isinstance(result, Mrz | MrzError)


@settings(deadline=None)
@given(st.lists(st.text(ALPHABET + " :«", min_size=20, max_size=95), max_size=6))
def test_any_lines_like_a_zone_are_read_or_refused(lines: list[str]) -> None:
    result = try_to_read("\n".join(lines))
    if isinstance(result, MrzError):
        assert result.found or not "".join(lines).strip()
        assert result.wanted


@settings(deadline=None)
@given(details(), st.data())
def test_any_damage_is_read_or_refused_and_never_hidden(made: Details, data: st.DataObject) -> None:
    lines = [list(line) for line in encode(made)]
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.integers(0, len(lines) - 1))
        lines[row][data.draw(st.integers(0, len(lines[row]) - 1))] = data.draw(
            st.sampled_from(ALPHABET) | st.characters(codec="utf-8")
        )
    result = try_to_read("\n".join(map("".join, lines)))
    if isinstance(result, Mrz):
        assert all(check.ok for check in result.checks) or result.problems


@pytest.mark.parametrize("text", ["<" * 20_000, " <" * 10_000, "A1 " * 6_666, "P<UTO\n" * 3_000, "«" * 20_000])
def test_long_nonsense_is_refused(text: str) -> None:
    with pytest.raises(MrzError):
        parse(text, reference=TODAY)


def test_rows_of_random_figures_hold_no_zone() -> None:
    """There are tens of thousands of ways to pick two lines of 44 here; none begins like a document."""
    shuffled = random.Random(1)
    rows = (" ".join(shuffled.choice("0123456789<AB") for _ in range(47)) for _ in range(200))
    with pytest.raises(MrzError):
        parse("\n".join(rows), reference=TODAY)


def test_a_book_is_refused_before_it_is_searched() -> None:
    with pytest.raises(InputError, match="20001"):
        parse("x" * 20_001, reference=TODAY)


NAMES = {"male": "M", "female": "F"}


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_shared_cases() -> None:
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    assert len(cases) == 26
    for case in cases:
        mrz = parse("\n".join(case["lines"]), reference=date(2020, 1, 1))
        expected = case["fields"]
        assert mrz.lines == tuple(case["lines"])
        if case["valid"]:
            assert mrz.problems == (), case["case"]
        elif "wrong" in case["case"]:
            assert {problem.kind for problem in mrz.problems} == {RemarkKind.CHECK_DIGIT}, case["case"]
        if "documentCode" not in expected:
            continue
        french = mrz.format is Format.FRENCH_ID
        found = {
            "documentCode": mrz.document_code,
            "lastName": mrz.surname,
            "firstName": mrz.given_names,
            "birthDate": mrz.field("birth_date").raw,
            "sex": {"M": "male", "F": "female"}[mrz.sex or ""],
            "documentNumber": mrz.document_number[7:] if french else mrz.document_number,
        }
        if not french:
            found["expirationDate"] = mrz.field("expiry_date").raw
        for check in mrz.checks:
            names = {
                "document_number": "documentNumberCheckDigit",
                "birth_date": "birthDateCheckDigit",
                "expiry_date": "expirationDateCheckDigit",
                "optional_data": "personalNumberCheckDigit",
                "composite": "compositeCheckDigit",
            }
            found[names[check.field]] = check.printed
        for name, code in (("issuingState", mrz.issuing_state), ("nationality", mrz.nationality)):
            # The other project has no value for the specimen state.
            if expected.get(name) is not None:
                found[name] = code
        for name, value in found.items():
            if expected.get(name) is not None:
                assert value == expected[name], (case["case"], name)
