"""What is left undone leaves nothing: no gap in the record, no half of an act, whoever went away and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from contrared.govern import record
from contrared.govern.founding import found
from contrared.govern.verify import verify
from contrared.model import NodeError
from contrared.store import Node
from contrared.store.tables import users
from tests.store.postgres.server import Server

USER = {"id": "ana", "name": "Ana", "role": "analyst", "agency": "", "country": "", "created_at": "2026"}


@pytest.fixture
def node(server: Server, tmp_path: Path) -> Iterator[Node]:
    made = found(tmp_path / "node", unencrypted="a test", ledger=server.migrated())
    yield made
    made.close()


def act(connection: Connection) -> None:
    """Somebody comes, and that is on record."""
    connection.execute(insert(users).values(**USER))
    record.note(connection, user="owner", purpose="a test", case="", action="come", what={"who": "ana"})


def left(node: Node) -> tuple[list[str], list[str], list[int]]:
    """Users, acts and numbers of lines that a ledger holds."""
    with node.ledger.reading() as connection:
        people = connection.execute(select(users.c.id).order_by(users.c.id)).scalars().all()
    lines = list(record.entries(node.ledger))
    return list(people), [line.action for line in lines], [line.seq for line in lines]


def end(server: Server, connection: Connection) -> None:
    """End the server's side of a connection, as a server that is stopped does."""
    process = connection.execute(text("SELECT pg_backend_pid()")).scalar()
    assert server.run(f"SELECT pg_terminate_backend({process}, 5000)")[0][0]


def within(node: Node, *steps: Callable[[Connection], None]) -> None:
    """One transaction of these steps."""
    with node.ledger.begin() as connection:
        for step in steps:
            step(connection)


def fail(_connection: Connection) -> None:
    raise ZeroDivisionError


def test_what_was_undone_leaves_no_gap(node: Node) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            within(node, act, fail)
    within(node, act)
    assert left(node) == (["ana", "owner"], ["init", "come"], [1, 2])
    assert verify(node).ok


@pytest.mark.parametrize("acts", [0, 1], ids=["in mid-transaction", "just before it is committed"])
def test_a_server_gone_leaves_nothing(server: Server, node: Node, acts: int) -> None:
    steps = [act] * acts + [partial(end, server)] + [act] * (1 - acts)
    with pytest.raises(NodeError, match="went away before it said"):
        within(node, *steps)
    assert left(node) == (["owner"], ["init"], [1])
    within(node, act)
    assert left(node) == (["ana", "owner"], ["init", "come"], [1, 2])
    assert verify(node).ok


def test_a_server_gone_while_one_reads_is_told(server: Server, node: Node) -> None:
    def read() -> None:
        with node.ledger.reading() as connection:
            end(server, connection)
            connection.execute(select(users.c.id))

    with pytest.raises(NodeError, match="went away"):
        read()
    assert left(node)[0] == ["owner"]
