"""The record of reads and acts, and the filler of its log."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from contrared.store.tables.base import metadata

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
