"""Shapes of backups."""

from __future__ import annotations

from pydantic import BaseModel, Field


class BackupShape(BaseModel):
    """A backup."""

    name: str = Field(description="Its name, which begins with when it was made.")
    made: str = Field(description="When, UTC.")
    node: str = Field(description="Id of the node.")
    by: str = Field(description="Who made it.")
    files: int = Field(description="Files in it.")
    size: int = Field(description="Bytes of its files.")
    entries: int = Field(description="Entries of the log that are signed in it.")


class BackedShape(BaseModel):
    """``contrared backup make --json``."""

    backup: BackupShape = Field(description="The backup.")
    written: int = Field(description="Bytes that were new, as they lie there.")
    forgotten: list[str] = Field(description="Earlier backups that held what was erased since, and are gone.")


class BackupsShape(BaseModel):
    """``contrared backup list --json``."""

    backups: list[BackupShape] = Field(description="Backups, the oldest first.")


class VerifiedBackupsShape(BaseModel):
    """``contrared backup verify --json``."""

    backups: list[BackupShape] = Field(description="Backups that were looked at.")
    pieces: int = Field(description="Pieces they consist of.")
    problems: list[str] = Field(description="What is missing or damaged; empty where all are whole.")


class PrunedShape(BaseModel):
    """``contrared backup prune --json``."""

    gone: list[str] = Field(description="Names of backups that were let go.")
    freed: int = Field(description="Bytes that were freed.")
    stay: list[str] = Field(description="Names of those that stay.")


class RestoredShape(BaseModel):
    """``contrared restore --json``."""

    backup: BackupShape = Field(description="The backup it was put up from.")
    out: str = Field(description="Folder of the node.")
    retired: str = Field(description="Public key of its log that retired; empty where the log had not begun.")
