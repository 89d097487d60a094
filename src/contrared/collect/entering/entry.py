"""An entry: what one person wrote down from one place of one source, at one time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from contrared.model import EvidentialStatus, Grade, Handling

#: Value of ``format`` in the file of an entry; tells it from any other TOML file.
FORMAT = "entry/1"
#: Name and version of the reader of such files.
READER, READER_VERSION = "entered", "1"


@dataclass(frozen=True, slots=True)
class Said:
    """Where an entry has it from and how it is held.

    Attributes:
        by: Who entered it.
        at: When, UTC ISO.
        source: What it was taken from, in words: a report, an interview, a ledger.
        locator: Where in that source, in words (``p. 3``).
        grade: Admiralty grade.
        handling: Handling.
        as_of: Date the source speaks for.
        status: What it may be used for.
        legal_basis: Law, order or warrant under which it is held; empty where none is needed.
        obtained_from: From whom it came.
        note: What whoever entered it wants the reader to know.
    """

    by: str
    at: str
    source: str
    locator: str
    grade: Grade
    handling: Handling
    as_of: str
    status: EvidentialStatus = EvidentialStatus.INTELLIGENCE
    legal_basis: str = ""
    obtained_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of an entry.

    Attributes:
        id: Its id; empty until the entry gives it one.
        schema: FtM schema.
        values: Property and value as written, in the order in which they were given.
    """

    schema: str
    values: tuple[tuple[str, str], ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Entities with what they were taken from."""

    said: Said
    entities: tuple[Named, ...]

    @property
    def id(self) -> str:
        """Id from content, all but the time: the same entered twice is the same entry."""
        said = self.said
        head = [said.by, said.source, said.locator, said.as_of, str(said.status), said.note]
        told = [[each.schema, sorted(each.values)] for each in self.entities]
        content = json.dumps([head, told], ensure_ascii=False)
        return "ent-" + hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def filename(self) -> str:
        """Name of the file it is archived as."""
        return f"{self.id}.toml"

    def with_ids(self) -> Entry:
        """The entry with an id for each entity that has none: that of the entry, numbered where there are several."""
        lone = len(self.entities) == 1
        named = tuple(
            each if each.id else replace(each, id=self.id if lone else f"{self.id}-{number}")
            for number, each in enumerate(self.entities, 1)
        )
        return replace(self, entities=named)
