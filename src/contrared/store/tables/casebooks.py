"""Cases that people work on: who leads them, everything that was done in them, and who is told of whom."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text, UniqueConstraint

from contrared.store.tables.base import metadata

casebooks = Table(
    "casebooks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("lead", String(64), nullable=False),
    Column("contact", Text, nullable=False),
    Column("openness", String(10), nullable=False),
    Column("opened_by", String(64), nullable=False),
    Column("opened_at", String(40), nullable=False),
    Column("closed_at", String(40), nullable=True),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(20), nullable=False, index=True),
    Column("target", Text, nullable=False, index=True),
    Column("body", JSON, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    UniqueConstraint("case_id", "number", name="uq_case_events_number"),
)

case_notices = Table(
    "case_notices",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("entity_id", Text, nullable=False),
    Column("level", String(10), nullable=False),
    Column("told", JSON, nullable=False),
    Column("at", String(40), nullable=False),
    Column("seen_by", String(64), nullable=True),
    Column("seen_at", String(40), nullable=True),
)
