"""Masking protected persons in what leaves the node: their ids, their names, and everything that is stated of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from contrared.govern import Desk
from contrared.network import shielded

Row = dict[str, Any]
#: Properties whose values name a person wherever they stand.
NAMING = frozenset({"name", "alias", "weakAlias", "previousName", "passportNumber", "idNumber", "phone", "email"})
#: What stands in place of what is stated of a protected person.
HIDDEN = "[protected]"
#: What is shorter stands in too many words to be replaced within them.
SHORTEST = 4


class Mask:
    """Replaces protected persons by what tells nothing of them but that they are the same one.

    Args:
        desk: The desk; all marks in force count, whoever sits there.
    """

    def __init__(self, desk: Desk) -> None:
        mapping = desk.canonical()
        hidden = shielded(mapping, list(desk.protected()))
        members = {entity for entity, top in mapping.items() if top in hidden} | hidden
        self.number = {top: place for place, top in enumerate(sorted(hidden), 1)}
        self._of = {entity: self.number[mapping.get(entity, entity)] for entity in members}
        told = (
            desk.statements(versions=desk.versions(), entity_ids=sorted(members), corrected=True).to_pylist()
            if members
            else []
        )
        words = dict(self._of)
        for row in told:
            if row["prop"] in NAMING:
                for text in (row["value"], row["original_value"]):
                    if text and len(text) >= SHORTEST:
                        words[text] = self._of[row["entity_id"]]
        self._words = {word.casefold(): number for word, number in words.items()}
        ordered = sorted(words, key=lambda word: (-len(word), word))
        # Whole words only: one id may begin as another does.
        inner = "|".join(map(re.escape, ordered))
        self._pattern = re.compile(rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE) if ordered else None

    def __bool__(self) -> bool:
        """Whether anybody is protected."""
        return bool(self._of)

    @property
    def members(self) -> frozenset[str]:
        """Ids of every entity that is a protected person."""
        return frozenset(self._of)

    def hides(self, entity_id: str) -> bool:
        """Whether an entity is a protected person."""
        return entity_id in self._of

    def text(self, text: str) -> str:
        """A text without protected persons."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: f"[protected person {self._words[found.group().casefold()]}]", text)

    def rows(self, rows: Collection[Mapping[str, Any]]) -> list[Row]:
        """Rows without protected persons: every text cell masked, and what is stated of them emptied."""
        found = []
        for row in rows:
            own = str(row.get("entity", row.get("party", row.get("entity_id", ""))))
            closed = ("value", "original") if self.hides(own) else ()
            found.append(
                {key: "[protected]" if key in closed and cell else self._cell(cell) for key, cell in row.items()}
            )
        return found

    def _cell(self, cell: object) -> object:
        return self.text(cell) if isinstance(cell, str) else cell
