"""Time and rights: what was deleted and when, what is held back from deletion, what was false, who received what."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table, Text

from contrared.store.tables.base import metadata

deletions = Table(
    "deletions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("record", String(8), nullable=False),
    Column("done_at", String(40), nullable=True),
)

departures = Table(
    "departures",
    metadata,
    Column("deletion_id", String(40), primary_key=True),
    Column("source_id", String(40), primary_key=True),
    Column("dataset", String(64), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("expired", String(10), nullable=False),
    Column("rule", Text, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("told", JSON, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("target", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at", String(40), nullable=True),
    Column("ended_why", Text, nullable=True),
    Column("ended_second", Text, nullable=True),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("target", Text, nullable=False, index=True),
    Column("datasets", JSON, nullable=False),
    Column("false", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("ordered_by", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("undone_by", String(64), nullable=True),
    Column("undone_at", String(40), nullable=True),
    Column("undone_why", Text, nullable=True),
)

flags = Table(
    "flags",
    metadata,
    Column("correction_id", String(40), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("target", String(64), primary_key=True),
    Column("before", Text, nullable=False),
)

handed = Table(
    "handed",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("under", Text, nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

handed_statements = Table(
    "handed_statements",
    metadata,
    Column("handed_id", String(40), primary_key=True),
    Column("statement_id", Text, primary_key=True),
    Column("entity_id", Text, nullable=False),
    Index("ix_handed_statements_statement_id", "statement_id"),
    Index("ix_handed_statements_entity_id", "entity_id"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("about", String(40), nullable=False, index=True),
    Column("topic", String(16), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("outbox_id", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Column("told_by", String(64), nullable=True),
    Column("told_at", String(40), nullable=True),
    Column("told_how", Text, nullable=True),
)

sought = Table(
    "sought",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("authority", Text, nullable=False),
    Column("country", String(2), nullable=False),
    Column("label", Text, nullable=False),
    Column("queries", JSON, nullable=False),
    Column("contact", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at", String(40), nullable=True),
    Column("ended_why", Text, nullable=True),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sought_id", String(40), nullable=False, index=True),
    Column("encounter_id", String(40), nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("at", String(40), nullable=False),
    Column("released_by", String(64), nullable=True),
    Column("released_at", String(40), nullable=True),
    Column("released_why", Text, nullable=True),
    Index("ix_sightings_pair", "sought_id", "encounter_id", unique=True),
)
