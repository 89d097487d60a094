"""Shapes of those the node keeps an eye on."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from contrared.api.shapes import Reason


class AlertShape(BaseModel):
    """One alert."""

    id: str = Field(description="Id of the alert.")
    kind: str = Field(description="new, changed or gone.")
    state: str = Field(description="open, pending (waits for a second person), attended or dismissed.")
    subject: str = Field(description="Id of the watched party or the encounter.")
    subject_label: str = Field(description="What it is known by.")
    subject_where: str = Field(description="Watchlist, or place and time of the encounter.")
    entity_id: str = Field(description="Entry of the list.")
    listed_name: str = Field(description="A name of the entry.")
    dataset: str = Field(description="Dataset.")
    version: str = Field(description="Version that gave the hit, changed it or took it away.")
    score: float = Field(description="0…1.")
    reasons: list[Reason] = Field(description="What spoke for and against.")
    changes: list[str] = Field(description="What changed in the entry since the hit was known.")
    raised_at: str = Field(description="When it was raised, UTC.")
    due_at: str = Field(description="Until when somebody should attend to it, UTC.")
    escalated: bool = Field(description="True where nobody did.")
    why: str = Field(description="Reason of whoever settled it.")


class AlertsShape(BaseModel):
    """``contrared alerts --json``."""

    alerts: list[AlertShape] = Field(description="Alerts, escalated ones first.")
    escalated: int = Field(description="How many were found overdue just now.")
    overdue: list[str] = Field(description="Lists that those the node keeps an eye on were not screened against yet.")


class WatchedShape(BaseModel):
    """A party on a watchlist."""

    id: str = Field(description="Id.")
    list: str = Field(description="Watchlist.")
    label: str = Field(description="What it is known by.")
    by: str = Field(description="Who put it there.")
    at: str = Field(description="When, UTC.")
    removal_pending: bool = Field(description="True where its removal waits for a second person.")


class WatchShape(BaseModel):
    """``contrared watch --json``."""

    watched: list[WatchedShape] = Field(description="The parties added, listed or removed.")
    alerts: list[AlertShape] = Field(description="Alerts raised just now.")


class MetShape(BaseModel):
    """An encounter."""

    id: str = Field(description="Id.")
    at: str = Field(description="When, with its offset from UTC.")
    place: str = Field(description="Where.")
    country: str = Field(description="ISO code of the country.")
    label: str = Field(description="What the person is known by.")
    query: list[dict[str, Any]] = Field(description="What is known of the person.")
    references: list[str] = Field(description="Photos and templates kept elsewhere.")
    companions: list[str] = Field(description="Encounters of those who travelled along.")
    note: str = Field(description="Free text.")
    route: str = Field(description="Whence and whither.")
    handling: str = Field(description="Handling banner.")
    by: str = Field(description="Who recorded it.")
    score: float | None = Field(description="With --person: how likely it is that person.")


class PartneredShape(BaseModel):
    """What a partner was asked about an encounter, blind, and what came of it."""

    partner: str = Field(description="The partner.")
    category: str = Field(description="persons or watched.")
    question: str = Field(description="Id of the question.")
    state: str = Field(description="sent while no answer is in, hit, no_hit or not_comparable.")
    opened: list[str] = Field(description="Hits opened under a standing approval.")
    left: list[str] = Field(description="Hits that a person must decide on.")


class EncounterShape(BaseModel):
    """``contrared encounter record --json``."""

    encounter: MetShape = Field(description="The encounter as recorded.")
    alerts: list[AlertShape] = Field(description="Alerts raised just now.")
    partners: list[PartneredShape] = Field(default=[], description="Partners asked at once, where settings say so.")
    cleared: dict[str, str] = Field(description="Candidates cleared before for the same facts, with the reason.")
    contact: list[str] = Field(default=[], description="Whom to call about the person; why is not said.")


class EncountersShape(BaseModel):
    """``contrared encounters --json``."""

    encounters: list[MetShape] = Field(description="Encounters in the order of time.")
