"""The makers of the development set: each corruption does what it says, and made-up persons are not listed ones."""

from __future__ import annotations

import doctest
import importlib
from collections import Counter
from random import Random

import pytest
from bench.devset import corruption, counterfeits, facts, firms, namesakes, persons, spellings, traditions, typos
from bench.devset.case import Case
from bench.devset.groups import grouped, half_of, may_agree
from bench.devset.guard import Guard
from bench.devset.keys import key
from bench.devset.listed import Listed
from bench.devset.persons import Parts
from bench.devset.pools import Pool, different
from bench.devset.register import Register

MODULES = "keys spellings persons firms typos traditions namesakes guard pools".split()


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"bench.devset.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


def person(entity: str, *names: str, dataset: str = "a", references: tuple[str, ...] = (), **facts: str) -> Listed:
    return Listed(entity, "Person", dataset, {"name": list(names), **{k: [v] for k, v in facts.items()}}, references)


SLIPS = [typos.keyboard, typos.dropped, typos.doubled, typos.transposed]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("seed", range(20))
def test_a_slip_changes_one_place(slip: corruption.Change, seed: int) -> None:
    name = "Mohammed Hassan AL-KHALILI"
    changed = slip(Random(seed), name)
    assert changed is not None
    assert changed != name
    assert abs(len(changed) - len(name)) <= 1
    assert sum((Counter(name) - Counter(changed)).values()) <= 1


def test_a_slip_leaves_short_words_alone() -> None:
    assert all(slip(Random(1), "Li Na") is None for slip in SLIPS)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (persons.without_second_surname, {"Enrique Jose PLANCARTE"}),
        (persons.without_second_given, {"Enrique PLANCARTE SOLIS"}),
        (persons.swapped, {"PLANCARTE SOLIS, Enrique Jose", "PLANCARTE SOLIS Enrique Jose"}),
        (
            persons.initials,
            {"E. J. PLANCARTE SOLIS", "E J PLANCARTE SOLIS", "Enrique J. PLANCARTE SOLIS", "Enrique J PLANCARTE SOLIS"},
        ),
    ],
)
def test_what_becomes_of_the_parts_of_a_name(change: corruption.OfParts, expected: set[str]) -> None:
    parts = Parts(("Enrique", "Jose"), ("PLANCARTE", "SOLIS"))
    assert {change(Random(seed), parts) for seed in range(40)} == expected


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("Dania de la CRUZ", None, None),
        ("Dania DE LA CRUZ", ("Dania",), ("DE LA CRUZ",)),
        ("Yong Ho CHOE", ("Yong", "Ho"), ("CHOE",)),
        ("TEJACAL RAMÍREZ JOSÉ LUIS", None, None),
    ],
)
def test_parts_by_capitals(name: str, given: tuple[str, ...] | None, surname: tuple[str, ...] | None) -> None:
    parts = persons.parts_of(name, {})
    if given is None:
        assert parts is None or parts.surname == ("CRUZ",)
    else:
        assert parts == Parts(given, surname or ())


def test_syllables_of_korean_names_are_not_dropped() -> None:
    source = corruption.Source("Yong Ho CHOE", "person", "east asian", {})
    kinds = {found[0] for seed in range(300) if (found := corruption.corrupted(Random(seed), source)) is not None}
    assert "order swapped" in kinds
    assert "second given name dropped" not in kinds


def test_corruption_is_repeatable_and_changes_the_name() -> None:
    source = corruption.Source("GRUPO INDUSTRIAL ACME, S.A. DE C.V.", "organisation", "organisation", {})
    first = [corruption.corrupted(Random(seed), source) for seed in range(60)]
    assert first == [corruption.corrupted(Random(seed), source) for seed in range(60)]
    assert all(found is not None and found[2].casefold() != source.name.casefold() for found in first)
    assert {"legal form varied", "word abbreviated"} <= {found[0] for found in first if found is not None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VICTORY 3", {"VICTORY III", "VICTORY NO. 3", "VICTORY-3", "VICTORY 03"}),
        ("BICENTENARIO III", {"BICENTENARIO 3", "BICENTENARIO NO. 3", "BICENTENARIO-3", "BICENTENARIO 03"}),
        ("ARTMAN", {None}),
    ],
)
def test_the_same_number_otherwise(name: str, expected: set[str | None]) -> None:
    assert {firms.renumbered(Random(seed), name) for seed in range(60)} == expected


@pytest.mark.parametrize("make", [counterfeits.other_number, counterfeits.number_removed])
def test_another_number_is_another_vessel(make: counterfeits.Maker) -> None:
    known = counterfeits.Vocabulary(frozenset(), (), ())
    made = make(Random(1), "VICTORY 3", known)
    assert made is not None
    assert made.startswith("VICTORY")
    assert firms.number_of(made) != ("VICTORY", 3)
    assert make(Random(1), "VICTORY", known) is None


def test_imo_numbers_have_their_check_digit() -> None:
    for seed in range(50):
        digits = [int(c) for c in counterfeits.imo_number(Random(seed)).removeprefix("IMO ")]
        assert len(digits) == 7
        assert sum(d * w for d, w in zip(digits[:6], (7, 6, 5, 4, 3, 2), strict=True)) % 10 == digits[6]


