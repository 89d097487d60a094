"""Streams of blind questions on a beat, and encounters that wait for theirs."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table, Text

from contrared.store.tables.base import metadata

streams = Table(
    "streams",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("peer_id", String(64), nullable=False, index=True),
    Column("category", String(32), nullable=False),
    Column("every", Integer, nullable=False),
    Column("blocks", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at", String(40), nullable=True),
    Column("ended_why", Text, nullable=True),
)

stream_queue = Table(
    "stream_queue",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stream_id", String(40), nullable=False, index=True),
    Column("encounter_id", String(40), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("queries", JSON, nullable=False),
    Column("handling", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("ask_id", String(40), nullable=True, index=True),
    Column("taken_up_at", String(40), nullable=True),
)
