"""Shapes of users and policy."""

from __future__ import annotations

from pydantic import BaseModel, Field


class UserShape(BaseModel):
    """A user."""

    id: str = Field(description="Id; never given twice.")
    name: str = Field(description="Name.")
    role: str = Field(description="Role that policies speak of.")
    agency: str = Field(description="Agency.")
    country: str = Field(description="Country, ISO 3166-1 alpha-2.")
    force: str = Field(description="police, military, judicial, fiu, customs or civil.")
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

    act: str = Field(description="keeper, make, verify, open or restore.")
    id: str = Field(default="", description="Id of the archive.")
    node: str = Field(default="", description="Id of the node it was made of.")
    made: str = Field(default="", description="When it was made, UTC.")
    signed: str = Field(default="", description="verify: whose signature holds.")
    keepers: list[str] = Field(default=[], description="Keepers concerned.")
    needed: int = Field(default=0, description="How many of them together open it.")
    files: int | None = Field(default=None, description="Files of the node; null where it was not opened.")
    line: str = Field(default="", description="keeper: line for the file of keepers.")
    out: str = Field(default="", description="Where the result lies.")
    problems: list[str] = Field(default=[], description="verify: what is missing or wrong.")
