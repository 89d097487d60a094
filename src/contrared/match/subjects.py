"""Whom the node keeps an eye on: parties on watchlists and persons it met; the index turned round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrared.govern import Desk
from contrared.match.index import Candidate, Index
from contrared.match.index.build import Entity

#: Parts the id of a subject from the number of its query.
_PART = "#"
#: More subjects than one list entry is ever alike.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Subject:
    """A party that is watched, or a person in an encounter.

    Attributes:
        id: Id of the watched party or of the encounter.
        kind: ``watched`` or ``encounter``.
        label: What people know it by.
        queries: What is known of it, once for each kind of party it may be.
        where: Watchlist, or place and time of the encounter.
    """

    id: str
    kind: str
    label: str
    queries: tuple[Mapping[str, Any], ...]
    where: str


def subjects(desk: Desk) -> list[Subject]:
    """Everybody watched and every encounter on record."""
    memory = desk.memory
    found = [
        Subject(row["id"], "watched", row["label"], tuple(row["queries"]), row["list"]) for row in memory.watched()
    ]
    found += [
        Subject(row["id"], "encounter", row["label"], tuple(row["queries"]), f"{row['place']}, {row['at']}")
        for row in memory.encounters()
    ]
    return found


class Turned:
    """An index over subjects, asked with entries of lists.

    Args:
        found: The subjects.
    """

    def __init__(self, found: Iterable[Subject]) -> None:
        self.subjects = {subject.id: subject for subject in found}
        self._index = Index(
            {"id": f"{subject.id}{_PART}{number}", "schema": query["schema"], "properties": query["properties"]}
            for subject in self.subjects.values()
            for number, query in enumerate(subject.queries)
        )

    def alike(self, entity: Entity) -> Iterator[tuple[Subject, Candidate]]:
        """Subjects that an entry of a list may be, each once, best first."""
        seen = set()
        for candidate in self._index.screen(entity, limit=MOST):
            identity = candidate.entity_id.partition(_PART)[0]
            if identity not in seen:
                seen.add(identity)
                yield self.subjects[identity], candidate


def label_of(queries: Sequence[Mapping[str, Any]]) -> str:
    """What people know a party by: its first name, else its first number."""
    for query in queries:
        for prop in ("name", "idNumber", "passportNumber", "taxNumber", "registrationNumber", "imoNumber"):
            for value in query["properties"].get(prop, ()):
                return str(value)
    return "unnamed"
