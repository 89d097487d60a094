"""Shapes of fetching lists."""

from __future__ import annotations

from pydantic import BaseModel, Field

from contrared.cli.shapes.watching import AlertShape


class KnownList(BaseModel):
    """One list of the catalogue."""

    name: str = Field(description="Name to fetch it by.")
    publisher: str = Field(description="Who issues it.")
    about: str = Field(description="What it is.")
    addresses: list[str] = Field(description="Where its files are offered.")


class FetchedList(BaseModel):
    """What came of one list."""

    name: str = Field(description="Name of the list.")
    new: bool = Field(description="Whether anything was other than before; only then it was loaded.")
    dataset: str | None = Field(description="Dataset it was loaded into.")
    version: str | None = Field(description="Version it became.")
    entities: int | None = Field(description="Number of entities.")
    hashes: dict[str, str] = Field(description="SHA-256 by file.")
    alerts: list[AlertShape] = Field(description="What the change means for those watched and met.")


class FailedList(BaseModel):
    """A list that could not be fetched or loaded."""

    name: str = Field(description="Name of the list.")
    error: str = Field(description="What is wrong and what to do.")


class FetchShape(BaseModel):
    """``contrared fetch --json``."""

    known: list[KnownList] = Field(description="Lists of the catalogue, where none was named.")
    fetched: list[FetchedList] = Field(description="Lists that came.")
    failed: list[FailedList] = Field(description="Lists that did not.")
