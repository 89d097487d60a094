"""A resolution belongs to what it was made from: views, and canonical ids and links of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Stands for the resolution there was, of which nobody kept what it was made from.
BEFORE = "before"


def upgrade() -> None:
    """Create the table of views and give each canonical id and link its view."""
    op.create_table(
        "views",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.drop_index("ix_canonical_canonical_id", table_name="canonical")
    op.rename_table("canonical", "canonical_before")
    op.create_table(
        "canonical",
        sa.Column("view", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("canonical_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("view", "entity_id", name="pk_canonical_of_views"),
    )
    op.create_index("ix_canonical_canonical_id", "canonical", ["canonical_id"])
    op.rename_table("links", "links_before")
    op.create_table(
        "links",
        sa.Column("view", sa.String(length=40), nullable=False),
        sa.Column("left_id", sa.Text(), nullable=False),
        sa.Column("right_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("view", "left_id", "right_id", name="pk_links_of_views"),
    )
    op.execute(
        f"INSERT INTO canonical (view, entity_id, canonical_id) "
        f"SELECT '{BEFORE}', entity_id, canonical_id FROM canonical_before"
    )
    op.execute(
        f"INSERT INTO links (view, left_id, right_id, kind, score, reasons) "
        f"SELECT '{BEFORE}', left_id, right_id, kind, score, reasons FROM links_before"
    )
    op.execute(
        f"INSERT INTO views (id, classes, \"by\", at) SELECT '{BEFORE}', NULL, '', '' "
        f"WHERE EXISTS (SELECT 1 FROM canonical_before) OR EXISTS (SELECT 1 FROM links_before)"
    )
    op.drop_table("canonical_before")
    op.drop_table("links_before")
