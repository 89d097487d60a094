"""The shape of a reason."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Reason(BaseModel):
    """One feature of a comparison."""

    feature: str = Field(description="Name of the feature.")
    left: str = Field(description="Value on the left.")
    right: str = Field(description="Value on the right.")
    contribution: float = Field(description="What it adds to or takes from the score.")
