"""Shapes of time and rights."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class TermShape(BaseModel):
    """A source and until when it may be held."""

    source: str = Field(description="Id of the source.")
    dataset: str = Field(description="Dataset.")
    filename: str = Field(description="Name of the file.")
    legal_basis: str = Field(description="Legal basis it is held under.")
    until: str = Field(description="Last day, ISO date.")
    rule: str = Field(description="What says so.")
    over: bool = Field(description="Whether that day is past.")
    holds: list[str] = Field(description="Holds that keep it beyond.")


class RetentionShape(BaseModel):
    """``contrared retention due --json``."""

    sources: list[TermShape] = Field(description="Sources, the first to end first.")


class DeletionShape(BaseModel):
    """``contrared retention run --json``."""

    deletion: str = Field(description="Id of the deletion; empty where nothing was due.")
    sources: list[str] = Field(description="Ids of the sources that went.")
    statements: int = Field(description="Statements that nothing else states.")
    entities: int = Field(description="Entities of which nothing is left.")
    lines: int = Field(description="Lines of the record of which whom they concerned was erased.")
    held: list[str] = Field(description="Sources that are over, and stay because of a hold.")
    out: str = Field(description="File of the certificate.")


class DeletedShape(BaseModel):
    """A deletion."""

    id: str = Field(description="Id.")
    at: str = Field(description="When it began, UTC.")
    by: str = Field(description="Who ran it.")
    legal_basis: str = Field(description="Law that demands it.")
    sources: int = Field(description="Sources that went, or are on their way.")
    held: int = Field(description="Sources that a hold took out of it.")
    done_at: str = Field(description="When it was done; empty where it has to be run again.")


class DeletionsShape(BaseModel):
    """``contrared retention list --json``."""

    deletions: list[DeletedShape] = Field(description="Deletions, oldest first.")


class CertificateShape(BaseModel):
    """``contrared retention prove --json``."""

    at: str = Field(description="When it was done, UTC.")
    by: str = Field(description="Who deleted.")
    legal_basis: str = Field(description="Law that demands it.")
    deleted: dict[str, Any] = Field(description="Sources, versions with hashes before and after, numbers, roots.")
    size: int = Field(description="Entries of the log that the checkpoint speaks for.")
    out: str = Field(description="File the certificate was written to.")


class HoldShape(BaseModel):
    """A legal hold."""

    id: str = Field(description="Id.")
    kind: str = Field(description="source, entity or case.")
    target: str = Field(description="What is held.")
    why: str = Field(description="Why.")
    legal_basis: str = Field(description="Law.")
    order: str = Field(description="Order, warrant or file number.")
    by: str = Field(description="Who set it.")
    at: str = Field(description="When, UTC.")
    state: str = Field(description="in force, ending (waits for the second person; it holds) or ended.")
    sources: list[str] = Field(description="add: sources it keeps.")
    ended_by: str = Field(description="Who asked for its end.")
    ended_at: str = Field(description="When it ended, UTC.")
    ended_why: str = Field(description="Why.")
    ended_second: str = Field(description="Second person and their reason.")


class HoldsShape(BaseModel):
    """``contrared hold --json``."""

    holds: list[HoldShape] = Field(description="The hold concerned, or all, oldest first.")
