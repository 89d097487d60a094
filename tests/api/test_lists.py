"""Lists while they are served: before they are open, when they change, when something is wrong."""

from __future__ import annotations

import fcntl
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from contrared.api import service as serves
from contrared.api.app import application, settle
from contrared.collect import LoadOptions, load
from contrared.govern import Desk, record
from contrared.match.segments import FOLDER
from contrared.model import NodeError

from .conftest import client_of, ready, serving

Lines = Callable[[str, str], Path]
QUESTION = {"name": "Nadia Farouk Haddad"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serves, "LOOK_EVERY", 0.05)


def until(told: Callable[[], bool], *, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end
        time.sleep(0.02)


def add_haddad(lists: Desk, lines: Lines) -> None:
    load(lists, lines("open2", "l-3|Person|name|Nadia Farouk Haddad\n"), LoadOptions(as_of="2024", dataset="open"))


def test_nobody_is_answered_before_the_lists_are_open(
    lists: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    opened = serves.opened

    def slowly(desk: Desk) -> Any:
        go.wait(30)
        return opened(desk)

    monkeypatch.setattr(serves, "opened", slowly)
    with client_of(application(serving(lists, tmp_path))) as client:
        try:
            assert client.get("/healthz").status_code == 200
            assert client.get("/readyz").status_code == 503
            assert "contrared_ready 0" in client.get("/metrics").text
            for answer in (
                client.post("/screen", json=QUESTION),
                client.post("/match/open", json={"queries": {"a": {}}}),
                client.get("/reconcile/open"),
                client.get("/versions"),
            ):
                assert answer.status_code == 503
                assert answer.headers["retry-after"]
                assert "being opened" in answer.json()["what"]
        finally:
            go.set()
        ready(client)
        assert client.post("/screen", json=QUESTION).status_code == 200


def test_answers_say_when_a_newer_list_cannot_be_asked_yet(served: TestClient, lists: Desk, lines: Lines) -> None:
    with (lists.node.root / FOLDER / ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # somebody else is building
        add_haddad(lists, lines)
        until(lambda: "another process" in served.get("/readyz").text)
        answer = served.post("/screen", json=QUESTION).json()
        assert answer["candidates"] == []
        (missing,) = answer["missing"]
        assert missing["where"] == "open"
        assert "was asked" in missing["what"]
        assert {v["dataset"]: v["as_of"] for v in answer["versions"]} == {"open": "2021", "more": "2022"}
        queries = {"a": {"schema": "Person", "properties": {"name": [QUESTION["name"]]}}}
        assert set(served.post("/match/default", json={"queries": queries}).json()["missing"]) == {"open"}
        assert "contrared_lists_late 1" in served.get("/metrics").text
        assert served.get("/readyz").status_code == 200, "the older one still answers, and says so"
    until(lambda: bool(served.post("/screen", json=QUESTION).json()["candidates"]))
    assert served.post("/screen", json=QUESTION).json()["missing"] == []


def test_lists_are_asked_as_they_were_by_a_date(served: TestClient, lists: Desk, lines: Lines) -> None:
    add_haddad(lists, lines)
    until(lambda: bool(served.post("/screen", json=QUESTION).json()["candidates"]))
    then = served.post("/screen", json={**QUESTION, "as_of": "2021-12"}).json()
    assert then["candidates"] == []
    assert {v["dataset"]: v["as_of"] for v in then["versions"]} == {"open": "2021"}
    assert [v["dataset"] for v in served.get("/versions", params={"as_of": "2021"}).json()] == ["open"]
    assert served.get("/entities/m-9").status_code == 200
    assert served.get("/entities/m-9", params={"as_of": "2021"}).status_code == 404, "not listed yet"
    assert served.get("/entities/l-1", params={"as_of": "2021"}).status_code == 200
    assert served.post("/screen", json=QUESTION).json()["candidates"], "now is now again"
    acts = [(entry.action, entry.what.get("as_of")) for entry in record.entries(lists.node.ledger)]
    assert ("enter", "2021-12") in acts
    assert ("entity", "2021") in acts


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2021-13", "is no date"), ("yesterday", "is no date"), ("1999", "nothing is held"), ("2999", "future")],
)
def test_a_date_that_cannot_be_asked_by(served: TestClient, as_of: str, said: str) -> None:
    for answer in (
        served.post("/screen", json={**QUESTION, "as_of": as_of}),
        served.get("/versions", params={"as_of": as_of}),
    ):
        assert answer.status_code == 400
        assert said in answer.json()["what"]
    assert served.post("/screen", json=QUESTION).status_code == 200


def test_no_answer_mixes_an_old_list_with_a_new_one(served: TestClient, lists: Desk, lines: Lines) -> None:
    seen: list[tuple[str, bool]] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            response = served.post("/screen", json=QUESTION)
            if response.status_code == 503:
                continue  # a machine at its limit may refuse; a refusal mixes nothing
            answer = response.json()
            version = next(v["as_of"] for v in answer["versions"] if v["dataset"] == "open")
            seen.append((version, bool(answer["candidates"])))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        until(lambda: len(seen) > 5)
        add_haddad(lists, lines)
        until(lambda: seen[-1] == ("2024", True), seconds=120.0)
    finally:
        ended.set()
        asking.join()
    assert set(seen) == {("2021", False), ("2024", True)}


def test_a_look_that_fails_is_told_and_the_next_may_succeed(
    served: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:

        def failing(desk: Desk) -> Any:
            raise RuntimeError("Unmistakable")

        broken.setattr(serves, "segments", failing)
        until(lambda: served.get("/readyz").status_code == 503)
        assert "RuntimeError" in served.get("/readyz").json()["what"]
        assert "Unmistakable" not in caplog.text
        assert served.post("/screen", json=QUESTION).status_code == 200
    ready(served)


def test_no_answer_leaves_without_its_line_on_record(served: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    service: serves.Service = served.app._app.state.service  # type: ignore[union-attr]

    @contextmanager
    def full() -> Iterator[Any]:
        raise NodeError("the disk is full", do="free some space")
        yield

    with monkeypatch.context() as broken:
        broken.setattr(service.desk.node.ledger, "begin", full)
        answer = served.post("/screen", json={"name": "Assad Ahmad Barakat"})
        assert answer.status_code == 503
        assert "candidates" not in answer.json()
        assert served.get("/entities/l-1").status_code == 503
    assert served.post("/screen", json={"name": "Assad Ahmad Barakat"}).json()["candidates"]


def test_a_long_question_is_answered_as_a_short_one(served: TestClient) -> None:
    aliases = [f"Nobody Number{n} Special" for n in range(20)]
    assert sum(map(len, aliases)) > serves.LONG
    answer = served.post("/screen", json={"name": "Assad Ahmad Barakat", "alias": aliases}).json()
    assert [c["entity_id"] for c in answer["candidates"]] == ["l-1"]


def test_open_lists_are_kept_out_of_the_search_for_garbage(lists: Desk, lines: Lines, tmp_path: Path) -> None:
    swaps: list[int] = []

    def swapped() -> None:
        settle()
        swaps.append(gc.get_freeze_count())

    try:
        with client_of(application(serving(lists, tmp_path), swapped)) as client:
            ready(client)
            until(lambda: len(swaps) == 1)
            add_haddad(lists, lines)
            until(lambda: len(swaps) == 2)
        assert min(swaps) > 0
    finally:
        gc.unfreeze()
