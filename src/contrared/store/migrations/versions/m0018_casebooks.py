"""Cases that people work on, what was done in them, and notices of two that work on one party."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "casebooks",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("lead", sa.String(64), nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("openness", sa.String(10), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.String(40), nullable=False),
        sa.Column("closed_at", sa.String(40), nullable=True),
    )
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.UniqueConstraint("case_id", "number", name="uq_case_events_number"),
    )
    op.create_index("ix_case_events_kind", "case_events", ["kind"])
    op.create_index("ix_case_events_target", "case_events", ["target"])
    op.create_table(
        "case_notices",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("entity_id", sa.Text, nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("seen_by", sa.String(64), nullable=True),
        sa.Column("seen_at", sa.String(40), nullable=True),
    )
    op.create_index("ix_case_notices_case_id", "case_notices", ["case_id"])
