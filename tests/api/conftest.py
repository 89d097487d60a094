"""A served node with two small lists."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contrared.api.app import Serving, application
from contrared.api.asgi import App
from contrared.collect import LoadOptions, load, registry
from contrared.govern import Desk, enter
from contrared.store import Node

from ..conftest import LinesReader

TOKEN = "the-token-of-this-run"
OPENREFINE = "http://127.0.0.1:3333"
FIRST = "l-1|Person|name|Assad Ahmad Barakat\nl-1|Person|birthDate|1967-03-26\nl-2|Company|name|Minera del Sur SA\n"
SECOND = "m-9|Person|name|Carlos Quintero Rojas\n"
Lines = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with the lists, to be copied for each test."""
    folder = tmp_path_factory.mktemp("served")
    reader = LinesReader()
    node = Node.init(folder / "node", unencrypted="a test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "known_readers", lambda: {reader.name: reader})
        desk = enter(node, purpose="test")
        for name, content, as_of in (("open", FIRST, "2021"), ("more", SECOND, "2022")):
            path = folder / f"{name}.lines"
            path.write_text(content, encoding="utf-8")
            load(desk, path, LoadOptions(as_of=as_of, dataset=name))
    node.close()
    return folder / "node"


@pytest.fixture
def lists(loaded: Path, lines_reader: LinesReader, tmp_path: Path) -> Iterator[Desk]:
    node = Node.open(Path(shutil.copytree(loaded, tmp_path / "node")))
    yield enter(node, purpose="test")
    node.close()


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
