"""Shapes of users and policy."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class UserShape(BaseModel):
    """A user."""

    id: str = Field(description="Id; never given twice.")
    name: str = Field(description="Name.")
    role: str = Field(description="Role that policies speak of.")
    agency: str = Field(description="Agency.")
    country: str = Field(description="Country, ISO 3166-1 alpha-2.")
    force: str = Field(description="police, military, judicial, fiu, customs or civil.")
    account: str = Field(description="What they log in with (password, codes), and whether failed tries locked it.")
    locked: bool = Field(description="True where the user may not enter.")
    locked_why: str = Field(description="Why not.")


class UsersShape(BaseModel):
    """``contrared users --json``."""

    users: list[UserShape] = Field(description="All users, or the one concerned.")


class RuleShape(BaseModel):
    """A rule of a policy."""

    id: str = Field(description="Its name.")
    permits: bool = Field(description="False where it forbids.")
    says: str = Field(description="What it means.")
    where: str = Field(description="File and line.")


class PolicyShape(BaseModel):
    """``contrared policy --json``."""

    policy: str = Field(description="Profile or file.")
    rules: list[RuleShape] = Field(default=[], description="check: its rules.")
    permitted: bool | None = Field(default=None, description="explain: the decision.")
    rule: str = Field(default="", description="explain: the rule that decides, or that there is none.")


class ArchiveShape(BaseModel):
    """``contrared archive --json``."""

    act: str = Field(description="What was done, as named on the command line.")
    id: str = Field(default="", description="Id of the archive.")
    node: str = Field(default="", description="Id of the node it was made of.")
    made: str = Field(default="", description="When it was made, UTC.")
    signed: str = Field(default="", description="verify: whose signature holds.")
    keepers: list[str] = Field(default=[], description="Keepers concerned.")
    needed: int = Field(default=0, description="How many of them together open it.")
    files: int | None = Field(default=None, description="Files of the node; null where it was not opened.")
    line: str = Field(default="", description="keeper: line for the file of keepers.")
    out: str = Field(default="", description="Where the result lies.")
    before: str = Field(default="", description="verify, deposit: hash of the deposit that this one follows.")
    manifest: str = Field(default="", description="deposit: hash that it is known by; the next one names it.")
    schedule: str = Field(default="", description="schedule: units of systemd and a line of cron.")
    retired: str = Field(default="", description="restore: key of the log that signs no more.")
    problems: list[str] = Field(default=[], description="verify: what is missing or wrong.")


class LookShape(BaseModel):
    """A line of the record that names an entity."""

    line: int = Field(description="Number of the line.")
    at: str = Field(description="When, UTC.")
    user: str = Field(description="Who looked.")
    purpose: str = Field(description="Why.")
    case: str = Field(description="For which case.")
    action: str = Field(description="What was done.")


class SuspicionShape(BaseModel):
    """Something that wants an explanation; it accuses nobody."""

    kind: str = Field(description="Kind of what was found.")
    what: str = Field(description="Id concerned, or day.")
    who: str = Field(description="User concerned, where there is one.")
    why: str = Field(description="What was found, with the limit it was held against.")
    lines: list[int] = Field(default=[], description="Lines of the record it rests on, at most ten.")


class OpenedShape(BaseModel):
    """A line that was opened on an order."""

    line: int = Field(description="Number of the line.")
    frame: dict[str, Any] = Field(description="Who, when, why, on which legal basis, which act.")
    what: dict[str, Any] | None = Field(description="Whom it concerned, as it was sealed; null where not opened.")
    problem: str = Field(description="Why it was not opened, or what is wrong with it; empty where nothing is.")


class LookedShape(BaseModel):
    """A question to a partner that was drawn and computed again."""

    ask: str = Field(description="Id of the question.")
    by: str = Field(description="User who asked.")
    peer: str = Field(description="Node that was asked.")
    purpose: str = Field(description="For which purpose.")
    case: str = Field(description="For which case.")
    names: list[str] = Field(description="Whom the node says it was about.")
    sound: bool = Field(description="Whether what was sent is what that question comes to.")
    why: str = Field(description="What is wrong; empty where nothing is.")


class OversightShape(BaseModel):
    """``contrared oversight --json``."""

    act: str = Field(description="looks, suppressed, use, escrow, open or questions.")
    looks: list[LookShape] = Field(default=[], description="looks: lines that name the entity.")
    suspicions: list[SuspicionShape] = Field(default=[], description="suppressed, use: what wants an explanation.")
    size: int = Field(default=0, description="escrow: entries of the log.")
    taken: int = Field(default=0, description="escrow: entries whose salts were taken in now.")
    erased: int = Field(default=0, description="escrow: lines whose salts were destroyed, being erased on record.")
    told: int = Field(default=0, description="escrow: earlier openings the node was told of now.")
    order: str = Field(default="", description="open: court and reference.")
    opening: str = Field(default="", description="open: hash of the note that the body keeps of it.")
    opened: list[OpenedShape] = Field(default=[], description="open: the lines.")
    dice: str = Field(default="", description="questions: randomness they were drawn by, hex.")
    questions: list[LookedShape] = Field(default=[], description="questions: those that were drawn.")
    problems: list[str] = Field(
        default=[],
        description="escrow, questions: what is not in escrow or does not fit, and what partners signed twice.",
    )
