"""Exchange with partners: messages, chains, budgets, epochs, questions, openings, requests and releases."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from contrared.store.tables.base import metadata

exchange_chains = Table(
    "exchange_chains",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("direction", String(3), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("prev", String(64), nullable=False),
)

exchange_messages = Table(
    "exchange_messages",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("direction", String(3), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("body", String(64), nullable=False, server_default=""),
    Column("reply", LargeBinary, nullable=True),
    Column("state", String(8), nullable=False),
    Column("fault", String(20), nullable=False, server_default=""),
    Column("line", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Index("ix_exchange_messages_seq", "peer", "direction", "seq"),
)

exchange_conflicts = Table(
    "exchange_conflicts",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("held", LargeBinary, nullable=False),
    Column("other", LargeBinary, nullable=False),
    Column("at", String(40), nullable=False),
)

exchange_checkpoints = Table(
    "exchange_checkpoints",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", String(64), nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at", String(40), nullable=False),
)

exchange_budget = Table(
    "exchange_budget",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("spent", Integer, nullable=False),
)

exchange_epochs = Table(
    "exchange_epochs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("peer", String(64), nullable=False),
    Column("category", String(32), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("public", LargeBinary(32), nullable=False),
    Column("secret", LargeBinary, nullable=True),
    Column("starts", String(20), nullable=False),
    Column("ends", String(20), nullable=False),
    Column("destroyed_at", String(40), nullable=True),
    Index("ix_exchange_epochs_for", "peer", "category", "epoch"),
)

exchange_manifests = Table(
    "exchange_manifests",
    metadata,
    Column("peer", String(64), primary_key=True),
    Column("direction", String(3), primary_key=True),
    Column("category", String(32), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("epoch_id", String(32), nullable=False, server_default=""),
    Column("filter", String(64), nullable=False, server_default=""),
    Column("holding", String(64), nullable=False, server_default=""),
    Column("at", String(40), nullable=False),
)

exchange_handles = Table(
    "exchange_handles",
    metadata,
    Column("manifest", String(64), primary_key=True),
    Column("handle", String(16), primary_key=True),
    Column("record", Text, nullable=False),
)

exchange_asks = Table(
    "exchange_asks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("peer", String(64), nullable=False, index=True),
    Column("message", String(32), nullable=False, index=True),
    Column("manifest", String(64), nullable=False),
    Column("category", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("case_salt", LargeBinary(32), nullable=False),
    Column("subject", JSON, nullable=False),
    Column("secrets", LargeBinary, nullable=True),
    Column("canary", LargeBinary(32), nullable=False),
    Column("seed_sealed", LargeBinary, nullable=False),
    Column("elements", String(64), nullable=False),
    Column("rule", Text, nullable=False, server_default=""),
    Column("trouble", Text, nullable=False, server_default=""),
    Column("stream", String(40), nullable=False, server_default=""),
)

exchange_openings = Table(
    "exchange_openings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("ask_id", String(40), nullable=False, index=True),
    Column("peer", String(64), nullable=False),
    Column("handle", String(16), nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("bits", Float, nullable=False),
    Column("false_hits", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("approved_by", String(64), nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("expires", String(20), nullable=False, server_default=""),
    Column("code", String(32), nullable=False, server_default=""),
    Column("question", Text, nullable=False, server_default=""),
    Column("release_id", String(40), nullable=False, server_default=""),
    Column("trouble", Text, nullable=False, server_default=""),
    Column("at", String(40), nullable=False),
)

exchange_requests = Table(
    "exchange_requests",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("peer", String(64), primary_key=True),
    Column("ask", String(32), nullable=False),
    Column("handle", String(16), nullable=False),
    Column("record", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("identity", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("case_commitment", String(64), nullable=False),
    Column("score", Float, nullable=True),
    Column("reasons", JSON, nullable=False),
    Column("draft", JSON, nullable=True),
    Column("draft_hash", String(64), nullable=False, server_default=""),
    Column("drafted_by", String(64), nullable=False, server_default=""),
    Column("asked_back", Boolean, nullable=False),
    Column("code", String(32), nullable=False, server_default=""),
    Column("decided_by", String(64), nullable=False, server_default=""),
    Column("release_id", String(40), nullable=False, server_default=""),
    Column("received_at", String(40), nullable=False),
    Column("expires", String(20), nullable=False),
)

exchange_releases = Table(
    "exchange_releases",
    metadata,
    Column("direction", String(3), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("peer", String(64), nullable=False),
    Column("thread", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("object", LargeBinary, nullable=False),
    Column("kept_back", JSON, nullable=False),
    Column("outcome", String(16), nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("expires", String(20), nullable=False),
    Column("at", String(40), nullable=False),
)
