"""Shapes of the border scenario."""

from __future__ import annotations

from pydantic import BaseModel, Field


class EventShape(BaseModel):
    """Something that happened at a node."""

    node: str = Field(description="Country of the node.")
    what: str = Field(description="What happened, as its people saw it.")
    seconds: float | None = Field(description="How long it took, where that matters.")


class FateShape(BaseModel):
    """A traveller, and what came of them."""

    who: str = Field(description="Who; everybody is synthetic.")
    last: str = Field(description="Where and when they were met last.")
    state: str = Field(description="found, or open.")


class BorderShape(BaseModel):
    """``contrared demo border --json``."""

    files: dict[str, str] = Field(description="Reports written, by kind.")
    events: list[EventShape] = Field(description="What happened, in its order.")
    travellers: list[FateShape] = Field(description="The six.")
    messages: int = Field(description="Messages carried between the nodes.")
    alert_seconds: list[float] = Field(
        description="From recording an encounter until a partner's duty desk had it, each."
    )
    nobody_learned: bool = Field(description="Whether nobody but the recording node learned of the two bystanders.")
    found: list[str] = Field(description="Where something of the two was found all the same.")
    files_searched: int = Field(description="Files of the other nodes that were looked through.")
    needles: int = Field(description="Spellings, numbers and keys that were looked for.")
    problems: list[str] = Field(description="What the check of a node finds wrong.")
    seconds: float = Field(description="Wall time.")
