"""Tables of the ledger, as SQLAlchemy Core; migrations in ``store/migrations`` create them."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

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

access_log = Table(
    "access_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("what", JSON, nullable=False),
    Column("legal_basis", Text, nullable=False, server_default=""),
    Column("frame_salt", LargeBinary(32), nullable=True),
    Column("content_salt", LargeBinary(32), nullable=True),
    Column("content_hash", LargeBinary(32), nullable=True),
    Column("leaf", LargeBinary(32), nullable=True),
    Column("place", BigInteger, nullable=True),
    Index("ix_access_log_place", "place", unique=True),
)

log_filler = Table(
    "log_filler",
    metadata,
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(32), nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("left_id", Text, nullable=False),
    Column("right_id", Text, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("supersedes", String(40), nullable=True),
)

canonical = Table(
    "canonical",
    metadata,
    Column("entity_id", Text, primary_key=True),
    Column("canonical_id", Text, nullable=False),
    Index("ix_canonical_canonical_id", "canonical_id"),
)

links = Table(
    "links",
    metadata,
    Column("left_id", Text, primary_key=True),
    Column("right_id", Text, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
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
)

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

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("topic", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("taken_at", String(40), nullable=True),
)

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
