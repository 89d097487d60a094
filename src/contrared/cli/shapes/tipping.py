"""Shapes of tips and of what is found of them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class TipFindingShape(BaseModel):
    """What a person found of a tip."""

    finding: str = Field(description="corroborated, false or open.")
    source_id: str = Field(description="Independent source that corroborates; empty otherwise.")
    statements: list[str] = Field(description="Statements of that source.")
    why: str = Field(description="Reason.")
    by: str = Field(description="Who.")
    at: str = Field(description="When, UTC.")


class TipShape(BaseModel):
    """A tip."""

    id: str = Field(description="Id of the tip; of one that was loaded as a file, of its source.")
    state: str = Field(description="open, corroborated or false.")
    grade: str = Field(description="Admiralty grade: F6 until it is corroborated.")
    received: str = Field(description="Date on which it came.")
    channel: str = Field(description="How it came.")
    named: bool = Field(description="Whether somebody gave it by name; false where it is anonymous.")
    sender: str = Field(description="Who; empty where anonymous, in lists, and for whoever may not see it.")
    entities: list[str] = Field(description="Entities entered with it.")
    about: list[str] = Field(description="Entities held before that it speaks of.")
    text: str = Field(description="What was told.")
    source_id: str = Field(description="Source that its facts are.")
    dataset: str = Field(description="Dataset they are in.")
    by: str = Field(description="Who took it; empty where it was loaded as a file.")
    at: str = Field(description="When it was taken, UTC; empty where it was loaded as a file.")
    found: list[TipFindingShape] = Field(description="All that was found of it, oldest first.")


class TipsShape(BaseModel):
    """``contrared tip list --json``; `new`, `show`, `corroborate`, `refute` and `reopen` give one."""

    tips: list[TipShape] = Field(description="The latest first.")


class ChannelShape(BaseModel):
    """A channel by which false tips came."""

    channel: str = Field(description="How they came.")
    tips: int = Field(description="How many.")


class WordingShape(BaseModel):
    """Two false tips in the same words or nearly so."""

    left: str = Field(description="Id of the earlier tip.")
    right: str = Field(description="Id of the later.")
    share: float = Field(description="Share of their words in a row that is the same; 1 where all are.")


class TipPatternShape(BaseModel):
    """False tips about one person: a pattern of the tips, which says nothing against the person."""

    about: str = Field(description="Canonical id; where nobody held is meant, the name they have in common.")
    name: str = Field(description="A name.")
    tips: int = Field(description="How many tips speak of this person.")
    false: list[str] = Field(description="Ids of those found false, the earliest first.")
    first: str = Field(description="Date of the first false one.")
    last: str = Field(description="Date of the last.")
    days: int = Field(description="Days between them.")
    channels: list[ChannelShape] = Field(description="How they came.")
    wordings: list[WordingShape] = Field(description="Pairs of them in the same words or nearly so.")
    named: int = Field(description="How many somebody gave by name.")


class TipPatternsShape(BaseModel):
    """``contrared tip patterns --json``."""

    patterns: list[TipPatternShape] = Field(description="Those with most false tips first.")
