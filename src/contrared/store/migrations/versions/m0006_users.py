"""Which force a user belongs to, and users that are locked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("users", sa.Column("force", sa.String(16), nullable=False, server_default=""))
    op.add_column("users", sa.Column("locked_at", sa.String(40), nullable=True))
    op.add_column("users", sa.Column("locked_why", sa.Text(), nullable=True))
