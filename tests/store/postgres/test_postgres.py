"""A ledger in PostgreSQL: who is let in, what is refused, and what is left when the server goes away."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from contrared.model import InputError, NodeError
from contrared.store import Node, postgres
from contrared.store.ledger import Ledger
from contrared.store.tables import users
from tests.store.postgres.server import Server

USER = {"id": "ana", "name": "Ana", "role": "analyst", "agency": "", "country": "", "created_at": "2026"}


@pytest.fixture
def node(server: Server, tmp_path: Path) -> Any:
    made = Node.init(tmp_path / "node", unencrypted="a test", ledger=server.migrated())
    yield made
    made.close()


def test_a_new_database_gets_every_table_and_lacks_none(server: Server) -> None:
    ledger = Ledger(server.empty()).open(create=True)
    assert ledger.problems() == []
    with ledger.begin() as connection:
        connection.execute(text("DROP TABLE hits"))
        connection.execute(text("ALTER TABLE alerts DROP COLUMN why"))
    assert ledger.problems() == ["the table hits is missing", "the column why of alerts is missing"]
    ledger.close()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'", "as LATIN1"),
    ],
)
def test_a_database_with_another_order_is_refused(server: Server, how: str, said: str) -> None:
    ledger = Ledger(server.empty(how))
    with pytest.raises(NodeError, match=said):
        ledger.open(create=True)
    ledger.close()


def test_a_node_takes_no_other_nodes_ledger(server: Server, tmp_path: Path, node: Node) -> None:
    with pytest.raises(NodeError, match=f"another node, {node.settings.node.id}"):
        Node.init(tmp_path / "second", unencrypted="a test", ledger=node.ledger.url)
    assert not (tmp_path / "second").exists()
    third = Node.init(tmp_path / "third", unencrypted="a test", ledger=server.migrated())
    third.close()
    settings = tmp_path / "third" / "node.toml"
    settings.write_text(settings.read_text().replace(third.ledger.url, node.ledger.url))
    with pytest.raises(NodeError, match="another node"):
        Node.open(tmp_path / "third")


def test_without_its_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(postgres, "find_spec", lambda name: None if name == "pg8000" else real(name))
    with pytest.raises(NodeError, match="not installed"):
        Ledger("postgresql://host/x")


@pytest.mark.parametrize("url", ["mysql://host/x", "nonsense"])
def test_what_is_no_ledger_is_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"ledger|URL"):
        Ledger(url)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    ledger = Ledger(f"postgresql://someone@/x?unix_sock={tmp_path / 'none'}")
    with pytest.raises(NodeError, match="cannot be reached"):
        ledger.open()
    ledger.close()


def test_writers_come_one_after_another_and_readers_never_wait(node: Node) -> None:
    """Each looks at the highest number and writes the next one: two that looked at once would write the same."""

    def write() -> None:
        for _ in range(5):
            with node.ledger.begin() as connection:
                highest = connection.execute(text("SELECT max(totp_step) FROM accounts")).scalar() or 0
                connection.execute(
                    text("INSERT INTO accounts VALUES (:who, '', '', NULL, :step)"),
                    {"who": f"u{highest}", "step": highest + 1},
                )

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with node.ledger.begin(), node.ledger.reading() as connection:
        assert connection.execute(text("SELECT max(totp_step), count(*) FROM accounts")).one() == (20, 20)


def test_who_waits_too_long_is_told(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "WAIT", "50ms")
    second = Ledger(node.ledger.url)
    with node.ledger.begin(), pytest.raises(NodeError, match="somebody else is writing"), second.begin():
        pass
    second.close()


def test_what_a_ledger_holds_is_in_the_order_of_bytes(node: Node) -> None:
    with node.ledger.begin() as connection:
        connection.execute(insert(users), [{**USER, "id": name} for name in ("b", "B", "ä", "a")])
    with node.ledger.reading() as connection:
        rows = connection.execute(select(users.c.id).where(users.c.id != "owner").order_by(users.c.id)).scalars().all()
    assert rows == ["B", "a", "b", "ä"]
