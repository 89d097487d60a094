"""The European Union's list: the real extract, double quoting, tabs for commas, sections of a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.readers.eu import EuReader
from contrared.collect.readers.eu_columns import COLUMNS
from contrared.model import InputError

from .lists import Reading, original, reading

READER = EuReader()
ANA = {
    "Date_file": "04/07/2018", "Entity_logical_id": "7", "Subject_type": "P", "Programme": "TERR",
    "Leba_numtitle": "1/2018 (OJ L1)", "Leba_publication_date": "2018-01-02", "EU_ref_num": "EU.1.2",
}  # fmt: skip


def table(tmp_path: Path, *rows: dict[str, str], wrapped: bool = False) -> Reading:
    lines = []
    for cells in (list(COLUMNS), *([row.get(column, "") for column in COLUMNS] for row in rows)):
        line = ";".join(f'"{cell}"' if ";" in cell else cell for cell in cells)
        lines.append('"' + (line + "\t\t").replace('"', '""') + '"' if wrapped else line)
    path = tmp_path / "eu.csv"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("cp1252"))
    assert READER.recognise(path)
    return reading(READER, path)


def test_the_whole_extract() -> None:
    path = original("eu", "EUSanctionsShort_2018-07-04.csv.gz")
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == ("eu_fsf", "2018-07-04")
    read = reading(READER, path)
    assert read.rejects == []
    assert (read.schemata["Person"], read.schemata["Organization"]) == (61, 32)
    assert "Former Governor of Karbala and An Najaf;" in read.values("eu-43", "position")
    assert "al-Awja, near Tikrit" in read.values("eu-25", "birthPlace")
    assert "Qoussaï Saddam Hussein Al-Tikriti" in read.values("eu-20", "name")
    for entity_id in ("eu-43", "eu-25", "eu-20", "eu-481"):
        for draft in read.drafts[entity_id]:
            for fact in draft.facts:
                wanted = " ".join((fact.original or fact.value).split())
                assert read.shown(fact).replace('""', '"').strip('"') == wanted, fact


@pytest.mark.parametrize("wrapped", [False, True])
def test_sections(tmp_path: Path, wrapped: bool) -> None:
    read = table(
        tmp_path,
        {
            **ANA,
            "Naal_wholename": "Ana Reyes",
            "Naal_language": "ES",
            "Naal_gender": "F",
            "Naal_function": "Head; chief",
        },
        {
            **ANA,
            "Addr_street": "Main 1",
            "Addr_city": "Lima",
            "Addr_country": "PER",
            "Addr_other": "PHONE[+51 1 6116000]",
        },
        {**ANA, "Birt_date": "N/A", "Birt_place": "Cusco"},
        {**ANA, "Iden_number": "A1 (passport-National passport) (expires: 1 october 2005)"},
        {**ANA, "Citi_country": "PER"},
        wrapped=wrapped,
    )
    assert read.rejects == []
    (name,) = read.facts("eu-7", "name")
    assert (name.value, name.lang) == ("Ana Reyes", "spa")
    said = {
        prop: read.values("eu-7", prop) for prop in ("gender", "position", "birthDate", "birthPlace", "nationality")
    }
    assert said == {
        "gender": ["female"],
        "position": ["Head; chief"],
        "birthDate": [],
        "birthPlace": ["Cusco"],
        "nationality": ["PER"],
    }
    (address,) = read.values("eu-7", "addressEntity")
    assert read.values(address, "full") == ["Main 1, Lima, PER"]
    assert read.values("eu-7", "phone") == ["+51 1 6116000"]
    (paper,) = read.edges("eu-7")["Passport"]
    assert (read.values(paper.entity_id, "number"), read.values(paper.entity_id, "type")) == (
        ["A1"],
        ["National passport"],
    )
    (sanction,) = {draft.entity_id for draft in read.edges("eu-7")["Sanction"]}
    assert read.values(sanction, "authorityId") == ["EU.1.2"]
    for prop in ("position", "birthPlace", "nationality", "name"):
        (fact,) = read.facts("eu-7", prop)
        assert read.shown(fact).strip('"') == fact.value


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({**ANA, "Entity_logical_id": ""}, "Entity_logical_id", "'' is not the number of a party"),
        ({**ANA, "Subject_type": "X"}, "Subject_type", "'X' is neither P nor E"),
        ({**ANA, "Subject_type": "E"}, "Subject_type", "E, before P"),
    ],
)
def test_what_is_set_aside(tmp_path: Path, row: dict[str, str], column: str, reason: str) -> None:
    (found,) = table(tmp_path, ANA, row).rejects
    assert found.locator == f"line=3;field={column}"
    assert reason in found.reason


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("04/07/2018;7;P\n", "3 columns where the European Union's list has 59"),
        ('"04/07/2018;7;P;""x"\n', "the row within the quotes is not CSV"),
        ("04/07/2018;7", "the last row has no line end"),
    ],
)
def test_broken_rows(tmp_path: Path, line: str, says: str) -> None:
    read = table(tmp_path, ANA)
    read.path.write_bytes(read.path.read_bytes() + line.encode())
    with pytest.raises(InputError, match=says):
        reading(READER, read.path)


def test_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "eu.csv"
    path.write_text(";".join(COLUMNS).replace("Leba_url", "Leba_uri") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="'Leba_url' is missing"):
        reading(READER, path)
