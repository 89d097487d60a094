"""A draft says what each column is and why, asks what it cannot know, and loads as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrared.collect.mapping import read_mapping
from contrared.collect.mapping.drafting import DraftedMapping, draft_mapping
from contrared.collect.mapping.drafting.headings import role_of
from contrared.collect.mapping.drafting.kinds import kind_of
from contrared.govern import Desk

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
    ],
)
def test_names_of_columns(column: str, role: str | None) -> None:
    found = role_of(column)
    assert (found and found.role) == role


def _draft(tmp_path: Path, text: str) -> str:
    return drafted(tmp_path, text).text
