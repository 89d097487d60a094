"""Whose ledger it is."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from contrared.store.tables.base import metadata

#: One row: a database that was named by mistake, or restored beside another node, must not be written by it.
ledger_node = Table(
    "ledger_node",
    metadata,
    Column("node_id", String(64), primary_key=True),
    Column("since", String(40), nullable=False),
)
