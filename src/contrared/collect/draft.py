"""What a reader yields: drafts of entities, each fact with its place, and rejects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Fact(NamedTuple):
    """One value as the source states it, and where it stands.

    Attributes:
        prop: FtM property of the draft's schema.
        value: The value as given; the loader cleans it and keeps the original beside it.
        file: Name of the file in the load (a key of ``Reader.files``).
        locator: String form of :class:`contrared.model.Locator`.
        lang: ISO 639-3 language, where known.
        original: What literally stands in the source, where ``value`` was already derived from it.
    """

    prop: str
    value: str
    file: str
    locator: str
    lang: str | None = None
    original: str | None = None


class Draft:
    """An entity being read: schema, id and the facts stated about it.

    Args:
        entity_id: Id within the dataset, stable across its versions, e.g. ``ofac-4711``.
        schema: FollowTheMoney schema, e.g. ``Person``.
        file: File its facts come from unless a fact says otherwise.
    """

    __slots__ = ("entity_id", "facts", "file", "schema")

    def __init__(self, entity_id: str, schema: str, file: str) -> None:
        self.entity_id = entity_id
        self.schema = schema
        self.file = file
        self.facts: list[Fact] = []

    def add(
        self,
        prop: str,
        value: str | None,
        locator: str,
        *,
        lang: str | None = None,
        original: str | None = None,
        file: str | None = None,
    ) -> None:
        """State one fact; empty values are passed over because the source states nothing there."""
        if value is None:
            return
        value = value.strip()
        if value:
            self.facts.append(Fact(prop, value, file or self.file, locator, lang, original))


#: One statement as another node or tool wrote it: entity id, schema, property, value, language, what the value was made
#: of, and its locator. A bare tuple, because hundreds of thousands come a second.
Told = tuple[str, str, str, str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements of one file, in its order.

    Attributes:
        file: Name of the file in the load.
        told: The statements.
        entities: How many of their entities no batch before had, for the progress that is shown.
    """

    file: str
    told: list[Told]
    entities: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, or a value of a row, that could not be taken; it goes to ``rejects.csv``."""

    file: str
    locator: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the whole load that whoever loads must hear; it is told, not kept."""

    text: str
