"""Shapes of cases."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class CaseSubjectShape(BaseModel):
    """A party a case is about."""

    entity: str = Field(description="Its id.")
    why: str = Field(description="Reason.")
    by: str = Field(description="Who put it there.")
    at: str = Field(description="When, UTC.")


class CaseTaskShape(BaseModel):
    """A task."""

    number: int = Field(description="Its number within the case.")
    text: str = Field(description="What is to be done.")
    whom: str = Field(description="Who does it.")
    due: str = Field(description="Last day; empty where none is set.")
    done_by: str = Field(description="Who did it; empty while it is open.")
    done_at: str = Field(description="When; empty while it is open.")


class HypothesisShape(BaseModel):
    """An explanation that competes with others."""

    id: str = Field(description="H1, H2, …")
    text: str = Field(description="What it says.")
    by: str = Field(description="Who stated it.")
    at: str = Field(description="When, UTC.")


class CaseNoteShape(BaseModel):
    """A note."""

    text: str = Field(description="What it says.")
    by: str = Field(description="Whose it is.")
    at: str = Field(description="When, UTC.")


class CaseShape(BaseModel):
    """``contrared case new|open|note|task|member|subject|hypothesis|close|reopen --json``."""

    id: str = Field(description="Its id, which `--case` names.")
    title: str = Field(description="What it is about.")
    legal_basis: str = Field(description="Law it is worked on under.")
    lead: str = Field(description="User who leads it.")
    contact: str = Field(description="Whom others call.")
    openness: str = Field(description="What others on the same party are told: full, contact or sealed.")
    state: str = Field(description="open or closed.")
    opened_at: str = Field(description="When, UTC.")
    closed_at: str = Field(description="When; empty while it is open.")
    members: list[str] = Field(description="Users who work on it.")
    subjects: list[CaseSubjectShape] = Field(description="Parties it is about.")
    tasks: list[CaseTaskShape] = Field(description="Tasks, by number.")
    hypotheses: list[HypothesisShape] = Field(description="Competing explanations.")
    notes: list[CaseNoteShape] = Field(description="Notes, the oldest first.")
    findings: list[str] = Field(description="Ids of findings kept for it; of `open` only.")


class CasesShape(BaseModel):
    """``contrared case list --json``."""

    cases: list[CaseShape] = Field(description="Cases, open ones first.")


class CaseActShape(BaseModel):
    """Something somebody did."""

    at: str = Field(description="When, UTC.")
    by: str = Field(description="Who.")
    act: str = Field(description="What.")
    about: str = Field(description="On what; empty for acts of the record.")


class CaseLogShape(BaseModel):
    """``contrared case log --json``."""

    acts: list[CaseActShape] = Field(description="Acts in the order of time.")


class ConflictShape(BaseModel):
    """Somebody else who works on the same party."""

    id: str = Field(description="Id of the notice, or of a partner's request.")
    case: str = Field(description="Your case; empty where neither side may know of the other.")
    entity: str = Field(description="The party, by the id your case has.")
    level: str = Field(description="full, contact, sealed, or partner.")
    told: dict[str, Any] = Field(description="What you are told: case, title, lead, contact; or partner and request.")
    at: str = Field(description="When, UTC.")
    seen: str = Field(description="When somebody said that it was seen; empty while nobody has.")


class ConflictsShape(BaseModel):
    """``contrared case conflicts --json``."""

    conflicts: list[ConflictShape] = Field(description="Those nobody has seen first.")


class StandsShape(BaseModel):
    """An explanation and what bears on it."""

    id: str = Field(description="H1, H2, …")
    text: str = Field(description="What it says.")
    against: float = Field(description="Sum of the weights of what speaks against it; no probability.")
    inconsistent: int = Field(description="Pieces that speak against it.")
    consistent: int = Field(description="Pieces that fit it.")
    unweighed: int = Field(description="Pieces that nobody weighed against it.")


class PieceShape(BaseModel):
    """A piece of evidence."""

    statement: str = Field(description="Id of the statement.")
    text: str = Field(description="What it says; empty where it is not held, or not open to you.")
    grade: str = Field(description="Best grade of its sources.")
    weight: float = Field(description="0 to 1, by the grade; 0 where it counts no more.")
    bearing: dict[str, str] = Field(description="For each hypothesis: consistent, inconsistent or neutral.")
    diagnostic: bool = Field(description="Whether it tells hypotheses apart.")
    why: str = Field(description="Why it was weighed so.")
    doubt: str = Field(description="gone or false, where it counts no more.")


class SensitiveShape(BaseModel):
    """A piece without which another explanation would stand first."""

    statement: str = Field(description="Id of the statement.")
    first: str = Field(description="Hypothesis that would stand first.")


class CompetingShape(BaseModel):
    """``contrared case competing|evidence --json``."""

    hypotheses: list[StandsShape] = Field(description="That with least against it first.")
    evidence: list[PieceShape] = Field(description="What tells most apart first.")
    sensitive: list[SensitiveShape] = Field(description="What hangs on one piece.")
