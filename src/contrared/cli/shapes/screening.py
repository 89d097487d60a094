"""Shapes of screening."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from contrared.cli.shapes.holding import Problem
from contrared.cli.shapes.reason import Reason


class IndexShape(BaseModel):
    """One index."""

    dataset: str = Field(description="Dataset name.")
    version: str = Field(description="Version id.")
    built: bool = Field(description="True where this command built it; it was there otherwise.")


class IndexesShape(BaseModel):
    """``contrared index --json``."""

    indexes: list[IndexShape] = Field(description="Indexes of the current versions.")


class AskedShape(BaseModel):
    """A list that was asked."""

    dataset: str = Field(description="Dataset name.")
    version: str = Field(description="Version id.")
    as_of: str = Field(description="Date the list speaks for.")
    entities: int = Field(description="Parties on it.")
    age_days: int = Field(description="Days since the date it speaks for.")


class CandidateShape(BaseModel):
    """A listed party that the query may be."""

    entity_id: str = Field(description="Entity id.")
    name: str = Field(description="A name of the listed party.")
    schema_: str = Field(alias="schema", description="FtM schema.")
    dataset: str = Field(description="Dataset that lists it.")
    score: float = Field(description="0…1; comparable between queries and lists.")
    log_odds: float = Field(description="The sum behind the score.")
    reasons: list[Reason] = Field(description="What spoke for and against, strongest first.")
    programmes: list[str] = Field(description="Programmes it is listed under.")
    properties: dict[str, list[str]] = Field(description="FtM properties of the listed party.")


class MrzShape(BaseModel):
    """What reading a machine-readable zone gave."""

    format: str = Field(description="TD1, TD2, TD3, MRV-A, MRV-B or the French card.")
    problems: list[str] = Field(description="What is wrong with the zone, wrong check digits among it.")
    notes: list[str] = Field(description="What is worth knowing.")
    suggestions: list[str] = Field(description="Other readings with fewer problems, likeliest first.")


class ScreenShape(BaseModel):
    """``contrared screen --json``."""

    query: list[dict[str, Any]] = Field(description="What was asked, once for each kind of party it may be.")
    compared: list[str] = Field(description="What of the query could be compared.")
    threshold: float = Field(description="Score from which a candidate is given.")
    candidates: list[CandidateShape] = Field(description="Candidates, best first.")
    versions: list[AskedShape] = Field(description="The lists that were asked, and their age.")
    missing: list[Problem] = Field(description="Lists that could not be asked, and why.")
    document: MrzShape | None = Field(description="With --mrz: what reading the document gave.")


class BatchShape(BaseModel):
    """``contrared screen --batch --json``."""

    out: str = Field(description="The file written.")
    customers: int = Field(description="Rows screened.")
    candidates: int = Field(description="Candidates written.")
    not_asked: int = Field(description="Rows that could not be asked for; the file says why.")
    resumed: int = Field(description="Rows that an earlier run had done.")


class ProvenShape(BaseModel):
    """A screening on record."""

    line: int = Field(description="Line of the record.")
    at: str = Field(description="When, UTC.")
    user: str = Field(description="Who asked.")
    versions: list[str] = Field(description="The lists asked.")
    candidates: int = Field(description="How many candidates there were.")
    result: str = Field(description="SHA-256 of entries and scores.")


class ProofShape(BaseModel):
    """``contrared screen --prove --json``."""

    screenings: list[ProvenShape] = Field(description="Screenings that asked exactly this query, oldest first.")


class LearnShape(BaseModel):
    """``contrared learn --json``."""

    out: str = Field(description="Model file written.")
    same: int = Field(description="Pairs judged the same.")
    different: int = Field(description="Pairs judged different.")
    threshold: float = Field(description="Threshold of the new model.")
    right_before: float = Field(description="Share on the right side of the threshold of the model it started from.")
    right_after: float = Field(description="The same for the new model, on the pairs it was learnt from.")
