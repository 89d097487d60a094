"""The UK list's CSV form: the real list of 2018, and papers and references out of words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from contrared.collect.readers.uk_csv import UkCsvReader
from contrared.collect.readers.uk_csv_columns import COLUMNS
from contrared.model import InputError

from .lists import Reading, original, reading

READER = UkCsvReader()
ANA = {
    "Name 6": "REYES", "Name 1": "Ana", "Group Type": "Individual", "Alias Type": "Prime Alias", "Regime": "Libya",
    "Listed On": "01/02/2016", "Last Updated": "03/04/2017", "Group ID": "7",
}  # fmt: skip


def table(tmp_path: Path, *rows: dict[str, str], header: bool = False, encoding: str = "cp1252") -> Reading:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow(["Last Updated", "28/11/2018"])
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([row.get(column, "") for column in COLUMNS])
    path = tmp_path / "conlist_2018-11-29.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    assert READER.recognise(path)
    return reading(READER, path)


def test_the_whole_list() -> None:
    path = original("uk", "sanctionsconlist_2018-11-29.csv.gz")
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of) == ("gb_hmt_sanctions", "2018-11-29")
    read = reading(READER, path)
    counts = read.schemata
    assert (counts["Person"], counts["Organization"]) == (1468, 669)
    assert {item.reason.partition(" that ")[0] for item in read.rejects} == {"names a reference"}
    assert "QE.A.146.14" in read.values("uk-13188-sanction-66fc0aa8", "unscId")
    assert read.values("uk-13556", "imoNumber") == ["8937675"]
    (paper,) = read.edges("uk-13349")["Passport"][:1]
    assert read.values(paper.entity_id, "number") == ["592667"]
    for entity_id, prop in (("uk-13349", "passportNumber"), ("uk-13349", "birthDate"), ("uk-12871", "country")):
        for fact in read.facts(entity_id, prop):
            assert read.shown(fact) == (fact.original or fact.value)


@pytest.mark.parametrize("header", [False, True])
def test_rows_of_one_group_are_one_party(tmp_path: Path, header: bool) -> None:
    read = table(
        tmp_path,
        {**ANA, "DOB": "00/05/1970"},
        {**ANA, "Name 6": "RÍOS", "Alias Type": "AKA", "DOB": "1971"},
        {**ANA, "Name 6": "SOLÍS", "Alias Type": "FKA"},
        header=header,
    )
    assert read.rejects == []
    assert READER.about(READER.files(read.path)).as_of == ("2018-11-28" if header else "2018-11-29")
    found = {prop: read.values("uk-7", prop) for prop in ("name", "alias", "previousName", "birthDate")}
    assert found == {
        "name": ["Ana REYES"],
        "alias": ["Ana RÍOS"],
        "previousName": ["Ana SOLÍS"],
        "birthDate": ["1970-05", "1971"],
    }
    (alias,) = read.facts("uk-7", "alias")
    assert alias.locator == f"line={4 if header else 2};field=Name 6"


@pytest.mark.parametrize(
    ("cell", "numbers", "country", "until"),
    [
        ("G827238 (Tunisian). Issued on 1 June 1996. Expired on 31 May 2001", ["G827238"], "Tunisian", "2001-05-31"),
        ("Passport No: 592667 (issued on 3 May 2007).", ["592667"], None, None),
        ("(1) A1 (Peru) (2) B2", ["A1", "B2"], "Peru", None),
        ("Ugandan Passport.", [], None, None),
    ],
)
def test_papers(tmp_path: Path, cell: str, numbers: list[str], country: str | None, until: str | None) -> None:
    read = table(tmp_path, {**ANA, "Passport Details": cell})
    assert read.values("uk-7", "passportNumber") == numbers
    assert read.values("uk-7", "notes") == [f"Passport: {cell}"]
    papers = [draft.entity_id for draft in read.edges("uk-7").get("Passport", ())]
    assert [read.values(paper, "number") for paper in papers] == [[number] for number in numbers]
    stated = [value for paper in papers for value in read.values(paper, "endDate")]
    assert stated == ([until] if until else [])
    if country:
        (fact,) = [fact for paper in papers for fact in read.facts(paper, "country")]
        assert read.shown(fact) == country


def test_other_parties_are_found_by_the_reference_they_bear(tmp_path: Path) -> None:
    bo = {**ANA, "Name 6": "SOLIS", "Group ID": "8", "Other Information": "UN Ref QDi.008."}
    read = table(tmp_path, {**ANA, "Other Information": "UN Ref:QDi.007. Brother of Bo Solis (QDi.008)."}, bo)
    assert read.rejects == []
    (family,) = read.edges("uk-7")["Family"]
    assert read.values(family.entity_id, "relative") == ["uk-8"]


@pytest.mark.parametrize(
    ("row", "place", "reason"),
    [
        ({**ANA, "Group ID": "x"}, "line=2;field=Group ID", "'x' is not a Group ID"),
        ({**ANA, "Alias Type": "Nick"}, "line=2;field=Alias Type", "unknown kind of alias 'Nick'"),
        ({**ANA, "Group Type": "Cat", "Group ID": "9"}, "line=2;field=Group Type", "unknown group type 'Cat'"),
        (
            {**ANA, "Other Information": "See (QDe.001)."},
            "line=2;field=Other Information;chars=5-12",
            "no party of this",
        ),
    ],
)
def test_what_is_set_aside(tmp_path: Path, row: dict[str, str], place: str, reason: str) -> None:
    (found,) = table(tmp_path, ANA, row).rejects
    assert (found.locator, reason in found.reason) == (place, True)


def test_a_row_of_another_width(tmp_path: Path) -> None:
    read = table(tmp_path, ANA)
    read.path.write_bytes(read.path.read_bytes() + b"REYES,Ana\r\n")
    with pytest.raises(InputError, match="2 columns where the UK list's CSV form has 29"):
        reading(READER, read.path)
