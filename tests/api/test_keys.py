"""Service keys at the service: their scope, their desk, their end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contrared.api.app import application
from contrared.api.guard import OPEN
from contrared.api.scopes import scope_of
from contrared.govern import Desk, record
from contrared.govern.accounts import keyring
from contrared.govern.accounts.key_form import new_secret
from contrared.govern.accounts.service_keys import SCOPES, ServiceKeys
from contrared.govern.users import Users

from .conftest import TOKEN, client_of, serving
from .conftest import ready as until_ready

QUESTION = {"name": "Asad Barakat"}


@pytest.fixture
def keys(lists: Desk) -> ServiceKeys:
    return ServiceKeys(lists)


def bearing(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def served(lists: Desk, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(
        application(serving(lists, tmp_path)), base_url="http://127.0.0.1:8600", client=("10.1.2.3", 1)
    ) as client:
        until_ready(client)
        yield client


def test_every_route_has_a_scope_that_there_is(served: TestClient) -> None:
    paths = {*served.get("/openapi.json", headers=bearing(TOKEN)).json()["paths"], "/docs", "/openapi.json"}
    assert len(paths) > 8
    for path in paths - OPEN:
        assert scope_of(path) in ("", *SCOPES), f"say in api/scopes.py which scope {path} has"


@pytest.mark.parametrize("path", ["/enter", "/", "/screenings", "//screen", "/healthz/x"])
def test_what_no_key_may_ask(served: TestClient, keys: ServiceKeys, path: str) -> None:
    _, secret = keys.add("owner", SCOPES, 90, "everything there is")
    answer = served.get(path, headers=bearing(secret))
    assert answer.status_code == 403
    assert "no service key" in answer.json()["what"]


def test_a_key_asks_what_it_is_for(served: TestClient, keys: ServiceKeys) -> None:
    _, secret = keys.add("owner", ["screen"], 90, "counter", ["10.0.0.0/8"])
    answer = served.post("/screen", json=QUESTION, headers=bearing(secret))
    assert answer.status_code == 200
    assert answer.json()["candidates"]
    for path in ("/versions", "/metrics", "/entities/l-1", "/reconcile/default"):
        assert served.get(path, headers=bearing(secret)).status_code == 403, path
    assert served.get("/openapi.json", headers=bearing(secret)).status_code == 200
    other = served.post("/screen", json=QUESTION, headers={**bearing(secret), "origin": "https://evil.example"})
    assert other.status_code == 403


def test_what_a_key_asks_is_on_record_as_its_own(served: TestClient, keys: ServiceKeys, lists: Desk) -> None:
    Users(lists).add("counter", "Counter 4", "owner")
    key, secret = keys.add("counter", ["screen", "reconcile"], 90, "counter of the bank")
    assert served.post("/screen", json=QUESTION, headers=bearing(secret)).status_code == 200
    assert served.get(f"/reconcile/default?token={secret}").status_code == 200
    told = [(e.user, e.purpose, e.action) for e in record.newest(lists.node.ledger, 3)]
    assert told[-1] == ("counter", "counter of the bank", "screen")
    other, second = keys.add("counter", ["screen"], 90, "counter of the bank")
    assert served.post("/screen", json=QUESTION, headers=bearing(second)).status_code == 200
    assert client_of(served.app).post("/screen", json=QUESTION).status_code == 200
    named = [e.what.get("key") for e in record.entries(lists.node.ledger) if e.action == "screen"]
    assert named == [key.id, other.id, None], "each line names the key, also where keys share a seat"
    entered = [e.what for e in record.entries(lists.node.ledger) if e.user == "counter" and e.action == "enter"]
    assert entered == [{"key": key.id}]
    client = client_of(served.app)
    metrics = client.get("/metrics").text
    assert "contrared_screenings_total 3" in metrics, "counted for the process, whoever asked"


@pytest.mark.parametrize("network", ["11.0.0.0/8", "127.0.0.0/8"])
def test_a_key_from_elsewhere(served: TestClient, keys: ServiceKeys, network: str) -> None:
    _, secret = keys.add("owner", ["screen"], 90, "counter", [network])
    headers = {**bearing(secret), "x-forwarded-for": "127.0.0.1, 11.0.0.1"}
    answer = served.post("/screen", json=QUESTION, headers=headers)
    assert (answer.status_code, answer.json()["what"]) == (403, "this key may not be shown from here")


def test_a_revoked_key(served: TestClient, keys: ServiceKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "BELIEVED", 0.0)
    key, secret = keys.add("owner", ["screen"], 90, "counter")
    assert served.post("/screen", json=QUESTION, headers=bearing(secret)).status_code == 200
    keys.revoke(key.id, "lost")
    assert served.post("/screen", json=QUESTION, headers=bearing(secret)).status_code == 401


def test_guessers_wait(served: TestClient, keys: ServiceKeys) -> None:
    statuses = [served.get("/versions", headers=bearing(new_secret())).status_code for _ in range(22)]
    assert statuses == [401] * 20 + [429] * 2
    answer = served.get("/versions", headers=bearing(new_secret()))
    assert answer.headers["retry-after"] == "60"
    client = client_of(served.app)
    assert client.get("/versions").status_code == 200, "the token of the run is no key"


def test_a_service_that_is_locked_has_no_seat(served: TestClient, keys: ServiceKeys, lists: Desk) -> None:
    Users(lists).add("counter", "Counter 4", "owner")
    _, secret = keys.add("counter", ["read"], 90, "counter of the bank")
    Users(lists).lock("counter", "closed")
    assert served.get("/versions", headers=bearing(secret)).status_code == 401
    Users(lists).unlock("counter", "open again")
    assert [a["dataset"] for a in served.get("/versions", headers=bearing(secret)).json()] == ["more", "open"]
