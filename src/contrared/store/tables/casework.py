"""Cases, the claims of their briefs, findings kept for them, and what other rooms must hear."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from contrared.store.tables.base import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("file", JSON, nullable=False),
    Column("opened_at", String(40), nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("statements", JSON, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("statements", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("topic", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("taken_at", String(40), nullable=True),
)
