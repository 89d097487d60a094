"""What a holder knows of a filter it published, so that it can change it within its epoch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each manifest the name of the file that tells its dummies and keys."""
    op.add_column("exchange_manifests", sa.Column("holding", sa.String(length=64), nullable=False, server_default=""))
