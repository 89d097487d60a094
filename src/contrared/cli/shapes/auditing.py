"""Shapes of the record and its log."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class AuditLineShape(BaseModel):
    """A line of the record."""

    line: int = Field(description="Number of the line.")
    at: str = Field(description="When, UTC.")
    user: str = Field(description="Who.")
    purpose: str = Field(description="Why.")
    case: str = Field(description="For which case.")
    legal_basis: str = Field(description="On which legal basis, where one was stated.")
    action: str = Field(description="What was done.")
    what: dict[str, Any] = Field(description="Whom it concerned; empty where that was erased.")


class AuditShape(BaseModel):
    """``contrared audit --json``."""

    act: str = Field(description="What was done, as named on the command line.")
    key: str = Field(description="Public key of the log, or with witness that of the witness.")
    lines: list[AuditLineShape] = Field(default=[], description="tail: newest lines, oldest of them first.")
    size: int = Field(default=0, description="Entries of the log.")
    entries: int = Field(default=0, description="verify: lines of the record in it; anchor: entries that were printed.")
    waiting: int = Field(default=0, description="verify: lines that wait to be taken in.")
    filler: int = Field(default=0, description="verify: entries that only fill checkpoints up.")
    erased: int = Field(default=0, description="verify, erase: lines whose content was erased on record.")
    signed: dict[str, int | None] = Field(
        default={}, description="verify: who signed, and when witnesses did (POSIX seconds)."
    )
    proof: str = Field(
        default="", description="prove, receipt: the proof, in the form of C2SP tlog-proof; empty where a line waits."
    )
    entry: str = Field(default="", description="prove, receipt: the entry it proves, hex.")
    receipt: str = Field(default="", description="receipt: the receipt.")
    until: str = Field(
        default="", description="receipt: until when the log promised the entry, UTC; anchor: file that was checked."
    )
    out: str = Field(default="", description="prove, receipt: file it was written to.")
    anchor: str = Field(default="", description="anchor: text to print.")
    body: str = Field(default="", description="escrow: the oversight body that salts are sealed to.")
    sealed: int = Field(default=0, description="escrow: entries whose salts it holds.")
    problems: list[str] = Field(default=[], description="What is wrong; empty where nothing is.")
