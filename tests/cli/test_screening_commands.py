"""The commands of screening as a person runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from contrared.cli import shapes
from contrared.store import Node

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
        (("watch", "add"), "which table"),
        (("watch", "remove", "wat-none", "--why", "x"), "nobody of that id"),
        (("encounter", "forget"), "nothing `encounter` does"),
        (("encounter", "record", "A B"), "needs its place"),
        (("alerts", "--dismiss", "alr-none", "--why", "x"), "no open alert"),
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
    Node.init(node).close()
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
