"""What corroborates a tip, statement by statement, and the law an inquiry rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give findings the statements they name, and inquiries their legal basis."""
    op.add_column("tip_findings", sa.Column("statements", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("inquiries", sa.Column("legal_basis", sa.Text, nullable=False, server_default=""))
