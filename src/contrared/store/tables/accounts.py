"""How people and services prove who they are: passwords, tries, invitations, signing keys, sessions, service keys."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, String, Table, Text

from contrared.store.tables.base import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("user_id", String(64), primary_key=True),
    Column("password", Text, nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("totp", LargeBinary, nullable=True),
    Column("totp_step", BigInteger, nullable=True),
)

#: Failed tries, by a hash of the name that was typed: one that nobody bears is counted like one that somebody does.
tries = Table(
    "tries",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("next_at", String(40), nullable=False),
    Column("locked_at", String(40), nullable=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("user_id", String(64), nullable=False, index=True),
    Column("made_by", String(64), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("used_at", String(40), nullable=True),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", String(64), nullable=False, index=True),
    Column("public", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=True),
    Column("made_at", String(40), nullable=False),
    Column("retired_at", String(40), nullable=True),
    Column("retired_why", Text, nullable=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", String(64), nullable=False, index=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("key_id", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=True),
    Column("client", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("revoked_at", String(40), nullable=True),
    Column("revoked_by", String(64), nullable=True),
    Column("revoked_why", Text, nullable=True),
)

service_keys = Table(
    "service_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", String(64), nullable=False, index=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("purpose", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("networks", JSON, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("ends_at", String(40), nullable=False),
    Column("revoked_at", String(40), nullable=True),
    Column("revoked_by", String(64), nullable=True),
    Column("revoked_why", Text, nullable=True),
)

break_glass = Table(
    "break_glass",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False),
    Column("needed", Integer, nullable=False),
    Column("keepers", JSON, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("used_at", String(40), nullable=True),
    Column("replaced_at", String(40), nullable=True),
)
