"""Who is watched, whom the node met, hits, alerts and clearances."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, String, Table, Text

from contrared.store.tables.base import metadata

watched = Table(
    "watched",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("list", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("removed_by", String(64), nullable=True),
    Column("removed_at", String(40), nullable=True),
    Column("removed_why", Text, nullable=True),
    Column("confirmed_by", String(64), nullable=True),
)

encounters = Table(
    "encounters",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("place", Text, nullable=False),
    Column("country", String(2), nullable=False),
    Column("label", Text, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("references", JSON, nullable=False),
    Column("companions", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("handling", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("recorded_at", String(40), nullable=False),
    Column("route", Text, nullable=False, server_default=""),
)

hits = Table(
    "hits",
    metadata,
    Column("subject_id", String(40), primary_key=True),
    Column("entity_id", Text, primary_key=True),
    Column("dataset", String(64), nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("cleared_by", String(64), nullable=True),
    Column("cleared_at", String(40), nullable=True),
    Column("cleared_why", Text, nullable=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("subject_id", String(40), nullable=False, index=True),
    Column("entity_id", Text, nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("version", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("raised_at", String(40), nullable=False),
    Column("due_at", String(40), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("by", String(64), nullable=True),
    Column("at", String(40), nullable=True),
    Column("why", Text, nullable=True),
    Column("confirmed_by", String(64), nullable=True),
    Column("escalated_at", String(40), nullable=True),
    Column("facts", JSON, nullable=True),
)

clearances = Table(
    "clearances",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("fingerprint", String(64), nullable=False, index=True),
    Column("entity_id", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("alert_id", String(40), nullable=True),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("confirmed_by", String(64), nullable=True),
    Column("withdrawn_by", String(64), nullable=True),
    Column("withdrawn_at", String(40), nullable=True),
    Column("withdrawn_why", Text, nullable=True),
)

rescreened = Table(
    "rescreened",
    metadata,
    Column("dataset", String(64), primary_key=True),
    Column("version", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
