"""Ledgers of earlier editions are carried over: what was cleared stays cleared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from contrared.govern.fingerprint import fingerprint
from contrared.store import ledger
from contrared.store.ledger import Ledger
from contrared.store.tables import clearances, encounters

QUERIES = [
    {"id": "", "schema": "Person", "properties": {"name": ["Nadia Farouk", "Nadya FARUK"], "birthDate": ["1980"]}}
]
FACTS = {"name": ["Nadia Farouk"], "programId": ["SDGT"]}
WATCHED = {"id": "wat-1", "list": "bank", "label": "Nadia", "queries": QUERIES, "by": "ann", "at": "2026-01-01"}
ENCOUNTER = {
    "id": "enc-1",
    "at": "2026-01-02T08:00:00+00:00",
    "place": "P",
    "country": "co",
    "label": "Nadia",
    "queries": QUERIES,
    "references": [],
    "companions": [],
    "note": "",
    "handling": "TLP:AMBER",
    "by": "ann",
    "recorded_at": "2026-01-02",
}


def hit(subject: str, entity: str, **cleared: str) -> dict[str, Any]:
    about = {"dataset": "list", "version": "1", "score": 0.9, "facts": FACTS}
    empty = {"cleared_by": None, "cleared_at": None, "cleared_why": None}
    return {"subject_id": subject, "entity_id": entity, **about, **empty, **cleared}


def alert(number: int, subject: str, entity: str, state: str, **settled: str) -> dict[str, Any]:
    about = {"kind": "new", "dataset": "list", "version": "1", "score": 0.9, "reasons": [], "changes": []}
    when = {"raised_at": f"2026-01-0{number}", "due_at": "2026-01-09"}
    empty = {"by": None, "at": None, "why": None, "confirmed_by": None, "escalated_at": None}
    row = {"id": f"alr-{number}", "subject_id": subject, "entity_id": entity, **about, **when, "state": state}
    return {**row, **empty, **settled}


@pytest.fixture
def second_edition(tmp_path: Path) -> str:
    """A ledger as migration 0002 left it: two hits cleared, one waiting for a second person, one as found."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(ledger.MIGRATIONS))
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    reflected = sa.MetaData()
    reflected.reflect(engine)
    said = {"cleared_by": "ann", "cleared_at": "2026-01-03", "cleared_why": "another person"}
    asked = {"by": "ann", "at": "2026-01-04", "why": "too young"}
    rows = {
        "watched": [WATCHED],
        "encounters": [ENCOUNTER],
        "hits": [
            hit("wat-1", "l-1", **said),
            hit("enc-1", "l-1", **said),
            hit("wat-1", "l-2"),
            hit("wat-1", "l-3"),
        ],
        "alerts": [
            alert(1, "wat-1", "l-1", "dismissed", by="ann", at="2026-01-03", why="another person", confirmed_by="bob"),
            alert(2, "wat-1", "l-2", "pending", **asked),
            alert(3, "wat-1", "l-3", "open"),
        ],
    }
    with engine.begin() as connection:
        for name, items in rows.items():
            connection.execute(sa.insert(reflected.tables[name]), items)
    engine.dispose()
    return url


def test_what_was_cleared_before_is_cleared_after(second_edition: str) -> None:
    opened = Ledger(second_edition).open()
    with opened.reading() as connection:
        rows = [row._mapping for row in connection.execute(sa.select(clearances).order_by(clearances.c.entity_id))]
        routes = connection.execute(sa.select(encounters.c.route)).scalars().all()
    opened.close()
    assert [(r["entity_id"], r["alert_id"], r["by"], r["why"], r["confirmed_by"]) for r in rows] == [
        ("l-1", "alr-1", "ann", "another person", "bob"),
        ("l-1", None, "ann", "another person", "ann"),
        ("l-2", "alr-2", "ann", "too young", None),
    ]
    assert {row["fingerprint"] for row in rows} == {fingerprint(QUERIES)}
    assert all(row["facts"] == FACTS and row["queries"] == QUERIES for row in rows)
    assert routes == [""]
