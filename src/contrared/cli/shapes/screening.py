"""Shapes of screening."""

from __future__ import annotations

from pydantic import BaseModel, Field

from contrared.api.shapes import AskedShape, Problem


class IndexShape(BaseModel):
    """One index."""

    dataset: str = Field(description="Dataset name.")
    version: str = Field(description="Version id.")
    built: bool = Field(description="True where this command built it; it was there otherwise.")


class IndexesShape(BaseModel):
    """``contrared index --json``."""

    indexes: list[IndexShape] = Field(description="Indexes of the current versions.")


class BatchShape(BaseModel):
    """``contrared screen --batch --json``."""

    out: str = Field(description="The file written.")
    customers: int = Field(description="Rows screened.")
    candidates: int = Field(description="Candidates written.")
    not_asked: int = Field(description="Rows that could not be asked for; the file says why.")
    resumed: int = Field(description="Rows that an earlier run had done.")
    versions: list[AskedShape] = Field(description="The lists that were asked, and their age.")
    missing: list[Problem] = Field(description="Lists that could not be asked, and why.")


class InclusionShape(BaseModel):
    """Why a row belongs to the table that a line of the record commits to: RFC 6962 hashing, SHA-256."""

    row: int = Field(description="Number of the row, counted without the heading.")
    entry: str = Field(description="The entry of the row, hex; the leaf is SHA-256 of a zero byte and it.")
    position: int = Field(description="Position of the entry, from 0.")
    entries: int = Field(description="Entries of the table: its rows that could be asked for.")
    path: list[str] = Field(description="Hashes from the leaf to the root, from below, hex.")
    root: str = Field(description="The root on record, hex.")


class ProvenShape(BaseModel):
    """A screening on record."""

    line: int = Field(description="Line of the record.")
    at: str = Field(description="When, UTC.")
    user: str = Field(description="Who asked.")
    versions: list[str] = Field(description="The lists asked.")
    candidates: int = Field(description="How many candidates there were.")
    result: str = Field(description="SHA-256 of entries and scores.")
    inclusion: InclusionShape | None = Field(description="For a row of a table: the proof that it is in it.")


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


class ServeShape(BaseModel):
    """``contrared serve --json``, printed before it serves."""

    address: str = Field(description="Where it listens.")
    token: str = Field(description="Token of this run, for `Authorization: Bearer`.")
    enter: str = Field(description="Address that a browser may open once.")
