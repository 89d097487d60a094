"""Clearances bound to facts, the version each list was last re-screened at, the route of an encounter."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and carry over what was cleared."""
    op.add_column("encounters", sa.Column("route", sa.Text(), nullable=False, server_default=""))
    op.add_column("alerts", sa.Column("facts", sa.JSON(), nullable=True))
    clearances = op.create_table(
        "clearances",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("queries", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("alert_id", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_at", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_clearances_fingerprint", "clearances", ["fingerprint"], unique=False)
    op.create_index("ix_clearances_entity_id", "clearances", ["entity_id"], unique=False)
    op.create_table(
        "rescreened",
        sa.Column("dataset", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("dataset"),
    )
    carried = _carried_over(op.get_bind())
    if carried:
        op.bulk_insert(clearances, carried)


def _carried_over(connection: sa.Connection) -> list[dict[str, Any]]:
    """A clearance for each hit that was cleared or waits to be, bound to what was known on both sides."""
    subjects: dict[str, Any] = {}
    for name in ("watched", "encounters"):
        table = sa.table(name, sa.column("id"), sa.column("label"), sa.column("queries", sa.JSON()))
        subjects |= {row.id: row for row in connection.execute(sa.select(table))}
    columns = ("id", "subject_id", "entity_id", "state", "by", "at", "why", "confirmed_by", "raised_at")
    alerts = sa.table("alerts", *(sa.column(name) for name in columns))
    dismissed = connection.execute(
        sa.select(alerts).where(alerts.c.state.in_(("dismissed", "pending"))).order_by(alerts.c.raised_at)
    )
    settled = {(row.subject_id, row.entity_id): row for row in dismissed}
    hits = sa.table(
        "hits",
        *(sa.column(name) for name in ("subject_id", "entity_id", "cleared_by", "cleared_at", "cleared_why")),
        sa.column("facts", sa.JSON()),
    )
    found = []
    for hit in connection.execute(sa.select(hits)):
        alert = settled.get((hit.subject_id, hit.entity_id))
        waits = alert is not None and alert.state == "pending"
        if hit.cleared_at is None and not waits:
            continue
        subject = subjects[hit.subject_id]
        found.append(
            {
                "id": f"clr-{secrets.token_hex(6)}",
                "fingerprint": _fingerprint(subject.queries),
                "entity_id": hit.entity_id,
                "label": subject.label,
                "queries": subject.queries,
                "facts": hit.facts,
                "alert_id": alert.id if alert is not None else None,
                "by": hit.cleared_by or (alert.by if alert is not None else ""),
                "at": hit.cleared_at or (alert.at if alert is not None else ""),
                "why": hit.cleared_why or (alert.why if alert is not None else ""),
                "confirmed_by": None if waits else (alert and alert.confirmed_by) or hit.cleared_by,
            }
        )
    return found


def _fingerprint(queries: list[dict[str, Any]]) -> str:
    """As :func:`contrared.govern.fingerprint.fingerprint` at the time of this migration, which must not change."""
    told = sorted(
        json.dumps([q["schema"], {k: sorted(v) for k, v in q["properties"].items() if v}], sort_keys=True)
        for q in queries
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
