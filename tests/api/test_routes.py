"""What the service answers: its own routes, yente's, OpenRefine's; what it refuses; what it records."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from contrared.collect import LoadOptions, load
from contrared.govern import Desk, record
from contrared.govern.log.keeping import keep_up
from contrared.govern.log.kept import kept
from contrared.govern.log.receipt import Receipt
from contrared.match.proof import proven
from contrared.match.question import Known
from contrared.match.remembered import whitelist
from contrared.match.screening import opened

from .conftest import ready

Lines = Callable[[str, str], Path]


def test_who_is_listed_is_told_with_reasons_and_lists(served: TestClient) -> None:
    answer = served.post("/screen", json={"name": "Asad Ahmed BARAKAT", "born": "1967"}).json()
    (found,) = answer["candidates"]
    assert (found["entity_id"], found["dataset"]) == ("l-1", "open")
    assert {"name", "date year"} <= {reason["feature"] for reason in found["reasons"]}
    assert {v["dataset"]: v["as_of"] for v in answer["versions"]} == {"open": "2021", "more": "2022"}
    assert answer["missing"] == []
    nobody = served.post("/screen", json={"name": "Nobody Special", "datasets": ["more"]}).json()
    assert nobody["candidates"] == []
    assert [v["dataset"] for v in nobody["versions"]] == ["more"]


def test_a_passport_line_is_read(served: TestClient) -> None:
    zone = "P<LBNBARAKAT<<ASAAD<AHMED<<<<<<<<<<<<<<<<<<<\nLR04177625LBN6703266M2810113<<<<<<<<<<<<<<<0"
    answer = served.post("/screen/mrz", json={"text": zone}).json()
    assert answer["document"]["format"] == "TD3"
    assert [c["entity_id"] for c in answer["candidates"]] == ["l-1"]
    assert served.post("/screen/mrz", json={"text": zone[:50]}).status_code == 400


def test_entities_versions_and_health(served: TestClient) -> None:
    assert served.get("/entities/l-1").json()["properties"]["name"] == ["Assad Ahmad Barakat"]
    assert served.get("/entities/none").status_code == 404
    assert {v["dataset"] for v in served.get("/versions").json()} == {"open", "more"}
    told = served.get("/readyz").json()
    assert (told["status"], [v.partition("@")[0] for v in told["versions"]], told["late"]) == (
        "ready",
        ["more", "open"],
        [],
    )


def test_the_contract_has_examples_and_a_page_that_loads_nothing(served: TestClient) -> None:
    contract = served.get("/openapi.json").json()
    assert contract["security"] == [{"token": []}]
    schemas = contract["components"]["schemas"]
    for name in ("Question", "Zone", "MatchRequest"):
        assert schemas[name]["examples"], name
    page = served.get("/docs").text
    for path in contract["paths"]:
        assert path in page
    assert "<script" not in page
    assert "://" not in page


def test_examples_of_the_contract_can_be_asked(served: TestClient) -> None:
    contract = served.get("/openapi.json").json()["components"]["schemas"]
    for path, name in (("/screen", "Question"), ("/screen/mrz", "Zone"), ("/match/default", "MatchRequest")):
        for example in contract[name]["examples"]:
            assert served.post(path, json=example).status_code == 200, path


def test_an_entry_with_a_slash_in_its_id_is_found(served: TestClient, lists: Desk, lines: Lines) -> None:
    load(lists, lines("slash", "a/b|Person|name|Nadia Haddad\n"), LoadOptions(as_of="2024", dataset="slash"))
    until = time.monotonic() + 30
    while served.get("/entities/a/b").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/screen", {"name": ""}, 400),
        ("/screen", {"name": "A", "born": "1974-13-01"}, 400),
        ("/screen", {"name": "A B", "datasets": ["none"]}, 400),
        ("/screen", {"nom": "A B"}, 422),
        ("/screen", {"name": "A B", "limit": 0}, 422),
        ("/screen", {"queries": [{"schema": "Person"}]}, 400),
        ("/screen", {"queries": [{"schema": "Nothing", "properties": {"name": ["A B"]}}]}, 400),
        ("/screen", {"queries": [{"schema": "Person", "properties": {"idNumber": ["1"] * 1001}}]}, 400),
        ("/screen", {"queries": [{"schema": "Person", "properties": {"name": ["\ud800 Smith"]}}]}, 400),
        ("/match/none", {"queries": {"a": {}}}, 404),
        ("/match/open", {"queries": {}}, 400),
        ("/match/open", {"queries": {"a": None}}, 400),
        ("/match/open", {"queries": {"\ud800": {"schema": "Person", "properties": {"name": ["A B"]}}}}, 400),
        ("/match/open?exclude_dataset=open", {"queries": {"a": {}}}, 400),
        ("/match/open?limit=0", {"queries": {"a": {}}}, 422),
        ("/match/open?threshold=2", {"queries": {"a": {}}}, 422),
        ("/match/open?cutoff=-1", {"queries": {"a": {}}}, 422),
        ("/match/open", {"queries": {str(n): {} for n in range(101)}}, 400),
        ("/match/open", {}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    served: TestClient, path: str, body: dict[str, Any], status: int
) -> None:
    answer = served.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code == status
    told = answer.json()
    assert told["what"]
    assert told["what"] in told["detail"]
    assert not told["where"].startswith("--"), "options of the command line are fields here"


def test_what_is_not_json_is_refused(served: TestClient) -> None:
    answer = served.post("/screen", content=b'{"name": "A', headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert "the request is malformed" in answer.json()["what"]
    deep = served.post("/screen", content="[" * 100_000, headers={"content-type": "application/json"})
    assert deep.status_code == 400


def test_a_client_of_yente_is_answered(served: TestClient) -> None:
    queries = {
        "a": {"schema": "Person", "properties": {"name": ["Asad Ahmed Barakat"], "birthDate": "1967"}},
        "b": {"schema": "Company", "properties": {"name": ["MINERA DEL SUR"]}},
        "c": {"schema": "Person", "properties": {}},
    }
    answer = served.post("/match/default?limit=3&algorithm=logic-v2", json={"queries": queries}).json()
    assert answer["limit"] == 3
    first = answer["responses"]["a"]
    assert (first["status"], first["total"]) == (200, {"value": 1, "relation": "eq"})
    (result,) = first["results"]
    assert (result["id"], result["schema"], result["datasets"], result["match"]) == ("l-1", "Person", ["open"], True)
    assert result["caption"] == "Assad Ahmad Barakat"
    assert [r["id"] for r in answer["responses"]["b"]["results"]] == ["l-2"]
    assert answer["responses"]["c"]["status"] == 400
    assert [note.partition(":")[0] for note in answer["notes"]] == ["algorithm"]
    assert [v.partition("@")[0] for v in answer["versions"]] == ["more", "open"]
    assert set(result["features"]) == set(result["explanations"])
    assert {"name", "date year"} <= set(result["features"])
    assert result["explanations"]["date year"]["query"] == "1967"
    assert answer["matcher"]["number"]["coefficient"] > 0
    elsewhere = served.post("/match/more", json={"queries": {"a": queries["a"]}}).json()
    assert elsewhere["responses"]["a"]["results"] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("include_dataset=more", []),
        ("include_dataset=open&exclude_schema=Company", ["l-1"]),
        ("exclude_dataset=open", []),
        ("exclude_schema=Person", []),
        ("exclude_entity_ids=l-1", []),
        ("exclude_entity_ids=l-2", ["l-1"]),
    ],
)
def test_filters_of_yente_are_kept(served: TestClient, asked: str, found: list[str]) -> None:
    queries = {"a": {"schema": "Person", "properties": {"name": ["Asad Ahmed Barakat"], "birthDate": ["1967"]}}}
    answer = served.post(f"/match/default?{asked}", json={"queries": queries}).json()
    assert [result["id"] for result in answer["responses"]["a"]["results"]] == found


def test_the_threshold_of_the_caller_says_what_a_match_is(served: TestClient) -> None:
    queries = {"a": {"schema": "Person", "properties": {"name": ["Asad Ahmed Barakat"], "birthDate": ["1967"]}}}
    answer = served.post("/match/default?threshold=1", json={"queries": queries}).json()["responses"]["a"]
    assert [result["match"] for result in answer["results"]] == [False]
    assert answer["total"]["value"] == 0


#: A namesake born in another year: scored, yet below the threshold of the model.
NAMESAKE = {"a": {"schema": "Person", "properties": {"name": ["Asad Ahmed Barakat"], "birthDate": ["1931"]}}}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", []),
        ("?cutoff=0", [("l-1", False)]),
        ("?cutoff=0&threshold=0", [("l-1", True)]),
        ("?threshold=0", [("l-1", True)]),
        ("?threshold=0&cutoff=0.6", []),
        ("?threshold=1", []),
        ("?cutoff=0&exclude_entity_ids=l-1", []),
    ],
)
def test_a_lower_cutoff_gives_what_is_below_the_threshold(
    served: TestClient, asked: str, found: list[tuple[str, bool]]
) -> None:
    answer = served.post(f"/match/default{asked}", json={"queries": NAMESAKE}).json()
    told = answer["responses"]["a"]
    assert [(result["id"], result["match"]) for result in told["results"]] == found
    assert told["total"]["value"] == sum(match for _, match in found)
    assert answer["notes"] == []


def test_what_is_below_the_threshold_is_no_candidate_on_record(served: TestClient, lists: Desk) -> None:
    served.post("/match/default?cutoff=0", json={"queries": NAMESAKE})
    assert [entry.what["candidates"] for entry in record.entries(lists.node.ledger) if entry.action == "screen"] == [0]


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "[]"},
        {"queries": "{"},
        {"queries": "[" * 100_000},
        {"queries": '{"q": "x"}'},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": {"query": "A Bc", "limit": "x"}}'},
        {"queries": '{"q": {"query": "A Bc", "properties": ["x"]}}'},
        {"queries": '{"q": {"query": "A Bc", "type": "Nothing"}}'},
        {"queries": '{"q": {"query": "\\ud800 Bc"}}'},
        {"queries": json.dumps({str(n): {"query": "A Bc"} for n in range(51)})},
        {"extend": '{"ids": ["l-1"], "properties": ["name"]}'},
        {"extend": '{"ids": 5, "properties": []}'},
        {"extend": json.dumps({"ids": ["l-1"] * 201, "properties": []})},
    ],
    ids=lambda form: str(form)[:50],
)
def test_what_is_no_reconciliation_is_refused_with_the_reason(served: TestClient, form: dict[str, str]) -> None:
    answer = served.post("/reconcile/default", data=form)
    assert answer.status_code == 400
    assert answer.json()["do"]


def test_cells_that_say_nothing_find_nobody_and_do_not_stop_the_others(served: TestClient) -> None:
    asked = {
        "empty": {"query": ""},
        "known": {
            "query": "Asad Ahmed Barakat",
            "type": ["Person"],
            "limit": None,
            "properties": [{"pid": "Person:birthDate", "v": {"id": "x", "name": "1967-03-26"}}],
        },
    }
    answer = served.post("/reconcile/open", data={"queries": json.dumps(asked)}).json()
    assert answer["empty"] == {"result": []}
    assert [item["match"] for item in answer["known"]["result"]] == [True]


def test_openrefine_reconciles_suggests_and_extends(served: TestClient) -> None:
    manifest = served.get("/reconcile/default").json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["suggest"]["entity"]["service_path"] == "/suggest/entity"
    asked = {
        "q0": {
            "query": "Asad Ahmed Barakat",
            "type": "Person",
            "properties": [{"pid": "birthDate", "v": "1967-03-26"}],
        },
        "q1": {"query": "Nobody Special"},
    }
    answer = served.post("/reconcile/default", data={"queries": json.dumps(asked)}).json()
    (found,) = answer["q0"]["result"]
    assert (found["id"], found["type"][0]["id"], found["match"]) == ("l-1", "Person", True)
    assert found["score"] > 90
    assert answer["q1"] == {"result": []}
    extend = {"ids": ["l-1", "none"], "properties": [{"id": "birthDate"}]}
    rows = served.post("/reconcile/default", data={"extend": json.dumps(extend)}).json()["rows"]
    assert rows == {"l-1": {"birthDate": [{"str": "1967-03-26"}]}, "none": {"birthDate": []}}
    suggested = served.get("/reconcile/default/suggest/entity?prefix=Assad Ahmad Barakat").json()
    assert [item["id"] for item in suggested["result"]] == ["l-1"]
    for typed in ("Ass", "barak", "ahm ass", "Asad Ahmed Barakat"):
        suggested = served.get(f"/reconcile/default/suggest/entity?prefix={typed}").json()
        assert [item["id"] for item in suggested["result"]] == ["l-1"], typed
    assert served.get("/reconcile/more/suggest/entity?prefix=Ass").json() == {"result": []}
    assert served.get("/reconcile/default/suggest/entity?prefix=").json() == {"result": []}
    assert served.get("/reconcile/default/suggest/property?prefix=birth").json()["result"]
    assert served.get("/reconcile/default/suggest/type?prefix=Per").json()["result"][0]["id"] == "Person"
    assert served.post("/reconcile/default", data={"queries": "{"}).status_code == 400
    for path in (
        "none",
        "none/suggest/entity?prefix=A",
        "none/suggest/type",
        "none/suggest/property",
        "none/properties",
    ):
        assert served.get(f"/reconcile/{path}").status_code == 404
    assert served.get("/reconcile/default/suggest/entity?prefix=Assad&limit=-1").status_code == 422
    offered = served.get("/reconcile/default/properties?type=Vessel").json()["properties"]
    assert "imoNumber" in [item["id"] for item in offered]
    assert "birthDate" not in [item["id"] for item in offered]


def test_each_screening_is_on_record_before_it_is_answered_and_no_text_is(
    served: TestClient, lists: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    served.post("/screen", json={"name": "Unmistakable Surname", "schema": "Person"})
    assert list(proven(lists, Known(names=("Unmistakable Surname",), schema="Person").queries()))
    said = " ".join([str(entry.what) for entry in record.entries(lists.node.ledger)])
    logged = " ".join([line for line in caplog.text.splitlines() if "httpx" not in line])
    for text in (said, logged, *capfd.readouterr(), served.get("/metrics").text):
        assert "Unmistakable" not in text


def test_what_was_cleared_before_is_told_and_whether_it_still_holds(served: TestClient, lists: Desk) -> None:
    known = {"name": "Asad Ahmed Barakat", "schema": "Person", "born": "1967"}
    properties = {"name": ["Asad Ahmed Barakat"], "birthDate": ["1967"]}
    query = {"schema": "Person", "properties": properties}

    def told() -> list[Any]:
        (screened,) = served.post("/screen", json=known).json()["candidates"]
        answer = served.post("/match/default", json={"queries": {"a": query}}).json()
        (matched,) = answer["responses"]["a"]["results"]
        assert matched["match"], "cleared or not, it is a candidate"
        return [screened["remembered"], matched["remembered"]]

    assert told() == [None, None]
    made = whitelist(lists, opened(lists), [query], "l-1", "seen in person")
    assert [(t["id"], t["holds"], t["why"], t["changed"]) for t in told()] == [
        (made["id"], True, "seen in person", [])
    ] * 2
    known["born"], properties["birthDate"] = "1967-03", ["1967-03"]
    assert [(t["holds"], t["changed"]) for t in told()] == [
        (False, ["+ known birthDate: 1967-03", "- known birthDate: 1967"])
    ] * 2
    lists.memory.withdraw(made["id"], "it was him")
    assert told() == [None, None]


def test_each_suggestion_is_on_record_without_what_was_typed(served: TestClient, lists: Desk) -> None:
    assert served.get("/reconcile/default/suggest/entity?prefix=Baraka").json()["result"]
    (said,) = [entry.what for entry in record.entries(lists.node.ledger) if entry.action == "suggest"]
    assert (said["found"], [v.partition("@")[0] for v in said["versions"]]) == (1, ["more", "open"])
    assert "Baraka" not in json.dumps(said)


def test_a_list_is_swapped_while_it_is_served(served: TestClient, lists: Desk, lines: Lines) -> None:
    question = {"name": "Nadia Farouk Haddad"}
    assert served.post("/screen", json=question).json()["candidates"] == []
    load(lists, lines("open2", "l-3|Person|name|Nadia Farouk Haddad\n"), LoadOptions(as_of="2024", dataset="open"))
    until = time.monotonic() + 30
    while not (answer := served.post("/screen", json=question).json())["candidates"]:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert {v["dataset"]: v["as_of"] for v in answer["versions"]} == {"open": "2024", "more": "2022"}
    ready(served)
    assert served.post("/screen", json={"name": "Assad Ahmad Barakat"}).json()["candidates"] == [], "nothing stale"


def test_each_answer_comes_with_a_receipt_that_becomes_a_proof(served: TestClient, lists: Desk) -> None:
    asked = {"queries": {"q1": {"schema": "Person", "properties": {"name": ["Assad Barakat"]}}}}
    told = [
        served.post("/screen", json={"name": "Asad Ahmed BARAKAT"}).json()["receipt"],
        served.post("/match/default", json=asked).json()["responses"]["q1"]["receipt"],
    ]
    keep_up(lists.node)
    for text in told:
        receipt = Receipt.parse(text.encode())
        found = kept(lists.node, receipt)
        assert found.proof is not None
        assert json.loads(receipt.frame)["frame"]["action"] == "screen"
