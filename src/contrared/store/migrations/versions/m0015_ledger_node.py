"""Whose ledger it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the node writes its id when it opens the ledger next."""
    op.create_table(
        "ledger_node",
        sa.Column("node_id", sa.String(64), primary_key=True),
        sa.Column("since", sa.String(40), nullable=False),
    )
