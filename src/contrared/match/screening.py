"""Screening: a query put to every list a desk may ask, and an answer that says what was asked and what was not."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from contrared.govern import Desk
from contrared.govern.masking import masked_ids
from contrared.match.compare import threshold
from contrared.match.index import Candidate, Index
from contrared.match.index.beginnings import Begun
from contrared.match.index.build import Entity
from contrared.match.index.index import hidden
from contrared.match.profile import Profile, profile_of
from contrared.match.segments import open_segments
from contrared.model import InputError

#: Characters of all names of a query together, beyond which it is no question about a party.
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that was asked.

    Attributes:
        dataset: Its name.
        version: Its version.
        as_of: Date it speaks for.
        entities: Parties on it.
    """

    dataset: str
    version: str
    as_of: str
    entities: int

    def age(self, today: date | None = None) -> int:
        """Days since the day the list speaks for; since its first day, where only a month or a year is known."""
        today = today or datetime.now(UTC).date()
        return (today - date.fromisoformat((self.as_of + "-01-01")[:10])).days


@dataclass(frozen=True, slots=True)
class Answer:
    """Who a query may be.

    Attributes:
        candidates: At or above the threshold, or the lower score that was asked for; best first, those that are known
            from tips after those that are listed.
        asked: The lists that were asked.
        missing: Datasets that could not be asked, and why.
        compared: What of the query could be compared: names, dates, countries, numbers.
        threshold: Score from which the model takes a listed party for a candidate.
        tips: Datasets that are tips.
    """

    candidates: tuple[Candidate, ...]
    asked: tuple[Asked, ...]
    missing: tuple[tuple[str, str], ...]
    compared: tuple[str, ...]
    threshold: float
    tips: frozenset[str] = frozenset()

    def is_tip(self, candidate: Candidate) -> bool:
        """Whether a candidate is known from a tip, and not listed."""
        return candidate.index.about["dataset"] in self.tips

    @property
    def hits(self) -> tuple[Candidate, ...]:
        """The candidates at or above the threshold."""
        return tuple(candidate for candidate in self.candidates if candidate.score >= self.threshold)


