"""Who is let in: host, token, origin, size, and how many at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from contrared.api import guard as guarding
from contrared.api.asgi import App, Message, Scope
from contrared.api.guard import MOST_BYTES, Guard, Rules

from .conftest import OPENREFINE, TOKEN

QUESTION = {"name": "Asad Barakat"}


def test_another_host_is_refused(served: TestClient) -> None:
    for path in ("/healthz", "/versions"):
        answer = served.get(path, headers={"host": "evil.example"})
        assert answer.status_code == 421
        assert "--allow-host" in answer.json()["do"]


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}"])
def test_without_the_token_nothing_is_told(served: TestClient, said: str) -> None:
    for call in (
        served.get("/versions", headers={"authorization": said}),
        served.get("/docs", headers={"authorization": said}),
    ):
        assert call.status_code == 401
    assert served.get("/healthz", headers={"authorization": said}).status_code == 200


def test_the_address_is_opened_once(served: TestClient) -> None:
    bare = TestClient(served.app, base_url="http://127.0.0.1:8600", follow_redirects=False)
    assert bare.get("/enter?token=wrong").status_code == 401
    entered = bare.get(f"/enter?token={TOKEN}")
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert bare.get("/versions").status_code == 200, "the cookie is enough"
    assert bare.get(f"/enter?token={TOKEN}").status_code == 401, "a second time it is not"
    assert bare.get(f"/versions?token={TOKEN}", headers={"cookie": ""}).status_code == 401, "no token in addresses"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8600", 200),
        ("https://evil.example", 403),
        ("http://127.0.0.1:3000", 403),
        ("http://localhost:8600", 403),
        ("https://screening.example.org", 200),
        (OPENREFINE, 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_our_own_pages_may_ask(served: TestClient, origin: str, status: int) -> None:
    answer = served.post("/screen", json=QUESTION, headers={"origin": origin})
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


def test_pages_of_an_allowed_site_may_reconcile_and_nothing_else(served: TestClient) -> None:
    asking = {"origin": OPENREFINE}
    manifest = served.get(f"/reconcile/default?token={TOKEN}", headers={**asking, "authorization": ""})
    assert manifest.status_code == 200
    assert manifest.headers["access-control-allow-origin"] == OPENREFINE
    assert manifest.headers["vary"] == "origin"
    assert served.options(f"/reconcile/default?token={TOKEN}", headers=asking).status_code == 204
    assert served.post("/reconcile/default", data={"queries": "{}"}, headers=asking).status_code == 200
    other = served.get("/reconcile/default", headers={"origin": "http://127.0.0.1:4444"})
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-origin" not in served.get("/versions", headers=asking).headers
    refused = served.get("/reconcile/default", headers={**asking, "authorization": ""})
    assert refused.status_code == 401, "a token is needed all the same"


def test_jsonp_is_refused(served: TestClient) -> None:
    for path in ("/versions?callback=steal", "/reconcile/default?callback=steal"):
        assert served.get(path).status_code == 400


def test_nothing_is_kept_framed_or_loaded_from_elsewhere(served: TestClient) -> None:
    for path in ("/versions", "/docs", "/nowhere", "/healthz"):
        told = served.get(path).headers
        assert told["cache-control"] == "no-store"
        assert told["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in told["content-security-policy"]


def test_too_much_is_refused(served: TestClient) -> None:
    assert served.post("/screen", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert served.post("/screen", content=(b"x" * 1000 for _ in range(2000))).status_code == 413
    assert 'refused_total{status="413"} 2' in served.get("/metrics").text


def alone(app: App, tmp_path: Path, *, most: int = 2) -> Guard:
    return Guard(app, Rules(TOKEN, frozenset({"localhost"}), tmp_path / "once", most=most), Counter())


async def ask(guard: Guard, *, body: Any = None) -> int | None:
    """Ask a guard for ``/x``; the status of its answer, None where it gave none."""
    headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": headers}
    told: list[Message] = []

    async def receive() -> Message:
        if body is not None:
            return dict(await body())
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await guard(scope, receive, send)
    return int(told[0]["status"]) if told else None


async def well(scope: Scope, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_full_house_says_so(tmp_path: Path) -> None:
    async def run() -> list[int | None]:
        held = asyncio.Event()

        async def slow(scope: Scope, receive: Any, send: Any) -> None:
            await held.wait()
            await well(scope, receive, send)

        guard = alone(slow, tmp_path)
        waiting = [asyncio.create_task(ask(guard)) for _ in range(2)]
        await asyncio.sleep(0)
        third = await ask(guard)
        held.set()
        return [third, *(await asyncio.gather(*waiting)), await ask(guard)]

    assert asyncio.run(run()) == [503, 200, 200, 200]


def test_a_house_is_full_while_bodies_are_still_on_their_way(tmp_path: Path) -> None:
    async def run() -> list[int]:
        come = asyncio.Event()

        async def body() -> Message:
            await come.wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        guard = alone(well, tmp_path)
        waiting = [asyncio.create_task(ask(guard, body=body)) for _ in range(5)]
        await asyncio.sleep(0)
        come.set()
        return sorted(status or 0 for status in await asyncio.gather(*waiting))

    assert asyncio.run(run()) == [200, 200, 503, 503, 503]


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "BODY_SECONDS", 0.01)

    async def never() -> Message:
        await asyncio.Event().wait()
        return {}

    assert asyncio.run(ask(alone(well, tmp_path), body=never)) == 408


def test_half_a_request_is_not_worked_on(tmp_path: Path) -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def unwanted(scope: Scope, receive: Any, send: Any) -> None:
        raise AssertionError

    assert asyncio.run(ask(alone(unwanted, tmp_path), body=gone)) is None


def test_a_failure_is_told_without_its_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def failing(scope: Scope, receive: Any, send: Any) -> None:
        raise ValueError("Unmistakable Surname")

    assert asyncio.run(ask(alone(failing, tmp_path))) == 500
    assert "ValueError while answering GET" in caplog.text
    assert "test_guard.py" in caplog.text
    assert "Unmistakable" not in caplog.text
