"""What waits for a second person, who approved it, and acts that are reviewed afterwards."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Text

from contrared.store.tables.base import metadata

approval_requests = Table(
    "approval_requests",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("act", String(32), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("expires_at", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("way", String(12), nullable=False),
    Column("standing_id", String(40), nullable=True, index=True),
    Column("replaces", String(40), nullable=True),
    Column("uses", Integer, nullable=False),
    Column("used_at", String(40), nullable=True),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at", String(40), nullable=True),
    Column("ended_why", Text, nullable=True),
    Index("ix_approval_requests_hash", "hash", "state"),
    Index("ix_approval_requests_state", "state"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("request_id", String(40), primary_key=True),
    Column("approver", String(64), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("expires_at", String(40), nullable=False),
    Column("key_id", String(80), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("voided_at", String(40), nullable=True),
    Column("voided_why", Text, nullable=True),
)

approval_reviews = Table(
    "approval_reviews",
    metadata,
    Column("request_id", String(40), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("due_at", String(40), nullable=False, index=True),
    Column("reviewed_by", String(64), nullable=True),
    Column("reviewed_at", String(40), nullable=True),
    Column("verdict", String(12), nullable=True),
    Column("note", Text, nullable=True),
)