class Screen:
    """The segments of a desk, opened.

    Args:
        indexes: The segments, each of one dataset version.
        missing: Datasets that cannot be asked, and why.
        model: Name of the model that scores.
        masked: Ids of protected persons whom the desk must not show. They are candidates as others are, since silence
            would hide a danger, but without name, properties and reasons.
        tips: Datasets that are tips: what they name takes no place that a listed party needs.
    """

    def __init__(
        self,
        indexes: Iterable[Index],
        missing: Iterable[tuple[str, str]] = (),
        *,
        model: str = "default",
        masked: frozenset[str] = frozenset(),
        tips: frozenset[str] = frozenset(),
    ) -> None:
        self._indexes = list(indexes)
        self.threshold = threshold(model)
        self.asked = tuple(
            Asked(str(i.about["dataset"]), str(i.about["version"]), str(i.about["as_of"]), len(i))
            for i in self._indexes
        )
        self.missing = tuple(missing)
        self.masked = masked
        self.tips = tips

    def find(self, entity_id: str) -> dict[str, Any] | None:
        """A listed party by its id; masked as a candidate is."""
        found = next((found for index in self._indexes if (found := index.find(entity_id)) is not None), None)
        return hidden(found) if found is not None and entity_id in self.masked else found

    def begin(self, typed: str, limit: int = 10, datasets: Iterable[str] = ()) -> list[tuple[str, dict[str, Any]]]:
        """Listed parties with a name whose words begin as typed, best first, each with that name; nobody masked.

        Args:
            typed: What was typed so far.
            limit: At most so many.
            datasets: Only these; all unless given.

        Raises:
            InputError: an unknown dataset is named.
        """
        chosen = self._chosen(datasets)
        found = [
            (begun, index)
            for asked, index in zip(self.asked, self._indexes, strict=True)
            if asked.dataset in chosen
            for begun in index.begin(typed, limit + len(self.masked))
            if begun.entity_id not in self.masked
        ]
        found.sort(key=lambda item: item[0][:5])
        once: dict[str, tuple[Begun, Index]] = {}
        for begun, index in found:
            once.setdefault(begun.entity_id, (begun, index))
        return [(begun.name, index.entity(begun.number)) for begun, index in list(once.values())[:limit]]

    def ask(
        self, *queries: Entity, limit: int = 10, datasets: Iterable[str] = (), least: float | None = None
    ) -> Answer:
        """Put a query to the lists.

        Args:
            queries: The query: schema and properties; several, where it may be of several kinds.
            limit: Candidates to give at most.
            datasets: Only these; all unless given.
            least: Score from which a candidate is given; the threshold of the model unless given. Names too unlike to
                be scored are not found however low it is.

        Raises:
            InputError: the query says nothing that can be compared, is too long, or names an unknown dataset.
        """
        chosen = self._chosen(datasets)
        asking = [_checked(query) for query in queries]
        found: list[Candidate] = []
        for asked, index in zip(self.asked, self._indexes, strict=True):
            if asked.dataset in chosen:
                for query in asking:
                    found += index.screen(query, limit, least=least)
        found.sort(
            key=lambda each: (each.index.about["dataset"] in self.tips, -each.score, -each.evidence, each.entity_id)
        )
        return Answer(
            candidates=tuple(self._shown(each) for each in _once(found)[:limit]),
            asked=tuple(asked for asked in self.asked if asked.dataset in chosen),
            missing=self.missing,
            compared=tuple(dict.fromkeys(what for query in asking for what in compared(query))),
            threshold=self.threshold,
            tips=self.tips,
        )

    def whole(self) -> Screen:
        """The same lists with nobody masked: for what the node remembers, never for what it shows."""
        if not self.masked:
            return self
        found = copy(self)
        found.masked = frozenset()
        return found

    def _shown(self, candidate: Candidate) -> Candidate:
        return replace(candidate, masked=True, reasons=()) if candidate.entity_id in self.masked else candidate

    def _chosen(self, datasets: Iterable[str]) -> set[str]:
        """The lists to ask: all where none in particular is wanted."""
        known = {asked.dataset for asked in self.asked}
        chosen = set(datasets)
        if unknown := sorted(chosen - known):
            raise InputError(
                f"no list {', '.join(unknown)} can be asked",
                do="choose from: " + (", ".join(sorted(known)) or "none is loaded"),
            )
        return chosen or known


def opened(desk: Desk, *, model: str = "default") -> Screen:
    """Open the segments this desk may ask; those that are not built are named in every answer.

    Raises:
        NodeError: a segment is damaged.
    """
    found, missing = open_segments(desk, model=model)
    return Screen(
        [index for _, index in found],
        [(segment.version.dataset, "its index is not built") for segment in missing],
        model=model,
        masked=masked_ids(desk),
        tips=frozenset(segment.version.dataset for segment, _ in found if segment.version.of_tips),
    )


def compared(query: Profile) -> tuple[str, ...]:
    """What of a query can be compared."""
    given = {
        "name": query.names or query.weak,
        "date": query.dates,
        "country": query.countries,
        "number": query.identifiers,
        "contact": query.contacts,
        "address": query.addresses,
        "birthplace": query.places or query.homelands,
    }
    return tuple(what for what, held in given.items() if held)


def _checked(entity: Entity) -> Profile:
    query = profile_of(entity)
    if sum(len(form.text) for form in (*query.names, *query.weak)) > MOST_CHARACTERS:
        raise InputError(
            f"the names of the query have more than {MOST_CHARACTERS:,} characters", do="ask for one party"
        )
    if not {"name", "number", "contact"}.intersection(compared(query)):
        raise InputError("the query holds no name and no number that can be compared", do="give at least a name")
    return query


def _once(candidates: list[Candidate]) -> list[Candidate]:
    """The best candidate of each entity, where segments of several classes hold it."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.entity_id, candidate)
    return list(found.values())
