"""The commands of screening as a person runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import insert

from contrared.cli import shapes
from contrared.store import Node
from contrared.store.tables import users

from ..conftest import SHIPPED, Demo
from .test_commands import keys_of, run

UN = SHIPPED / "lists" / "un" / "un_consolidated_2020.xml.gz"
ZONE = "P<IRNSOLEIMANI<<QASEM<<<<<<<<<<<<<<<<<<<<<<<\nD9004878<2IRN5703110M2212317<<<<<<<<<<<<<<04"
NAME = "Qasem SOLEIMANI"

Console = tuple[pytest.CaptureFixture[str], pytest.MonkeyPatch]


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Console:
    return capsys, monkeypatch


READING: list[tuple[type[BaseModel], tuple[Any, ...]]] = [
    (shapes.IndexesShape, ("index",)),
    (shapes.ScreenShape, ("screen", NAME, "--born", "1957", "--country", "ir")),
    (shapes.ProofShape, ("screen", NAME, "--prove")),
    (shapes.WatchShape, ("watch", "list")),
    (shapes.EncountersShape, ("encounters",)),
    (shapes.EncountersShape, ("encounters", "--person", NAME)),
    (shapes.AlertsShape, ("alerts", "--all")),
    (shapes.ClearancesShape, ("whitelist", "list", "--all")),
]


@pytest.mark.parametrize(("shape", "arguments"), READING, ids=lambda v: " ".join(v[:1]) if isinstance(v, tuple) else "")
def test_json_has_the_documented_shape(
    demo: Demo, console: Console, shape: type[BaseModel], arguments: tuple[Any, ...]
) -> None:
    code, out, err = run(*console, *arguments, "--node", demo.node.root, "--json")
    assert (code, err) == (0, "")
    assert set(json.loads(out)) == keys_of(shape)
    code, out, _ = run(*console, *arguments, "--node", demo.node.root)
    assert code == 0
    assert out.strip()


def test_a_listed_person_is_told_with_the_age_of_the_lists(demo: Demo, console: Console) -> None:
    code, out, _ = run(*console, "screen", NAME, "--born", "1957-03-11", "--node", demo.node.root)
    assert code == 0
    assert "ofac-10481" in out
    assert "days ago" in out
    assert "un_sc_sanctions, as of 2020" in out


def test_a_wrong_check_digit_is_shown_and_the_holder_screened(demo: Demo, console: Console) -> None:
    console[1].setattr("sys.stdin", io.StringIO(ZONE))
    code, out, _ = run(*console, "screen", "--mrz", "--node", demo.node.root, "--json")
    assert code == 0
    told = json.loads(out)
    assert any("check digit of the document number" in problem for problem in told["document"]["problems"])
    assert told["candidates"][0]["name"].upper() == NAME.upper()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("screen",), "say whom to screen"),
        (("screen", "x", "--mrz"), "say whom to screen"),
        (("screen", "A B", "--born", "1974-13-01"), "not a date"),
        (("screen", "A B", "--model", "none"), "no matching model"),
        (("screen", "--batch", "none.csv", "--out", "x.csv"), "cannot be read"),
        (("screen", "--batch", "none.csv"), "--out FILE"),
        (("screen", "--batch", "none.csv", "--row", "1", "--prove"), "cannot be read"),
        (("watch", "add"), "which table"),
        (("watch", "remove", "wat-none", "--why", "x"), "nobody of that id"),
        (("encounter", "forget"), "nothing `encounter` does"),
        (("encounter", "record", "A B"), "needs its place"),
        (("alerts", "--dismiss", "alr-none", "--why", "x"), "no open alert"),
        (("whitelist", "add", "--entry", "x", "--why", "x"), "say who is cleared"),
        (("whitelist", "add", "A B", "--subject", "wat-1", "--entry", "x", "--why", "x"), "say who is cleared"),
        (("whitelist", "add", "A B", "--why", "x"), "say which entry"),
        (("whitelist", "add", "A B", "--entry", "none", "--why", "x"), "has an entry 'none'"),
        (("whitelist", "add", "A B", "--entry", "ofac-10481"), "needs a reason"),
        (("whitelist", "add", "--subject", "wat-1", "--entry", "ofac-10481", "--why", "x"), "neither watched nor met"),
        (("whitelist", "withdraw", "clr-none", "--why", "x"), "no clearance 'clr-none'"),
        (("whitelist", "confirm"), "no clearance ''"),
        (("whitelist", "forget"), "'forget' is not one of"),
        (("learn", "--out", "model.txt"), "ends in .toml"),
        (("learn", "--out", "model.toml"), "at least 10 of each"),
        (("serve", "--host", "0.0.0.0"), "--behind-proxy"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_line(demo: Demo, console: Console, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*console, *arguments, "--node", demo.node.root)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_from_a_table_of_customers_to_an_alert_that_is_dismissed(tmp_path: Path, console: Console) -> None:
    node = tmp_path / "node"
    Node.init(node, unencrypted="a test").close()
    customers = tmp_path / "customers.csv"
    customers.write_text("id,name,born\n1,Qassem Soleimani,1957\n2,Nobody Special,\n", encoding="utf-8")
    at = ("--node", node, "--json")
    _, out, _ = run(*console, "watch", "add", customers, *at)
    assert (len(json.loads(out)["watched"]), json.loads(out)["alerts"]) == (2, []), "no list is loaded yet"
    code, out, _ = run(*console, "load", UN, *at)
    assert code == 0
    (alert,) = json.loads(out)["alerts"]
    assert (alert["kind"], alert["subject_label"]) == ("new", "Qassem Soleimani")
    _, out, _ = run(*console, "alerts", "--dismiss", alert["id"], "--why", "a namesake, seen in person", *at)
    assert json.loads(out)["alerts"] == []
    hits = tmp_path / "hits.csv"
    _, out, _ = run(*console, "screen", "--batch", customers, "--out", hits, *at)
    assert set(json.loads(out)) == keys_of(shapes.BatchShape)
    assert "un-110408" in hits.read_text(encoding="utf-8")
    assert [(v["dataset"], v["as_of"]) for v in json.loads(out)["versions"]] == [("un_sc_sanctions", "2020-11-30")]
    by_row = json.loads(run(*console, "screen", "--batch", customers, "--row", "2", "--prove", *at)[1])["screenings"]
    (watched, in_table) = by_row
    assert (watched["inclusion"], in_table["inclusion"]["row"], in_table["inclusion"]["entries"]) == (None, 2, 2)
    assert json.loads(run(*console, "screen", "Nobody Special", "--prove", *at)[1])["screenings"] == by_row
    _, out, _ = run(*console, "screen", "Nobody Special", "--prove", "--node", node)
    assert "row 2; entry 2 of 2 under " in out


def test_a_namesake_cleared_once_is_told_as_cleared_until_that_is_withdrawn(tmp_path: Path, console: Console) -> None:
    node = tmp_path / "node"
    assert run(*console, "init", node)[0] == 0
    assert run(*console, "load", UN, "--node", node)[0] == 0
    arrival = ("encounter", "record", "Zulkarnaen", "--place", "Paso", "--country", "co", "--route", "north", "--node")
    _, out, _ = run(*console, *arrival, node, "--json")
    first = json.loads(out)
    assert first["encounter"]["route"] == "north"
    for alert in first["alerts"]:
        assert run(*console, "alerts", "--dismiss", alert["id"], "--why", "too young", "--node", node)[0] == 0
    assert first["alerts"]
    _, out, _ = run(*console, *arrival, node)
    assert "cleared before for the same facts: too young" in out
    assert "no candidate" not in out
    undo = ("alerts", "--withdraw", first["alerts"][0]["id"], "--why", "it was him", "--node", node)
    _, out, _ = run(*console, *undo, "--json")
    assert any("it was him" in said for alert in json.loads(out)["alerts"] for said in alert["changes"])


def test_a_load_that_is_repeated_screens_what_the_first_one_did_not(
    tmp_path: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    table = tmp_path / "customers.csv"
    table.write_text("name\nZulkarnaen\n", encoding="utf-8")
    assert run(*console, "init", node)[0] == 0
    assert run(*console, "watch", "add", table, "--node", node)[0] == 0
    with monkeypatch.context() as broken:
        broken.setattr("contrared.cli.loading.rescreened", lambda *_: [])
        assert run(*console, "load", UN, "--node", node)[0] == 0
    _, out, _ = run(*console, "load", UN, "--node", node, "--json")
    told = json.loads(out)
    assert told["already"] is True
    assert {alert["kind"] for alert in told["alerts"]} == {"new"}
    _, out, _ = run(*console, "load", UN, "--node", node, "--json")
    assert json.loads(out)["alerts"] == []


def test_a_party_cleared_beforehand_is_told_as_cleared_until_facts_change_or_it_is_withdrawn(
    tmp_path: Path, console: Console
) -> None:
    node = tmp_path / "node"
    assert run(*console, "init", node)[0] == 0
    assert run(*console, "load", UN, "--node", node)[0] == 0
    at = ("--node", node, "--json")

    def screened(*known: str) -> Any:
        return json.loads(run(*console, "screen", "Zulkarnaen", *known, *at)[1])["candidates"][0]["remembered"]

    found = json.loads(run(*console, "screen", "Zulkarnaen", *at)[1])["candidates"][0]["entity_id"]
    assert screened() is None
    code, out, _ = run(*console, "whitelist", "add", "Zulkarnaen", "--entry", found, "--why", "our own staff", *at)
    assert code == 0
    (made,) = json.loads(out)["clearances"]
    assert (made["state"], made["entity_id"], made["listed"], made["changed"]) == ("in force", found, True, [])
    assert set(made) == keys_of(shapes.ClearanceShape)
    assert (screened()["id"], screened()["holds"], screened()["why"]) == (made["id"], True, "our own staff")
    assert (screened("--born", "1963")["holds"], screened("--born", "1963")["changed"][0]) == (
        False,
        "+ known birthDate: 1963",
    )
    _, out, _ = run(*console, "screen", "Zulkarnaen", "--node", node)
    assert f"{found} was cleared before by " in out
    assert "our own staff; nothing changed since" in out
    arrival = ("encounter", "record", "Zulkarnaen", "--place", "Paso", "--country", "co", *at)
    met = json.loads(run(*console, *arrival)[1])
    assert found in {alert["entity_id"] for alert in met["alerts"]}, "as a person he is known otherwise"
    subject = ("--subject", met["encounter"]["id"])
    code, out, _ = run(*console, "whitelist", "add", *subject, "--entry", found, "--why", "seen in person", *at)
    assert code == 0
    assert found in json.loads(run(*console, *arrival)[1])["cleared"]
    undo = ("whitelist", "withdraw", made["id"])
    assert run(*console, *undo, "--node", node)[0] == 2, "without a reason"
    _, out, _ = run(*console, *undo, "--why", "he left", *at)
    (gone,) = json.loads(out)["clearances"]
    assert (gone["state"], gone["withdrawn_why"]) == ("withdrawn", "he left")
    assert (screened()["why"], screened()["holds"]) == ("seen in person", False), "of him as a person only"
    (left,) = json.loads(run(*console, "whitelist", "list", *at)[1])["clearances"]
    assert left["why"] == "seen in person"
    assert len(json.loads(run(*console, "whitelist", "list", "--all", *at)[1])["clearances"]) == 2


def test_a_clearance_waits_for_a_second_person_where_the_node_says_so(tmp_path: Path, console: Console) -> None:
    folder = tmp_path / "node"
    assert run(*console, "init", folder)[0] == 0
    settings = (folder / "node.toml").read_text(encoding="utf-8")
    assert "second_person = false" in settings
    (folder / "node.toml").write_text(settings.replace("second_person = false", "second_person = true"), "utf-8")
    node = Node.open(folder)
    with node.ledger.begin() as connection:
        row = {"id": "second", "name": "B", "role": "owner", "agency": "", "country": "", "created_at": "2026-01-01"}
        connection.execute(insert(users).values(**row))
    node.close()
    assert run(*console, "load", UN, "--node", folder)[0] == 0
    at = ("--node", folder, "--json")
    found = json.loads(run(*console, "screen", "Zulkarnaen", *at)[1])["candidates"][0]["entity_id"]

    def added() -> Any:
        add = ("whitelist", "add", "Zulkarnaen", "--entry", found, "--why", "our own staff", *at)
        return json.loads(run(*console, *add)[1])["clearances"][0]

    def remembered() -> Any:
        return json.loads(run(*console, "screen", "Zulkarnaen", *at)[1])["candidates"][0]["remembered"]

    first = added()
    assert (first["state"], remembered()) == ("pending", None)
    code, _, err = run(*console, "whitelist", "confirm", first["id"], *at)
    assert (code, "second person cannot be the first" in err) == (4, True)
    as_second = ("--user", "second", *at)
    assert run(*console, "whitelist", "confirm", first["id"], *as_second)[0] == 0
    assert remembered()["confirmed_by"] == "second"
    again = added()
    _, out, _ = run(*console, "whitelist", "refuse", again["id"], "--why", "once is enough", *as_second)
    assert json.loads(out)["clearances"][0]["state"] == "refused"
    assert remembered()["id"] == first["id"]


def test_everybody_is_screened_against_what_an_interrupted_run_left(
    tmp_path: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    table = tmp_path / "customers.csv"
    table.write_text("name\nZulkarnaen\n", encoding="utf-8")
    assert run(*console, "init", node)[0] == 0
    assert run(*console, "watch", "add", table, "--node", node)[0] == 0
    with monkeypatch.context() as broken:
        broken.setattr("contrared.cli.loading.rescreened", lambda *_: [])
        assert run(*console, "load", UN, "--node", node)[0] == 0
    _, out, _ = run(*console, "alerts", "--node", node)
    assert "nobody was screened against un_sc_sanctions@" in out
    _, out, _ = run(*console, "alerts", "--catch-up", "--node", node, "--json")
    told = json.loads(out)
    assert (told["overdue"], {alert["subject_label"] for alert in told["alerts"]}) == ([], {"Zulkarnaen"})
    _, out, _ = run(*console, "alerts", "--catch-up", "--node", node, "--json")
    assert json.loads(out)["alerts"] == told["alerts"], "what is known raises nothing again"
