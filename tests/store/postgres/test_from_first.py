"""A ledger of the first editions, with data in it, is carried over in PostgreSQL as it is in SQLite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from contrared.store import ledger
from contrared.store.ledger import HEAD, Ledger
from contrared.store.tables import access_log, canonical, clearances, ledger_node, users
from tests.store.postgres.server import Server
from tests.store.test_migrations import ENCOUNTER, WATCHED, alert, hit

FIRST = {
    "users": [
        {"id": "ann", "name": "Ann", "role": "owner", "agency": "", "country": "", "created_at": "2026-01-01"},
    ],
    "access_log": [
        {
            "at": f"2026-01-0{day}T08:00:00+00:00",
            "user_id": "ann",
            "purpose": "p",
            "case_id": "",
            "action": "read",
            "what": {"day": day},
        }
        for day in (1, 2)
    ],
    "canonical": [{"entity_id": "l-1", "canonical_id": "c-1"}, {"entity_id": "l-2", "canonical_id": "c-1"}],
}
SECOND = {
    "watched": [WATCHED],
    "encounters": [ENCOUNTER],
    "hits": [hit("wat-1", "l-1", cleared_by="ann", cleared_at="2026-01-03", cleared_why="another person")],
    "alerts": [alert(1, "wat-1", "l-1", "dismissed", by="ann", at="2026-01-03", why="another person")],
}


def test_every_migration_carries_over_what_is_there(server: Server) -> None:
    opened = Ledger(server.empty())
    config = Config()
    config.set_main_option("script_location", str(ledger.MIGRATIONS))
    for revision, rows in (("0001", FIRST), ("0002", SECOND)):
        with opened.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            reflected = sa.MetaData()
            reflected.reflect(connection)
            for name, items in rows.items():
                connection.execute(sa.insert(reflected.tables[name]), items)
    opened.open()
    opened.belongs("node-1")
    with opened.reading() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        lines = connection.execute(sa.select(access_log).order_by(access_log.c.seq)).all()
        cleared = connection.execute(sa.select(clearances.c.entity_id, clearances.c.why)).all()
        same = connection.execute(sa.select(canonical.c.entity_id).order_by(canonical.c.entity_id)).scalars().all()
        names = connection.execute(sa.select(users.c.name)).scalars().all()
        owner = connection.execute(sa.select(ledger_node.c.node_id)).scalars().all()
    opened.close()
    assert [(line.what, line.place, len(line.leaf)) for line in lines] == [
        ({"day": 1}, None, 32),
        ({"day": 2}, None, 32),
    ]
    assert cleared == [("l-1", "another person")]
    assert (same, names, owner) == (["l-1", "l-2"], ["Ann"], ["node-1"])
