"""Shapes of what people decide, enter and ask by hand."""

from __future__ import annotations

from pydantic import BaseModel, Field

from contrared.api.shapes import Reason
from contrared.cli.shapes.watching import AlertShape


class QueuedShape(BaseModel):
    """A pair that waits for a person."""

    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    score: float | None = Field(description="How alike the two are, 0 to 1; null where it is looked at blind.")
    reasons: list[Reason] = Field(description="Reasons of the score, in log-odds; none where it is looked at blind.")
    impact: int = Field(description="Pairs of entries that would be joined: entries of one times entries of the other.")
    unsure: str = Field(description="Who looked and could not say; empty where nobody did.")
    passed: str = Field(description="When you passed it over, UTC; empty where you did not.")


class QueueShape(BaseModel):
    """``contrared review --json``."""

    waiting: int = Field(description="Pairs that wait for you.")
    pairs: list[QueuedShape] = Field(description="The first of them, in the order in which they are shown.")


class SideShape(BaseModel):
    """One party of a pair."""

    entity_id: str = Field(description="Entity id.")
    caption: str = Field(description="A name.")
    datasets: list[str] = Field(description="Datasets that speak of it.")
    grades: list[str] = Field(description="Admiralty grades of the sources that speak of it.")
    entries: list[str] = Field(description="Other entries it is one party with so far.")


class ComparedShape(BaseModel):
    """One property of both parties."""

    prop: str = Field(description="FtM property; of what points to the party, Schema.property.")
    left: list[str] = Field(description="Values of the one.")
    right: list[str] = Field(description="Values of the other.")
    told: str = Field(description="same, near (a date as far as it goes), differs, or one side.")


class DecidedShape(BaseModel):
    """Something decided before about one of the two."""

    id: str = Field(description="Id of the judgement.")
    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    verdict: str = Field(description="same, different, unsure or withdrawn.")
    by: str = Field(description="Who.")
    at: str = Field(description="When, UTC.")
    why: str = Field(description="Why.")
    supersedes: str | None = Field(description="The judgement it took the place of.")


class PairShape(BaseModel):
    """``contrared review next --json``: the pair to look at, or null where none waits."""

    waiting: int = Field(description="Pairs that wait for you.")
    pair: QueuedShape | None = Field(description="The next pair.")
    left: SideShape | None = Field(description="The one party.")
    right: SideShape | None = Field(description="The other.")
    lines: list[ComparedShape] = Field(description="The two side by side, what tells parties apart first.")
    judgements: list[DecidedShape] = Field(description="Decided before about either; none where it is looked at blind.")


class EnteredShape(BaseModel):
    """``contrared enter --json``."""

    entry: str = Field(description="Id of the entry.")
    entities: list[str] = Field(description="Ids of its entities, the one that was asked for last.")
    source_id: str = Field(description="Source that the entry is.")
    dataset: str = Field(description="Dataset of what was entered on that day.")
    version: str = Field(description="Version that now stands.")
    judgement: str = Field(description="Judgement that it is the same as another; empty where none was asked for.")
    alerts: list[AlertShape] = Field(description="Alerts it raised.")


class GoodsEventShape(BaseModel):
    """Goods of one kind that were seized or declared."""

    entity_id: str = Field(description="Entity id of the event.")
    what: str = Field(description="Seizure or Declaration.")
    date: str = Field(description="As precise as the source is; empty where it is not told.")
    commodity: str = Field(description="Name of the commodity; its id where no name is held.")
    kind: str = Field(description="drug, precursor, gold, arms, cash or other; empty where it is not told.")
    cas: str = Field(description="CAS number of the commodity; empty where it is not told.")
    quantity: str = Field(description="Decimal number; empty where it is not told or cannot be summed.")
    unit: str = Field(description="kg, L, pieces, or a currency of ISO 4217; empty with the quantity.")
    places: list[str] = Field(description="Where, in words and by two-letter codes of countries.")
    authority: str = Field(description="Who seized, or to whom it was declared.")
    datasets: list[str] = Field(description="Datasets that tell of it.")


class TotalShape(BaseModel):
    """Sum of a commodity in one unit."""

    what: str = Field(description="Seizure or Declaration.")
    commodity: str = Field(description="Name of the commodity.")
    kind: str = Field(description="Its kind.")
    amount: str = Field(description="Decimal number; empty where no quantity is known.")
    unit: str = Field(description="Unit of the sum; empty where no quantity is known.")
    events: int = Field(description="How many events it is of.")


class SeizuresShape(BaseModel):
    """``contrared seizures --json``."""

    events: list[GoodsEventShape] = Field(description="The latest first.")
    totals: list[TotalShape] = Field(description="Sums for each commodity and unit, seizures apart from declarations.")
