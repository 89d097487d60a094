"""Shapes of inquiries and their replies."""

from __future__ import annotations

from pydantic import BaseModel, Field

from contrared.cli.shapes.watching import AlertShape


class InquiryEventShape(BaseModel):
    """What became of an inquiry."""

    event: str = Field(description="part, reply, refused, extended, reminded or closed.")
    dataset: str = Field(description="Dataset that a reply became; empty otherwise.")
    version: str = Field(description="Its version.")
    sources: list[str] = Field(description="Its sources.")
    due: str = Field(description="Deadline from then on.")
    why: str = Field(description="Reason, or what came.")
    by: str = Field(description="Who wrote it down.")
    at: str = Field(description="When, UTC.")


class InquiryShape(BaseModel):
    """A question to a bank, registry or court."""

    id: str = Field(description="Id of the inquiry.")
    state: str = Field(description="open, answered in part, answered, refused or closed.")
    case: str = Field(description="Case it was asked for; empty where for none.")
    addressee: str = Field(description="To whom.")
    kind: str = Field(description="bank, registry, court or other.")
    asked: str = Field(description="What was asked.")
    order: str = Field(description="Order or request it was made under.")
    legal_basis: str = Field(description="Law.")
    about: list[str] = Field(description="Entities it asks about.")
    due: str = Field(description="Deadline that stands.")
    reminders: int = Field(description="How often they were reminded.")
    by: str = Field(description="Who asked.")
    at: str = Field(description="When, UTC.")
    events: list[InquiryEventShape] = Field(description="What became of it, oldest first.")


class InquiriesShape(BaseModel):
    """``contrared inquiry list --json``; `new`, `show`, `refuse`, `extend`, `remind` and `close` give one."""

    inquiries: list[InquiryShape] = Field(description="Those that wait first, by deadline.")


class InquiryDueShape(BaseModel):
    """An inquiry that waits for a reply."""

    inquiry: InquiryShape = Field(description="The inquiry.")
    days: int = Field(description="Days left; below zero where it is overdue.")


class InquiriesDueShape(BaseModel):
    """``contrared inquiry due --json``."""

    on: str = Field(description="Day from which was counted.")
    overdue: int = Field(description="How many are overdue.")
    due: list[InquiryDueShape] = Field(description="The one longest overdue first.")


class AnsweredShape(BaseModel):
    """``contrared inquiry answer --json``."""

    inquiry: InquiryShape = Field(description="The inquiry as it stands now.")
    dataset: str = Field(description="Dataset that the reply became.")
    version: str = Field(description="Version that now stands.")
    document: str = Field(description="Id of the document it was kept as; empty where it was read.")
    entities: int = Field(description="Entities of that version.")
    statements: int = Field(description="Statements of that version.")
    rejects: int = Field(description="Rows or values set aside.")
    alerts: list[AlertShape] = Field(description="Alerts it raised.")
