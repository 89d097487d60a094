"""Tests that run over both ledgers, SQLite and PostgreSQL: what was written for one is held against the other.

Each node a test makes then has a database of its own on a real server. What is in the cut rests on order, on one writer
at a time, or on what survives a kill; the rest of the suite never asks which ledger it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contrared.store import Node
from tests.store.postgres.server import Server

CUT = (
    "tests.govern.accounts.test_login",
    "tests.govern.accounts.test_sessions",
    "tests.govern.approvals.test_bound",
    "tests.govern.approvals.test_standing",
    "tests.govern.approvals.test_states",
    "tests.govern.log.test_sequencer",
    "tests.govern.rights.test_corrections",
    "tests.govern.rights.test_holds",
    "tests.govern.test_group",
    "tests.govern.test_memory",
    "tests.share.exchange.test_durable",
    "tests.share.exchange.test_order",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__ in CUT:
        metafunc.parametrize("kind_of_ledger", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = Server.start()
    yield found
    found.stop()


@pytest.fixture(scope="session", autouse=True)
def kind_of_ledger(request: pytest.FixtureRequest) -> Iterator[str]:
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    server: Server = request.getfixturevalue("server")
    plain = Node.init.__func__  # type: ignore[attr-defined]

    def over(cls: type[Node], root: Path, name: str | None = None, **told: Any) -> Node:
        return plain(cls, root, name, **{"ledger": server.migrated(), **told})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Node, "init", classmethod(over))
        yield kind
