"""What matched keys are worth: more in common is never worth less, and no single thing counts twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrared.share.keys import Key, Subject, asked_keys, canary, held_keys
from contrared.share.questions import evidence, needed
from contrared.share.questions.evidence import ABOVE, DATES, LEARNT, MOST_NOT_FOUND, NOT_FOUND

PERSON = Subject(names=("Yusuf Karim Inventado",), born=("1974-05-09",))
RECORDS = (4_000, 1_000_000)


def bits(asked: Subject, held: Subject) -> float:
    kept = set(held_keys(held).keys)
    return evidence(asked, (key for key in asked_keys(asked).keys if key in kept)).bits


#: Asked, held, and whether that is enough among 4,000 and among a million.
CASES = [
    (PERSON, PERSON, (True, True)),
    (PERSON, Subject(names=("Yusuf Inventado",), born=("1974-05-09",)), (True, True)),
    (PERSON, Subject(names=("Yusuf Inventado",), born=("1974",)), (True, False)),
    (PERSON, Subject(names=("Inventado",), born=("1974-05-09",)), (True, False)),
    (Subject(names=("Muhammad Ali",), born=("1974",)), Subject(names=("Mohamed Aly",), born=("1974",)), (False, False)),
    (Subject(documents=(("PE", "12345"),)), Subject(documents=(("PE", "12345"),)), (True, True)),
    (Subject(documents=(("", "1234567"),)), Subject(documents=(("PE", "1234567"),)), (True, False)),
    (Subject(phones=("+51 987 654 321",)), Subject(phones=("987654321",)), (True, True)),
    (Subject(vessels=("9074729",)), Subject(vessels=("IMO 9074729",)), (True, True)),
    (Subject(plates=(("", "ABC123"),)), Subject(plates=(("PE", "ABC-123"),)), (False, False)),
    (Subject(plates=(("PE", "ABC123"),)), Subject(plates=(("PE", "ABC-123"),)), (True, True)),
]


@pytest.mark.parametrize(("asked", "held", "enough"), CASES, ids=[str(at) for at in range(len(CASES))])
def test_enough(asked: Subject, held: Subject, enough: tuple[bool, bool]) -> None:
    assert tuple(bits(asked, held) >= needed(records) for records in RECORDS) == enough


def test_dates_are_worth_what_the_page_says() -> None:
    parts = ("Yusuf Inventado",)
    day = {born: bits(Subject(names=parts, born=("1974-05-09",)), Subject(names=parts, born=(born,))) for born in
           ("1974-05-09", "1974-09-05", "1975-05-09", "1974", "1975", "1990-05-09")}  # fmt: skip
    year = {born: bits(Subject(names=parts, born=("1974",)), Subject(names=parts, born=(born,))) for born in
            ("1974-05-09", "1974", "1975")}  # fmt: skip
    names = day["1974"] - DATES["year"].weight
    assert day["1974-05-09"] == day["1974-09-05"] == pytest.approx(names + DATES["whole"].weight)
    assert day["1975-05-09"] == pytest.approx(names + DATES["day and a year beside"].weight)
    assert day["1975"] == pytest.approx(names + DATES["year beside"].weight)
    assert day["1990-05-09"] == pytest.approx(names + DATES["day"].weight)
    assert year["1974-05-09"] == year["1974"] == pytest.approx(names + DATES["year, no day asked"].weight)
    assert year["1975"] == pytest.approx(names + DATES["year beside, no day asked"].weight)


def test_parts_of_a_name_are_worth_what_the_page_says() -> None:
    held = Subject(names=("Yusuf Inventado",), born=("1974-05-09",))
    of = [
        bits(Subject(names=(name,), born=held.born), held)
        for name in ("Yusuf Inventado", "Yusuf Inventado Karim", "Yusuf Inventado Karim Bela Cruz Dora Elk Fuentes")
    ]
    assert of[1] == pytest.approx(of[0] - NOT_FOUND)
    assert of[2] == pytest.approx(of[0] - NOT_FOUND * MOST_NOT_FOUND)
    alone = bits(Subject(names=("Inventado",), born=held.born), held)
    together = bits(Subject(names=("Yusuf Inventado",), born=held.born), held)
    assert 0 < together - alone < max(LEARNT) * 12, "a second part adds something"
    several = Subject(names=("Alias Distinto Total", "Yusuf Inventado"), born=held.born)
    assert bits(several, held) == pytest.approx(of[0]), "a further name that is not found takes nothing"


KEYS = asked_keys(
    Subject(PERSON.names, PERSON.born, documents=(("PE", "AB1234567"),), phones=("+51 987 654 321",))
).keys


@given(st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_more_in_common_is_never_worth_less(some: set[Key], more: Key) -> None:
    assert evidence(PERSON, some).bits <= evidence(PERSON, some | {more}).bits


def test_a_key_counts_once_and_the_canary_not_at_all() -> None:
    (with_country, without) = asked_keys(Subject(documents=(("PE", "AB1234567"),))).keys
    whole = evidence(PERSON, [with_country]).bits
    assert evidence(PERSON, [with_country, without, without, canary(b"x" * 16)]).bits == whole
    assert evidence(PERSON, []).bits == 0.0


def test_common_names_are_worth_no_more_than_they_are_rare() -> None:
    common = Subject(names=("Muhammad Ali",), born=("1974",))
    found = evidence(common, asked_keys(common).keys)
    assert found.bits == pytest.approx(found.rare + ABOVE)
    assert found.false_hits(4_000) > 0.3
    rare = Subject(names=("Yusuf Inventado",), born=("1974",))
    found = evidence(rare, asked_keys(rare).keys)
    assert found.bits < found.rare + ABOVE


@given(st.floats(1, 1e9), st.floats(1e-6, 1))
def test_what_just_suffices_gives_the_false_hits_accepted(records: float, accepted: float) -> None:
    certain = Subject(documents=(("PE", "AB1234567"),), phones=("+51 987 654 321",))
    found = evidence(certain, asked_keys(certain).keys)
    assert (found.bits >= needed(records, accepted)) == (found.false_hits(records) <= accepted * (1 + 1e-9)) or abs(
        found.bits - needed(records, accepted)
    ) < 1e-6
