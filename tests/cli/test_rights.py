"""Commands on time and rights as a person runs them: documented shapes, errors in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from contrared.cli import shapes
from contrared.collect import LoadOptions, load
from contrared.govern import Desk
from contrared.store.tables import users

from ..conftest import LinesReader
from .test_commands import keys_of, run

Asked = Callable[..., Any]
LAW = ("--legal-basis", "Ley 1581")


@pytest.fixture
def asked(
    desk: Desk,
    lines_reader: LinesReader,
    lines: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Asked:
    """Runs a command on a node with one list, and gives its JSON."""
    people = "p-1|Person|name|Ana Solano\np-1|Person|birthDate|1980\np-2|Person|name|Beto Rivas\n"
    load(desk, lines("people", people), LoadOptions(as_of="2021", dataset="people", obtained_at="2001"))
    with desk.node.ledger.begin() as connection:
        row = {"id": "bea", "name": "Bea", "role": "owner", "agency": "Victims", "country": "pe", "created_at": "2026"}
        connection.execute(insert(users).values(**row))

    def ask(*arguments: object, ok: bool = True) -> Any:
        code, out, err = run(capsys, monkeypatch, *arguments, "--node", desk.node.root, "--json")
        assert (code == 0) is ok, err
        return json.loads(out) if ok else err

    return ask


def test_terms_holds_and_deletion(asked: Asked, desk: Desk, tmp_path: Path) -> None:
    (term,) = asked("retention", "due")["sources"]
    assert set(term) == keys_of(shapes.TermShape)
    assert (term["until"], term["over"]) == ("2011-12-31", True)
    (hold,) = asked("hold", "add", "p-1", "--why", "trial", *LAW, "--order", "Court 3")["holds"]
    assert hold["sources"] == [term["source"]]
    nothing = asked("retention", "run", *LAW)
    assert (nothing["deletion"], nothing["held"]) == ("", [term["source"]])
    assert asked("hold", "end", hold["id"], "--why", "over")["holds"][0]["state"] == "ending"
    assert "second person" in asked("hold", "end", hold["id"], "--why", "over", ok=False)
    assert asked("hold", "end", hold["id"], "--why", "seen", "--user", "bea")["holds"][0]["state"] == "ended"
    assert asked("hold", "list")["holds"] == []
    file = tmp_path / "certificate.json"
    done = asked("retention", "run", *LAW, "--out", file)
    assert set(done) == keys_of(shapes.DeletionShape)
    assert (done["sources"], done["statements"], done["entities"]) == ([term["source"]], 3, 2)
    (row,) = asked("retention", "list")["deletions"]
    assert (row["id"], row["sources"]) == (done["deletion"], 1)
    key = asked("audit", "key")["key"]
    told = asked("retention", "prove", file, "--key", key)
    assert told["deleted"]["gone"]["people"]["statements"] == 3
    assert set(told) == keys_of(shapes.CertificateShape)
    file.write_text(file.read_text().replace('"statements": 3', '"statements": 4'))
    assert "does not hold" in asked("retention", "prove", file, "--key", key, ok=False)
    assert asked("check")["ok"]


def test_correcting_and_telling(asked: Asked, tmp_path: Path) -> None:
    asked("export", "--format", "ftm", "--out", tmp_path / "out.json", "--to", "Fiscalía 12")
    said = ("--false", "another man", "--why", "fingerprints", "--ordered-by", "Court 3")
    (made,) = asked("correct", "make", "p-1", *said, *LAW)["corrections"]
    assert set(made) == keys_of(shapes.CorrectionShape)
    assert (made["kind"], made["told"]) == ("entity", 1)
    shown = asked("show", "p-1")
    assert {row["corrected"] for row in shown["statements"]} == {made["id"]}
    (notice,) = asked("correct", "pending")["notices"]
    assert (notice["recipient"], notice["about"]) == ("Fiscalía 12", made["id"])
    assert asked("correct", "told", notice["id"], "--how", "letter")["notices"] == []
    assert asked("correct", "undo", made["id"], "--why", "quashed")["corrections"][0]["undone_by"] == "owner"
    assert asked("correct", "list")["corrections"][0]["undone_why"] == "quashed"
    assert "no statement or entity" in asked("correct", "make", "p-9", *said, *LAW, ok=False)


def test_the_protection_channel(asked: Asked) -> None:
    here = ("--place", "Puente", "--country", "co")
    met = asked("encounter", "record", "Killa Huanca", "--born", "1994", *here)
    assert met["contact"] == []
    asked("protect", met["encounter"]["id"], "victim", "--why", "says so")
    as_bea = ("--user", "bea")
    how = ("--contact", "desk 155", "--country", "pe", *LAW)
    (row,) = asked("protection", "find", "missing", "Killa Huanca", "--born", "1994", *how, *as_bea)["sought"]
    assert set(row) == keys_of(shapes.SoughtShape)
    assert row["sightings"][0]["place"] == ""
    later = asked("encounter", "record", "Killa Huanca", "--born", "1994", *here)
    assert (later["contact"], later["alerts"]) == (["desk 155"], [])
    assert len(asked("protection", "waiting")["sightings"]) == 2
    seen = row["sightings"][0]["id"]
    assert "to themselves" in asked("protection", "release", seen, "--why", "mine", *as_bea, ok=False)
    assert asked("protection", "release", seen, "--why", "request 9")["place"] == "Puente"
    (row,) = asked("protection", "list", *as_bea)["sought"]
    assert sorted(each["place"] for each in row["sightings"]) == ["", "Puente"]
    assert asked("protection", "end", row["id"], "--why", "found", *as_bea)["sought"][0]["ended_at"]


def test_statistics(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "seizures.csv"
    rows = ["co,a"] * 9 + ["co,b"] * 2 + ["pe,a"] * 12 + ["pe,b"] * 30
    path.write_text("country,drug\n" + "\n".join(rows) + "\n")
    told = asked("statistics", "--kind", "file", "--from", path, "--by", "country,drug", "--out", tmp_path / "out.csv")
    assert set(told) == keys_of(shapes.StatisticsShape)
    numbers = {(row["of"]["country"], row["of"]["drug"]): row["number"] for row in told["rows"]}
    assert numbers["co", "b"] is None
    assert numbers["*", "*"] == 53
    assert "co,b,.." in (tmp_path / "out.csv").read_text().splitlines()
    again = asked("statistics", "--kind", "file", "--from", path, "--by", "country")
    assert again["before"] == 1
    for wrong in (("--kind", "persons", "--by", "x"), ("--kind", "file", "--by", "x"), ("--kind", "hits", "--by", "x")):
        asked("statistics", *wrong, ok=False)


def test_disclosure(asked: Asked, desk: Desk, tmp_path: Path) -> None:
    statement = desk.statements(entity_ids=["p-1"])["id"].to_pylist()[0]
    desk.write().case("case-1", "A case", {})
    desk.write().claims("case-1", [{"id": "F-1", "kind": "fact", "text": "a fact", "statements": [statement]}])
    told = asked("disclose", "case-1", "--to", "defence", "--out", tmp_path / "out")
    assert set(told) == keys_of(shapes.DisclosureShape)
    assert told["files"]["claims.csv"] == 1
    assert asked("disclose", tmp_path / "out", "--check")["problems"] == []
    assert "no case" in asked("disclose", "case-2", "--to", "defence", "--out", tmp_path / "b", ok=False)
