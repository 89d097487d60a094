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


class FlagShape(BaseModel):
    """Something that used what was false."""

    kind: str = Field(description="alert (withdrawn), judgement, claim or finding (to be looked at again).")
    target: str = Field(description="Its id.")


class CorrectionShape(BaseModel):
    """A correction."""

    id: str = Field(description="Id.")
    kind: str = Field(description="statement or entity.")
    target: str = Field(description="What is false.")
    datasets: list[str] = Field(description="Datasets that say so.")
    false: str = Field(description="What is false, in words.")
    why: str = Field(description="How that is known.")
    ordered_by: str = Field(description="Who ordered it.")
    legal_basis: str = Field(description="Law.")
    by: str = Field(description="Who made it.")
    at: str = Field(description="When, UTC.")
    flags: list[FlagShape] = Field(description="What used it.")
    told: int | None = Field(description="make, undo: recipients that are to be told.")
    undone_by: str = Field(description="Who undid it.")
    undone_at: str = Field(description="When, UTC.")
    undone_why: str = Field(description="Why.")


class CorrectionsShape(BaseModel):
    """``contrared correct make, undo, list --json``."""

    corrections: list[CorrectionShape] = Field(description="The correction concerned, or all, oldest first.")
    alerts: int = Field(default=0, description="Alerts raised when everybody was screened anew.")


class NoticeShape(BaseModel):
    """A recipient that has to be told."""

    id: str = Field(description="Id.")
    topic: str = Field(description="correction, or expired: what they received may be held no longer.")
    about: str = Field(description="Correction or deletion.")
    recipient: str = Field(description="Who received it.")
    at: str = Field(description="Since when it waits, UTC.")


class NoticesShape(BaseModel):
    """``contrared correct pending, told --json``."""

    notices: list[NoticeShape] = Field(description="Recipients not told yet, oldest first.")


class DisclosureShape(BaseModel):
    """``contrared disclose --json``."""

    case: str = Field(description="Id of the case; empty with --check.")
    out: str = Field(description="Folder.")
    files: dict[str, int] = Field(description="Rows of each file.")
    manifest: str = Field(description="SHA-256 of manifest.json, which is on record.")
    masked: int = Field(description="Protected persons that are masked.")
    problems: list[str] = Field(description="--check: what is missing or was changed.")


class SightingShape(BaseModel):
    """A sighting of somebody who is looked for."""

    id: str = Field(description="Id.")
    at: str = Field(description="When it was found, UTC.")
    place: str = Field(description="Where; empty until it is released.")
    met_at: str = Field(description="When they were met; empty until it is released.")
    released_by: str = Field(description="Who released it.")
    released_why: str = Field(description="Why.")


class SoughtShape(BaseModel):
    """Somebody who is looked for."""

    id: str = Field(description="Id.")
    kind: str = Field(description="missing or trafficked.")
    label: str = Field(description="What people know them by.")
    authority: str = Field(description="Authority for victims that looks for them.")
    contact: str = Field(description="Whom an officer who meets them is told to call.")
    at: str = Field(description="Since when, UTC.")
    ended_at: str = Field(description="When the search ended, UTC.")
    sightings: list[SightingShape] = Field(description="Sightings, oldest first.")


class SoughtListShape(BaseModel):
    """``contrared protection find, list, end --json``."""

    sought: list[SoughtShape] = Field(description="Whom your own authority looks for, oldest first.")


class WaitingSightingShape(BaseModel):
    """A sighting that waits for a release."""

    id: str = Field(description="Id of the sighting.")
    encounter_id: str = Field(description="Encounter that would be told.")
    at: str = Field(description="Since when it waits, UTC.")
    authority: str = Field(description="Authority that would be told.")
    country: str = Field(description="Its country.")


class WaitingSightingsShape(BaseModel):
    """``contrared protection waiting --json``."""

    sightings: list[WaitingSightingShape] = Field(description="Sightings, oldest first.")


class ReleasedSightingShape(BaseModel):
    """``contrared protection release --json``."""

    sighting: str = Field(description="Id of the sighting.")
    authority: str = Field(description="Who is told.")
    encounter: str = Field(description="Encounter that is told.")
    at: str = Field(description="When they were met.")
    place: str = Field(description="Where.")


class NumberShape(BaseModel):
    """A number of a table, or one that is left out."""

    of: dict[str, str] = Field(description="Value of each property; * is a total.")
    number: int | None = Field(description="How many; null where it is left out.")


class StatisticsShape(BaseModel):
    """``contrared statistics --json``."""

    kind: str = Field(description="What was counted.")
    by: list[str] = Field(description="Properties.")
    threshold: int = Field(description="Numbers below it are left out; zeros stay.")
    rows: list[NumberShape] = Field(description="Every number and every total.")
    left_out: int = Field(description="How many are left out.")
    before: int = Field(description="Tables of this kind that were published before.")
    sha256: str = Field(description="SHA-256 of the table as CSV, which is on record.")
    out: str = Field(description="File it was written to.")
