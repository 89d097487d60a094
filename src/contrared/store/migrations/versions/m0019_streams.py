"""Streams of blind questions on a beat, encounters that wait for theirs, and which questions are of a stream."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the column."""
    op.create_table(
        "streams",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("peer_id", sa.String(64), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("blocks", sa.Integer, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("ended_at", sa.String(40), nullable=True),
        sa.Column("ended_why", sa.Text, nullable=True),
    )
    op.create_index("ix_streams_peer_id", "streams", ["peer_id"])
    op.create_table(
        "stream_queue",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("stream_id", sa.String(40), nullable=False),
        sa.Column("encounter_id", sa.String(40), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("queries", sa.JSON, nullable=False),
        sa.Column("handling", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("ask_id", sa.String(40), nullable=True),
        sa.Column("taken_up_at", sa.String(40), nullable=True),
    )
    op.create_index("ix_stream_queue_stream_id", "stream_queue", ["stream_id"])
    op.create_index("ix_stream_queue_ask_id", "stream_queue", ["ask_id"])
    op.add_column("exchange_asks", sa.Column("stream", sa.String(40), nullable=False, server_default=""))
