"""Shapes of what takes more than one person."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ApprovalShape(BaseModel):
    """One person's approval."""

    approver: str = Field(description="Who approved.")
    at: str = Field(description="When, UTC.")
    hash: str = Field(description="SHA-256 that was signed, hex.")
    key: str = Field(description="Id of the key that signed: the approver's own, or the node's (node:…).")
    against: str = Field(description="Why it does not count; empty where it does.")


class RequestShape(BaseModel):
    """Something that waits for others, or waited."""

    id: str = Field(description="Its id.")
    act: str = Field(description="release, bulk, export, dismiss, whitelist, unwatch, end-hold or standing.")
    subject: str = Field(description="What it is about.")
    state: str = Field(description="pending, approved, used, refused, expired, voided or withdrawn.")
    way: str = Field(description="persons, standing or emergency: how it was permitted.")
    by: str = Field(description="Who asked.")
    at: str = Field(description="When, UTC.")
    purpose: str = Field(description="Why.")
    case: str = Field(description="For which case.")
    legal_basis: str = Field(description="On which legal basis, where one was stated.")
    partner: str = Field(description="Who is told, where somebody outside is.")
    category: str = Field(description="Category of the exchange, where there is one.")
    datasets: list[str] = Field(description="Datasets and watchlists concerned.")
    handling: str = Field(description="Strictest handling of what is concerned.")
    needed: int = Field(description="How many must approve.")
    approvals: list[ApprovalShape] = Field(description="All that was approved of it, by time.")
    expires_at: str = Field(description="When it expires, UTC.")
    hash: str = Field(description="SHA-256 of exactly what was asked for, hex.")
    whole: bool = Field(description="False where the ledger holds something else than what was asked for.")
    standing: str = Field(description="The standing approval it was done under.")
    replaces: str = Field(description="The request it took the place of.")
    used_at: str = Field(description="When it was done, UTC.")
    ended_by: str = Field(description="Who refused, withdrew or voided it.")
    ended_at: str = Field(description="When, UTC.")
    ended_why: str = Field(description="Why.")
    content: dict[str, Any] | None = Field(
        description="show: exactly what is to be done; null in lists, and for whoever only oversees."
    )


class ReviewShape(BaseModel):
    """Something done alone or under a standing approval, that somebody else looks at afterwards."""

    request: str = Field(description="What is reviewed.")
    act: str = Field(description="The act.")
    way: str = Field(description="emergency or standing.")
    by: str = Field(description="Who acted.")
    used_at: str = Field(description="When, UTC.")
    reason: str = Field(description="Why, as they said, or under which standing approval.")
    due_at: str = Field(description="When somebody must have looked, UTC.")
    overdue: bool = Field(description="True where nobody did in time.")
    reviewed_by: str = Field(description="Who looked.")
    reviewed_at: str = Field(description="When, UTC.")
    verdict: str = Field(description="proper or improper.")
    note: str = Field(description="What they said of it.")


class ApprovalsShape(BaseModel):
    """``contrared approvals --json``."""

    requests: list[RequestShape] = Field(default=[], description="Requests listed, shown or decided on.")
    reviews: list[ReviewShape] = Field(default=[], description="Reviews that are due, or all with --all.")


class StandingShape(BaseModel):
    """A standing approval."""

    id: str = Field(description="Its id.")
    state: str = Field(description="pending, approved (in force), refused, expired, voided or withdrawn.")
    act: str = Field(description="What it covers: release, bulk or export.")
    purposes: list[str] = Field(description="Purposes it is for.")
    partners: list[str] = Field(description="Who may be told.")
    categories: list[str] = Field(description="Categories of the exchange.")
    datasets: list[str] = Field(description="Datasets and watchlists.")
    ceiling: str = Field(description="Strictest handling that it covers.")
    most_uses: int = Field(description="Uses there may be in all.")
    most_per_day: int = Field(description="Uses there may be in one day, UTC.")
    uses: int = Field(description="Uses so far.")
    until: str = Field(description="When it ends, UTC.")
    by: str = Field(description="Who asked for it.")
    why: str = Field(description="Why.")
    needed: int = Field(description="How many must approve it.")
    approvers: list[str] = Field(description="Whose approval counts now.")
    ended_why: str = Field(description="Why it was ended.")


class StandingsShape(BaseModel):
    """``contrared standing --json``."""

    standing: list[StandingShape] = Field(description="Standing approvals listed, asked for or revoked.")
