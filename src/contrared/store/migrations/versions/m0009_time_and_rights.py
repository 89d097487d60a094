"""Deletion on time, legal holds, corrections, who received what, and the register of the missing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and say of asylum seekers which country they fled."""
    op.add_column("protection", sa.Column("fled", sa.String(2), nullable=False, server_default=""))
    op.create_table(
        "deletions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("record", sa.String(8), nullable=False),
        sa.Column("done_at", sa.String(40), nullable=True),
    )
    op.create_table(
        "departures",
        sa.Column("deletion_id", sa.String(40), primary_key=True),
        sa.Column("source_id", sa.String(40), primary_key=True),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("expired", sa.String(10), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
    )
    op.create_index("ix_departures_sha256", "departures", ["sha256"], unique=False)
    op.create_index("ix_departures_state", "departures", ["state"], unique=False)
    op.create_table(
        "holds",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("ended_at", sa.String(40), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.Column("ended_second", sa.Text(), nullable=True),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("datasets", sa.JSON(), nullable=False),
        sa.Column("false", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("undone_by", sa.String(64), nullable=True),
        sa.Column("undone_at", sa.String(40), nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=True),
    )
    op.create_index("ix_corrections_target", "corrections", ["target"], unique=False)
    op.create_table(
        "flags",
        sa.Column("correction_id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("target", sa.String(64), primary_key=True),
        sa.Column("before", sa.Text(), nullable=False),
    )
    op.create_table(
        "handed",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("under", sa.Text(), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )
    op.create_table(
        "handed_statements",
        sa.Column("handed_id", sa.String(40), primary_key=True),
        sa.Column("statement_id", sa.Text(), primary_key=True),
        sa.Column("entity_id", sa.Text(), nullable=False),
    )
    op.create_index("ix_handed_statements_statement_id", "handed_statements", ["statement_id"], unique=False)
    op.create_index("ix_handed_statements_entity_id", "handed_statements", ["entity_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(16), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("told_by", sa.String(64), nullable=True),
        sa.Column("told_at", sa.String(40), nullable=True),
        sa.Column("told_how", sa.Text(), nullable=True),
    )
    op.create_index("ix_notices_about", "notices", ["about"], unique=False)
    op.create_table(
        "sought",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("queries", sa.JSON(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("ended_by", sa.String(64), nullable=True),
        sa.Column("ended_at", sa.String(40), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
    )
    op.create_table(
        "sightings",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("sought_id", sa.String(40), nullable=False),
        sa.Column("encounter_id", sa.String(40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("released_by", sa.String(64), nullable=True),
        sa.Column("released_at", sa.String(40), nullable=True),
        sa.Column("released_why", sa.Text(), nullable=True),
    )
    op.create_index("ix_sightings_sought_id", "sightings", ["sought_id"], unique=False)
    op.create_index("ix_sightings_encounter_id", "sightings", ["encounter_id"], unique=False)
    op.create_index("ix_sightings_pair", "sightings", ["sought_id", "encounter_id"], unique=True)
