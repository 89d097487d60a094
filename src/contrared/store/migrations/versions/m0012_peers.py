"""Nodes this one was introduced to, and subscriptions to alerts of theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "peers",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("introduction", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("private_address", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("accepted_by", sa.String(64), nullable=False),
        sa.Column("accepted_at", sa.String(40), nullable=False),
        sa.Column("revoked_by", sa.String(64), nullable=True),
        sa.Column("revoked_at", sa.String(40), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
    )
    op.create_table(
        "peer_introductions",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("peer_id", sa.String(64), nullable=False),
        sa.Column("introduction", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_index("ix_peer_introductions_peer_id", "peer_introductions", ["peer_id"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("peer_id", sa.String(64), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("ended_at", sa.String(40), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
    )
    op.create_index("ix_subscriptions_peer_id", "subscriptions", ["peer_id"])
