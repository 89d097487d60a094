"""A draft says what each column is and why, asks what it cannot know, and loads as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.mapping import read_mapping
from contrared.collect.mapping.drafting import DraftedMapping, draft_mapping
from contrared.collect.mapping.drafting.dialled import dialled_in
from contrared.collect.mapping.drafting.headings import role_of
from contrared.collect.mapping.drafting.kinds import kind_of
from contrared.collect.mapping.drafting.types import schemas_of
from contrared.govern import Desk
from contrared.model import InputError

from ...conftest import SHARED
from .conftest import Bring

MATCHING = SHARED / "matching"

SPANISH = (
    "Cédula;Nombres;Apellidos;Fecha de Nacimiento;Teléfono;Correo electrónico;Dirección;País\n"
    "1001;Ana;Ruiz;23/02/1980;+51 1 3114300;ana@example.org;Calle 1;Perú\n"
    "1002;Beto;Soto;03/12/1975;+51 1 3114301;beto@example.org;Calle 2;Colombia\n"
    "1003;Carla;Mora;01/01/1990;;carla@example.org;Calle 3;Brasil\n"
)
PORTUGUESE = (
    "CNPJ,Razão Social,Data de Abertura,UF\n"
    "33.000.167/0001-01,Empresa Um S.A.,01/02/1990,RJ\n"
    "60.746.948/0001-12,Empresa Dois Ltda,15/03/1991,SP\n"
    "00.000.000/0001-91,Empresa Três S.A.,30/04/1992,DF\n"
)
UNNAMED = (
    "a,b,c,d\n"
    "1,ana@example.org,DE89370400440532013000,12/25/1980\n"
    "2,ben@example.org,GB82WEST12345698765432,01/31/1981\n"
    "3,cai@example.org,FR1420041010050500013M02606,02/28/1982\n"
)


def drafted(tmp_path: Path, text: str, name: str = "list.csv") -> DraftedMapping:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return draft_mapping(path)


@pytest.mark.parametrize(
    ("text", "schema", "roles"),
    [
        (
            SPANISH,
            "Person",
            ["idNumber", "firstName", "lastName", "birthDate", "phone", "email", "address", "country"],
        ),
        (PORTUGUESE, "Company", ["taxNumber", "name", "incorporationDate", "state"]),
        (UNNAMED, "LegalEntity", ["", "email", "iban", "date"]),
    ],
    ids=["es", "pt", "by values"],
)
def test_roles(tmp_path: Path, text: str, schema: str, roles: list[str]) -> None:
    found = drafted(tmp_path, text)
    assert (found.schema, [guess.role for guess in found.columns]) == (schema, roles)
    assert all(guess.why for guess in found.columns)


@pytest.mark.parametrize("text", [SPANISH, PORTUGUESE, UNNAMED], ids=["es", "pt", "by values"])
def test_a_draft_loads_as_it_is(desk: Desk, bring: Bring, tmp_path: Path, text: str) -> None:
    found = drafted(tmp_path, text)
    report = bring(tmp_path / "list.csv", found.text, dataset=f"draft_{found.schema.lower()}")
    assert report.version.entities >= 3
    assert report.version.rejects == 0


def test_dates_get_their_format_and_doubt_is_asked(tmp_path: Path) -> None:
    assert 'birthDate: {column: "Fecha de Nacimiento", format: "%d/%m/%Y"}' in drafted(tmp_path, SPANISH).text
    clear = kind_of(["12/25/1980", "01/31/1981"])
    unclear = kind_of(["01/02/1980", "03/04/1981"])
    assert clear is not None
    assert (clear.form, clear.unclear) == ("%m/%d/%Y", None)
    assert unclear is not None
    assert (unclear.form, unclear.unclear) == ("%d/%m/%Y", "%m/%d/%Y")
    asked = drafted(tmp_path, "id,dob\n1,01/02/1980\n2,03/04/1981\n").questions
    assert "column 'dob': its dates fit %d/%m/%Y as well as %m/%d/%Y; check which is meant" in asked


def test_an_account_is_a_thing_of_its_own(desk: Desk, bring: Bring, tmp_path: Path) -> None:
    report = bring(tmp_path / "list.csv", _draft(tmp_path, UNNAMED), dataset="accounts")
    rows = desk.statements(versions=[report.version]).to_pylist()
    assert sum(row["schema"] == "BankAccount" and row["prop"] == "iban" for row in rows) == 3
    assert sum(row["schema"] == "Ownership" and row["prop"] == "asset" for row in rows) == 3


def test_what_is_missing_is_asked(tmp_path: Path) -> None:
    found = drafted(tmp_path, "name,city\nAna Ruiz,Lima\nBen Okoye,Lagos\n")
    assert found.schema == "LegalEntity"
    assert any("no column of ids" in question for question in found.questions)
    assert any("persons or companies" in question for question in found.questions)
    assert 'keys: ["name"]' in found.text


@pytest.mark.parametrize(
    ("name", "people"), [("fake_1000.csv", 1000), ("dataset1.csv", 1000)], ids=["fake_1000", "FEBRL 1"]
)
def test_truth_sets_load_by_their_draft(desk: Desk, bring: Bring, tmp_path: Path, name: str, people: int) -> None:
    found = draft_mapping(MATCHING / name)
    (tmp_path / "draft.yml").write_text(found.text)
    assert read_mapping(tmp_path / "draft.yml").dataset == name.removesuffix(".csv")
    report = bring(MATCHING / name, found.text)
    assert report.version.entities == people
    props = {row["prop"] for row in desk.statements(versions=[report.version]).to_pylist()}
    assert {"name", "firstName", "lastName", "birthDate", "address"} <= props


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("Date of Birth", "birthDate"),
        ("customerEmail", "email"),
        ("Endereço", "address"),
        ("Apellido Paterno", "lastName"),
        ("phone_2", "phone"),
        ("Birth / place", None),
        ("cluster", None),
        ("PHONE_TYPE", ""),
        ("passport country", ""),
        ("ADDR_COUNTRY", "country"),
    ],
)
def test_names_of_columns(column: str, role: str | None) -> None:
    found = role_of(column)
    assert (found and found.role) == role


MIXED = (
    "RECORD_ID,RECORD_TYPE,NAME_FULL,NAME_FIRST,NAME_LAST,DATE_OF_BIRTH,PHONE_NUMBER,PHONE_TYPE,PASSPORT_NUMBER,"
    "PASSPORT_COUNTRY,EMAIL_ADDRESS\n"
    "1,PERSON,,Ana,Ruiz,3/31/1954,702-919-1300,HOME,A1234567,Peru,Ana Ruiz <ana@example.org>\n"
    "2,PERSON,Beto Soto,,,20/8/1991,702-919-1301,WORK,A1234568,Chile,beto@example.org\n"
    "3,PERSON,,Carla,Mora,10/27/76,512-353-8633,HOME,A1234569,Peru,carla@example.org\n"
    "4,PERSON,,Dora,Lima,Mar 1 1970,512-353-8634,HOME,,,dora@example.org\n"
    "5,ORGANIZATION,Soto e Hijos,,,,512-353-8635,,,,info@example.org\n"
    "6,PERSON,,Elmo,Paz,1997-11-12,,,,,\n"
    "7,PERSON,,Fina,Rey,2/4/31,,,,,\n"
)


def test_a_table_of_several_kinds_written_by_several_hands(desk: Desk, bring: Bring, tmp_path: Path) -> None:
    found = drafted(tmp_path, MIXED)
    assert {g.column: g.role for g in found.columns if g.role in ("", "schema")} == {
        "RECORD_TYPE": "schema",
        "PHONE_TYPE": "",
        "PASSPORT_COUNTRY": "",
    }
    assert 'country: "us"' in found.text
    report = bring(tmp_path / "list.csv", found.text, dataset="mixed")
    assert report.version.rejects == 0
    said: dict[str, dict[str, str]] = {}
    for row in desk.statements(versions=[report.version]).to_pylist():
        said.setdefault(row["entity_id"], {"schema": row["schema"]})[row["prop"]] = row["value"]
    assert {key: (row["schema"], row["name"], row.get("birthDate")) for key, row in said.items()} == {
        "mixed-1": ("Person", "Ana Ruiz", "1954-03-31"),
        "mixed-2": ("Person", "Beto Soto", "1991-08-20"),
        "mixed-3": ("Person", "Carla Mora", "1976-10-27"),
        "mixed-4": ("Person", "Dora Lima", "1970-03-01"),
        "mixed-5": ("Organization", "Soto e Hijos", None),
        "mixed-6": ("Person", "Elmo Paz", "1997-11-12"),
        "mixed-7": ("Person", "Fina Rey", "1931-02-04"),
    }
    assert said["mixed-1"]["email"] == "ana@example.org"
    assert said["mixed-1"]["phone"] == "+17029191300"


def test_rows_of_a_kind_not_met_yet_are_not_lost(desk: Desk, bring: Bring, tmp_path: Path) -> None:
    text = drafted(tmp_path, MIXED).text
    path = tmp_path / "later.csv"
    path.write_text(MIXED + "8,TRUST,The Rey Trust,,,,,,,,\n9,,Nobody Said,,,,,,,,\n", encoding="utf-8")
    report = bring(path, text, dataset="later")
    schemata = {row["entity_id"]: row["schema"] for row in desk.statements(versions=[report.version]).to_pylist()}
    assert (schemata["later-8"], schemata["later-9"]) == ("LegalEntity", "LegalEntity")


@pytest.mark.parametrize(
    ("values", "schemas"),
    [
        (["PERSON", "PERSON"], {"Person": ("PERSON",)}),
        (["Persona Física", "Persona Moral"] * 2, {"LegalEntity": ("Persona Moral",), "Person": ("Persona Física",)}),
        (["P", "O", "P"], {"Organization": ("O",), "Person": ("P",)}),
        (["P", "P"], {}),
        (["person", "Lima"], {}),
        ([], {}),
    ],
)
def test_columns_of_kinds(values: list[str], schemas: dict[str, tuple[str, ...]]) -> None:
    assert schemas_of(values) == schemas


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["3/31/1954", "11/12/1978", "20/8/1991", "10/27/1976"], "%m/%d/%Y | %d/%m/%Y"),
        (["31.12.1980", "1.2.81"], "%d.%m.%Y | %d.%m.%y"),
        (["19801231", "19810203"], "%Y%m%d"),
        (["1980-12-31", "12/31/1980"], "%m/%d/%Y"),
        (["Jan 5, 1980", "5 January 1980"], "%b %d, %Y | %d %B %Y"),
    ],
)
def test_dates_of_several_forms(values: list[str], form: str) -> None:
    found = kind_of(values)
    assert found is not None
    assert (found.name, found.form, found.share) == ("date", form, 1.0)


@pytest.mark.parametrize("values", [["123456", "654321"], ["702-919-1300", "702-919-1301"], ["31/31/1980", "Lima"]])
def test_what_is_no_date(values: list[str]) -> None:
    found = kind_of(values)
    assert found is None or found.name != "date"


@pytest.mark.parametrize(
    ("numbers", "country"),
    [
        (["702-919-1300", "512-353-8633", "202-321-3212", "(971) 421-8250", "7022212412"], "us"),
        (["987654321", "912345678", "965432187", "998765432", "934567812"], ""),
        (["702-919-1300"], ""),
    ],
)
def test_where_numbers_are_dialled(numbers: list[str], country: str) -> None:
    assert dialled_in(numbers) == country


def test_a_property_of_several_lists_is_of_columns(desk: Desk, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,name\n1,Ana\n", encoding="utf-8")
    text = "dataset: x\nentities: {p: {schema: Person, id_column: id, properties: {name: [{entity: p}]}}}\n"
    with pytest.raises(InputError, match="a list is of columns"):
        bring(tmp_path / "list.csv", text)


def _draft(tmp_path: Path, text: str) -> str:
    return drafted(tmp_path, text).text
