"""The UK list: cells, groups of rows, the whole workbook, and workbooks that are broken."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from contrared.collect import workbook as workbook_module
from contrared.collect.readers.uk import COLUMNS, UkReader
from contrared.collect.readers.uk_cells import date, information, numbered
from contrared.collect.readers.uk_codes import RegimeCodes
from contrared.collect.readers.uk_registrations import registrations
from contrared.model import InputError

from .lists import Reading, original, reading

READER = UkReader()


@pytest.fixture(scope="module")
def list_2022() -> Reading:
    return reading(READER, original("uk", "ConList_2022-05-04.xlsx"))


def test_whole_list(list_2022: Reading) -> None:
    schemata = list_2022.schemata
    assert (schemata["Person"], schemata["Organization"], schemata["Vessel"]) == (2771, 644, 15)
    assert sum(schemata[s] for s in ("Person", "Organization", "Vessel")) == 3430
    assert schemata["Sanction"] == 3430 + 16, "15 groups stand under two regimes or more"
    assert [r.raw for r in list_2022.rejects] == ["QDe.073"] * 2 + ["QDe.072", "TAi.048", "TAi.152", "QDi.259"]


def test_quoted_references(list_2022: Reading) -> None:
    quoting = {
        key.partition("-sanction")[0]
        for key, drafts in list_2022.drafts.items()
        if "-sanction-" in key and any(f.prop == "unscId" for f in drafts[0].facts)
    }
    assert len(quoting) == 942
    assert not any(list_2022.drafts[key][0].schema == "Vessel" for key in quoting), "a ship's is its owner's"


def test_about() -> None:
    path = original("uk", "ConList_2022-05-04.xlsx")
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of, about.licence) == (
        "gb_hmt_sanctions",
        "2022-05-04",
        "Open Government Licence v3.0",
    )


@pytest.mark.parametrize(
    ("entity_id", "prop", "expected"),
    [
        ("uk-10638", "name", ["Mohammad Ali JAFARI"]),
        ("uk-10638", "lastName", ["JAFARI"]),
        ("uk-10638", "firstName", ["Mohammad"]),
        ("uk-10638", "middleName", ["Ali"]),
        ("uk-10638", "birthDate", ["1957-09-01"]),
        ("uk-10638", "birthPlace", ["Yazd"]),
        ("uk-10638", "gender", ["male"]),
        ("uk-10638", "programId", ["Syria", "Iran (Human Rights)", "Iran (Nuclear)"]),
        ("uk-6995", "weakAlias", ["Sheikh AWEYS", "Sheikh Hassan Dahir AWEYS", "Sheikh HASSAN"]),
        ("uk-6995", "country", ["Eritrea", "Somalia"]),
        ("uk-13651", "name", ["SAM JONG 2"]),
        ("uk-13651", "imoNumber", ["7408873"]),
        ("uk-13651", "flag", ["North Korea"]),
        ("uk-13651", "pastFlags", ["Russia"]),
        ("uk-13651", "type", ["Oil tanker"]),
        ("uk-13651", "tonnage", ["1676"]),
        ("uk-13651", "buildDate", ["1975"]),
    ],
)
def test_facts(list_2022: Reading, entity_id: str, prop: str, expected: list[str]) -> None:
    assert list_2022.values(entity_id, prop) == expected


def test_a_ship_is_linked_to_the_party_whose_reference_its_text_quotes(list_2022: Reading) -> None:
    (link,) = list_2022.edges("uk-13651")["UnknownLink"]
    assert {f.prop: f.value for f in link.facts} == {
        "subject": "uk-13651",
        "object": "uk-13635",
        "role": "named in listing text",
    }
    assert [list_2022.shown(f) for f in link.facts] == ["KPe.064"] * 3


def test_each_regime_is_a_listing_with_its_own_dates_and_references(list_2022: Reading) -> None:
    props = ("programId", "listingDate", "authorityId", "unscId")
    found = [
        [{f.value for f in draft.facts if f.prop == prop} for prop in props]
        for draft in list_2022.edges("uk-6995")["Sanction"]
    ]
    assert found == [
        [{"ISIL (Da'esh) and Al-Qaida"}, {"2001-11-08"}, {"AQD0194"}, {"QDi.042"}],
        [{"Somalia"}, {"2010-04-28"}, {"SOM0003"}, {"SOi.002"}],
    ]


def test_a_passport_keeps_what_its_details_say(list_2022: Reading) -> None:
    paper = next(d for d in list_2022.edges("uk-11634")["Passport"] if d.facts[1].value == "OR801168")
    said = {f.prop: f for f in paper.facts}
    assert {prop: fact.value for prop, fact in said.items()} == {
        "holder": "uk-11634",
        "number": "OR801168",
        "type": "Passport",
        "summary": "Afghan number, issued on 28 Feb. 2006. Expires 27 Feb. 2011. Under name Said Jan 'Abd al-Salam",
        "country": "Afghan",
        "startDate": "2006-02-28",
        "endDate": "2011-02-27",
    }
    assert list_2022.shown(said["endDate"]) == "27 Feb. 2011"


def test_every_place_shows_its_fact(list_2022: Reading) -> None:
    facts = [f for drafts in list_2022.drafts.values() for d in drafts for f in d.facts]
    for fact in random.Random(1).sample(facts, 200):
        said = " ".join((fact.original if fact.original is not None else fact.value).split())
        shown = list_2022.shown(fact)
        assert said in shown or shown in said, fact


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("00/00/1963", "1963"),
        ("00/02/1963", "1963-02"),
        ("02/1963", "1963-02"),
        ("01/02/1963", "1963-02-01"),
        (" 1951 ", "1951"),
        ("00/00/0", None),
        ("circa 1951", None),
        ("", None),
    ],
)
def test_dates_keep_their_precision(cell: str, expected: str | None) -> None:
    assert date(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Kenya", [("Kenya", 0, 0)]),
        ("(1) Mullah (2) Haji", [("Mullah", 1, 1), ("Haji", 2, 2)]),
        ("(1) Iran. (2) United States", [("Iran", 1, 1), ("United States", 2, 2)]),
        ("(1) - (2) Shabwa", [("Shabwa", 2, 2)]),
        ("(1) to (6) Algeria (7) Morocco", [("Algeria", 1, 6), ("Morocco", 7, 7)]),
        ("(1-3) Libya (4) Morocco", [("Libya", 1, 3), ("Morocco", 4, 4)]),
        ("Trading Co.", [("Trading Co.", 0, 0)]),
        ("Sheikh (2)", [("Sheikh (2)", 0, 0)]),
        ("-", []),
        ("", []),
    ],
)
def test_numbered_lists(cell: str, expected: list[tuple[str, int, int]]) -> None:
    parts = numbered(cell)
    assert [(p.text, p.number, p.last) for p in parts] == expected
    assert all(cell[p.start : p.end] == p.text for p in parts)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "(UK Sanctions List Ref):AFG0036 (UN Ref):TAi.040 Father of Sirajuddin. (Gender):Male",
            [
                ("UK Sanctions List Ref", "AFG0036"),
                ("UN Ref", "TAi.040"),
                ("", "Father of Sirajuddin"),
                ("Gender", "Male"),
            ],
        ),
        (
            "(UK Sanctions List Ref):IHR0061, INU0011 and SYR0161 Listed under three",
            [
                ("UK Sanctions List Ref", "IHR0061"),
                ("UK Sanctions List Ref", "INU0011"),
                ("UK Sanctions List Ref", "SYR0161"),
                ("", "Listed under three"),
            ],
        ),
        ("(UN Ref):QDE.145. Text", [("UN Ref", "QDE.145"), ("", "Text")]),
        ("(UN Ref): (Website):www.x.ru", [("Website", "www.x.ru")]),
        ("no label (United States of America): none", [("", "no label (United States of America): none")]),
        ("", []),
    ],
)
def test_other_information(cell: str, expected: list[tuple[str, str]]) -> None:
    found = information(cell)
    assert [(item.label, item.part.text) for item in found] == expected
    assert all(cell[item.part.start : item.part.end] == item.part.text for item in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1137711000074 (Russia)", [("registrationNumber", "1137711000074")]),
        (
            "OGRN 1037739044111 dated 31/01/1994. Tax ID :7725056162",
            [("registrationNumber", "1037739044111"), ("taxNumber", "7725056162")],
        ),
        ("Tax Identification Number: (1) INN 4706036197; (2) KPP: 470601001", [("taxNumber", "4706036197")]),
        (
            "License number: 328 INN: 7831000122",
            [("licenseNumber", "328"), ("taxNumber", "7831000122")],
        ),
        ("1 149 102 007 933", [("registrationNumber", "1 149 102 007 933")]),
        ("OC400827", [("registrationNumber", "OC400827")]),
        ("unknown", []),
    ],
)
def test_registrations(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(registrations(text, 7))
    assert [(prop, part.text) for prop, part in found] == expected
    assert all(text[part.start - 7 : part.end - 7] == part.text for _, part in found)


def test_references_are_told_apart_by_their_letters() -> None:
    codes = RegimeCodes([({"Syria"}, {"Ref": ["SYR1"]}), ({"Cyber"}, {"Ref": ["CYB1"]}), ({"A", "B"}, {"Ref": ["X1"]})])
    both = {"Syria", "Cyber"}
    assert codes.belongs("Ref", "SYR9", "Syria", both)
    assert not codes.belongs("Ref", "SYR9", "Cyber", both)
    assert codes.belongs("Ref", "NEW1", "Cyber", both), "of every regime where the letters do not tell"
    assert codes.belongs("Ref", "SYR9", "Belarus", {"Belarus"})


def workbook(path: Path, *rows: Mapping[str, str], header: tuple[str, ...] = COLUMNS, top: str = "04/05/2022") -> Path:
    book = Workbook()
    table = book.worksheets[0]
    table.title = "Data"
    table.append(["Last Updated", top])
    table.append(list(header))
    for row in rows:
        table.append([row.get(column) for column in header])
    book.save(path)
    return path


def row(group: str, name: str, **cells: str) -> dict[str, str]:
    base = {
        "Name 6": name,
        "Group Type": "Individual",
        "Alias Type": "Primary name",
        "Regime": "Libya",
        "Listed On": "01/01/2020",
        "UK Sanctions List Date Designated": "31/12/2020",
        "Last Updated": "02/02/2021",
        "Group ID": group,
        "Other Information": "(UK Sanctions List Ref):LIB0001",
    }
    return base | {key.replace("_", " "): value for key, value in cells.items()}


def read_rows(folder: Path, *rows: Mapping[str, str]) -> Reading:
    return reading(READER, workbook(folder / "uk.xlsx", *rows))


def test_rows_of_a_group_need_not_stand_together(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        row("1", "ONE", DOB="00/00/1963"),
        row("2", "TWO"),
        row("1", "EINS", Alias_Type="AKA", Alias_Quality="Low quality", DOB="00/00/1963"),
        row("1", "UNO", Alias_Type="FKA"),
    )
    assert list(read.drafts)[:2] == ["uk-1", next(k for k in read.drafts if k.startswith("uk-1-sanction"))]
    assert read.values("uk-1", "weakAlias") == ["EINS"]
    assert read.values("uk-1", "previousName") == ["UNO"]
    assert [f.locator for f in read.facts("uk-1", "birthDate")] == [
        "line=3;path=Data;field=DOB",
        "line=5;path=Data;field=DOB",
    ], "every row that states it"


def test_papers_and_their_details_go_by_number(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        row(
            "1",
            "ONE",
            Passport_Number="(1) A1 (2) B2",
            Passport_Details="(1) - (2) Kuwait number valid until 16 Feb. 2017 (3) Lost",
            National_Identification_Details="Ration card",
        ),
    )
    first, second = read.edges("uk-1")["Passport"]
    assert [f.prop for f in first.facts] == ["holder", "number", "type"]
    assert [(f.prop, f.value) for f in second.facts[3:]] == [
        ("summary", "Kuwait number valid until 16 Feb. 2017"),
        ("country", "Kuwait"),
        ("endDate", "2017-02-16"),
    ]
    assert read.values("uk-1", "notes")[:2] == ["Passport: Lost", "National Identification: Ration card"]


def test_address(tmp_path: Path) -> None:
    cells = {
        "Address 1": "1 Road",
        "Address 2": "Block B",
        "Address 6": "Minsk",
        "Post/Zip Code": "220",
        "Country": "Belarus",
    }
    read = read_rows(tmp_path, row("1", "ONE") | cells, row("1", "ONE") | {"Country": "Russia"})
    (address,) = read.values("uk-1", "addressEntity")
    assert {f.prop: f.value for f in read.drafts[address][0].facts} == {
        "full": "1 Road, Block B, Minsk, 220, Belarus",
        "street": "1 Road, Block B",
        "city": "Minsk",
        "postalCode": "220",
        "country": "Belarus",
    }
    assert read.values("uk-1", "country") == ["Belarus", "Russia"]


def test_contacts_of_an_entity(tmp_path: Path) -> None:
    text = (
        "(UK Sanctions List Ref):LIB0001 (Phone number):(1) 0098 311 4518085 (2) +98(311)4511741 "
        "(Website):(1) http://vk.com/a (2) www.x.ru (Email address):a@x.ru. b@x.ru (Type of entity):Public (Fax):123"
    )
    read = read_rows(tmp_path, row("1", "ONE", Group_Type="Entity", Other_Information=text))
    assert read.values("uk-1", "phone") == ["+98 311 4518085", "+98(311)4511741"]
    assert read.facts("uk-1", "phone")[0].original == "0098 311 4518085"
    assert read.values("uk-1", "website") == ["http://vk.com/a", "www.x.ru"]
    assert read.values("uk-1", "email") == ["a@x.ru", "b@x.ru"]
    assert read.values("uk-1", "classification") == ["Public"]
    assert read.values("uk-1", "notes") == [text]


def test_script_and_language(tmp_path: Path) -> None:
    cells = {"Name Non-Latin Script": "Милорад", "Non-Latin Script Language": "Bosnian"}
    read = read_rows(tmp_path, row("1", "ONE") | cells)
    assert [(f.value, f.lang) for f in read.facts("uk-1", "alias")] == [("Милорад", "bos")]


def test_a_value_that_will_be_refused_is_stated_once(tmp_path: Path) -> None:
    rows = [row("1", "ONE", Country_of_Birth="Uzbek SSR", DOB="00/00/0") for _ in range(3)]
    read = read_rows(tmp_path, *rows)
    assert len(read.facts("uk-1", "birthCountry")) == 1
    assert len(read.facts("uk-1", "birthDate")) == 1


@pytest.mark.parametrize(
    ("rows", "place", "reason"),
    [
        ([row("x", "BO")], "line=4;path=Data;field=Group ID", "'x' is not a Group ID"),
        (
            [row("2", "BO", Group_Type="Aircraft")],
            "line=4;path=Data;field=Group Type",
            "unknown group type 'Aircraft'; taken as an entity",
        ),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, rows: list[dict[str, str]], place: str, reason: str) -> None:
    read = read_rows(tmp_path, row("1", "ONE"), *rows)
    ((where, why, raw),) = [(r.locator, r.reason, r.raw) for r in read.rejects]
    assert (where, why) == (place, reason)
    assert "BO" in raw


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped("readme.txt", b"no workbook"), "a zip archive, but no workbook"),
        (b"PK\x03\x04 cut off", "the workbook is damaged"),
        (b"Last Updated,04/05/2022\nName 6,Name 1\n", "not a workbook"),
        (b"", "the file is empty"),
    ],
    ids=["zip without workbook", "cut off", "csv", "empty"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "uk.xlsx"
    path.write_bytes(data)
    assert not READER.recognise(path)
    with pytest.raises(InputError, match=what) as caught:
        reading(READER, path)
    assert caught.value.where == "uk.xlsx"
    assert caught.value.do


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "UNPACKED_LIMIT", 1000)
    path = tmp_path / "uk.xlsx"
    path.write_bytes(zipped("xl/workbook.xml", b" " * 5000))
    with pytest.raises(InputError, match="unpacks to more than 1000 bytes"):
        reading(READER, path)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (COLUMNS[:-1], "column 36 should be 'Group ID', there is nothing"),
        (("Surname", *COLUMNS[1:]), "column 1 should be 'Name 6', there is 'Surname'"),
        ((*COLUMNS[:10], "Gender", *COLUMNS[10:]), "column 11 should be 'DOB', there is 'Gender'"),
    ],
)
def test_columns_are_checked(tmp_path: Path, header: tuple[str, ...], what: str) -> None:
    path = workbook(tmp_path / "uk.xlsx", row("1", "ONE"), header=header)
    with pytest.raises(InputError) as caught:
        reading(READER, path)
    assert (caught.value.what, caught.value.where) == (what, "uk.xlsx, row 2")


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no rows below the header"):
        reading(READER, workbook(tmp_path / "uk.xlsx"))


def test_a_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = workbook(tmp_path / "uk.xlsx", row("1", "ONE"))
    assert READER.recognise(path)
    workbook(path, row("1", "ONE"), row("2", "SECOND NAME"), top="05/05/2022")
    assert READER.about(READER.files(path)).as_of == "2022-05-05"
    assert reading(READER, path).schemata["Person"] == 2
