"""Shapes of what was cleared."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ClearanceShape(BaseModel):
    """A party cleared against an entry of a list."""

    id: str = Field(description="Id of the clearance.")
    state: str = Field(description="in force, pending (waits for a second person), refused or withdrawn.")
    label: str = Field(description="What the party is known by.")
    query: list[dict[str, Any]] = Field(description="What was known of the party.")
    entity_id: str = Field(description="Entry it was cleared against.")
    listed_name: str = Field(description="A name of the entry when it was cleared.")
    listed: bool = Field(description="Whether a list that can be asked still has the entry.")
    changed: list[str] = Field(description="What the entry says otherwise since; where something does, hits return.")
    alert: str = Field(description="Alert that was dismissed; empty where it was cleared beforehand.")
    by: str = Field(description="Who cleared it.")
    at: str = Field(description="When, UTC.")
    why: str = Field(description="Why.")
    confirmed_by: str = Field(description="Second person, or the first where one is enough; empty while it waits.")
    withdrawn_by: str = Field(description="Who withdrew or refused it.")
    withdrawn_at: str = Field(description="When, UTC.")
    withdrawn_why: str = Field(description="Why.")


class ClearancesShape(BaseModel):
    """``contrared whitelist --json``."""

    clearances: list[ClearanceShape] = Field(description="The clearances made, settled or listed, oldest first.")
    alerts: int = Field(description="Alerts that withdrawing raised again.")
