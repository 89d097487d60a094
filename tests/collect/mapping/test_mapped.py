"""A table by a mapping gives what FollowTheMoney's own mapping gives, and every value shows its cell."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from followthemoney import model
from followthemoney.mapping import QueryMapping
from openpyxl import Workbook

from contrared.case.why import why
from contrared.collect import LoadReport
from contrared.govern import Desk

from ...conftest import SHARED
from .conftest import PERSON, Bring

FTM = SHARED / "ftm"
ROWS = [
    {"id": "1", "name": "Ana Ruiz", "born": "1980-02-03"},
    {"id": "2", "name": "Ben Okoye", "born": "1975"},
]


def said(desk: Desk, report: LoadReport) -> set[tuple[str, str, str]]:
    """Entity, property and value of all statements of the version."""
    table = desk.statements(versions=[report.version])
    return {(row["entity_id"], row["prop"], row["value"]) for row in table.to_pylist()}


def test_donations_are_what_followthemoney_maps(desk: Desk, bring: Bring) -> None:
    """The ids are the same, and so are the values of every property that is no place in it for our notes."""
    text = (FTM / "donations.yml").read_text()
    report = bring(FTM / "donations.csv", text, as_of="2012")
    expected: dict[str, set[tuple[str, str]]] = {}
    for query in yaml.safe_load(text)["donations"]["queries"]:
        mapping = QueryMapping(model, {**query, "csv_url": str(FTM / "donations.csv")}, key_prefix="donations")
        for record in mapping.source.records:
            for entity in mapping.map(record).values():
                values = {(prop.name, value) for prop, value in entity.itervalues()}
                expected.setdefault(entity.id, set()).update(values)
    found: dict[str, set[tuple[str, str]]] = {}
    for identity, prop, value in said(desk, report):
        found.setdefault(identity, set()).add((prop, value))
    assert set(found) == set(expected)
    for identity, values in expected.items():
        # FollowTheMoney makes up a name for an address from its parts; ours says what stands there.
        kept = {(prop, value) for prop, value in values if prop not in ("full", "namesMentioned")}
        assert kept <= found[identity], identity


def _csv(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _book(rows: list[dict[str, Any]]) -> bytes:
    book = Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


FORMS = {
    "register.csv": _csv(ROWS),
    "register.tsv": _csv(ROWS, "\t"),
    "semicolon.csv": _csv(ROWS, ";"),
    "register.xlsx": _book(ROWS),
    "register.parquet": _parquet(ROWS),
    "register.json": json.dumps(ROWS).encode(),
    "spaced.json": json.dumps(ROWS, indent=2).encode(),
    "register.jsonl": "".join(json.dumps(row) + "\n" for row in ROWS).encode(),
    "register.zip": _zip({"register.csv": _csv(ROWS), "README.txt": b"about"}),
    "twice.zip": _zip({"inner.zip": _zip({"register.csv": _csv(ROWS)})}),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_the_same_and_shows_its_cell(desk: Desk, bring: Bring, name: str) -> None:
    dataset = "form_" + name.replace(".", "_")
    report = bring(FORMS[name], name=name, dataset=dataset)
    assert said(desk, report) == {
        (f"{dataset}-1", "name", "Ana Ruiz"),
        (f"{dataset}-1", "birthDate", "1980-02-03"),
        (f"{dataset}-2", "name", "Ben Okoye"),
        (f"{dataset}-2", "birthDate", "1975"),
    }
    shown = {ground.statement.prop: ground.excerpt for ground in why(desk, f"{dataset}-2").grounds}
    assert {prop: found.highlighted for prop, found in shown.items()} == {"name": "Ben Okoye", "birthDate": "1975"}


def test_nested_records_are_columns_with_dots(desk: Desk, bring: Bring) -> None:
    data = {"data": {"rows": [{"id": 7, "who": {"name": "Eva Lund", "alias": ["E. L.", "Evita"]}}]}, "more": [1]}
    mapping = {
        "dataset": "nested",
        "as_of": "2024",
        "reading": {"records": "data.rows"},
        "entities": {
            "p": {
                "schema": "Person",
                "key": "id",
                "properties": {"name": {"column": "who.name"}, "alias": {"column": "who.alias"}},
            }
        },
    }
    report = bring(json.dumps(data).encode(), mapping, "nested.json")
    assert {(prop, value) for _, prop, value in said(desk, report)} == {
        ("name", "Eva Lund"),
        ("alias", "E. L."),
        ("alias", "Evita"),
    }


def test_days_of_a_workbook_are_days(desk: Desk, bring: Bring) -> None:
    rows = [
        {"id": "1", "name": "Ana Ruiz", "born": date(1980, 2, 3)},
        {"id": "2", "name": "Ben Okoye", "born": datetime(1981, 2, 3, 0, 0)},  # noqa: DTZ001
        {"id": "3", "name": "Cai Lee", "born": 36526},
        {"id": "4", "name": "Dag Moe", "born": 1999},
    ]
    report = bring(_book(rows), name="days.xlsx", dataset="days")
    born = {identity: value for identity, prop, value in said(desk, report) if prop == "birthDate"}
    assert born == {"days-1": "1980-02-03", "days-2": "1981-02-03", "days-3": "2000-01-01", "days-4": "1999"}
    assert report.notices == ("1 numbers in column 'born' were read as days, as spreadsheets count them",)
    (ground,) = [g for g in why(desk, "days-3").grounds if g.statement.prop == "birthDate"]
    assert ground.excerpt.highlighted == "36526"


def test_values_are_joined_split_and_formatted(desk: Desk, bring: Bring) -> None:
    mapping = {
        "dataset": "shaped",
        "as_of": "2024",
        "reading": {"country": "de"},
        "entities": {
            "p": {
                "schema": "Person",
                "key": "n",
                "key_literal": "person",
                "properties": {
                    "name": {"columns": ["first", "last"], "join": " "},
                    "alias": {"column": "aka", "split": ";"},
                    "birthDate": {"column": "born", "format": "%d/%m/%Y"},
                    "phone": {"column": "tel"},
                    "country": {"column": "land"},
                    "topics": {"literal": "sanction"},
                    "notes": {"template": "{{first}} of {{land}}"},
                },
            }
        },
    }
    table = b"n,first,last,aka,born,tel,land\n1,Ana,Ruiz,A. R.; Anita,03/02/1980,030 901820,Germany\n"
    table += b"2,Bo,Li,,,01 43 12 34 56,fr\n"
    found = said(desk, bring(table, mapping))
    assert {(prop, value) for _, prop, value in found} == {
        ("name", "Ana Ruiz"),
        ("alias", "A. R."),
        ("alias", "Anita"),
        ("birthDate", "1980-02-03"),
        ("phone", "+4930901820"),
        ("country", "de"),
        ("topics", "sanction"),
        ("notes", "Ana of Germany"),
        ("name", "Bo Li"),
        ("phone", "+33143123456"),
        ("country", "fr"),
        ("notes", "Bo of fr"),
    }


def test_entities_refer_to_each_other_and_filters_part_them(desk: Desk, bring: Bring) -> None:
    mapping = {
        "dataset": "owners",
        "as_of": "2024",
        "queries": [
            {
                "filters": {"kind": "P"},
                "entities": {
                    "firm": {"schema": "Company", "key": "firm", "properties": {"name": {"column": "firm"}}},
                    "owner": {"schema": "Person", "key": "owner", "properties": {"name": {"column": "owner"}}},
                    "link": {
                        "schema": "Ownership",
                        "keys": ["firm", "owner"],
                        "properties": {"owner": {"entity": "owner"}, "asset": {"entity": "firm"}},
                    },
                },
            }
        ],
    }
    found = said(desk, bring(b"firm,owner,kind\nAcme,Ana Ruiz,P\nBeta,Gamma,C\n", mapping))
    assert {value for _, prop, value in found if prop == "name"} == {"Acme", "Ana Ruiz"}
    ids = {value: identity for identity, prop, value in found if prop == "name"}
    assert {(prop, value) for _, prop, value in found if prop in ("owner", "asset")} == {
        ("owner", ids["Ana Ruiz"]),
        ("asset", ids["Acme"]),
    }


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_the_answer_of_a_database_is_kept_as_it_came(desk: Desk, bring: Bring, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"register.{kind}"
    create = "CREATE TABLE people (id INTEGER, name VARCHAR, born DATE)"
    insert = "INSERT INTO people VALUES (1, 'Ana Ruiz', '1980-02-03'), (2, 'Ben 100% Okoye', NULL)"
    if kind == "sqlite":
        import sqlite3

        with sqlite3.connect(path) as made:
            made.execute(create)
            made.execute(insert)
        made.close()
    else:
        with duckdb.connect(path) as opened:
            opened.execute(create)
            opened.execute(insert)
    before = path.read_bytes()
    mapping = {**PERSON, "entities": PERSON["entities"], "query": "SELECT * FROM people WHERE name LIKE '%n%'"}
    report = bring(f"{kind}:///{path}", mapping, dataset=f"asked_{kind}")
    assert said(desk, report) == {
        (f"asked_{kind}-1", "name", "Ana Ruiz"),
        (f"asked_{kind}-1", "birthDate", "1980-02-03"),
        (f"asked_{kind}-2", "name", "Ben 100% Okoye"),
    }
    assert path.read_bytes() == before
    assert not list(desk.node.root.glob("table-*"))
    again = bring(f"{kind}:///{path}", {**PERSON, "table": "people"}, dataset=f"asked_{kind}")
    assert again.version.version != report.version.version


def test_another_mapping_makes_another_version(bring: Bring) -> None:
    table = _csv(ROWS)
    first = bring(table, dataset="again")
    assert bring(table, dataset="again").already
    mapping = {**PERSON, "licence": "none"}
    assert bring(table, mapping, dataset="again").version.version != first.version.version
