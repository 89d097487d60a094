"""Real lists for the tests of readers, and what a reader made of one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from contrared.collect import Draft, Reject
from contrared.collect.draft import Fact
from contrared.collect.original import excerpt
from contrared.collect.reader import Reader
from contrared.model import Locator

from ..conftest import SHARED, SHIPPED


def original(folder: str, name: str) -> Path:
    """A list as published: from the shared data where that is at hand, else the copy that ships with the demo."""
    for path in (SHARED / "watchlists" / folder / name, SHIPPED / "lists" / folder / name):
        if path.exists():
            return path
    pytest.skip(f"{name} is not at hand")


@dataclass(frozen=True)
class Reading:
    """Everything a reader yielded."""

    path: Path
    items: list[Draft | Reject]

    @cached_property
    def rejects(self) -> list[Reject]:
        return [item for item in self.items if isinstance(item, Reject)]

    @cached_property
    def drafts(self) -> dict[str, list[Draft]]:
        found: dict[str, list[Draft]] = {}
        for item in self.items:
            if isinstance(item, Draft):
                found.setdefault(item.entity_id, []).append(item)
        return found

    @cached_property
    def schemata(self) -> Counter[str]:
        """Number of entities by schema."""
        return Counter(drafts[0].schema for drafts in self.drafts.values())

    def facts(self, entity_id: str, prop: str) -> list[Fact]:
        return [fact for draft in self.drafts[entity_id] for fact in draft.facts if fact.prop == prop]

    def values(self, entity_id: str, prop: str) -> list[str]:
        """Values of a property, each once, in order."""
        return list(dict.fromkeys(fact.value for fact in self.facts(entity_id, prop)))

    def edges(self, entity_id: str) -> dict[str, list[Draft]]:
        """Drafts whose ids begin with the party's, by schema."""
        found: dict[str, list[Draft]] = {}
        for key, drafts in self.drafts.items():
            if key.startswith(f"{entity_id}-"):
                found.setdefault(drafts[0].schema, []).extend(drafts)
        return found

    def shown(self, fact: Fact) -> str:
        """What stands in the original at the place a fact names."""
        said = " ".join((fact.original if fact.original is not None else fact.value).split())
        found = excerpt(self.path, Locator.parse(fact.locator), filename=fact.file, value=said)
        return " ".join(found.highlighted.split())


def reading(reader: Reader, path: Path) -> Reading:
    """Read a file to its end."""
    return Reading(path, list(reader.read(reader.files(path))))
