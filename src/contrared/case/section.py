"""Facts and sections before their citations are looked up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact before its citations are looked up."""

    text: str
    statement_ids: tuple[str, ...]
    as_of: str
    note: str = ""
    needs_since: bool = False


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A section before its citations are looked up; ``key`` names its texts in the catalogue."""

    key: str
    intro: str
    facts: tuple[FactDraft, ...]
