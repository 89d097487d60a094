"""The UN list: real records, whole files, and files that are broken."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from contrared.collect import Draft, Reject
from contrared.collect.readers.un import UnReader
from contrared.collect.readers.un_names import names
from contrared.model import InputError

from .lists import Reading, original, reading

READER = UnReader()


@pytest.fixture(scope="module")
def list_2020() -> Reading:
    return reading(READER, original("un", "un_consolidated_2020.xml.gz"))


@pytest.fixture(scope="module")
def list_2026() -> Reading:
    return reading(READER, original("un", "un_consolidated_2026-02-27.xml.gz"))


def test_whole_list_of_2020(list_2020: Reading) -> None:
    assert list_2020.schemata["Person"] == 713
    assert list_2020.schemata["Organization"] == 305
    assert list_2020.schemata["Sanction"] == 1018
    assert len(list_2020.rejects) == 5
    assert {r.reason for r in list_2020.rejects} == {"names a reference that no party of this list bears"}


def test_whole_list_of_2026(list_2026: Reading) -> None:
    assert (list_2026.schemata["Person"], list_2026.schemata["Organization"]) == (730, 273)
    assert all("no party of this list bears" in r.reason for r in list_2026.rejects)


def test_about() -> None:
    path = original("un", "un_consolidated_2020.xml.gz")
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of, about.grade) == ("un_sc_sanctions", "2020-11-30", "A2")


@pytest.mark.parametrize(
    ("entity_id", "prop", "expected"),
    [
        ("un-6908456", "name", ["AHMED ALI ABDULLAH SALEH", "أحمد علي عبد الله صالح"]),
        ("un-6908456", "firstName", ["AHMED"]),
        ("un-6908456", "secondName", ["ALI"]),
        ("un-6908456", "middleName", ["ABDULLAH"]),
        ("un-6908456", "lastName", ["SALEH"]),
        ("un-6908456", "birthDate", ["1972-07-25"]),
        ("un-6908456", "nationality", ["Yemen"]),
        ("un-6908456", "programId", ["Yemen"]),
        ("un-6908456", "passportNumber", ["17979", "02117777", "06070777"]),
        ("un-6908456-sanction", "unscId", ["YEi.005"]),
        ("un-6908456-sanction", "recordId", ["6908456"]),
        ("un-6908456-sanction", "authority", ["United Nations Security Council"]),
        ("un-111078", "title", ["Maulavi"]),
        ("un-111078", "position", ["Deputy Minister of Finance under the Taliban regime"]),
        ("un-111078", "idNumber", ["545167"]),
        ("un-111078", "birthPlace", ["Moni village, Shigal District, Kunar Province"]),
        ("un-111078-sanction", "listingDate", ["2001-02-23"]),
        (
            "un-111078-sanction",
            "sourceUrl",
            ["https://www.interpol.int/en/How-we-work/Notices/View-UN-Notices-Individuals"],
        ),
        (
            "un-111078-sanction",
            "modifiedAt",
            ["2003-09-03", "2007-07-18", "2007-09-21", "2007-09-27", "2011-11-29", "2014-05-16"],
        ),
    ],
)
def test_facts(list_2020: Reading, entity_id: str, prop: str, expected: list[str]) -> None:
    assert list_2020.values(entity_id, prop) == expected


def test_quality_of_an_alias_makes_the_property(list_2020: Reading) -> None:
    facts = [f for drafts in list_2020.drafts.values() for d in drafts for f in d.facts]
    assert sum(f.prop == "weakAlias" for f in facts) == 622
    assert sum(f.prop == "previousName" for f in facts) == 14


def test_a_paper_keeps_all_that_is_said_of_it(list_2020: Reading) -> None:
    papers = list_2020.edges("un-6908456")["Passport"]
    assert [{f.prop: f.value for f in paper.facts} for paper in papers][1] == {
        "holder": "un-6908456",
        "number": "02117777",
        "type": "Passport",
        "summary": "Yemeni passport number 02117777 issued on 08-11-2005 under name Ahmed Ali Abdullah Al-Ahmar "
        "(good quality a.k.a.)",
        "startDate": "2005-11-08",
    }


def test_references_and_kinship(list_2020: Reading) -> None:
    """Faizullah Khan Noorzai (TAi.153): "Brother of Malik Noorzai (TAi.154)"."""
    by_reference = {
        fact.value: drafts[0].facts[0].value
        for key, drafts in list_2020.drafts.items()
        if key.endswith("-sanction")
        for fact in drafts[0].facts
        if fact.prop == "unscId"
    }
    faizullah, malik = by_reference["TAi.153"], by_reference["TAi.154"]
    (family,) = list_2020.edges(faizullah)["Family"]
    assert {f.prop: f.value for f in family.facts} == {
        "person": faizullah,
        "relative": malik,
        "relationship": "brother of",
    }
    assert [list_2020.shown(f) for f in family.facts] == [
        "Brother of Malik Noorzai (TAi.154",
        "TAi.154",
        "TAi.154",
    ]
    assert list_2020.schemata["Family"] == 23
    assert all(len({f.value for f in d.facts if f.prop == "object"}) == 1 for d in _of(list_2020, "UnknownLink"))


def _of(read: Reading, schema: str) -> list[Draft]:
    return [draft for drafts in read.drafts.values() for draft in drafts if draft.schema == schema]


def test_every_place_shows_its_fact(list_2020: Reading) -> None:
    facts = [f for drafts in list_2020.drafts.values() for d in drafts for f in d.facts]
    for fact in random.Random(1).sample(facts, 60):
        said = " ".join((fact.original or fact.value).split())
        shown = list_2020.shown(fact)
        assert said in shown or shown.split("<")[0].strip() in said, fact


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Jang Chang Ha", ["Jang Chang Ha"]),
        ("Fazel Rahim; Fazil  Rahim", ["Fazel Rahim", "Fazil Rahim"]),
        ("حسن غول (Hassan Ghul; Hassan Gul)", ["حسن غول", "Hassan Ghul", "Hassan Gul"]),
        ("أنصار الشريعة (Ansar al Charia (ASL))", ["أنصار الشريعة", "Ansar al Charia (ASL)"]),
        ("Sabet; M. Sabet b) M. Javad Sabet", ["Sabet", "M. Sabet", "M. Javad Sabet"]),
        ("HTS (HTS) (هيئة تحرير\n(original script); Hay’at)", ["HTS (HTS)", "هيئة تحرير", "Hay’at"]),
        ("CAGL (A) ; GLBC (B)", ["CAGL (A)", "GLBC (B)"]),
        ("Unclosed (one; two", ["Unclosed", "one", "two"]),
        (" ; ", []),
    ],
)
def test_names_in_one_cell(cell: str, expected: list[str]) -> None:
    assert names(cell) == expected


HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2020-01-02T00:00:00">\n<INDIVIDUALS>\n'
)
TAIL = "</INDIVIDUALS>\n</CONSOLIDATED_LIST>\n"


def record(body: str, number: str = "1", name: str = "ANA") -> str:
    return f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>{body}</INDIVIDUAL>\n"


def read_text(folder: Path, text: str | bytes) -> Reading:
    path = folder / "un.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reading(READER, path)


def birth(inner: str) -> str:
    return f"<INDIVIDUAL_DATE_OF_BIRTH>{inner}</INDIVIDUAL_DATE_OF_BIRTH>"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE>", [("1964-07-17", "1964-07-17")]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1974</YEAR>", [("1974", "1974")]),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR>", [("1958", "APPROXIMATELY 1958")]),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><DATE>1958-03-01</DATE>", [("1958", "APPROXIMATELY 1958-03-01")]),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1965</FROM_YEAR><TO_YEAR>1969</TO_YEAR>",
            [("1965", "BETWEEN 1965"), ("1969", "BETWEEN 1969")],
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>", [("1973-11", "Nov. 1973")]),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>", [("1958-09", "Sep. 1958")]),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><NOTE>30-35 years old</NOTE>", []),
        ("<TYPE_OF_DATE/>", []),
    ],
)
def test_births(tmp_path: Path, inner: str, expected: list[tuple[str, str]]) -> None:
    read = read_text(tmp_path, HEAD + record(birth(inner)) + TAIL)
    assert [(f.value, f.original) for f in read.facts("un-1", "birthDate")] == expected
    if "NOTE" in inner:
        assert read.values("un-1", "notes")[0].startswith("Birth: ")


def test_repeated_elements_have_places_of_their_own(tmp_path: Path) -> None:
    body = birth("<YEAR>1970</YEAR>") + birth("<YEAR>1971</YEAR>")
    read = read_text(tmp_path, HEAD + record(body) + TAIL)
    assert [f.locator for f in read.facts("un-1", "birthDate")] == [
        "line=4;path=INDIVIDUAL_DATE_OF_BIRTH[1]/YEAR",
        "line=4;path=INDIVIDUAL_DATE_OF_BIRTH[2]/YEAR",
    ]


def test_submission_and_places(tmp_path: Path) -> None:
    body = (
        "<SUBMITTED_BY>Germany</SUBMITTED_BY><INDIVIDUAL_PLACE_OF_BIRTH><STREET>Manono</STREET><CITY>Goma</CITY>"
        "<COUNTRY>Rwanda</COUNTRY><NOTE>possibly</NOTE></INDIVIDUAL_PLACE_OF_BIRTH>"
        "<INDIVIDUAL_ADDRESS><CITY>Kabul</CITY><COUNTRY>Afghanistan</COUNTRY><NOTE>in prison</NOTE>"
        "</INDIVIDUAL_ADDRESS>"
        "<INDIVIDUAL_ADDRESS><NOTE>at large</NOTE></INDIVIDUAL_ADDRESS>"
    )
    read = read_text(tmp_path, HEAD + record(body) + TAIL)
    assert read.values("un-1-sanction", "description") == ["Submitted by Germany"]
    assert read.values("un-1", "birthPlace") == ["Manono, Goma, Rwanda"]
    assert read.values("un-1", "birthCountry") == ["Rwanda"]
    assert read.values("un-1", "notes") == ["Birthplace: possibly", "Address: at large"]
    (address,) = read.values("un-1", "addressEntity")
    assert {f.prop: f.value for f in read.drafts[address][0].facts} == {
        "full": "Kabul, Afghanistan",
        "city": "Kabul",
        "country": "Afghanistan",
        "notes": "in prison",
    }


@pytest.mark.parametrize(
    ("text", "reason", "raw"),
    [
        (record("", "1") + record("", "1", "BO"), "DATAID 1 stands there twice; the first was taken", "BO"),
        (record("", "1") + record("", "x", "BO"), "'x' is not a DATAID", "BO"),
        (record("", "1") + record("", "2", ""), "no FIRST_NAME", ""),
        (
            record("", "1") + record("<EYES><COLOUR>blue</COLOUR></EYES>", "2", "BO"),
            "the reader knows no such element",
            "blue",
        ),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, text: str, reason: str, raw: str) -> None:
    read = read_text(tmp_path, HEAD + text + TAIL)
    assert [(r.reason, r.raw) for r in read.rejects] == [(reason, raw)]
    assert isinstance(read.rejects[0], Reject)
    assert read.values("un-1", "name") == ["ANA"]


WHOLE = HEAD + record("") + TAIL
ENTITY = '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n' + WHOLE.split("\n", 1)[1]
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>\n' + WHOLE.split("\n", 1)[1]
)


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (HEAD + record("")[:-12], "not well-formed XML", "un.xml, line 4"),
        ((HEAD + record("<TITLE>") + TAIL), "not well-formed XML", "un.xml, line 4"),
        (ENTITY.replace("ANA", "&x;"), "carries a DTD", "un.xml, line 2"),
        (BOMB.replace("ANA", "&b;"), "carries a DTD", "un.xml, line 2"),
        (WHOLE.encode().replace(b"ANA", b"AN\xe1"), "not well-formed XML", "un.xml, line 4"),
        (HEAD + TAIL, "no INDIVIDUAL and no ENTITY", "un.xml, line 1"),
        (WHOLE + "\x1a", "not well-formed XML", "un.xml, line 7"),
        ("", "the file is empty", "un.xml"),
        (gzip.compress(WHOLE.encode())[:-30], "the gzip stream is cut off", "un.xml"),
        (gzip.compress(WHOLE.encode() + b" " * (70 << 20)), "unpacks to more than", "un.xml"),
    ],
    ids=["cut off", "tags", "external entity", "entities", "encoding", "empty list", "ctrl-z", "empty", "gzip", "bomb"],
)
def test_broken_files_are_refused(tmp_path: Path, data: str | bytes, what: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, data)
    assert what in caught.value.what
    assert caught.value.where == where
    assert caught.value.do
