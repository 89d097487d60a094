"""Who is the same: judgements, and what follows from them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, String, Table, Text

from contrared.store.tables.base import metadata

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

#: A resolution each: the classes of sources it was made from; none where that was not kept, and it may be all.
views = Table(
    "views",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("classes", JSON, nullable=True),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

canonical = Table(
    "canonical",
    metadata,
    Column("view", String(40), primary_key=True),
    Column("entity_id", Text, primary_key=True),
    Column("canonical_id", Text, nullable=False),
    Index("ix_canonical_canonical_id", "canonical_id"),
)

links = Table(
    "links",
    metadata,
    Column("view", String(40), primary_key=True),
    Column("left_id", Text, primary_key=True),
    Column("right_id", Text, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
)
