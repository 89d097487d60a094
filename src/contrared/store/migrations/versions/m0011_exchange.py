"""Exchange with partners: messages, chains, budgets, keys of epochs, questions, openings, requests, releases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "exchange_chains",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("direction", sa.String(3), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
    )
    op.create_table(
        "exchange_messages",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("direction", sa.String(3), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.String(64), nullable=False, server_default=""),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("fault", sa.String(20), nullable=False, server_default=""),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "exchange_conflicts",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.Column("other", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "exchange_checkpoints",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "exchange_budget",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.Text(), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("spent", sa.Integer(), nullable=False),
    )
    op.create_table(
        "exchange_epochs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(32), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("starts", sa.String(20), nullable=False),
        sa.Column("ends", sa.String(20), nullable=False),
        sa.Column("destroyed_at", sa.String(40), nullable=True),
    )
    op.create_table(
        "exchange_manifests",
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("direction", sa.String(3), primary_key=True),
        sa.Column("category", sa.String(32), primary_key=True),
        sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("epoch_id", sa.String(32), nullable=False, server_default=""),
        sa.Column("filter", sa.String(64), nullable=False, server_default=""),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "exchange_handles",
        sa.Column("manifest", sa.String(64), primary_key=True),
        sa.Column("handle", sa.String(16), primary_key=True),
        sa.Column("record", sa.Text(), nullable=False),
    )
    op.create_table(
        "exchange_asks",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("message", sa.String(32), nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("case_salt", sa.LargeBinary(32), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("canary", sa.LargeBinary(32), nullable=False),
        sa.Column("seed_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("elements", sa.String(64), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, server_default=""),
        sa.Column("trouble", sa.Text(), nullable=False, server_default=""),
    )
    op.create_table(
        "exchange_openings",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("ask_id", sa.String(40), nullable=False),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("handle", sa.String(16), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("bits", sa.Float(), nullable=False),
        sa.Column("false_hits", sa.Float(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("approved_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("expires", sa.String(20), nullable=False, server_default=""),
        sa.Column("code", sa.String(32), nullable=False, server_default=""),
        sa.Column("question", sa.Text(), nullable=False, server_default=""),
        sa.Column("release_id", sa.String(40), nullable=False, server_default=""),
        sa.Column("trouble", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "exchange_requests",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("peer", sa.String(64), primary_key=True),
        sa.Column("ask", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(16), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("identity", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("case_commitment", sa.String(64), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("draft_hash", sa.String(64), nullable=False, server_default=""),
        sa.Column("drafted_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("asked_back", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False, server_default=""),
        sa.Column("decided_by", sa.String(64), nullable=False, server_default=""),
        sa.Column("release_id", sa.String(40), nullable=False, server_default=""),
        sa.Column("received_at", sa.String(40), nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
    )
    op.create_table(
        "exchange_releases",
        sa.Column("direction", sa.String(3), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("object", sa.LargeBinary(), nullable=False),
        sa.Column("kept_back", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False, server_default=""),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_index("ix_exchange_messages_seq", "exchange_messages", ["peer", "direction", "seq"])
    op.create_index("ix_exchange_epochs_for", "exchange_epochs", ["peer", "category", "epoch"])
    op.create_index("ix_exchange_manifests_digest", "exchange_manifests", ["digest"])
    op.create_index("ix_exchange_asks_peer", "exchange_asks", ["peer"])
    op.create_index("ix_exchange_asks_message", "exchange_asks", ["message"])
    op.create_index("ix_exchange_openings_ask_id", "exchange_openings", ["ask_id"])
    op.create_index("ix_exchange_requests_state", "exchange_requests", ["state"])
