"""Deposits of the node with its keepers, each naming the one before."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from contrared.store.tables.base import metadata

deposits = Table(
    "deposits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("at", String(40), nullable=False),
    Column("by", String(64), nullable=False),
    Column("place", Text, nullable=False),
    Column("manifest", String(64), nullable=False),
    Column("before", String(64), nullable=False),
)
