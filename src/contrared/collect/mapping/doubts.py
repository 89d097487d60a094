"""What looks wrong in what a mapping makes, counted: companies called persons, one thing said to be two."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from followthemoney.mapping.entity import EntityMapping
from rigour.names import extract_org_types

from contrared.collect.draft import Draft, Notice
from contrared.collect.readers.ftm import together

_NAMES = frozenset({"name", "alias", "weakAlias", "previousName"})


class Doubts:
    """Looks at drafts as they pass.

    Args:
        entities: All entities of the mapping.
    """

    def __init__(self, entities: Iterable[EntityMapping]) -> None:
        schemata = sorted({entity.schema.name for entity in entities})
        pairs = [(a, b) for a in schemata for b in schemata if a < b and not together(a, b)]
        #: Only schemata that exclude another one are remembered: mostly none, and then nothing is kept.
        self._exclusive = frozenset(name for pair in pairs for name in pair)
        self._seen = _Seen() if pairs else None
        self._twice: Counter[tuple[str, str]] = Counter()
        self._companies: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._persons: Counter[str] = Counter()

    def close(self) -> None:
        """Forget what was seen."""
        if self._seen is not None:
            self._seen.close()

    def excluded(self, draft: Draft) -> str | None:
        """The schema an entity had before, where it cannot also be what it is now; else None."""
        if self._seen is None or draft.schema not in self._exclusive:
            return None
        before = self._seen.first(draft.entity_id, draft.schema)
        if together(before, draft.schema):
            return None
        self._twice[before, draft.schema] += 1
        return before

    def look(self, draft: Draft) -> None:
        """Look at the names of a person."""
        if draft.schema != "Person":
            return
        self._persons[draft.file] += 1
        for fact in draft.facts:
            if fact.prop in _NAMES and is_company(fact.value):
                self._companies[draft.file] += 1
                self._examples.setdefault(draft.file, fact.value)
                return

    def notices(self) -> Iterable[Notice]:
        """What to tell."""
        for file, count in sorted(self._companies.items()):
            yield Notice(
                f"{count} of {self._persons[file]} rows read as Person have the name of a company, "
                f"e.g. {self._examples[file]!r}: check the schema, or part them with filters"
            )
        for (before, after), count in sorted(self._twice.items()):
            yield Notice(
                f"{count} times the same keys made a {before} first and a {after} then; the later rows are set aside: "
                "give one of the two a key_literal, or filters"
            )


def is_company(name: str) -> bool:
    """Whether a name ends in the form of a company, as S.A. or Ltda.

    Two letters without points (``Ag``, ``Oy``) are as often a name, and do not count.

    >>> is_company("Transportes del Sur S.A."), is_company("Ana Ruiz"), is_company("A. S. Smith")
    (True, False, False)
    """
    ended = name.rstrip(" .,)").casefold()
    return any(
        (len(form) > 2 or "." in form) and ended.endswith(form.rstrip(" .").casefold())
        for form, *_ in extract_org_types(name)
    )


class _Seen:
    """The first schema of each id, on disk: there may be more ids than memory holds."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="contrared-")
        self._file = sqlite3.connect(Path(self._folder.name) / "seen.sqlite", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, schema TEXT) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def first(self, identity: str, schema: str) -> str:
        self._file.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (identity, schema))
        found = self._file.execute("SELECT schema FROM seen WHERE id = ?", (identity,)).fetchone()
        return str(found[0])

    def close(self) -> None:
        self._file.close()
        self._folder.cleanup()
