"""The Mexican 69-B list: taxpayers and how their case stands, three dates, encodings, and files that are broken."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from contrared.collect.encodings import read_list
from contrared.collect.readers.mx import CLEARED, COLUMNS, MxReader
from contrared.model import InputError

from .lists import Reading, original, reading

READER = MxReader()
FILES = {
    "mx_sat_69b_2021-05-18.csv.gz": ("2021-05-18", 12418, 87),
    "mx_sat_69b_2022-11-30.csv.gz": ("2022-11-30", 12580, 86),
    "mx_sat_69b_2023-07.csv.gz": ("2023-07", 12599, 87),
}


@pytest.fixture(scope="module")
def list_2021() -> Reading:
    return reading(READER, original("mx", "mx_sat_69b_2021-05-18.csv.gz"))


@pytest.mark.parametrize("name", FILES)
def test_whole_lists(name: str) -> None:
    as_of, listings, rejects = FILES[name]
    path = original("mx", name)
    assert READER.recognise(path)
    about = READER.about(READER.files(path))
    assert (about.dataset, about.as_of, about.licence) == ("mx_sat_69b", as_of, "Libre Uso MX")
    read = reading(READER, path)
    assert read.schemata["Sanction"] == listings
    assert len(read.rejects) == rejects
    assert {r.reason for r in read.rejects} == {"'XXXXXXXXXXXX' is not the RFC of one taxpayer"}


@pytest.mark.parametrize(
    ("entity_id", "schema", "status"),
    [
        ("mx-AAA080808HL8", "Company", ["Sentencia Favorable"]),
        ("mx-AAA091014835", "Company", ["Desvirtuado"]),
        ("mx-AAA120730823", "Company", ["Definitivo"]),
        ("mx-CACL7806172Y1", "Person", ["Definitivo", "Presunto"]),
        ("mx-ARK0812185MA", "Company", ["Definitivo", "Sentencia Favorable"]),
    ],
)
def test_a_case_that_was_cleared_is_no_listing(
    list_2021: Reading, entity_id: str, schema: str, status: list[str]
) -> None:
    assert list_2021.drafts[entity_id][0].schema == schema
    listings = list_2021.edges(entity_id)["Sanction"]
    assert sorted(f.value for d in listings for f in d.facts if f.prop == "status") == status
    open_cases = set(status) - CLEARED
    assert list_2021.values(entity_id, "programId") == (["69-B"] if open_cases else [])


def test_what_cleared_a_taxpayer_is_the_reason_given(list_2021: Reading) -> None:
    (listing,) = list_2021.edges("mx-AAA080808HL8")["Sanction"]
    reasons = [f.value for f in listing.facts if f.prop == "reason"]
    assert len(reasons) == 2
    assert all("sentencia favorable" in reason and "definitiv" not in reason for reason in reasons)
    days = {p: [f.value for f in listing.facts if f.prop == p] for p in ("listingDate", "startDate", "endDate")}
    assert days == {
        "listingDate": ["2018-06-01", "2018-06-25"],
        "startDate": ["2018-09-28", "2018-10-23"],
        "endDate": ["2019-03-05", "2019-04-16"],
    }


def test_every_place_shows_its_fact(list_2021: Reading) -> None:
    for key in ("mx-AAA080808HL8", "mx-CACL7806172Y1"):
        for draft in (*list_2021.drafts[key], *list_2021.edges(key)["Sanction"]):
            for fact in draft.facts:
                said = " ".join((fact.original or fact.value).split())
                assert said in list_2021.shown(fact), fact


def table(*rows: dict[str, str], header: tuple[str, ...] = COLUMNS, preamble: bool = True) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if preamble:
        writer.writerow(["Información actualizada al 18 de mayo de 2021", *[""] * 19])
    writer.writerow(header)
    for row in rows:
        writer.writerow([row.get(column, "") for column in header])
    return out.getvalue()


def row(rfc: str, name: str = "NIÑO, S.A.", status: str = "Definitivo", **cells: str) -> dict[str, str]:
    named = {"Presuntos": COLUMNS[5], "Definitivos": COLUMNS[13], "Notice": COLUMNS[4]}
    base = {"No": "1", "RFC": rfc, COLUMNS[2]: name, COLUMNS[3]: status}
    return base | {named[key]: value for key, value in cells.items()}


def read_bytes(folder: Path, data: bytes) -> Reading:
    path = folder / "mx.csv"
    path.write_bytes(data)
    return reading(READER, path)


RFC = "AAA080808HL8"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (table(row(RFC)).encode("cp1252"), "Windows-1252"),
        (table(row(RFC)).encode(), "UTF-8"),
        (table(row(RFC)).encode("utf-8-sig"), "UTF-8"),
        (table(row(RFC)).encode("cp1252") + b"\x1a", "Windows-1252"),
        (gzip.compress(table(row(RFC)).encode("cp1252")), "Windows-1252"),
        (table(row(RFC), preamble=False).encode("cp1252"), "Windows-1252"),
    ],
    ids=["windows", "utf-8", "mark", "ctrl-z", "gzip", "no preamble"],
)
def test_both_encodings_are_read(tmp_path: Path, data: bytes, encoding: str) -> None:
    read = read_bytes(tmp_path, data)
    assert read.values(f"mx-{RFC}", "name") == ["NIÑO, S.A."]
    assert read_list(read.path)[1] == encoding
    assert read.rejects == []


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("28/09/2018", ["2018-09-28"]),
        ("28/09/2018 - 01/10/2018", ["2018-09-28", "2018-10-01"]),
        ("28-09-18 // 01/10/2018", ["2018-09-28", "2018-10-01"]),
        ("28/09/2018    01/10/2018", ["2018-09-28", "2018-10-01"]),
        ("43371", ["2018-09-28"]),
        ("pendiente", []),
        ("", []),
    ],
)
def test_days_of_publication(tmp_path: Path, cell: str, days: list[str]) -> None:
    read = read_bytes(tmp_path, table(row(RFC, Definitivos=cell)).encode("cp1252"))
    (listing,) = read.edges(f"mx-{RFC}")["Sanction"]
    assert [f.value for f in listing.facts if f.prop == "startDate"] == days
    assert [f.value for f in listing.facts if f.prop == "description"] == ([f"{COLUMNS[13]}: {cell}"] if cell else [])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ARKDIS, S.A.", {"name": ["ARKDIS, S.A."]}),
        (" ARKDIS ", {"name": ["ARKDIS"]}),
        ("ARKDIS// En cumplimiento a la sentencia", {"name": ["ARKDIS"], "notes": ["En cumplimiento a la sentencia"]}),
        ("DISEÑO, S.A.// ANTES CERAMICA, S.A.", {"name": ["DISEÑO, S.A."], "previousName": ["CERAMICA, S.A."]}),
        ("LITIUM // Ahora AKAMI, S.C. ", {"name": ["LITIUM", "AKAMI, S.C."]}),
        (
            "FERRANTA, S.C. ANTES DENOMINADA FERRANTA, S.A.",
            {"name": ["FERRANTA, S.C."], "previousName": ["FERRANTA, S.A."]},
        ),
    ],
)
def test_what_stands_behind_a_name_is_no_name(tmp_path: Path, cell: str, expected: dict[str, list[str]]) -> None:
    read = read_bytes(tmp_path, table(row(RFC, cell)).encode("cp1252"))
    for prop in ("name", "previousName", "notes"):
        assert read.values(f"mx-{RFC}", prop) == expected.get(prop, [])
        assert all(read.shown(fact) == fact.value for fact in read.facts(f"mx-{RFC}", prop))


def test_two_procedures_of_one_taxpayer_are_one_party_with_two_listings(tmp_path: Path) -> None:
    rows = (row(RFC, status="Desvirtuado", Presuntos="01/06/2018"), row(RFC, Presuntos="01/06/2019"))
    read = read_bytes(tmp_path, table(*rows).encode("cp1252"))
    assert (read.schemata["Company"], read.schemata["Sanction"]) == (1, 2)
    assert read.values(f"mx-{RFC}", "programId") == ["69-B"]


@pytest.mark.parametrize(
    ("rfc", "status", "reason"),
    [
        ("XXXXXXXXXXXX", "Definitivo", "'XXXXXXXXXXXX' is not the RFC of one taxpayer"),
        ("XAXX010101000", "Definitivo", "'XAXX010101000' is not the RFC of one taxpayer"),
        ("", "Definitivo", "'' is not the RFC of one taxpayer"),
        ("AAA08080", "Definitivo", "'AAA08080' is not the RFC of one taxpayer"),
        ("BBB080808HL8", "Suspendido", "unknown status 'Suspendido'"),
    ],
)
def test_what_cannot_be_taken_is_told(tmp_path: Path, rfc: str, status: str, reason: str) -> None:
    read = read_bytes(tmp_path, table(row(RFC), row(rfc, status=status)).encode("cp1252"))
    assert [r.reason for r in read.rejects] == [reason]
    assert read.rejects[0].locator.startswith("line=4;field=")
    assert read.schemata["Company"] == 1


MIXED = table(row(RFC)).encode("cp1252") + table(row("BBB080808HL8"), preamble=False).split("\r\n")[1].encode()


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (b"", "the file is empty", "mx.csv"),
        (table(row(RFC)).encode("cp1252")[:-12], "the file is cut off", "mx.csv, line 3"),
        (
            table(row(RFC), header=(*COLUMNS[:5], *COLUMNS[6:])).encode(),
            f"column 6 should be {COLUMNS[5]!r}, there is {COLUMNS[6]!r}",
            "mx.csv (read as UTF-8), line 2",
        ),
        (
            table(row(RFC), header=COLUMNS[:-1]).encode("cp1252"),
            f"no column {COLUMNS[-1]!r}",
            "mx.csv (read as Windows-1252), line 2",
        ),
        (
            table(row(RFC), header=(*COLUMNS, "Extra")).encode(),
            "21 columns where the 69-B list has 20; the first unknown one is 'Extra'",
            "mx.csv (read as UTF-8), line 2",
        ),
        (b"a,b\n1,2\n", "no header row No, RFC", "mx.csv (read as UTF-8), line 1"),
        (MIXED, "mixed encodings: c3 91 is UTF-8, and on line 1 f3 is Windows-1252", "mx.csv, line 4"),
        (table(row(RFC, 'A "B" C')).replace('""', '"').encode(), "not CSV", "mx.csv, line 3"),
        (gzip.compress(table(row(RFC)).encode() + b"\n" * (70 << 20)), "unpacks to more than", "mx.csv"),
    ],
    ids=["empty", "cut off", "column gone", "last gone", "column more", "other table", "mixed", "quotes", "bomb"],
)
def test_broken_files_are_refused(tmp_path: Path, data: bytes, what: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path, data)
    assert what in caught.value.what
    assert caught.value.where == where
    assert caught.value.do
