"""What the benches ask of a matcher, and ours behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate found in an index."""

    entity_id: str
    score: float
    reasons: tuple[Any, ...] = ()


class Screener(Protocol):
    """An index over listed entities, ready to be asked."""

    def screen(self, query: Entity, limit: int) -> list[Hit]:
        """Candidates of one query, best first."""
        ...

    def screen_all(self, queries: Sequence[Entity], limit: int) -> Iterator[list[Hit]]:
        """Candidates of each query in turn, however the matcher does it fastest."""
        ...


class Matcher(Protocol):
    """A way to compare two entities and to look one up among many."""

    name: str
    threshold: float
    #: What its answers depend on besides the cases, so that they can be kept; empty for one under development.
    edition: str

    def prepare(self, entity: Entity) -> Any:
        """An entity in the matcher's own form."""
        ...

    def score(self, query: Any, listed: Any) -> float:
        """Score of a pair, 0…1."""
        ...

    def reasons(self, query: Any, listed: Any) -> list[str]:
        """What the score rests on, for people."""
        ...

    def index(self, entities: Sequence[Entity]) -> Screener:
        """An index over entities."""
        ...


class Ours:
    """Contrared's own model.

    Args:
        model: Name of the model.
    """

    def __init__(self, model: str = "default") -> None:
        from contrared import match

        self.name = "ours" if model == "default" else f"ours ({model})"
        self.model = model
        self.edition = ""
        self.threshold = float(match.threshold(model))

    def prepare(self, entity: Entity) -> Entity:
        """As it is: ``compare`` takes mappings, and preparing them is part of its work."""
        return entity

    def score(self, query: Entity, listed: Entity) -> float:
        """Score by ``compare``."""
        from contrared.match import compare

        return float(compare(query, listed, model=self.model).score)

    def reasons(self, query: Entity, listed: Entity) -> list[str]:
        """Features with both values and contributions."""
        from contrared.match import compare

        found = compare(query, listed, model=self.model).reasons
        return [f"{r.feature}: {r.left} ~ {r.right} ({r.contribution:+.2f})" for r in found]

    def index(self, entities: Iterable[Entity]) -> Screener:
        """``contrared.match.Index`` in memory."""
        return _OurIndex(_index_class()(entities))

    def save(self, entities: Iterable[Entity], folder: Path) -> None:
        """Build an index and write it as a segment."""
        _index_class()(entities).save(folder)

    def opened(self, folder: Path) -> Screener:
        """A saved segment, mapped into memory."""
        return _OurIndex(_index_class().open(folder))


def _index_class() -> Any:
    from contrared import match

    return vars(match)["Index"]


class _OurIndex:
    def __init__(self, index: Any) -> None:
        self._index = index

    def screen(self, query: Entity, limit: int) -> list[Hit]:
        found = self._index.screen(query, limit=limit)
        return [Hit(hit.entity_id, float(hit.score), tuple(hit.reasons)) for hit in found]

    def screen_all(self, queries: Sequence[Entity], limit: int) -> Iterator[list[Hit]]:
        for query in queries:
            yield self.screen(query, limit)


def chosen(name: str) -> list[Matcher]:
    """``ours``, ``logic-v2`` or ``both``."""
    from .peer import LogicV2

    makers: dict[str, tuple[type[Ours] | type[LogicV2], ...]] = {
        "ours": (Ours,),
        "logic-v2": (LogicV2,),
        "both": (Ours, LogicV2),
    }
    return [make() for make in makers[name]]
