"""What people enter and ask: pairs passed over in review, tips and what was found of them, inquiries and replies."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from contrared.store.tables.base import metadata

passed_over = Table(
    "passed_over",
    metadata,
    Column("left_id", Text, primary_key=True),
    Column("right_id", Text, primary_key=True),
    Column("by", String(64), primary_key=True),
    Column("at", String(40), nullable=False),
)

#: ``sender`` is empty where the tip is anonymous; ``entities`` were entered with it, ``about`` were held before.
tips = Table(
    "tips",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("source_id", String(40), nullable=False, index=True),
    Column("dataset", String(64), nullable=False),
    Column("entities", JSON, nullable=False),
    Column("about", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received", String(40), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

#: What a person found of a tip, known by its id or, where it came as a file, by its source: ``corroborated`` (a row for
#: each independent source, with its statements), ``false`` or ``open`` again.
tip_findings = Table(
    "tip_findings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("tip_id", String(40), nullable=False, index=True),
    Column("finding", String(16), nullable=False),
    Column("source_id", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("statements", JSON, nullable=False),
)

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("addressee", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("asked", Text, nullable=False),
    Column("legal_order", Text, nullable=False),
    Column("about", JSON, nullable=False),
    Column("due", String(10), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("legal_basis", Text, nullable=False),
)

#: What became of an inquiry: ``part`` or ``reply`` (a source that came in), ``refused``, ``extended``, ``reminded`` or
#: ``closed``.
inquiry_events = Table(
    "inquiry_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("inquiry_id", String(40), nullable=False, index=True),
    Column("event", String(16), nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("version", Text, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("due", String(10), nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)
