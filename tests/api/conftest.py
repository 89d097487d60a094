"""A served node with two small lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contrared.api.app import Serving, application
from contrared.api.asgi import App
from contrared.collect import LoadOptions, load
from contrared.govern import Desk

from ..conftest import LinesReader

TOKEN = "the-token-of-this-run"
OPENREFINE = "http://127.0.0.1:3333"
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-1|Person|birthDate|1967-03-26\nl-2|Company|name|Minera del Sur SA\n"
Lines = Callable[[str, str], Path]


@pytest.fixture
def lists(lines_reader: LinesReader, lines: Lines, desk: Desk) -> Desk:
    load(desk, lines("open", FIRST), LoadOptions(as_of="2021", dataset="open"))
    load(desk, lines("more", "m-9|Person|name|Carlos Quintero Rojas\n"), LoadOptions(as_of="2022", dataset="more"))
    return desk


def serving(desk: Desk, folder: Path) -> Serving:
    """How the node of a desk is served in these tests."""
    return Serving(
        node=str(desk.node.root),
        token=TOKEN,
        hosts=("127.0.0.1", "localhost", "screening.example.org"),
        once=str(folder / "once"),
        purpose="test",
        most=4,
        origins=(OPENREFINE,),
    )


def client_of(app: App) -> TestClient:
    """A client that knows the token."""
    return TestClient(app, base_url="http://127.0.0.1:8600", headers={"authorization": f"Bearer {TOKEN}"})


@pytest.fixture
def served(lists: Desk, tmp_path: Path) -> Iterator[TestClient]:
    """A client that knows the token, and the application behind it."""
    with client_of(application(serving(lists, tmp_path))) as client:
        ready(client)
        yield client


def ready(client: TestClient, *, seconds: float = 30.0) -> None:
    """Wait until every list can be asked."""
    until = time.monotonic() + seconds
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, client.get("/readyz").text
        time.sleep(0.05)
