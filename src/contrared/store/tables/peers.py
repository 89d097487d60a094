"""Nodes this one was introduced to, every introduction that was accepted of them, and what they are asked to tell."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, LargeBinary, String, Table, Text, false

from contrared.store.tables.base import metadata

peers = Table(
    "peers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("introduction", LargeBinary, nullable=False),
    Column("address", Text, nullable=False),
    Column("private_address", Boolean, nullable=False, server_default=false()),
    Column("accepted_by", String(64), nullable=False),
    Column("accepted_at", String(40), nullable=False),
    Column("revoked_by", String(64), nullable=True),
    Column("revoked_at", String(40), nullable=True),
    Column("revoked_why", Text, nullable=True),
)

peer_introductions = Table(
    "peer_introductions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("peer_id", String(64), nullable=False, index=True),
    Column("introduction", LargeBinary, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("peer_id", String(64), nullable=False, index=True),
    Column("list", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at", String(40), nullable=True),
    Column("ended_why", Text, nullable=True),
)
