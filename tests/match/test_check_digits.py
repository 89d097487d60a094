"""Check digits: published numbers, each digit of them altered, and numbers that are of no scheme."""

from __future__ import annotations

from typing import Any

import pytest

from contrared.match import compare
from contrared.match.check_digits import SCHEMES, has_check_digit

#: Numbers as registers, standards or lists publish them: kind, number, kind of party, country.
PUBLISHED = [
    ("lei", "5493001KJTIIGC8Y1R12", "organisation", ""),
    ("isin", "US0378331005", "organisation", "us"),
    ("imo", "9187629", "vessel", ""),
    ("account", "GB82WEST12345698765432", "organisation", "gb"),
    ("account", "BR1800360305000010009795493C1", "person", ""),
    ("tax", "30500010912", "organisation", "ar"),
    ("registration", "831641791", "organisation", "bg"),
    ("tax", "33000167000101", "organisation", "br"),
    ("tax", "11144477735", "person", "br"),
    ("tax", "765432103", "organisation", "cl"),
    ("document", "320202197601030513", "person", "cn"),
    ("registration", "91110000600037341L", "organisation", "cn"),
    ("tax", "2131234321", "organisation", "co"),
    ("document", "00113918205", "person", "do"),
    ("tax", "101850043", "organisation", "do"),
    ("tax", "1792060346001", "organisation", "ec"),
    ("tax", "54362315K", "person", "es"),
    ("tax", "RCCMNL83S18D969H", "person", "it"),
    ("tax", "00743110157", "organisation", "it"),
    ("document", "BOXW310820HNERXN09", "person", "mx"),
    ("tax", "20512333797", "organisation", "pe"),
    ("tax", "501964843", "organisation", "pt"),
    ("tax", "101134702", "organisation", "rs"),
    ("tax", "7707083893", "organisation", "ru"),
    ("tax", "123456789047", "person", "ru"),
    ("registration", "1022200525819", "organisation", "ru"),
    ("registration", "32855961", "organisation", "ua"),
    ("tax", "211003420017", "organisation", "uy"),
    ("tax", "V114702834", "person", "ve"),
]


@pytest.mark.parametrize(("kind", "number", "of", "country"), PUBLISHED)
def test_a_published_number_is_right_and_most_slips_are_not(kind: str, number: str, of: str, country: str) -> None:
    countries = frozenset({country} if country else ())
    assert has_check_digit(kind, number, of, countries) is True
    slips = [
        number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        for at in range(len(number))
        if number[at].isdigit()
    ]
    passed = [slip for slip in slips if has_check_digit(kind, slip, of, countries)]
    assert len(passed) <= (4 if country == "ec" else 1), "in Ecuador three digits count the branches"


def test_every_scheme_is_tried_by_a_published_number() -> None:
    tried = {
        at
        for at, scheme in enumerate(SCHEMES)
        for kind, number, of, country in PUBLISHED
        if kind in scheme.kinds
        and (not scheme.of or of in scheme.of)
        and scheme.country in ("", country)
        and scheme.looks.fullmatch(number)
    }
    assert tried == set(range(len(SCHEMES)))


@pytest.mark.parametrize(
    ("kind", "number", "of", "country"),
    [
        ("tax", "33000167000102", "organisation", "pa"),
        ("document", "AB123456", "person", "br"),
        ("tax", "8300000001", "person", "co"),
        ("document", "36087192", "person", "ve"),
        ("account", "12345678901234567", "organisation", ""),
        ("imo", "5891234", "organisation", ""),
        ("passport", "9187629", "vessel", ""),
    ],
)
def test_a_number_of_no_scheme_is_neither_right_nor_wrong(kind: str, number: str, of: str, country: str) -> None:
    assert has_check_digit(kind, number, of, frozenset({country} if country else ())) is None


def test_of_several_countries_one_scheme_suffices() -> None:
    assert has_check_digit("tax", "11144477735", "person", frozenset({"ar", "br", "pe"})) is True
    assert has_check_digit("tax", "11144477736", "person", frozenset({"ar", "br", "pe"})) is False


def company(number: str, prop: str = "taxNumber", **more: str) -> dict[str, Any]:
    properties = {"name": ["Minera del Sur"], "country": ["br"], prop: [number]}
    return {"schema": "Company", "properties": {**properties, **{key: [value] for key, value in more.items()}}}


def features(a: dict[str, Any], b: dict[str, Any]) -> set[str]:
    return {reason.feature for reason in compare(a, b).reasons}


RIGHT, WRONG = "33000167000101", "33000167000102"


def test_a_number_that_fails_its_check_is_weaker_evidence_and_still_some() -> None:
    sure, doubtful = (compare(company(number), company(number)) for number in (RIGHT, WRONG))
    without = compare(company(RIGHT), company("", "address"))
    assert "number" in {reason.feature for reason in sure.reasons}
    assert "doubtful number" in {reason.feature for reason in doubtful.reasons}
    assert without.log_odds < doubtful.log_odds < sure.log_odds


def test_two_numbers_that_are_both_right_are_no_slip_of_each_other() -> None:
    assert "number misread" in features(company(RIGHT), company(WRONG))
    first, second = "20512333801", "20112333801"  # one digit apart, and both have their check digit
    peru = frozenset({"pe"})
    assert has_check_digit("tax", first, "organisation", peru) is has_check_digit("tax", second, "organisation", peru)
    there, here = company(first), company(second)
    there["properties"]["country"] = here["properties"]["country"] = ["pe"]
    assert "number misread" not in features(there, here)
    there["properties"]["country"] = here["properties"]["country"] = ["pa"]
    assert "number misread" in features(there, here), "where nobody knows the scheme it may be a slip"
    a, b = "9187629", "9187631"
    ship: list[dict[str, Any]] = [
        {"schema": "Vessel", "properties": {"name": ["VICTORY"], "imoNumber": [n]}} for n in (a, "9187628", b)
    ]
    assert features(ship[0], ship[1]) & {"number misread", "number of a kind differs"} == {"number misread"}
    assert features(ship[0], ship[2]) & {"number misread", "number of a kind differs"} == {"number of a kind differs"}


def test_numbers_of_different_kinds_do_not_contradict_and_one_given_twice_counts_once() -> None:
    names = {"name"}
    assert features(company(RIGHT), company("AB-77123", "registrationNumber")) == features(
        company(RIGHT), company("", "address")
    )
    once = compare(company(RIGHT), company(RIGHT))
    twice = compare(company(RIGHT, registrationNumber=RIGHT), company(RIGHT, registrationNumber=RIGHT))
    assert (twice.log_odds, names <= features(company(RIGHT), company(RIGHT))) == (once.log_odds, True)
