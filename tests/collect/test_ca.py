"""The Canadian list: names, ids, both editions, and files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.readers.ca import CaReader
from contrared.collect.readers.ca_names import split_aliases
from contrared.model import InputError

from .lists import Reading, original, reading

READER = CaReader()


@pytest.fixture(scope="module")
def list_2022() -> Reading:
    return reading(READER, original("ca", "sema-lmes_2022.xml.gz"))


@pytest.fixture(scope="module")
def list_2025() -> Reading:
    return reading(READER, original("ca", "sema-lmes_2025.xml.gz"))


def parties(read: Reading) -> set[str]:
    return {key for key, drafts in read.drafts.items() if drafts[0].schema != "Sanction"}


def named(read: Reading, name: str) -> str:
    (found,) = [
        key
        for key in parties(read)
        if any(f.value == name for draft in read.drafts[key] for f in draft.facts if f.prop == "name")
    ]
    return found


def test_whole_list_of_2022(list_2022: Reading) -> None:
    assert list_2022.schemata == {"Sanction": 2606, "Person": 2068, "Organization": 537}
    assert list_2022.rejects == []


def test_whole_list_of_2025(list_2025: Reading) -> None:
    assert list_2025.schemata == {"Sanction": 4759, "Person": 3333, "Organization": 1316, "Vessel": 109}
    assert list_2025.rejects == []


def test_ids_last_from_one_edition_to_the_next(list_2022: Reading, list_2025: Reading) -> None:
    assert len(parties(list_2022) & parties(list_2025)) == 2355


def test_one_party_in_two_parts_of_a_schedule_has_two_listings(list_2022: Reading) -> None:
    party = named(list_2022, "Sergey Ivanovich MENYAILO")
    listings = list_2022.edges(party)["Sanction"]
    assert [[f.value for f in d.facts if f.prop in {"provisions", "recordId"}] for d in listings] == [
        ["Schedule 1", "item 44"],
        ["Schedule 1, Part 1.1", "item 6"],
    ]


def test_about() -> None:
    path = original("ca", "sema-lmes_2022.xml.gz")
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of, about.grade) == ("ca_dfatd_sema_sanctions", "2022", "A2")


@pytest.mark.parametrize(
    ("name", "prop", "expected"),
    [
        ("Khazalbek Bakhtibekovich Atabekov", "firstName", ["Khazalbek Bakhtibekovich"]),
        ("Khazalbek Bakhtibekovich Atabekov", "lastName", ["Atabekov"]),
        ("Khazalbek Bakhtibekovich Atabekov", "programId", ["Belarus / Bélarus"]),
        ("Khazalbek Bakhtibekovich Atabekov", "country", ["Belarus"]),
        ("Bremino Group", "country", ["Belarus"]),
    ],
)
def test_facts(list_2022: Reading, name: str, prop: str, expected: list[str]) -> None:
    assert list_2022.values(named(list_2022, name), prop) == expected


def test_every_place_shows_its_fact(list_2022: Reading) -> None:
    facts = [f for key in sorted(list_2022.drafts)[::97] for d in list_2022.drafts[key] for f in d.facts]
    for fact in facts[:80]:
        said = " ".join((fact.original or fact.value).split())
        shown = list_2022.shown(fact)
        assert said in shown or shown in said, fact


@pytest.mark.parametrize(
    ("cell", "person", "expected"),
    [
        ("Aliaksei Aleksin", True, ["Aliaksei Aleksin"]),
        (
            "КВЗ-Ремсервис, АО; Sergey Shoigu, Sergey Shoygu",
            False,
            ["КВЗ-Ремсервис, АО", "Sergey Shoigu", "Sergey Shoygu"],
        ),
        ("Олег КОВАЛЬ / Олег КОВАЛЬ", True, ["Олег КОВАЛЬ", "Олег КОВАЛЬ"]),
        ("Products/Entreprise syrienne", False, ["Products/Entreprise syrienne"]),
        (
            "ОАО РЖД or Российские железные дороги; OAO RZhD",
            False,
            ["ОАО РЖД", "Российские железные дороги", "OAO RZhD"],
        ),
        (
            "Bank of development and reconstruction, JSC Bank",
            False,
            ["Bank of development and reconstruction", "JSC Bank"],
        ),
        ("ООО Волна and МПИ-Волна", False, ["ООО Волна", "МПИ-Волна"]),
        ("Ivan Petrov, Ivan Petroff and John Petrov", True, ["Ivan Petrov", "Ivan Petroff", "John Petrov"]),
        (
            "Vadim Mozol, Belarussian: Вадзім Мазоль, Russian: Вадим Мозоль",
            True,
            ["Vadim Mozol", "Вадзім Мазоль", "Вадим Мозоль"],
        ),
        ("Abdelrahim Dagalo Arabic:عبدالرحيم", True, ["Abdelrahim Dagalo", "عبدالرحيم"]),
        ("Министерство культуры, спорта и туризма", False, ["Министерство культуры, спорта и туризма"]),
        ("Институт (ЦНИИМаш, АО)", False, ["Институт (ЦНИИМаш, АО)"]),
        ("АО, Воронежский завод", False, ["АО, Воронежский завод"]),
        ("", True, []),
    ],
)
def test_aliases(cell: str, person: bool, expected: list[str]) -> None:
    assert split_aliases(cell, person=person) == expected


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<data-set>\n'
TAIL = "</data-set>\n"


def record(**parts: str) -> str:
    base = {"Country": "Russia / Russie", "Schedule": "1", "Item": "1"}
    return "<record>" + "".join(f"<{k}>{v}</{k}>" for k, v in (base | parts).items()) + "</record>\n"


def read_text(folder: Path, text: str | bytes) -> Reading:
    path = folder / "sema.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reading(READER, path)


@pytest.mark.parametrize(
    ("dates", "number"),
    [
        (("1970-01-01", "1970-01-01"), 1),
        (("1970", "1970-01-01"), 1),
        (("", "1970-01-01"), 1),
        (("1970-01-01", ""), 1),
        (("1970-01-01", "1975"), 2),
        (("", "1970-01-01", "1975"), 2),
        (("1970", "1970-01-01", "1970-02-01"), 2),
    ],
)
def test_one_name_with_two_dates_of_birth_is_two_persons(tmp_path: Path, dates: tuple[str, ...], number: int) -> None:
    rows = [record(LastName="Ivanov", GivenName="Ivan", DateOfBirth=day, Item=str(i)) for i, day in enumerate(dates)]
    read = read_text(tmp_path, HEAD + "".join(rows) + TAIL)
    assert read.schemata["Person"] == number
    assert read.schemata["Sanction"] == len(dates)


def test_renumbering_does_not_change_an_id(tmp_path: Path) -> None:
    first = read_text(tmp_path, HEAD + record(LastName="Ivanov", Item="1") + TAIL)
    second = read_text(tmp_path, HEAD + record(LastName="IVANOV", Item="7", Schedule="2") + TAIL)
    assert parties(first) == parties(second)


def test_a_ship(tmp_path: Path) -> None:
    cells = {
        "EntityOrShip": "ADLER",
        "ShipIMONumber": "9179854",
        "TitleOrShip": "Ro-Ro Cargo / Roulier",
        "DateOfBirthOrShipBuildDate": "1999",
        "DateOfListing": "2024-02-23",
    }
    read = read_text(tmp_path, HEAD + record(**cells) + TAIL)
    (ship,) = parties(read)
    assert {f.prop: f.value for f in read.drafts[ship][0].facts} == {
        "name": "ADLER",
        "imoNumber": "9179854",
        "type": "Ro-Ro Cargo",
        "buildDate": "1999",
        "programId": "Russia / Russie",
        "country": "Russia",
    }
    (listing,) = read.edges(ship)["Sanction"]
    assert [f.value for f in listing.facts if f.prop == "listingDate"] == ["2024-02-23"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1965-04-29", ["1965-04-29"]),
        ("1972", ["1972"]),
        ("1960-03", ["1960-03"]),
        ("1965-04-29 or 1966-04-29", ["1965-04-29", "1966-04-29"]),
        ("1960-1970", ["1960", "1970"]),
        ("born in the early 1950s", []),
        ("Sep-75", []),
    ],
)
def test_births(tmp_path: Path, cell: str, expected: list[str]) -> None:
    read = read_text(tmp_path, HEAD + record(LastName="Ivanov", DateOfBirth=cell) + TAIL)
    (party,) = parties(read)
    assert read.values(party, "birthDate") == expected
    assert bool(read.values(party, "notes")) is not bool(expected)


@pytest.mark.parametrize(
    "country", ["Hamas Terrorist Attacks / Attaques terroristes", "Regulations (JVCFOR) / Règlement"]
)
def test_a_programme_that_is_no_country_gives_none(tmp_path: Path, country: str) -> None:
    read = read_text(tmp_path, HEAD + record(LastName="Ivanov", Country=country) + TAIL)
    (party,) = parties(read)
    assert read.values(party, "programId") == [country]
    assert read.values(party, "country") == []


@pytest.mark.parametrize(
    ("text", "reason", "raw"),
    [
        (record(Aliases="Nobody"), "no LastName, GivenName or Entity", "Russia / Russie"),
        (record(LastName="B", Colour="blue"), "the reader knows no such element", "blue"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, text: str, reason: str, raw: str) -> None:
    read = read_text(tmp_path, HEAD + record(LastName="A") + text + TAIL)
    assert [(r.reason, r.raw) for r in read.rejects] == [(reason, raw)]
    assert read.rejects[0].locator.startswith("line=4")


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (HEAD + record(LastName="A")[:-4], "not well-formed XML", "sema.xml, line 3"),
        (
            '<!DOCTYPE d [<!ENTITY x "y">]>\n<data-set>' + record(LastName="&x;") + TAIL,
            "carries a DTD",
            "sema.xml, line 1",
        ),
        ((HEAD + record(LastName="É") + TAIL).encode("latin-1"), "not well-formed XML", "sema.xml, line 3"),
        (HEAD + TAIL, "no record in it", "sema.xml, line 1"),
        ("", "the file is empty", "sema.xml"),
    ],
    ids=["cut off", "entity", "encoding", "no record", "empty"],
)
def test_broken_files_are_refused(tmp_path: Path, data: str | bytes, what: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, data)
    assert what in caught.value.what
    assert caught.value.where == where
    assert caught.value.do
