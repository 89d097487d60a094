"""Who is let in: host, token, origin, size, and how many at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from contrared.api.guard import MOST_BYTES, Guard, Message, Rules, Scope

from .conftest import TOKEN

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


def test_other_sites_are_refused(served: TestClient) -> None:
    evil = {"origin": "https://evil.example"}
    assert served.post("/screen", json=QUESTION, headers=evil).status_code == 403
    answer = served.post("/screen", json=QUESTION, headers={"origin": "http://127.0.0.1:8600"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert served.get("/versions?callback=steal").status_code == 400


def test_too_much_is_refused(served: TestClient) -> None:
    assert served.post("/screen", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert served.post("/screen", content=(b"x" * 1000 for _ in range(2000))).status_code == 413
    assert 'refused_total{status="413"} 2' in served.get("/metrics").text


def test_a_full_house_says_so(tmp_path: Path) -> None:
    held = asyncio.Event()

    async def slow(scope: Scope, receive: Any, send: Any) -> None:
        await held.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(slow, Rules(TOKEN, frozenset({"localhost"}), tmp_path / "once", most=2), Counter())
    headers = [(b"host", b"localhost"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": headers}

    async def ask() -> int:
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        await guard(dict(scope), receive, send)
        return int(told[0]["status"])

    async def run() -> list[int]:
        waiting = [asyncio.create_task(ask()) for _ in range(2)]
        await asyncio.sleep(0.01)
        third = await ask()
        held.set()
        return [third, *(await asyncio.gather(*waiting)), await ask()]

    assert asyncio.run(run()) == [503, 200, 200, 200]
