"""Shapes of accounts, sessions and keys."""

from __future__ import annotations

from pydantic import BaseModel, Field


class AccountShape(BaseModel):
    """``contrared login --json``, and of ``logout``, ``passwd`` and ``totp``."""

    act: str = Field(description="login, logout, passwd, enrol or off.")
    user: str = Field(description="User concerned.")
    session: str = Field(default="", description="Id of the session, never its secret.")
    ends_at: str = Field(default="", description="login: when the session ends at the latest, UTC.")
    key: str = Field(default="", description="passwd: id of the user's signing key.")


class InvitationShape(BaseModel):
    """``contrared users invite --json``."""

    user: str = Field(description="User invited.")
    word: str = Field(description="What `contrared passwd --invited` asks for; shown once.")
    ends_at: str = Field(description="Until when it can be used, UTC.")


class GlassShape(BaseModel):
    """``contrared users break-glass --json``."""

    act: str = Field(description="make, open or use.")
    id: str = Field(default="", description="make: id of the secret.")
    needed: int = Field(default=0, description="make: how many keepers put it together.")
    keepers: list[str] = Field(default=[], description="Keepers concerned.")
    files: list[str] = Field(default=[], description="make: a file for each keeper; open: the opened share.")
    user: str = Field(default="", description="use: who is let in.")
    word: str = Field(default="", description="use: what `contrared passwd --invited` asks for; shown once.")
    ends_at: str = Field(default="", description="use: until when it can be used, UTC.")


class KeyShape(BaseModel):
    """A service key."""

    id: str = Field(description="Id.")
    user: str = Field(description="Service that bears it.")
    purpose: str = Field(description="Why it asks.")
    scopes: list[str] = Field(description="What it is for.")
    networks: list[str] = Field(description="Addresses it may come from; any where empty.")
    made_by: str = Field(description="Who made it.")
    made_at: str = Field(description="When, UTC.")
    ends_at: str = Field(description="Until when it lives, UTC.")
    revoked_at: str = Field(description="When it was revoked, UTC; empty where it was not.")
    revoked_why: str = Field(description="Why.")


class KeysShape(BaseModel):
    """``contrared keys --json``."""

    keys: list[KeyShape] = Field(description="list: all; add, revoke: the one concerned; leaked: those found.")
    secret: str = Field(default="", description="add: the key itself; shown once.")


class SigningKeyShape(BaseModel):
    """A signing key of a user: its public half."""

    id: str = Field(description="Id, from the public half.")
    public: str = Field(description="Ed25519 public key, 32 bytes in hex.")
    made_at: str = Field(description="When it was made, UTC.")
    retired_at: str = Field(description="When it was retired, UTC; empty while it is in force.")
    retired_why: str = Field(description="Why.")


class SigningKeysShape(BaseModel):
    """``contrared users keys --json``."""

    user: str = Field(description="Whose.")
    keys: list[SigningKeyShape] = Field(description="All there ever were, oldest first.")


class SessionShape(BaseModel):
    """A session."""

    id: str = Field(description="Id.")
    user: str = Field(description="Whose.")
    client: str = Field(description="What was used to log in.")
    made_at: str = Field(description="When it began, UTC.")
    seen_at: str = Field(description="When it was last used, UTC, within a minute.")
    ends_at: str = Field(description="When it ends at the latest, UTC.")
    ended: str = Field(description="Why it no longer lives; empty while it does.")


class SessionsShape(BaseModel):
    """``contrared sessions --json``."""

    sessions: list[SessionShape] = Field(description="Sessions, newest first.")
    revoked: str = Field(default="", description="revoke: the one that was ended.")
