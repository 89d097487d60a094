"""Shapes of drafting a mapping."""

from __future__ import annotations

from pydantic import BaseModel, Field


class MappedColumn(BaseModel):
    """What was guessed of one column."""

    column: str = Field(description="Name of the column.")
    role: str = Field(description="FtM property, or id, street, city, state, postcode, date, iban; empty if unknown.")
    sure: float = Field(description="How sure, 0 to 1.")
    why: str = Field(description="Why, in words.")
    format: str | None = Field(description="Format of dates that are not ISO 8601.")


class MapShape(BaseModel):
    """``contrared map --json``."""

    dataset: str = Field(description="Name of the dataset, made from that of the file.")
    schema_: str = Field(alias="schema", serialization_alias="schema", description="FtM schema the rows are taken for.")
    columns: list[MappedColumn] = Field(description="All columns in order.")
    questions: list[str] = Field(description="What a person should look at.")
    mapping: str = Field(description="The mapping, YAML.")
    written: str | None = Field(description="File it was written to.")
