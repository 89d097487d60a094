"""Requests that wait for a second person, approvals, and reviews afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "approval_requests",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("way", sa.String(12), nullable=False),
        sa.Column("standing_id", sa.String(40), nullable=True),
        sa.Column("replaces", sa.String(40), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.String(40), nullable=True),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("ended_at", sa.String(40), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
    )
    op.create_index("ix_approval_requests_subject", "approval_requests", ["subject"])
    op.create_index("ix_approval_requests_standing_id", "approval_requests", ["standing_id"])
    op.create_index("ix_approval_requests_hash", "approval_requests", ["hash", "state"])
    op.create_index("ix_approval_requests_state", "approval_requests", ["state"])
    op.create_table(
        "approvals",
        sa.Column("request_id", sa.String(40), primary_key=True),
        sa.Column("approver", sa.String(64), primary_key=True),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.String(40), nullable=False),
        sa.Column("key_id", sa.String(80), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("voided_at", sa.String(40), nullable=True),
        sa.Column("voided_why", sa.Text(), nullable=True),
    )
    op.create_table(
        "approval_reviews",
        sa.Column("request_id", sa.String(40), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.String(40), nullable=False),
        sa.Column("reviewed_by", sa.String(64), nullable=True),
        sa.Column("reviewed_at", sa.String(40), nullable=True),
        sa.Column("verdict", sa.String(12), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
    )
    op.create_index("ix_approval_reviews_due_at", "approval_reviews", ["due_at"])