def test_four_schemes_for_one_name() -> None:
    found = {spellings.romanised(Random(seed), "Юрий Чайка") for seed in range(60)}
    assert found == {"Yuriy Chayka", "Yurii Chaika", "Iurii Chaika", "Iourii Tchaika", "Jurij Tschajka"} & found
    assert len(found) == 4
    assert spellings.romanised(Random(1), "Yuri Chaika") is None


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("exact", {"1974-11-02"}),
        ("year", {"1974"}),
        ("swapped", {"1974-02-11"}),
        ("near", {"1974-10-31", "1974-11-01", "1974-11-03", "1974-11-04"}),
        ("digit", {"1964-11-02", "1973-11-02", "1975-11-02", "1984-11-02"}),
    ],
)
def test_birth_dates_go_wrong(how: str, expected: set[str]) -> None:
    found = {facts.birth(Random(seed), {"birthDate": ["1974-11-02"]}, how)["birthDate"][0] for seed in range(60)}
    assert found == expected


def test_one_character_of_a_number_is_confused() -> None:
    found = facts.number(Random(1), {"passportNumber": ["B0152468"]}, confused=True)["passportNumber"][0]
    assert sum(a != b for a, b in zip(found, "B0152468", strict=True)) == 1


def test_entries_of_two_lists_are_one_party() -> None:
    entries = [
        person("ofac-1", "Assad Ahmad BARAKAT", birthDate="1967-03-26"),
        person("uk-1", "BARAKAT, Assad Ahmad", dataset="b", birthDate="1967"),
        person("ca-1", "Assad Ahmad BARAKAT", dataset="c", birthDate="1950"),
        person("un-2", "Another NAME", dataset="d", references=("qdi.001",)),
        person("uk-2", "Wholly DIFFERENT", dataset="b", references=("qdi.001",)),
    ]
    found = grouped(entries)
    assert found == {"ofac-1": "uk-1", "uk-1": "uk-1", "ca-1": "ca-1", "un-2": "uk-2", "uk-2": "uk-2"}


def test_the_halves_are_about_even_and_never_change() -> None:
    halves = Counter(half_of(f"ofac-{number}") for number in range(2000))
    assert abs(halves["dev"] - halves["test"]) < 200
    assert half_of("uk-13210") == half_of("uk-13210")


@pytest.mark.parametrize(
    ("left", "right", "expected"), [([], [1970], True), ([1970], [1971], True), ([1970], [1974], False)]
)
def test_years_that_agree(left: list[int], right: list[int], expected: bool) -> None:
    assert may_agree(left, right) is expected


@pytest.mark.parametrize(
    ("name", "born", "refused"),
    [
        ("Hassan Muhammad ALI", [], True),  # the listed words in another spelling
        ("Mohamed Hasan", [], True),  # all its words are in the listed name
        ("Mohamed Hasan", [1990], False),  # but born another year
        ("Mohamed Hasan Ali SALEH", [], True),  # holds the whole listed name
        ("Mohamed Omar SALEH", [], False),
    ],
)
def test_made_up_persons_are_not_listed_ones(name: str, born: list[int], refused: bool) -> None:
    register = Register([person("ofac-1", "Mohammed Hassan ALI", birthDate="1960")])
    assert Guard(register, "person").refuses(name, born) is refused


def test_a_namesake_may_bear_the_name_of_the_one_it_is_set_against_only() -> None:
    one = person("ofac-1", "Juan PEREZ", birthDate="1960")
    guard = Guard(Register([one]), "person")
    assert not guard.refuses("Juan PEREZ", [1960], target="ofac-1", same_name=True)
    both = Guard(Register([one, person("ofac-2", "Juan PEREZ")]), "person")
    assert both.refuses("Juan PEREZ", [1990], target="ofac-1", same_name=True)


def test_namesakes_differ_where_they_say() -> None:
    entry = person("ofac-1", "Sergey Ivanovich PETROV", birthDate="1960-05-06")
    known = namesakes.Known(entry, "Sergey Ivanovich PETROV", Parts(("Sergey", "Ivanovich"), ("PETROV",)), "slavic")
    pool = Pool(["Igor", "Oleg"], ["Nikolaevich", "Olegovna"], ["Kuznetsov"])
    other = namesakes.other_middle(Random(1), known, pool)
    assert other == namesakes.Namesake("Sergey Nikolaevich PETROV")
    brother = namesakes.brother(Random(1), known, pool)
    assert brother is not None
    assert brother.name in {"Igor Ivanovich PETROV", "Oleg Ivanovich PETROV"}
    same = namesakes.same_name(Random(1), known, pool)
    assert same is not None
    assert not may_agree([int(same.born[:4])], [1960])


@pytest.mark.parametrize(
    ("left", "right", "expected"), [("Mohammad", "Muhamed", False), ("Yong", "Chol", True), ("KIM", "Gim", False)]
)
def test_spellings_are_not_differences(left: str, right: str, expected: bool) -> None:
    assert different(left, right) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fabiana Guerreiro", "other"),
        ("Maria dos Santos", "lusophone"),
        ("محمد علي", "arabic"),
        ("Ivan Petrov", "other"),
    ],
)
def test_tradition_of_a_bare_name(name: str, expected: str) -> None:
    assert traditions.of_name(name) == expected


def test_a_case_survives_the_cache() -> None:
    case = Case(
        "p-1", "dev", True, "k", 1, "arabic", "name alone", "Person", "A B", {"country": ["sy"]}, "x", "x", ("A",)
    )
    assert Case.of(case.record()) == case
    assert case.query()["properties"] == {"name": ["A B"], "country": ["sy"]}


def test_equal_keys_are_the_same_name() -> None:
    assert key("BARAKAT, Assad Ahmad al-") == key("Assad Ahmad Barakat") != key("Assad Barakat")
