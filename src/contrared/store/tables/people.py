"""Who there is on a node, and who is protected."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from contrared.store.tables.base import metadata

users = Table(
    "users",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("agency", Text, nullable=False, default=""),
    Column("country", String(2), nullable=False, default=""),
    Column("created_at", String(40), nullable=False),
    Column("force", String(16), nullable=False, server_default=""),
    Column("locked_at", String(40), nullable=True),
    Column("locked_why", Text, nullable=True),
)

protection = Table(
    "protection",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entity_id", Text, nullable=False, index=True),
    Column("mark", String(20), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("lifted_by", String(64), nullable=True),
    Column("lifted_at", String(40), nullable=True),
    Column("lifted_why", Text, nullable=True),
    Column("fled", String(2), nullable=False, server_default=""),
)
