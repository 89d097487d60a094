"""Lines of the record sealed for the log: a commitment each, salts apart from it, and their place in the tree."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FRAME = ("at", "user_id", "purpose", "case_id", "legal_basis", "action")


def upgrade() -> None:
    """Add the columns, seal what is there, and make the table of filler."""
    op.add_column("access_log", sa.Column("legal_basis", sa.Text(), nullable=False, server_default=""))
    for name in ("frame_salt", "content_salt", "content_hash", "leaf"):
        op.add_column("access_log", sa.Column(name, sa.LargeBinary(32), nullable=True))
    op.add_column("access_log", sa.Column("place", sa.BigInteger(), nullable=True))
    op.create_index("ix_access_log_place", "access_log", ["place"], unique=True)
    op.create_table(
        "log_filler",
        sa.Column("place", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary(32), nullable=False),
    )
    _seal(op.get_bind())


def _seal(connection: sa.Connection) -> None:
    """Seal the lines of before as :func:`contrared.govern.log.entry.sealed` does now, which must not change here."""
    columns = ("at", "user_id", "purpose", "case_id", "legal_basis", "action")
    table = sa.table(
        "access_log",
        sa.column("seq"),
        *(sa.column(name) for name in columns),
        sa.column("what", sa.JSON()),
        *(sa.column(name, sa.LargeBinary()) for name in ("frame_salt", "content_salt", "content_hash", "leaf")),
    )
    rows = [dict(row._mapping) for row in connection.execute(sa.select(table))]
    for row in rows:
        values: dict[str, Any] = {"frame_salt": os.urandom(32), "content_salt": os.urandom(32)}
        content = _hash(b"contrared.org/log/content/v1\n", values["content_salt"], row["what"])
        frame = {key: row[key] for key in _FRAME} | {"content": content.hex()}
        values |= {"content_hash": content, "leaf": _hash(b"contrared.org/log/frame/v1\n", values["frame_salt"], frame)}
        connection.execute(sa.update(table).where(table.c.seq == row["seq"]).values(**values))


def _hash(domain: bytes, salt: bytes, content: object) -> bytes:
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(domain + salt + told.encode()).digest()
