"""The index: a segment that answers who a query may be, with reasons."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from contrared.match.commonness import commonness
from contrared.match.compare import comparable
from contrared.match.index.beginnings import Beginnings, Begun
from contrared.match.index.build import Entity, build
from contrared.match.index.hashing import asked
from contrared.match.index.lookup import Lookup
from contrared.match.index.packing import unpack
from contrared.match.index.parts import Parts
from contrared.match.index.seek import MOST, Seeker
from contrared.match.profile import Profile, profile_of
from contrared.match.reason import Comparison, Reason
from contrared.match.scorer import class_of, floor_of, reaching
from contrared.match.weights import weights
from contrared.model.protection import MASKED

#: Profiles kept at hand, because a few names come up again and again.
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed party that a query may be.

    Attributes:
        entity_id: Its id.
        score: 0…1, as :func:`contrared.match.compare` gives for the same two parties.
        reasons: What spoke for and against, strongest first.
        log_odds: The sum behind the score.
        evidence: The sum without the limit on names alone: orders candidates whose scores are alike.
        index: The index it was found in.
        number: Its number there.
        masked: Whether whoever asks may not know who this is.
    """

    entity_id: str
    score: float
    reasons: tuple[Reason, ...]
    log_odds: float
    evidence: float
    index: Index
    number: int
    masked: bool = False

    @property
    def entity(self) -> dict[str, Any]:
        """The entity as whoever asks may see it: id, schema, datasets, properties."""
        return hidden(self.listed) if self.masked else self.listed

    @property
    def listed(self) -> dict[str, Any]:
        """The entity as it was indexed: what the node remembers of it, and nobody who may not is shown."""
        return self.index.entity(self.number)


def hidden(entity: Mapping[str, Any]) -> dict[str, Any]:
    """An entity without what tells who it is; its id stays, so that whoever needs to see can be asked."""
    return {**entity, "properties": {"name": [MASKED]}}


class Index:
    """An index over entities.

    Args:
        entities: FtM entities, or mappings with ``id``, ``schema`` and ``properties``.
        model: Name of the model that scores.

    Raises:
        InputError: there is no such model.

    >>> listed = [{"id": "x", "schema": "Person", "properties": {"name": ["Tareck El Aissami"]}}]
    >>> query = {"schema": "Person", "properties": {"name": ["Tarek AISAMI"]}}
    >>> [candidate.entity_id for candidate in Index(listed).screen(query)]
    ['x']
    """

    def __init__(self, entities: Iterable[Entity] = (), *, model: str = "default") -> None:
        self._begin(build(entities), model)

    @classmethod
    def open(cls, folder: Path, *, model: str = "default") -> Index:
        """An index over a saved segment, mapped into memory.

        Raises:
            NodeError: there is none, it is damaged, or another edition wrote it.
        """
        index = cls.__new__(cls)
        index._begin(Parts.open(folder), model)
        return index

    def _begin(self, parts: Parts, model: str) -> None:
        self._parts = parts
        self._model = weights(model)
        self._kept: OrderedDict[int, Profile] = OrderedDict()
        self._profile_ends = parts.arrays["profile_offsets"]
        self._entity_ends = parts.arrays["entity_offsets"]

    def __len__(self) -> int:
        return len(self._profile_ends) - 1

    @property
    def about(self) -> Mapping[str, Any]:
        """What is said about the segment."""
        return self._parts.about

    def save(self, folder: Path) -> None:
        """Write the segment.

        Raises:
            NodeError: the disk is full.
        """
        self._parts.save(folder)

    def screen(self, entity: Entity | Profile, limit: int = 10, *, least: float | None = None) -> list[Candidate]:
        """Who a query may be, best first.

        Args:
            entity: The query.
            limit: At most so many.
            least: Score from which a candidate is given; the threshold of the model unless given.
        """
        query = entity if isinstance(entity, Profile) else profile_of(entity)
        least = self._model.threshold if least is None else least
        floor = floor_of(least)
        found = []
        for number in self._seeker.seek(query, max(MOST, limit)):
            listed = self._profile(number)
            if comparable(query, listed):
                rarity = commonness(person=class_of(query, listed) == "person")
                compared = reaching(query, listed, self._model, rarity, floor)
                if compared is not None and compared.score >= least:
                    found.append(self._candidate(number, listed, compared))
        found.sort(key=lambda candidate: (-candidate.score, -candidate.evidence, candidate.entity_id))
        return found[:limit]

    def begin(self, typed: str, limit: int = 10) -> list[Begun]:
        """Parties with a name whose words begin as typed, best first: what a person who is still typing may mean."""
        return self._beginnings.find(typed, limit, self._profile)

    def find(self, entity_id: str) -> dict[str, Any] | None:
        """An entity by its id; None where the index has none of it."""
        arrays = self._parts.arrays
        for number in sorted(Lookup(arrays["ids_keys"], arrays["ids_numbers"]).under(asked(entity_id))):
            found = self.entity(number)
            if found["id"] == entity_id:
                return found
        return None

    def entity(self, number: int) -> dict[str, Any]:
        """An entity by its number."""
        start, stop = int(self._entity_ends[number]), int(self._entity_ends[number + 1])
        found: dict[str, Any] = orjson.loads(self._parts.blobs["entities"][start:stop])
        return found

    @cached_property
    def _seeker(self) -> Seeker:
        return Seeker(self._parts)

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self._parts)

    def _candidate(self, number: int, listed: Profile, compared: Comparison) -> Candidate:
        return Candidate(
            listed.entity_id, compared.score, compared.reasons, compared.log_odds, compared.evidence, self, number
        )

    def _profile(self, number: int) -> Profile:
        known = self._kept.get(number)
        if known is None:
            start, stop = int(self._profile_ends[number]), int(self._profile_ends[number + 1])
            known = unpack(self._parts.blobs["profiles"][start:stop])
            self._kept[number] = known
            if len(self._kept) > KEPT:
                try:
                    self._kept.popitem(last=False)
                except KeyError:  # another thread took the last one
                    return known
        return known
